// The pool hands requests on and their answers back, whatever they are.

import { describe, expect, test } from "vitest";
import { openPool, until, type TestPool } from "./open-pool.ts";

const counts = async (pooled: TestPool) =>
  (await (await pooled.get("/count")).json()) as { waiting: number; aborted: number; leftover: number };

describe("handing on", () => {
  test("a request arrives as it was sent", async () => {
    const pooled = await openPool();
    const response = await pooled(
      new Request("https://example.com:8443/echo?a=1&b=%2F", {
        method: "POST",
        headers: { "content-type": "text/plain", "x-odd": "é", cookie: "a=b" },
        body: "hello",
      }),
    );
    const seen = (await response.json()) as {
      url: string;
      method: string;
      body: string;
      headers: Record<string, string>;
    };
    expect(seen).toMatchObject({
      method: "POST",
      url: "https://example.com:8443/echo?a=1&b=%2F",
      body: "hello",
      headers: { "content-type": "text/plain", cookie: "a=b", "x-odd": "é", host: "example.com:8443" },
    });
    expect(await pooled.ready()).toEqual({ hello: "from the child" });
  });

  test("no field is lost that the client's Connection names", async () => {
    const pooled = await openPool();
    const headers = {
      connection: "close, x-forwarded-for, X-Region",
      "x-forwarded-for": "192.0.2.1",
      "x-region": "a",
    };
    const seen = (await (await pooled.get("/echo", { headers })).json()) as { headers: object };
    expect(seen.headers).toMatchObject({ "x-forwarded-for": "192.0.2.1", "x-region": "a" });
  });

  test("short answers come whole, with status, headers and cookies", async () => {
    const pooled = await openPool();
    const cookies = await pooled.get("/cookies");
    expect(cookies.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    expect(cookies.headers.get("content-length")).toBe("2");
    expect(cookies.headers.has("connection")).toBe(false);
    expect(cookies.headers.has("date")).toBe(false);
    expect((await pooled.get("/not-modified")).status).toBe(304);
    expect((await pooled.get("/nothing")).status).toBe(404);
    const head = await pooled.get("/bytes?n=300000", { method: "HEAD" });
    expect([head.headers.get("content-length"), head.body]).toEqual(["300000", null]);
    expect((await (await pooled.get("/bytes?n=0")).arrayBuffer()).byteLength).toBe(0);
  });

  test("a large body goes in, and a large answer comes out, chunk by chunk", async () => {
    const pooled = await openPool();
    const big = "x".repeat(3_000_000);
    const echoed = (await (await pooled.get("/echo", { method: "POST", body: big })).json()) as {
      body: string;
    };
    expect(echoed.body.length).toBe(big.length);
    const bytes = await (await pooled.get("/stream?chunks=50")).arrayBuffer();
    expect(bytes.byteLength).toBe(50 * 65_536);
  });

  test("a child makes no more than is read, and stops when the reader goes", async () => {
    const pooled = await openPool();
    const reader = (await pooled.get("/stream?chunks=10000")).body!.getReader();
    await reader.read();
    await until(() => pooled.stats().paused === 1);
    expect((await counts(pooled)).leftover).toBeGreaterThan(9_900);
    await reader.cancel();
    await until(async () => (await counts(pooled)).aborted === 1);
    expect(pooled.stats()).toMatchObject({ paused: 0, running: 0 });
  });

  test("a client that goes before the answer aborts the child's signal", async () => {
    const pooled = await openPool();
    const gone = new AbortController();
    const answer = pooled.get("/abortable", { signal: gone.signal });
    await until(async () => (await counts(pooled)).waiting === 1);
    gone.abort();
    await expect(answer).rejects.toThrow(/abort/i);
    await until(async () => (await counts(pooled)).aborted === 1);
    expect(pooled.stats().running).toBe(0);
  });
});

test.each([
  ["GET", { "content-length": "24" }, undefined],
  ["DELETE", {}, "a body without a length"],
  ["OPTIONS", {}, "a body without a length"],
  ["DELETE", {}, undefined],
])("%s %j leaves the connection to the child in order", async (method, headers, body) => {
  const pooled = await openPool();
  for (let i = 0; i < 3; i++) {
    const response = await pooled.get("/echo", { method, headers, body });
    const seen = (await response.json()) as { method: string; body: string | null };
    expect([seen.method, seen.body || undefined]).toEqual([method, body]);
    expect((await pooled.get("/pid")).status).toBe(200);
  }
});
