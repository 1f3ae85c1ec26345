// What lies around an app folder of Next.js: instrumentation, public files, @vercel/functions, cookies and slashes.

import { request } from "node:http";
import { openServer } from "../port/open-server.ts";
import { expect, test } from "vitest";
import { openNext } from "./open.ts";

const g = globalThis as unknown as { registered?: number; faults?: unknown[][] };

test("instrumentation: register() before the first answer, onRequestError for faults alone", async () => {
  delete g.registered;
  g.faults = [];
  const app = await openNext({
    "../instrumentation.ts": `
      export async function register() { globalThis.registered = (globalThis.registered ?? 0) + 1; }
      export async function onRequestError(error, request, context) { globalThis.faults.push([error.message, request.path, request.method, context]); }`,
    "boom/[id]/route.ts": `export function GET() { throw new Error("boom"); }`,
    "gone/route.ts": `import { notFound } from "next/navigation"; export function GET() { notFound(); }`,
    "../pages/api/boom.ts": `export default () => { throw new Error("pages"); };`,
  });
  expect(g.registered).toBe(1);
  expect((await app.get("/boom/7?a=1")).status).toBe(500);
  expect((await app.get("/gone")).status).toBe(404);
  expect((await app.get("/api/boom")).status).toBe(500);
  await expect
    .poll(() => g.faults)
    .toEqual([
      [
        "boom",
        "/boom/7?a=1",
        "GET",
        { routerKind: "App Router", routePath: "/boom/[id]", routeType: "route" },
      ],
      [
        "pages",
        "/api/boom",
        "GET",
        { routerKind: "Pages Router", routePath: "/api/boom", routeType: "route" },
      ],
    ]);
});

test("onRequestError is told of bodies, of the proxy, and of what is thrown after the answer", async () => {
  g.faults = [];
  const app = await openNext({
    "../instrumentation.ts": `export function onRequestError(error, { path }, { routePath, routeType }) { globalThis.faults.push([error.message, path, routePath, routeType]); }`,
    "../proxy.ts": `export function proxy(request) { if (request.nextUrl.pathname === "/guarded") throw new Error("in the proxy"); }`,
    "late/route.ts": `export function GET() { let i = 0; return new Response(new ReadableStream({ async pull(c) { await new Promise((go) => setTimeout(go, 5)); if (i++ < 2) c.enqueue(new Uint8Array(9)); else throw new Error("late"); } }, { highWaterMark: 0 })); }`,
    "early/route.ts": `export function GET() { return new Response(new ReadableStream({ pull() { throw new Error("early"); } }, { highWaterMark: 0 })); }`,
    "../pages/api/after.ts": `export default (req, res) => { res.send("sent"); throw new Error("after"); };`,
  });
  expect((await app.get("/guarded")).status).toBe(500);
  expect((await app.get("/early")).status).toBe(500);
  await expect((await app.get("/late")).text()).rejects.toThrow();
  const background: Promise<unknown>[] = [];
  const asked = Object.assign(new Request("http://test/api/after"), {
    waitUntil(work: Promise<unknown>) {
      // Settled later, and rejected before that: handled at once, it is no unhandled rejection.
      work.catch(() => {});
      background.push(work);
    },
  });
  const answer = await app.fetch(asked);
  expect([answer.status, await answer.text()]).toEqual([200, "sent"]);
  // A server logs what of this fails.
  expect(await Promise.allSettled(background)).toContainEqual({
    status: "rejected",
    reason: expect.any(Error),
  });
  await expect
    .poll(() => g.faults)
    .toEqual([
      ["in the proxy", "/guarded", "/proxy", "proxy"],
      ["early", "/early", "/early", "route"],
      ["late", "/late", "/late", "route"],
      ["after", "/api/after", "/api/after", "route"],
    ]);
});

test("methods that are asked for in no other way: QUERY, and TRACE behind a proxy that copies the request", async () => {
  const app = await openNext({
    "../proxy.ts": `import { NextResponse } from "next/server"; export function proxy(request) { request.clone(); return NextResponse.next({ request: { headers: new Headers(request.headers) } }); }`,
    "q/route.ts": `import { NextResponse } from "next/server";
      export async function QUERY(request) { return Response.json([request.method, await request.text()]); }
      export const GET = () => NextResponse.permanentRedirect("http://test/there");`,
  });
  const answer = await app.get("/q", { method: "QUERY", body: "select" });
  expect([answer.status, await answer.json()]).toEqual([200, ["QUERY", "select"]]);
  const moved = await app.get("/q");
  expect([moved.status, moved.headers.get("location")]).toEqual([308, "http://test/there"]);
  const server = await openServer(app.fetch);
  for (const path of ["/q", "/nowhere"]) {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      request(server.url + path, { method: "TRACE" }, (traced) => resolve(traced.resume().statusCode))
        .on("error", reject)
        .end();
    });
    expect(status).toBe(405);
  }
});

test("instrumentation that fails stops the start with its name", async () => {
  await expect(
    openNext({
      "../instrumentation.ts": `export function register() { throw new Error("no collector"); }`,
      "a/route.ts": "export const GET = () => new Response('a');",
    }),
  ).rejects.toThrow(/instrumentation\.ts: .*no collector/);
});

test("public files: types, ranges, tags, and never over a route", async () => {
  const app = await openNext({
    "../public/hello.txt": "hello",
    "../public/a b.txt": "space",
    "../public/dyn/pub": "file",
    "../public/over.txt": "file",
    "../public/.well-known/assetlinks.json": "[]",
    "../public/(a)/[b].json": "{}",
    "../public/big.css": "a".repeat(3000),
    "../next.config.mjs": `export default { headers: async () => [{ source: "/hello.txt", headers: [{ key: "Cache-Control", value: "max-age=5" }] }] }`,
    "dyn/[id]/route.ts": "export const GET = () => new Response('dynamic');",
    "over.txt/route.ts": "export const GET = () => new Response('route');",
  });
  const hello = await app.get("/hello.txt?v=1");
  expect(await hello.text()).toBe("hello");
  expect(hello.headers.get("content-type")).toBe("text/plain; charset=utf-8");
  expect(hello.headers.get("cache-control")).toBe("max-age=5");
  const etag = hello.headers.get("etag")!;
  expect((await app.get("/hello.txt", { headers: { "if-none-match": etag } })).status).toBe(304);
  const part = await app.get("/big.css", { headers: { range: "bytes=0-1" } });
  expect([part.status, await part.text()]).toEqual([206, "aa"]);
  expect((await app.get("/hello.txt", { method: "POST" })).status).toBe(405);
  expect(await (await app.get("/a%20b.txt")).text()).toBe("space");
  expect(await (await app.get("/dyn/pub")).text()).toBe("file");
  expect(await (await app.get("/dyn/other")).text()).toBe("dynamic");
  expect(await (await app.get("/over.txt")).text()).toBe("route");
  expect(await (await app.get("/(a)/[b].json")).text()).toBe("{}");
  expect((await app.get("/(a)/x.json")).status).toBe(404);
  expect((await app.get("/.well-known/assetlinks.json")).headers.get("content-type")).toContain("json");
});

test("a large public file is sent while it is read", async () => {
  const app = await openNext({ "../public/large.bin": "a".repeat(32 * 1024 * 1024 + 1) });
  const answer = await app.get("/large.bin");
  expect(answer.headers.get("accept-ranges")).toBeNull();
  expect((await answer.arrayBuffer()).byteLength).toBe(32 * 1024 * 1024 + 1);
});

test("metadata files answer with the hash that Next.js puts behind them", async () => {
  const app = await openNext({ "favicon.ico": "ico", "sub/opengraph-image.png": "png" });
  const icon = await app.get("/favicon.ico?favicon.3aw9zzli8lve4.ico");
  expect([icon.status, icon.headers.get("content-type")]).toEqual([200, "image/x-icon"]);
  const image = await app.get("/sub/opengraph-image.png?opengraph-image.3tz5lrpv9hshr.png");
  expect([image.status, image.headers.get("content-type")]).toEqual([200, "image/png"]);
});

test("Set-Cookie of an answer gets Path=/ beside cookies().set()", async () => {
  const app = await openNext({
    "a/route.ts": `
      import { cookies } from "next/headers";
      export async function GET() {
        (await cookies()).set("a", "1");
        return new Response("c", { headers: [["set-cookie", "b=2"], ["set-cookie", "c=3; HttpOnly"], ["set-cookie", "d=4; path=/d"]] });
      }`,
  });
  expect((await app.get("/a")).headers.getSetCookie()).toEqual([
    "a=1; Path=/",
    "b=2; Path=/",
    "c=3; Path=/; HttpOnly",
    "d=4; path=/d",
  ]);
});

test("headers and cookies of a proxy stay on a 500, and its cookies are seen", async () => {
  const app = await openNext({
    "../proxy.ts": `
      import { NextResponse } from "next/server";
      export function proxy() {
        const answer = NextResponse.next({ headers: { "access-control-allow-origin": "*" } });
        answer.cookies.set("px", "1");
        return answer;
      }`,
    "boom/route.ts": `export function GET() { throw new Error("boom"); }`,
    "same/route.ts": `
      import { cookies } from "next/headers";
      export const dynamic = "force-static";
      export const GET = async () => Response.json((await cookies()).getAll());`,
    "see/route.ts": `import { cookies } from "next/headers"; export const GET = async () => Response.json((await cookies()).getAll());`,
  });
  const boom = await app.get("/boom");
  expect([boom.status, boom.headers.get("access-control-allow-origin")]).toEqual([500, "*"]);
  expect(boom.headers.getSetCookie()).toEqual(["px=1; Path=/"]);
  expect(await (await app.get("/see")).json()).toEqual([{ name: "px", value: "1" }]);
  expect(await (await app.get("/same")).json()).toEqual([]);
});

test("@vercel/functions", async () => {
  const app = await openNext({
    "a/route.ts": `
      import { geolocation, ipAddress, waitUntil } from "@vercel/functions";
      export function GET(request) {
        waitUntil(Promise.resolve());
        return Response.json([geolocation(request), ipAddress(request)]);
      }`,
  });
  const answer = await app.get("/a", {
    headers: {
      "x-vercel-ip-city": "S%C3%A3o%20Paulo",
      "x-vercel-ip-country": "BR",
      "x-real-ip": "192.0.2.1",
    },
  });
  expect(await answer.json()).toEqual([{ city: "São Paulo", country: "BR", flag: "🇧🇷" }, "192.0.2.1"]);
  expect(answer.headers.get("vary")).toMatch(/X-Vercel-Ip-City/i);
  expect(answer.headers.get("cache-control")).toMatch(/private/);
});

test("a configuration may ask for its phase by next/constants", async () => {
  const app = await openNext({
    "../next.config.mjs": `
      import { PHASE_PRODUCTION_BUILD } from "next/constants";
      export default (phase) => ({ basePath: phase === PHASE_PRODUCTION_BUILD ? "/built" : "/other" });`,
    "a/route.ts": "export const GET = () => new Response('a');",
  });
  expect((await app.get("/built/a")).status).toBe(200);
});

test("redirects of a proxy to this host are without it, to another with it", async () => {
  const app = await openNext({
    "../proxy.ts": `import { NextResponse } from "next/server";
      export const proxy = (request) => NextResponse.redirect(new URL(request.nextUrl.searchParams.get("to"), request.url));`,
    "a/route.ts": "export const GET = () => new Response('a');",
  });
  for (const [to, wanted] of [
    ["/sign-in?next=1", "/sign-in?next=1"],
    ["http://test/there", "/there"],
    ["https://other.example/a", "https://other.example/a"],
    ["http://test//other.example/a", "http://test//other.example/a"],
  ])
    expect((await app.get(`/a?to=${encodeURIComponent(to!)}`)).headers.get("location")).toBe(wanted);
});
