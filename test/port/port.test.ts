// What the port lets in, what it says of itself, and how it stops.

import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { createMetrics } from "../../src/ops/metrics.ts";
import type { Fetch } from "../../src/routing/route.ts";
import { serve } from "../../src/port/serve.ts";
import { head, openServer, openSocket, raw, statusOf } from "./open-server.ts";

/** Tells what it was asked. */
const echo: Fetch = async (request) =>
  Response.json({
    url: request.url,
    ip: (request as Request & { ip?: string }).ip,
    headers: Object.fromEntries(request.headers),
    body: request.method === "POST" ? (await request.text()).length : undefined,
  });

interface Echo {
  url: string;
  ip: string;
  headers: Record<string, string>;
  body?: number;
}

describe("what is let in", () => {
  test.each([
    ["two hosts", head("GET / HTTP/1.1", "Host: a", "Host: b"), 400],
    ["no host", "GET / HTTP/1.1\r\nConnection: close\r\n\r\n", 400],
    ["a host that is none", head("GET / HTTP/1.1", "Host: a/b@c"), 400],
    ["an absolute target with a bad host", head("GET http://a@b:99999999/ HTTP/1.1"), 400],
    ["an authority as target", head("GET example.com:80 HTTP/1.1"), 400],
    ["a star outside OPTIONS", head("GET * HTTP/1.1"), 400],
    ["a long path", head(`GET /${"a".repeat(2_048)} HTTP/1.1`), 414],
    ["a long query", head(`GET /?${"a".repeat(4_097)} HTTP/1.1`), 414],
    [
      "too many fields",
      head("GET / HTTP/1.1", "Host: a", ...Array.from({ length: 100 }, (_, i) => `X-${i}: y`)),
      431,
    ],
    ["a large head", head("GET / HTTP/1.1", "Host: a", `X: ${"y".repeat(17_000)}`), 431],
    ["a large body by its length", head("POST / HTTP/1.1", "Host: a", "Content-Length: 99999999999"), 413],
    [
      "length and chunks at once",
      head("POST / HTTP/1.1", "Host: a", "Content-Length: 3", "Transfer-Encoding: chunked"),
      400,
    ],
    ["no HTTP", "hello\r\n\r\n", 400],
  ])("%s is refused, and the next request is answered", async (_what, bytes, status) => {
    const server = await openServer(echo);
    expect(statusOf(await raw(server, bytes))).toBe(status);
    expect((await server.get("/good")).status).toBe(200);
  });

  test("a body that grows too large is cut off", async () => {
    const server = await openServer(echo, { maxBodyBytes: 1_000 });
    const chunks = `${"3e8\r\n" + "x".repeat(1_000)}\r\n`;
    const answer = await raw(
      server,
      head("POST / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked") + chunks + chunks,
    );
    expect(statusOf(answer)).toBe(413);
    const fits = await server.get("/", { method: "POST", body: "x".repeat(1_000) });
    expect(((await fits.json()) as Echo).body).toBe(1_000);
  });

  test("a refusal keeps the connection, unless a body is still to come", async () => {
    const server = await openServer(() => new Response("no", { status: 404 }));
    expect((await server.get("/x")).headers.get("connection")).toBe("keep-alive");
    const post = `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999\r\n\r\n${"x".repeat(20_000)}`;
    const answer = await raw(server, post);
    expect(statusOf(answer)).toBe(404);
    expect(answer).toMatch(/^connection: close/im);
  });

  test("only allowed hosts", async () => {
    const server = await openServer(echo, { allowedHosts: ["example.com", "*.example.org"] });
    const ask = async (host: string) => statusOf(await raw(server, head("GET / HTTP/1.1", `Host: ${host}`)));
    expect(await ask("example.com")).toBe(200);
    expect(await ask("EXAMPLE.com:8080")).toBe(200);
    expect(await ask("a.example.org")).toBe(200);
    expect(await ask("example.org")).toBe(421);
    expect(await ask("evilexample.org")).toBe(421);
    expect(await ask("example.com.evil.net")).toBe(421);
    expect(statusOf(await raw(server, head("GET http://evil.net/ HTTP/1.1", "Host: example.com")))).toBe(421);
    // Whoever checks health knows no name.
    expect((await server.get("/healthz")).status).toBe(200);
  });

  test("a host that no URL can have is refused, whatever origins are named", async () => {
    const servers = [
      await openServer(echo),
      await openServer(echo, { origin: "https://example.com", origins: ["https://*.example.com"] }),
      await openServer(echo, { origin: "https://example.com", origins: (host) => `https://${host}` }),
    ];
    const hosts = ["a:99999", "[:::]", "1.2.3.4.5", "256.1.1.1", "a.0x1"];
    for (const server of servers) {
      for (const host of hosts) {
        expect(statusOf(await raw(server, head("GET / HTTP/1.1", `Host: ${host}`))), host).toBe(400);
        expect(statusOf(await raw(server, head(`GET http://${host}/ HTTP/1.1`, "Host: a"))), host).toBe(400);
      }
      expect(statusOf(await raw(server, head("GET / HTTP/1.1", "Host: a.example.com")))).toBe(200);
    }
  });

  test("the origin stands before every URL, whatever Host says", async () => {
    const server = await openServer(echo, { origin: "https://example.com" });
    const answer = await raw(server, head("GET /a?b=1 HTTP/1.1", "Host: evil.net"));
    expect(answer).toContain(`"url":"https://example.com/a?b=1"`);
  });

  test("forwarded fields count from trusted proxies only", async () => {
    const forwarded = {
      "x-forwarded-for": "6.6.6.6, 203.0.113.9",
      "x-forwarded-proto": "https",
      "x-forwarded-host": "example.com",
      "x-real-ip": "6.6.6.6",
      "x-request-id": "from-the-proxy",
    };
    const trusting = await openServer(echo, { trustProxy: ["loopback"] });
    const believed = (await (await trusting.get("/a", { headers: forwarded })).json()) as Echo;
    expect(believed).toMatchObject({ url: "https://example.com/a", ip: "203.0.113.9" });
    expect(believed.headers["x-request-id"]).toBe("from-the-proxy");

    const server = await openServer(echo);
    const response = await server.get("/a", { headers: forwarded });
    const dropped = (await response.json()) as Echo;
    expect(dropped.url).toBe(`${server.url}/a`);
    expect(dropped.ip).toBe("127.0.0.1");
    expect(dropped.headers).toMatchObject({ "x-forwarded-for": "127.0.0.1", "x-forwarded-proto": "http" });
    expect(dropped.headers["x-real-ip"]).toBeUndefined();
    expect(dropped.headers["x-request-id"]).not.toBe("from-the-proxy");
    expect(response.headers.get("x-request-id")).toBe(dropped.headers["x-request-id"]);
    await expect(openServer(echo, { trustProxy: ["nonsense"] })).rejects.toThrow(/trustProxy takes/);
  });
});

describe("time", () => {
  test("nobody works for a request whose body has not come", async () => {
    const asked: number[] = [];
    const server = await openServer(async (request) => {
      asked.push((await request.text()).length);
      return new Response("read");
    });
    const post = (length: number) => `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${length}\r\n\r\n`;
    const socket = openSocket(server);
    socket.write(`${post(1_000)}${"x".repeat(999)}`);
    expect((await server.get("/", { method: "POST", body: "four" })).status).toBe(200);
    expect(asked).toEqual([4]);
    const answered = new Promise((resolve) => socket.once("data", resolve));
    socket.write("x");
    await answered;
    expect(asked).toEqual([4, 1_000]);
  });

  test.each([
    ["a head that comes slowly", "GET / HTTP/1.1\r\nHost: a\r\n", "X-"],
    ["nothing at all", "", ""],
    ["a body that comes slowly", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n", "x"],
  ])("%s is cut off, and the next request is answered", async (_what, start, drop) => {
    const server = await openServer(echo, { headersTimeout: 400, bodyTimeout: 600 });
    const socket = openSocket(server);
    let received = "";
    socket.on("data", (chunk: Buffer) => (received += chunk.toString()));
    socket.on("error", () => {});
    const closed = new Promise((resolve) => socket.on("close", resolve));
    socket.write(start);
    const timer = setInterval(() => drop && socket.writable && socket.write(drop), 50);
    await closed;
    clearInterval(timer);
    expect([0, 408]).toContain(statusOf(received));
    expect((await server.get("/good")).status).toBe(200);
  });

  test("a reader that does not read is cut off, and the source is cancelled", async () => {
    let cancelled = () => {};
    const gone = new Promise<void>((resolve) => (cancelled = resolve));
    const endless: Fetch = () =>
      new Response(
        new ReadableStream({
          pull: (controller) => controller.enqueue(new Uint8Array(1_000_000)),
          cancel: () => cancelled(),
        }),
      );
    const server = await openServer(endless, { idleTimeout: 300 });
    const socket = openSocket(server);
    socket.on("error", () => {});
    socket.write(head("GET /endless HTTP/1.1"));
    socket.pause();
    await gone;
    expect((await server.get("/healthz")).status).toBe(200);
  });

  test("an answer that takes its time is waited for, and its head leaves at once", async () => {
    let say = () => {};
    let cutOff = () => {};
    const endless = () =>
      new ReadableStream({
        pull: (controller) => controller.enqueue(new Uint8Array(1_000_000)),
        cancel: () => cutOff(),
      });
    const silent: Fetch = (request) => {
      if (request.url.endsWith("/endless")) return new Response(endless());
      return new Response(
        new ReadableStream({
          start: (controller) =>
            void (say = () => {
              controller.enqueue(new TextEncoder().encode("data: 1\n\n"));
              controller.close();
            }),
        }),
        { headers: { "content-type": "text/event-stream" } },
      );
    };
    const server = await openServer(silent, { idleTimeout: 100 });
    // Resolves with the head.
    const response = await server.get("/events");
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    // Three readers, one after the other, keep still for as long as they may.
    for (let reader = 0; reader < 3; reader++) {
      const gone = new Promise<void>((resolve) => (cutOff = resolve));
      const socket = openSocket(server);
      socket.on("error", () => {});
      socket.write(head("GET /endless HTTP/1.1"));
      socket.pause();
      await gone;
    }
    say();
    expect(await response.text()).toBe("data: 1\n\n");
  });

  test("a connection without a request is not kept for ever, and there are not too many", async () => {
    const server = await openServer(echo, { keepAliveTimeout: 200, maxConnections: 2 });
    const kept = openSocket(server);
    kept.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    let received = "";
    kept.on("data", (chunk: Buffer) => (received += chunk.toString()));
    openSocket(server);
    await expect.poll(() => received).toContain("200 OK");
    const tooMany = openSocket(server);
    tooMany.on("error", () => {});
    await new Promise((resolve) => tooMany.on("close", resolve));
    await new Promise((resolve) => kept.on("close", resolve));
    expect((await server.get("/good")).status).toBe(200);
  });

  test("an answer that takes too long is broken off", async () => {
    const slow: Fetch = () =>
      new Response(
        new ReadableStream({
          async pull(controller) {
            await new Promise((resolve) => setTimeout(resolve, 50));
            controller.enqueue(new Uint8Array(10));
          },
        }),
      );
    const server = await openServer(slow, { totalTimeout: 500 });
    await expect(server.get("/").then((response) => response.text())).rejects.toThrow();
    expect((await server.get("/healthz")).status).toBe(200);
  });
});

describe("what it says of itself", () => {
  test("health, readiness and metrics", async () => {
    let ready = false;
    const metrics = await createMetrics();
    const server = await openServer(echo, { ready: () => ready, metrics });
    expect((await server.get("/healthz")).status).toBe(200);
    expect((await server.get("/readyz")).status).toBe(503);
    ready = true;
    expect((await server.get("/readyz")).status).toBe(200);
    expect((await server.get("/healthz", { method: "POST" })).headers.get("allow")).toBe("GET, HEAD");
    const text = await (await server.get("/metrics")).text();
    expect(text).toContain(`offprint_http_requests_total{method="GET",status="503"} 1`);
    expect(text).toMatch(/^process_resident_memory_bytes \d+/m);
  });

  test("no numbers for who comes through a proxy, whatever it says", async () => {
    const metrics = await createMetrics();
    const through = [
      "Forwarded: for=127.0.0.1",
      "Via: 1.1 vegur",
      "X-Forwarded-For: 127.0.0.1",
      "X-Forwarded-For: 203.0.113.9",
      "X-Forwarded-Proto: https",
      "x-forwarded-host: localhost",
      "X-Real-IP: 127.0.0.1",
      "CF-Connecting-IP: 203.0.113.9",
      "CF-Ray: 1",
      "True-Client-IP: 10.0.0.1",
      "X-Client-IP: 10.0.0.1",
      "X-Cluster-Client-IP: 10.0.0.1",
      "X-Original-Forwarded-For: 10.0.0.1",
      "Fastly-Client-IP: 10.0.0.1",
      "Fly-Client-IP: 10.0.0.1",
      "X-Envoy-External-Address: 10.0.0.1",
      "X-Amzn-Trace-Id: Root=1",
      "X-Azure-ClientIP: 10.0.0.1",
      "X-Appengine-User-IP: 10.0.0.1",
      "X-Cloud-Trace-Context: 1",
      "X-Vercel-Id: 1",
      "CDN-Loop: cloudflare",
    ];
    const app = () => new Response("the app's");
    for (const trustProxy of [false, true, ["loopback"]]) {
      const server = await openServer(app, { trustProxy, metrics });
      const ask = (...fields: string[]) =>
        raw(server, head("GET /metrics HTTP/1.1", "Host: test", ...fields));
      expect(await ask("Accept: */*")).toContain("offprint_http_requests_total");
      for (const field of through)
        expect([field, await ask(field)]).toEqual([field, expect.stringContaining("the app's")]);
      // What nginx sends where it is told nothing.
      expect(await raw(server, "GET /metrics HTTP/1.0\r\nHost: test\r\nConnection: close\r\n\r\n")).toContain(
        "the app's",
      );
    }
  });

  test("a token opens the numbers from anywhere, and nothing else does", async () => {
    const server = await openServer(() => new Response("the app's"), {
      metrics: await createMetrics(),
      metricsToken: "s3cret",
    });
    const ask = (headers: Record<string, string>) =>
      server.get("/metrics", { headers }).then((answer) => answer.text());
    expect(await ask({ authorization: "Bearer s3cret", "x-forwarded-for": "203.0.113.9" })).toContain(
      "offprint_",
    );
    for (const authorization of ["", "Bearer ", "Bearer s3cre", "Bearer s3crett", "s3cret", "Basic s3cret"])
      expect(await ask({ authorization })).toBe("the app's");
  });

  test("a log line for each answer, with nothing secret in it", async () => {
    const server = await openServer(echo);
    const response = await server.get("/a/b?signature=SECRET1", {
      headers: { authorization: "Bearer SECRET2", cookie: "session=SECRET3" },
    });
    await response.text();
    await expect.poll(() => server.logged.length).toBe(1);
    expect(server.logged[0]).toMatchObject({
      id: response.headers.get("x-request-id"),
      method: "GET",
      path: "/a/b",
      status: 200,
      ip: "127.0.0.1",
      bytes: expect.any(Number),
    });
    expect(JSON.stringify(server.logged)).not.toContain("SECRET");
  });

  test("a fetch that throws is a 500 without its reason, and the log has it", async () => {
    const server = await openServer(() => {
      throw new Error("the database's password");
    });
    const response = await server.get("/");
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("password");
    expect(JSON.stringify(server.logged)).toContain("the database's password");
  });

  test("options out of range, and a port that is taken", async () => {
    await expect(serve(echo, { port: 0, maxBodyBytes: -1 })).rejects.toThrow(
      "`maxBodyBytes` must be a number",
    );
    const { port } = await openServer(echo);
    await expect(serve(echo, { port, hostname: "127.0.0.1" })).rejects.toThrow(/EADDRINUSE/);
  });
});

describe("stopping", () => {
  test("what is in flight is finished, what comes later is refused", async () => {
    const asked: ((answer: Response) => void)[] = [];
    const server = await openServer(() => new Promise((resolve) => asked.push(resolve)));
    const answer = server.get("/");
    await expect.poll(() => asked.length).toBe(1);
    const closed = server.close();
    await expect(server.get("/")).rejects.toThrow();
    asked[0]!(new Response("done"));
    const response = await answer;
    expect(response.headers.get("connection")).toBe("close");
    expect(await response.text()).toBe("done");
    await closed;
  });

  test("the grace has an end", async () => {
    let asked = false;
    const server = await openServer(() => new Promise(() => (asked = true)));
    const answer = server.get("/").catch(() => "cut");
    await expect.poll(() => asked).toBe(true);
    await server.close(200);
    expect(await answer).toBe("cut");
  });

  test("SIGTERM finishes and exits 0; a second signal exits at once", async () => {
    for (const twice of [false, true]) {
      const child = fork(fileURLToPath(new URL("../fixtures/pool/slow-server.mjs", import.meta.url)));
      const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
      const port = await new Promise<number>((resolve) => child.once("message", (p) => resolve(p as number)));
      const answer = fetch(`http://127.0.0.1:${port}/`)
        .then((response) => response.text())
        .catch(() => "cut");
      await once(child, "message");
      child.kill("SIGTERM");
      // Whoever stops lets nobody in. Two signals before the first was seen would be one.
      const refuses = () =>
        fetch(`http://127.0.0.1:${port}/healthz`).then(
          () => false,
          () => true,
        );
      await expect.poll(refuses).toBe(true);
      if (twice) child.kill("SIGTERM");
      else child.send("answer");
      expect(await answer).toBe(twice ? "cut" : "done");
      expect(await exited).toBe(twice ? 1 : 0);
    }
  });
});
