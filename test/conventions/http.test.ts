// One contract for the routes of all three frameworks, on a port: streams, leaving readers, conditions, odd paths.

import { request as open, type IncomingMessage } from "node:http";
import { createApp, serve, useFastResponse, type Server } from "offprint";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createLog } from "../../src/log.ts";
import { standstill } from "../wait.ts";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** What every app answers, as the body of a GET handler that knows `request` and `params`. */
const BODIES: Record<string, string> = {
  ticks: `let n = 0; let timer; return new Response(new ReadableStream({
    async pull(controller) { await new Promise((resolve) => (timer = setTimeout(resolve, 50))); controller.enqueue(new TextEncoder().encode("tick " + n++ + "\\n")); },
    cancel() { globalThis.offprintHttp.cancelled++; },
  }), { headers: { "content-type": "text/plain" } });`,
  flood: `return new Response(new ReadableStream({ pull(controller) { globalThis.offprintHttp.pulled++; controller.enqueue(new Uint8Array(65536)); }, cancel() { globalThis.offprintHttp.cancelled++; } }), { headers: { "content-type": "application/octet-stream" } });`,
  "fails-first": `return new Response(new ReadableStream({ pull() { throw new Error("secret"); } }));`,
  "fails-later": `let n = 0; return new Response(new ReadableStream({ async pull(controller) { if (n++ > 2) throw new Error("secret"); await new Promise(setImmediate); controller.enqueue(new Uint8Array(70000)); } }), { headers: { "content-type": "application/octet-stream" } });`,
  aborts: `globalThis.offprintHttp.waiting++; await new Promise((resolve) => request.signal.addEventListener("abort", resolve)); globalThis.offprintHttp.aborted++; return new Response("late");`,
  tagged: `return new Response("tagged", { headers: { etag: '"v1"', "last-modified": "Wed, 21 Oct 2015 07:28:00 GMT" } });`,
  long: `return new Response("0123456789".repeat(500), { headers: { "content-type": "text/plain" } });`,
  bytes: `return new Response(new Uint8Array(3000).fill(7), { headers: { "content-type": "application/pdf" } });`,
  "no-answer": `return Response.error();`,
  "no-content": `return new Response(null, { status: 204 });`,
  moved: `return Response.redirect("http://example.com/there", 301);`,
  unusual: `return new Response("no", { status: 451, statusText: "Legal", headers: [["x-a", "1"], ["x-a", "2"], ["set-cookie", "a=1"], ["set-cookie", "b=2"]] });`,
};

const ECHO = `const text = await request.text(); return Response.json({ length: text.length, type: request.headers.get("content-type"), text: text.slice(0, 20) });`;
const TEXT = `return Response.json({ params: await params });`;

const FRAMEWORKS = {
  remix: {
    dir: "app/routes",
    file: (name: string) => `${name}.ts`,
    param: "p.$id[.]txt.ts",
    cookie: `return new Response("text", { headers: { "set-cookie": "a=1; Path=/" } });`,
    wrap: (get: string, post: string) =>
      `export async function loader({ request, params }) { ${get} } export async function action({ request, params }) { ${post} }`,
  },
  next: {
    dir: "app",
    file: (name: string) => `${name}/route.ts`,
    param: "p/[id]/route.ts",
    cookie: `(await (await import("next/headers")).cookies()).set("a", "1"); return new Response("text");`,
    wrap: (get: string, post: string) =>
      `export async function GET(request, { params }) { ${get} } export async function POST(request, { params }) { ${post} }`,
  },
  tanstack: {
    dir: "src/routes",
    file: (name: string) => `${name}.ts`,
    param: "p.{$id}[.]txt.ts",
    cookie: `(await import("@tanstack/react-start/server")).setCookie("a", "1"); return new Response("text");`,
    wrap: (get: string, post: string, path: string) =>
      `import { createFileRoute } from "@tanstack/react-router"; export const Route = createFileRoute(${JSON.stringify(path)})({ server: { handlers: { GET: async ({ request, params }) => { ${get} }, POST: async ({ request, params }) => { ${post} } } } });`,
  },
} as const;

// As the commands do, before any route is loaded.
useFastResponse();

const seen = { cancelled: 0, pulled: 0, waiting: 0, aborted: 0 };
(globalThis as { offprintHttp?: typeof seen }).offprintHttp = seen;

describe.each(Object.entries(FRAMEWORKS))("%s", (name, { dir, file, param, cookie, wrap }) => {
  let root: string;
  let server: Server;
  const get = (path: string, init?: RequestInit) => fetch(server.url + path, { redirect: "manual", ...init });
  /** As it is: no normalising of the path, and an answer that can be left. */
  const raw = (path: string, method = "GET") =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const sent = open({ host: "127.0.0.1", port: server.port, path, method }, resolve);
      sent.on("error", reject).end();
    });

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "offprint-"));
    const files = Object.entries({ ...BODIES, cookie }).map(
      ([one, body]) => [file(one), wrap(body, ECHO, `/${one}`)] as const,
    );
    for (const [path, text] of [...files, [param, wrap(TEXT, ECHO, "/p/{$id}.txt")] as const]) {
      await mkdir(dirname(join(root, dir, path)), { recursive: true });
      await writeFile(join(root, dir, path), text);
    }
    const app = await createApp({
      root,
      origin: "http://test",
      log: createLog({ level: "silent" }),
      sources: [{ dir, convention: name as "next" }],
    });
    server = await serve(app.fetch, { port: 0, hostname: "127.0.0.1" });
  });
  afterAll(async () => {
    await server.close(0);
    await rm(root, { recursive: true });
  });

  test("a stream arrives while it is made, and stops when its reader leaves", async () => {
    const before = seen.cancelled;
    const answer = await raw("/ticks");
    let text = "";
    for await (const chunk of answer) if ((text += String(chunk)).includes("tick 2")) break;
    answer.destroy();
    await expect.poll(() => seen.cancelled).toBeGreaterThan(before);
  });

  test("a reader that waits holds the source back", async () => {
    const answer = await raw("/flood");
    answer.pause();
    // Once the buffers between are full, nothing more is asked of the source.
    await standstill(() => seen.pulled);
    answer.destroy();
  });

  test("HEAD of a stream sends nothing and leaves nothing running", async () => {
    const before = seen.cancelled;
    const head = await get("/ticks", { method: "HEAD" });
    expect([head.status, head.headers.get("content-type"), await head.text()]).toEqual([
      200,
      "text/plain",
      "",
    ]);
    await expect.poll(() => seen.cancelled).toBeGreaterThan(before);
  });

  test("a source that fails at once is a 500; one that fails later breaks the connection", async () => {
    const first = await get("/fails-first");
    expect(first.status).toBe(500);
    expect(await first.text()).not.toContain("secret");
    await expect(get("/fails-later").then((answer) => answer.arrayBuffer())).rejects.toThrow();
    expect((await get("/tagged")).status).toBe(200);
  });

  test("the request's signal aborts when the client leaves", async () => {
    const { waiting, aborted } = seen;
    const leaving = new AbortController();
    const answer = get("/aborts", { signal: leaving.signal });
    await expect.poll(() => seen.waiting).toBeGreaterThan(waiting);
    leaving.abort();
    await expect(answer).rejects.toThrow();
    await expect.poll(() => seen.aborted).toBeGreaterThan(aborted);
  });

  test("conditions", async () => {
    const status = async (headers: Record<string, string>, method = "GET") =>
      (await get("/tagged", { headers, method })).status;
    expect(await status({ "if-none-match": '"v1"' })).toBe(304);
    expect(await status({ "if-none-match": '"v0", W/"v1"' })).toBe(304);
    expect(await status({ "if-none-match": "*" })).toBe(304);
    expect(
      await status({ "if-none-match": '"v2"', "if-modified-since": "Wed, 21 Oct 2015 07:28:00 GMT" }),
    ).toBe(200);
    expect(await status({ "if-modified-since": "Wed, 21 Oct 2015 07:28:00 GMT" })).toBe(304);
    expect(await status({ "if-none-match": '"v1"' }, "HEAD")).toBe(304);
    const own = await get("/long");
    expect((await get("/long", { headers: { "if-none-match": own.headers.get("etag")! } })).status).toBe(304);
    const part = await get("/bytes", { headers: { range: "bytes=0-9" } });
    expect([part.status, part.headers.get("content-range"), (await part.arrayBuffer()).byteLength]).toEqual([
      206,
      "bytes 0-9/3000",
      10,
    ]);
    expect((await get("/bytes", { headers: { range: "bytes=9999-" } })).status).toBe(416);
    const coded = await get("/long", { headers: { "accept-encoding": "gzip" } });
    expect([
      coded.headers.get("content-encoding"),
      coded.headers.get("vary"),
      (await coded.text()).length,
    ]).toEqual(["gzip", "Accept-Encoding", 5000]);
  });

  test("lengths, statuses and fields arrive as they were given", async () => {
    const head = await get("/bytes", { method: "HEAD" });
    expect([head.headers.get("content-length"), head.headers.get("content-type")]).toEqual([
      "3000",
      "application/pdf",
    ]);
    expect((await get("/no-content")).status).toBe(204);
    expect((await get("/no-answer")).status).toBe(500);
    const moved = await get("/moved");
    expect([moved.status, moved.headers.get("location")]).toEqual([301, "http://example.com/there"]);
    const cookies = await get("/cookie");
    expect([
      cookies.headers.get("content-type")?.toLowerCase(),
      cookies.headers.getSetCookie(),
      await cookies.text(),
    ]).toEqual(["text/plain; charset=utf-8", ["a=1; Path=/"], "text"]);
    const unusual = await get("/unusual");
    expect([
      unusual.status,
      unusual.headers.get("x-a"),
      unusual.headers.getSetCookie(),
      await unusual.text(),
    ]).toEqual([451, "1, 2", ["a=1", "b=2"], "no"]);
  });

  test("a slash after the path: GET is led to the path without, and what changes something is served where it is there", async () => {
    expect([(await raw("/tagged/?a=1")).statusCode, (await raw("/tagged/?a=1")).headers.location]).toEqual([
      308,
      "/tagged?a=1",
    ]);
    const posted = await get("/tagged/?a=1", { method: "POST", body: "sent whole", redirect: "manual" });
    if (name === "next")
      expect([posted.status, posted.headers.get("location")]).toEqual([308, "/tagged?a=1"]);
    else expect(await posted.json()).toMatchObject({ text: "sent whole" });
  });

  test("odd paths and methods", async () => {
    const suffix = name === "next" ? "" : ".txt";
    const json = async (path: string) => (await get(path)).json();
    expect(await json(`/p/caf%C3%A9%20%2F%3F%23${suffix}`)).toEqual({ params: { id: "café /?#" } });
    expect(await json(`/p/..%2f..%2fetc${suffix}`)).toEqual({ params: { id: "../../etc" } });
    for (const path of ["/p/%E0%A4%A", "/p/%00", "/p/%ff", "/p/a\\b"])
      expect([400, 404]).toContain((await raw(path + suffix)).statusCode);
    for (const path of ["//evil.com", "//evil.com/%2e%2e", "/p/../tagged/..", "/%2e%2e/p", "/p//x"]) {
      const answer = await raw(path);
      expect([400, 404, 308]).toContain(answer.statusCode);
      expect(answer.headers.location ?? "/").not.toMatch(/^(?:\/\/|\/\\|https?:)/);
    }
    expect((await raw("/tagged/")).headers.location ?? "/tagged").toBe("/tagged");
    const wrong = await get("/tagged", { method: "DELETE" });
    expect([wrong.status, wrong.headers.get("allow")]).toEqual(
      [405, name === "remix" ? null : "GET, HEAD, POST, OPTIONS"].map((value, index) =>
        index === 0 && name === "remix" ? 200 : value,
      ),
    );
    expect([405, 501]).toContain((await raw("/tagged", "PROPFIND")).statusCode);
    expect([405, 501]).toContain((await raw("/tagged", "TRACE")).statusCode);
    const options = await raw("/tagged", "OPTIONS");
    expect([options.statusCode, options.headers.allow]).toEqual([
      204,
      name === "remix" ? "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS" : "GET, HEAD, POST, OPTIONS",
    ]);
  });

  test("bodies reach the handler whole", async () => {
    const big = "ü".repeat(300_000);
    const answer = await get("/tagged", {
      method: "POST",
      body: big,
      headers: { "content-type": "text/plain" },
    });
    expect(await answer.json()).toEqual({ length: 300_000, type: "text/plain", text: "ü".repeat(20) });
    expect(await (await get("/tagged", { method: "POST" })).json()).toMatchObject({ length: 0 });
  });
});
