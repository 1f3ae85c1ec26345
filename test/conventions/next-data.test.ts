// Data that Next.js keeps: fetch() with its options, over HTTP, to a server that counts.

import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { openNext } from "./open.ts";

let server: Server;
let origin = "";
let count = 0;
let silenced = 0;

beforeAll(async () => {
  server = createServer((request, response) => {
    count++;
    if (request.url === "/redirect") return void response.writeHead(302, { location: "/n" }).end();
    if (request.url?.startsWith("/cookie")) response.setHeader("set-cookie", `session=${count}`);
    if (request.url === "/fault") response.statusCode = 500;
    // Silent to whoever asks first.
    if (request.url === "/silent" && !silenced++) return;
    if (request.url === "/long") return void response.end(Buffer.alloc(3 * 1024 * 1024, 65 + count));
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () =>
      response.end(`${count} ${request.method} ${request.headers.authorization} ${body}`),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

/** An app whose routes fetch with the options that a request's query has as JSON. */
const openFetching = () =>
  openNext({
    "f/route.ts": `
      export async function GET(request) {
        const { path, form, ...init } = JSON.parse(request.nextUrl.searchParams.get("o"));
        if (form) { init.body = new FormData(); init.body.set("name", form); init.method = "POST"; }
        const { next, ...rest } = init;
        const response = await fetch("${origin}" + path, next ? { ...rest, next } : rest);
        return Response.json([response.status, response.url.slice(-9), (await response.text()).slice(0, 60)]);
      }`,
    "g/route.ts": `export const GET = async () => new Response(await (await fetch("${origin}/g", { next: { tags: ["g"] }, cache: "force-cache" })).text());`,
    "isr/[id]/route.ts": `export const revalidate = 3600; let n = 0;
      export async function GET() { await fetch("${origin}/isr", { next: { revalidate: 60, tags: ["isr, 1"] } }); return Response.json(++n); }`,
    "inner/route.ts": `import { unstable_cache } from "next/cache";
      const get = unstable_cache(async () => (await fetch("${origin}/inner", { next: { revalidate: 60 } })).text(), ["inner"], { tags: ["inner"] });
      export const GET = async () => new Response(await get());`,
    "segment/route.ts": `export const fetchCache = "default-cache"; export const GET = async () => new Response(await (await fetch("${origin}/segment")).text());`,
    "tag/route.ts": `import { revalidatePath, revalidateTag } from "next/cache";
      export async function POST(request) { const { tag, path, type, profile } = await request.json(); if (tag) revalidateTag(tag, profile); else revalidatePath(path, type); return new Response(null, { status: 204 }); }`,
    "draft/route.ts": `import { draftMode } from "next/headers"; export async function GET() { (await draftMode()).enable(); return new Response("on"); }`,
  });

test("what is kept, and by what it is told apart", async () => {
  const app = await openFetching();
  const call = async (options: object): Promise<unknown[]> =>
    (await app.get(`/f?o=${encodeURIComponent(JSON.stringify(options))}`)).json() as Promise<unknown[]>;
  const isKept = async (first: object, second: object = first) =>
    JSON.stringify(await call(first)) === JSON.stringify(await call(second));
  expect(await isKept({ path: "/plain" })).toBe(false);
  expect(await isKept({ path: "/tags", next: { tags: ["x"] } })).toBe(false);
  expect(await isKept({ path: "/force", cache: "force-cache" })).toBe(true);
  expect(await isKept({ path: "/sec", next: { revalidate: 60 } })).toBe(true);
  expect(await isKept({ path: "/redirect", next: { revalidate: 60 } })).toBe(true);
  expect(await isKept({ path: "/fault", next: { revalidate: 60 } })).toBe(false);
  expect(await isKept({ path: "/long", next: { revalidate: 60 } })).toBe(false);
  // A credential is a part of the key, and without a word of its author nothing is kept.
  const signed = (authorization: string) => ({ path: "/mine", headers: { authorization } });
  expect(await isKept(signed("a"))).toBe(false);
  expect(await isKept({ ...signed("a"), cache: "force-cache" })).toBe(true);
  expect(
    await isKept({ ...signed("a"), cache: "force-cache" }, { ...signed("b"), cache: "force-cache" }),
  ).toBe(false);
  const post = (body: string) => ({ path: "/post", method: "POST", body, cache: "force-cache" });
  expect(await isKept(post("1"))).toBe(true);
  expect(await isKept(post("1"), post("2"))).toBe(false);
  const form = (form: string) => ({ path: "/form", form, cache: "force-cache" });
  expect(await isKept(form("1"))).toBe(true);
  expect(await isKept(form("1"), form("2"))).toBe(false);
  const traced = (traceparent: string) => ({
    path: "/trace",
    headers: { traceparent },
    cache: "force-cache",
  });
  expect(await isKept(traced("1"), traced("2"))).toBe(true);
  const before = count;
  await Promise.all(Array.from({ length: 5 }, () => call({ path: "/once", cache: "force-cache" })));
  expect(count).toBe(before + 1);
});

test("revalidateTag and revalidatePath reach it, and the answers that were made from it", async () => {
  const app = await openFetching();
  const tell = (body: object) => app.get("/tag", { method: "POST", body: JSON.stringify(body) });
  const text = async (path: string) => (await app.get(path)).text();
  const first = await text("/g");
  expect(await text("/g")).toBe(first);
  await tell({ path: "/other" });
  expect(await text("/g")).toBe(first);
  await tell({ tag: "g" });
  const second = await text("/g");
  expect(second).not.toBe(first);
  await tell({ path: "/g" });
  const third = await text("/g");
  expect(third).not.toBe(second);
  await tell({ path: "/", type: "layout" });
  const fourth = await text("/g");
  expect(fourth).not.toBe(third);
  await tell({ tag: "g", profile: "max" });
  expect(await text("/g")).toBe(fourth);
  await expect.poll(() => text("/g")).not.toBe(fourth);
  const isr = await app.get("/isr/1");
  expect(isr.headers.get("cache-tag")).toBe("_N_T_/isr/[id]/,isr%2C%201".replace("[id]", "%5Bid%5D"));
  expect(isr.headers.get("cache-control")).toContain("s-maxage=60,");
});

test("fetchCache of a route, functions that are kept, drafts", async () => {
  const app = await openFetching();
  const text = async (path: string, cookie?: string) =>
    (await app.get(path, cookie ? { headers: { cookie } } : {})).text();
  const segment = await text("/segment");
  expect(await text("/segment")).toBe(segment);
  // What is fetched in a function that is kept is kept once, with its result.
  const inner = await text("/inner");
  expect(await text("/inner")).toBe(inner);
  await app.get("/tag", { method: "POST", body: JSON.stringify({ tag: "inner" }) });
  expect(await text("/inner")).not.toBe(inner);
  const draft = (await app.get("/draft")).headers.getSetCookie()[0]!.split(";")[0]!;
  const shown = await text("/g");
  expect(await text("/g", draft)).not.toBe(shown);
  expect(await text("/g")).toBe(shown);
  expect((await app.get("/g", { headers: { cookie: draft } })).headers.get("cache-control")).toBe(
    "private, no-store",
  );
  expect(await text("/g", "__prerender_bypass=forged")).toBe(shown);
});

test.each([
  ["a caller that gives up does not take the answer from others", "`${origin}/aborted`, { signal, cache }"],
  [
    "a signal of a Request ends its own call alone",
    "new Request(`${origin}/of-request`, { signal }), { cache }",
  ],
])("%s", async (_, call) => {
  const app = await openNext({
    "a/route.ts": `
      const [origin, cache] = ["${origin}", "force-cache"];
      export async function GET() {
        const call = (signal) => fetch(${call}).then((r) => r.text(), (e) => e.name);
        const gone = new AbortController();
        const both = Promise.all([call(gone.signal), call()]);
        gone.abort();
        return Response.json(await both);
      }`,
  });
  expect(await (await app.get("/a")).json()).toEqual(["AbortError", expect.stringMatching(/GET/)]);
});

test("an answer that sets a cookie is kept for nobody, nor given to who waits for it", async () => {
  const app = await openNext({
    "a/route.ts": `export const GET = () => fetch("${origin}/cookie?key=s3cret", { next: { revalidate: 60 } });`,
  });
  const said = vi.spyOn(console, "warn").mockImplementation(() => {});
  const answers = [
    ...(await Promise.all([app.get("/a"), app.get("/a"), app.get("/a")])),
    await app.get("/a"),
  ];
  expect(new Set(answers.map((answer) => answer.headers.get("set-cookie"))).size).toBe(4);
  expect(said.mock.calls).toEqual([
    [expect.stringMatching(/\/cookie"\) is not kept: its answer sets a cookie/)],
  ]);
  said.mockRestore();
});

test("a server that was silent is asked anew once all have given up", async () => {
  const app = await openNext({
    "a/route.ts": `
      export async function GET() {
        const call = (signal) => fetch("${origin}/silent", { signal, cache: "force-cache" }).then((r) => r.text(), (e) => e.name);
        const asked = [await call(AbortSignal.timeout(100)), await call(AbortSignal.timeout(10_000))];
        return Response.json(asked);
      }`,
  });
  expect(await (await app.get("/a")).json()).toEqual(["TimeoutError", expect.stringMatching(/GET/)]);
});

test("a call with the visitor's own headers, or the request itself, is the visitor's", async () => {
  const app = await openNext({
    "given/route.ts": `export const GET = async (request) => new Response(await (await fetch("${origin}/given", { headers: request.headers, next: { revalidate: 60 } })).text());`,
    "read/route.ts": `import { headers } from "next/headers";
      export const GET = async () => new Response(await (await fetch("${origin}/read", { headers: await headers(), next: { revalidate: 60 } })).text());`,
    "whole/route.ts": `export const GET = async (request) => new Response(await (await fetch(new Request("${origin}/whole", request), { next: { revalidate: 60 } })).text());`,
  });
  for (const path of ["/given", "/read", "/whole"]) {
    const ask = async (authorization: string) => {
      const response = await app.get(path, { headers: { authorization } });
      expect(response.headers.get("cache-control")).toMatch(/private/);
      return response.text();
    };
    const first = await ask("a");
    expect(first).toMatch(/GET a /);
    expect(await ask("b")).toMatch(/GET b /);
    expect(await ask("a")).toBe(first);
  }
});

test("a body that can be read once is sent, and its answer not kept", async () => {
  const app = await openNext({
    "a/route.ts": `
      export async function GET() {
        async function* pieces() { yield new TextEncoder().encode("whole"); }
        const call = () => fetch("${origin}/pieces", { method: "POST", duplex: "half", body: pieces(), cache: "force-cache" });
        return Response.json([await (await call()).text(), await (await call()).text()]);
      }`,
  });
  const [first, second] = (await (await app.get("/a")).json()) as string[];
  expect(first).toMatch(/POST undefined whole/);
  expect(second).toMatch(/POST undefined whole/);
  expect(second).not.toBe(first);
});

test("a tag reaches the answers of all calls that name it", async () => {
  const app = await openNext({
    "t/[tag]/route.ts": `export const revalidate = 3600;
      export async function GET(_, { params }) { return new Response(await (await fetch("${origin}/tagged", { next: { tags: [(await params).tag] }, cache: "force-cache" })).text()); }`,
    "tag/route.ts": `import { revalidateTag } from "next/cache";
      export async function POST(request) { revalidateTag(await request.text()); return new Response(null, { status: 204 }); }`,
  });
  const first = await (await app.get("/t/one")).text();
  const two = await app.get("/t/two");
  expect(two.headers.get("cache-tag")).toContain(",two");
  expect(await two.text()).toBe(first);
  await app.get("/tag", { method: "POST", body: "two" });
  expect(await (await app.get("/t/two")).text()).not.toBe(first);
});
