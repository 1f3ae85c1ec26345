// The same answers on a real socket: what only the wire shows.

import { connect } from "node:net";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { serve, useFastResponse, type Server } from "offprint";
import { appOf } from "../project.ts";
import { createGate, standstill } from "../wait.ts";

const servers: Server[] = [];
beforeAll(useFastResponse);
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function listen(routes: Record<string, string>): Promise<Server> {
  const app = await appOf(routes);
  const server = await serve(app.fetch, { port: 0 });
  servers.push(server);
  return server;
}

/** Sends raw bytes; gives everything that came back until the other side closed. */
function raw(
  server: Server,
  text: string,
  onData?: (received: string) => void,
): Promise<{ text: string; reset: boolean }> {
  return new Promise((resolve) => {
    let received = "";
    const socket = connect(server.port, "127.0.0.1", () => socket.write(text));
    socket.on("data", (chunk) => {
      received += chunk.toString("latin1");
      onData?.(received);
    });
    socket.on("error", () => resolve({ text: received, reset: true }));
    socket.on("close", () => resolve({ text: received, reset: false }));
  });
}

const request = (method: string, path: string, ...headers: string[]): string =>
  [`${method} ${path} HTTP/1.1`, "Host: test", "Connection: close", ...headers, "", ""].join("\r\n");

describe("on the wire", () => {
  it("sends a 304 without a length or a type, and HEAD without a body", async () => {
    const server = await listen({ "a.txt.ts": `export const GET = () => "hello"` });
    const head = (await raw(server, request("HEAD", "/a.txt"))).text;
    expect(head).toMatch(/^HTTP\/1\.1 200/);
    expect(head).toMatch(/content-length: 5\r\n/i);
    expect(head).toMatch(/\r\n\r\n$/);
    const etag = /etag: (\S+)/i.exec(head)![1]!;
    const notModified = (await raw(server, request("GET", "/a.txt", `If-None-Match: ${etag}`))).text;
    expect(notModified).toMatch(/^HTTP\/1\.1 304/);
    expect(notModified).not.toMatch(/^(?:content-length|content-type|transfer-encoding):/im);
  });

  it("resets the connection when a stream fails half way: never a clean end", async () => {
    const gate = createGate();
    const server = await listen({
      "f.txt.ts": `export async function* GET() { yield "first"; ${gate.passed}; throw new Error("late") }`,
    });
    // A reset takes with it what has not been read.
    const { text } = await raw(server, request("GET", "/f.txt"), (received) => {
      if (received.includes("first")) gate.open();
    });
    expect(text).toContain("first");
    expect(text).not.toMatch(/0\r\n\r\n$/);
  });

  it("answers 500 when the first chunk fails, also for a HEAD of a broken stream", async () => {
    const server = await listen({
      "f.pdf.ts": `export const GET = () => new Response(new ReadableStream({ pull(c) { c.error(new Error("early")) } }))`,
    });
    expect((await raw(server, request("GET", "/f.pdf"))).text).toMatch(/^HTTP\/1\.1 500/);
    expect((await raw(server, request("HEAD", "/f.pdf"))).text).toMatch(/^HTTP\/1\.1 200/);
    expect((await raw(server, request("GET", "/f.pdf"))).text).toMatch(/^HTTP\/1\.1 500/);
  });

  it("holds the source back while the client does not read, and stops it when the client leaves", async () => {
    const server = await listen({
      "s.txt.ts": `globalThis.offprintWire = { pulls: 0, closed: false, aborted: 0 };
        export async function* GET({ signal }) {
          signal.addEventListener("abort", () => { offprintWire.aborted++ });
          try { for (;;) { offprintWire.pulls++; yield new Uint8Array(65536); } } finally { offprintWire.closed = true }
        }`,
    });
    const { offprintWire: state } = globalThis as unknown as {
      offprintWire: { pulls: number; closed: boolean; aborted: number };
    };
    const socket = connect(server.port, "127.0.0.1", () => socket.write(request("GET", "/s.txt")));
    await new Promise((resolve) => socket.once("data", resolve));
    socket.pause();
    expect(await standstill(() => state.pulls)).toBeLessThan(300);
    socket.destroy();
    await expect.poll(() => state.closed).toBe(true);
    expect(state.aborted).toBe(1);
  });

  it("streams compressed text as it is made", async () => {
    const gate = createGate();
    const server = await listen({
      "t.txt.ts": `export async function* GET() { yield "a".repeat(2000); ${gate.passed}; yield "b".repeat(2000) }`,
    });
    const response = await fetch(`${server.url}/t.txt`, { headers: { "accept-encoding": "gzip" } });
    const reader = response.body!.getReader();
    const first = await reader.read();
    const decoded = new TextDecoder().decode(first.value);
    expect(response.headers.get("content-encoding")).toBe("gzip");
    expect([decoded.length, decoded.includes("b")]).toEqual([2000, false]);
    gate.open();
    let rest = "";
    for (let next = await reader.read(); !next.done; next = await reader.read())
      rest += new TextDecoder().decode(next.value);
    expect((decoded + rest).length).toBe(4000);
  });
});
