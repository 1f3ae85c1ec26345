// Route handlers and metadata files in the convention of Next.js, over HTTP.

import { expect, test } from "vitest";
import { openNext } from "./open.ts";

test("methods, HEAD, OPTIONS and 405", async () => {
  const app = await openNext({
    "api/route.ts": `
      export async function GET() { return Response.json({ message: "Hello World" }); }
      export async function POST(request: Request) { const res = await request.json(); return Response.json({ res }); }`,
    "head/route.ts": `
      export async function GET() { return new Response("body"); }
      export async function HEAD() { return new Response(null, { headers: { "x-own": "head" } }); }
      export async function OPTIONS() { return new Response(null, { status: 204, headers: { allow: "GET", "x-own": "options" } }); }`,
  });
  const get = await app.get("/api");
  expect([get.status, await get.json()]).toEqual([200, { message: "Hello World" }]);
  const head = await app.get("/api", { method: "HEAD" });
  expect([head.status, head.headers.get("content-type"), await head.text()]).toEqual([
    200,
    "application/json",
    "",
  ]);
  const options = await app.get("/api", { method: "OPTIONS" });
  expect([options.status, options.headers.get("allow")]).toEqual([204, "GET, HEAD, POST, OPTIONS"]);
  const wrong = await app.get("/api", { method: "DELETE" });
  expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "GET, HEAD, POST, OPTIONS"]);
  const post = await app.get("/api", {
    method: "POST",
    body: '{"a":1}',
    headers: { "content-type": "application/json" },
  });
  expect(await post.json()).toEqual({ res: { a: 1 } });
  expect(
    (await app.get("/api", { method: "POST", body: "{", headers: { "content-type": "application/json" } }))
      .status,
  ).toBe(400);
  expect((await app.get("/head", { method: "HEAD" })).headers.get("x-own")).toBe("head");
  expect((await app.get("/head", { method: "OPTIONS" })).headers.get("x-own")).toBe("options");
});

test("folders and params", async () => {
  const show = `export async function GET(request, { params }) { return Response.json(await params); }`;
  const app = await openNext({
    "dashboard/[team]/route.ts": show,
    "shop/[tag]/[item]/route.ts": show,
    "blog/[...slug]/route.ts": show,
    "docs/[[...path]]/route.ts": show,
    "(marketing)/about/route.ts": show,
    "@modal/in-slot/route.ts": show,
    "_private/route.ts": show,
    "feed/(.)photo/route.ts": show,
    "%5Funderscore/route.ts": show,
    "my-[x]/route.ts": `export const GET = 1`,
  }).catch((error: Error) => error);
  expect(String(app)).toMatch(/app\/my-\[x\]\/route\.ts: my-\[x\] mixes a parameter with text/);
  const good = await openNext({
    "dashboard/[team]/route.ts": show,
    "shop/[tag]/[item]/route.ts": show,
    "blog/[...slug]/route.ts": show,
    "docs/[[...path]]/route.ts": show,
    "(marketing)/about/route.ts": show,
    "@modal/in-slot/route.ts": show,
    "_private/route.ts": show,
    "%5Funderscore/route.ts": show,
    "kebab/[post-id]/route.ts": show,
    "sync/[id]/route.ts": `export function GET(request, { params }) { return Response.json({ id: params.id }); }`,
  });
  const json = async (path: string) => (await good.get(path)).json();
  expect(await json("/dashboard/1")).toEqual({ team: "1" });
  expect(await json("/shop/1/a%20%2Fb")).toEqual({ tag: "1", item: "a /b" });
  expect(await json("/blog/1/2")).toEqual({ slug: ["1", "2"] });
  expect((await good.get("/blog")).status).toBe(404);
  expect(await json("/docs")).toEqual({});
  expect(await json("/docs/a/b%2Fc")).toEqual({ path: ["a", "b/c"] });
  expect(await json("/about")).toEqual({});
  expect(await json("/in-slot")).toEqual({});
  expect((await good.get("/_private")).status).toBe(404);
  expect(await json("/_underscore")).toEqual({});
  expect(await json("/kebab/x")).toEqual({ "post-id": "x" });
  expect(await json("/sync/7")).toEqual({ id: "7" });
});

test("NextRequest", async () => {
  const app = await openNext({
    "api/search/route.ts": `
      import { type NextRequest, NextResponse, NextRequest as Made, userAgent } from "next/server";
      export async function GET(request: NextRequest) {
        const searchParams = request.nextUrl.searchParams;
        const url = request.nextUrl.clone(); url.pathname = "/other";
        const copy = new Request(request, { headers: { "x-copy": "1" } });
        return NextResponse.json({
          query: searchParams.get("query"), token: request.cookies.get("token"), all: request.cookies.getAll().length, has: request.cookies.has("nope"),
          path: request.nextUrl.pathname, href: request.nextUrl.href, url: request.url, clone: url.pathname, own: request.nextUrl.pathname,
          isRequest: request instanceof Request, isNext: request instanceof Made, method: request.method, copied: copy.headers.get("x-copy"), copyUrl: copy.url,
          cloned: request.clone().headers.get("x-a"), headers: new Headers(request.headers).get("x-a"), bot: userAgent(request).isBot, browser: userAgent(request).browser.name,
        });
      }
      export async function POST(request: NextRequest) {
        const clone = request.clone();
        const form = await request.formData();
        return NextResponse.json({ name: form.get("name"), again: await clone.text() });
      }
      export async function PUT(request: NextRequest) {
        const chunks = []; for await (const chunk of request.body) chunks.push(Buffer.from(chunk).toString());
        return new NextResponse(chunks.join(""), { status: 202 });
      }
      export async function PATCH(request: NextRequest) { const made = new Made("http://x/y?z=1", { method: "POST", body: "b" }); return NextResponse.json({ q: made.nextUrl.searchParams.get("z"), b: await made.text() }); }`,
  });
  const answer = await app.get("/api/search?query=hello", {
    headers: {
      cookie: "token=a%20b; other=1",
      "x-a": "b",
      "user-agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:126.0) Gecko/20100101 Firefox/126.0",
    },
  });
  expect(await answer.json()).toEqual({
    query: "hello",
    token: { name: "token", value: "a b" },
    all: 2,
    has: false,
    path: "/api/search",
    href: "http://test/api/search?query=hello",
    url: "http://test/api/search?query=hello",
    clone: "/other",
    own: "/api/search",
    isRequest: true,
    isNext: true,
    method: "GET",
    copied: "1",
    copyUrl: "http://test/api/search?query=hello",
    cloned: "b",
    headers: "b",
    bot: false,
    browser: "Firefox",
  });
  const post = await app.get("/api/search", { method: "POST", body: new URLSearchParams({ name: "Ada" }) });
  expect(await post.json()).toEqual({ name: "Ada", again: "name=Ada" });
  const put = await app.get("/api/search", { method: "PUT", body: "streamed" });
  expect([put.status, await put.text()]).toEqual([202, "streamed"]);
  expect(await (await app.get("/api/search", { method: "PATCH" })).json()).toEqual({ q: "1", b: "b" });
});

test("cookies(): both the store's and the answer's own arrive whole", async () => {
  const app = await openNext({
    "c/route.ts": `
      import { cookies } from "next/headers";
      export async function GET() {
        const store = await cookies();
        const a = store.get("a");
        store.set("b", "1; 2");
        store.set("c", "x", { httpOnly: true, maxAge: 60, sameSite: "lax", secure: true, path: "/p" });
        store.set({ name: "d", value: "y", expires: new Date(0) });
        store.delete("a");
        return new Response(JSON.stringify({ a, after: store.get("a") ?? null, b: store.get("b"), has: store.has("c"), n: store.getAll().length }), {
          headers: { "Set-Cookie": "own=1; Path=/x; Partitioned; Secure; Foo=bar" },
        });
      }
      export function POST() { cookies().set("sync", "1"); return Response.json({ old: cookies().get("a")?.value }); }
      export async function PUT() { (await cookies()).set("r", "1"); const { redirect } = await import("next/navigation"); redirect("/after"); }`,
    "res/route.ts": `
      import { NextResponse } from "next/server";
      export function GET() {
        const response = NextResponse.json({});
        response.cookies.set("x", "1", { httpOnly: true }); response.cookies.set({ name: "y", value: "2", path: "/" }); response.cookies.delete("z");
        response.headers.append("Set-Cookie", "raw=1; Strange");
        response.cookies.set("x", "3");
        return response;
      }`,
  });
  const answer = await app.get("/c", { headers: { cookie: "a=1; z=2" } });
  expect(await answer.json()).toEqual({
    a: { name: "a", value: "1" },
    after: null,
    b: { name: "b", value: "1; 2" },
    has: true,
    n: 4,
  });
  const set = answer.headers.getSetCookie();
  expect(set[0]).toBe("b=1%3B%202; Path=/");
  expect(set[1]).toMatch(/^c=x; Path=\/p; Expires=.*GMT; Max-Age=60; Secure; HttpOnly; SameSite=lax$/);
  expect(set[2]).toBe("d=y; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT");
  expect(set[3]).toBe("a=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT");
  expect(set[4]).toBe("own=1; Path=/x; Partitioned; Secure; Foo=bar");
  expect(set).toHaveLength(5);
  expect(await (await app.get("/c", { method: "POST", headers: { cookie: "a=7" } })).json()).toEqual({
    old: "7",
  });
  const put = await app.get("/c", { method: "PUT" });
  expect([put.status, put.headers.get("location"), put.headers.getSetCookie()]).toEqual([
    307,
    "/after",
    ["r=1; Path=/"],
  ]);
  expect((await app.get("/res")).headers.getSetCookie()).toEqual([
    "y=2; Path=/",
    "z=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
    "raw=1; Strange",
    "x=3; Path=/",
  ]);
});

test("headers() is read-only, and both are each request's own", async () => {
  const app = await openNext({
    "h/route.ts": `
      import { headers, cookies } from "next/headers";
      import { deep } from "../../lib/deep";
      export async function GET(request) {
        const list = await headers();
        let failure = ""; try { list.set("a", "b"); } catch (error) { failure = error.message; }
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 20));
        return Response.json({ referer: list.get("referer"), failure, deep: await deep(), isHeaders: list instanceof Headers });
      }`,
    "../lib/deep.ts": `
      import { headers, cookies } from "next/headers";
      export async function deep() { await new Promise((resolve) => setImmediate(resolve)); const jar = await cookies(); jar.set("n", jar.get("n").value + "!"); return (await headers()).get("x-n") + (await cookies()).get("n").value; }
      let outside; try { cookies(); } catch (error) { outside = error.message; }
      globalThis.offprintOutside = outside;`,
  });
  await Promise.all(
    Array.from({ length: 100 }, async (_, n) => {
      const answer = await app.get("/h", {
        headers: { referer: `r${n}`, "x-n": String(n), cookie: `n=${n}` },
      });
      expect(await answer.json()).toMatchObject({ referer: `r${n}`, deep: `${n}${n}!`, isHeaders: true });
      expect(answer.headers.getSetCookie()).toEqual([
        `n=${n}!; Path=/`.replace("!", encodeURIComponent("!")),
      ]);
    }),
  );
  expect(
    ((await (await app.get("/h", { headers: { "x-n": "1", cookie: "n=1" } })).json()) as { failure: string })
      .failure,
  ).toMatch(/^Headers cannot be modified/);
  expect((globalThis as { offprintOutside?: string }).offprintOutside).toMatch(
    /cookies\(\) was called outside a request/,
  );
});

test("navigation: redirect, notFound and the rest, from nested calls", async () => {
  const app = await openNext({
    "n/[kind]/route.ts": `
      import { redirect, permanentRedirect, notFound, forbidden, unauthorized, unstable_rethrow, RedirectType } from "next/navigation";
      import { NextResponse } from "next/server";
      async function nested(kind) {
        if (kind === "redirect") redirect("https://nextjs.org/");
        if (kind === "type") redirect("/x?a=1;2", RedirectType.push);
        if (kind === "unicode") redirect("/ü?q=日本");
        if (kind === "permanent") permanentRedirect("/new");
        if (kind === "notfound") notFound();
        if (kind === "forbidden") forbidden();
        if (kind === "unauthorized") unauthorized();
        if (kind === "response") throw new Response("thrown", { status: 418 });
        if (kind === "digest") throw Object.assign(new Error("secret"), { digest: "NEXT_REDIRECT" });
        if (kind === "error") throw new Error("secret");
        if (kind === "nothing") return undefined;
        if (kind === "next") return NextResponse.next();
        if (kind === "next-redirect") return NextResponse.redirect(new URL("/login", "http://test/x"));
        if (kind === "next-redirect-303") return NextResponse.redirect("http://test/y", 303);
        if (kind === "relative") return NextResponse.redirect("/relative");
        if (kind === "response-redirect") return Response.redirect("http://test/z", 302);
        if (kind === "response-error") return Response.error();
      }
      export async function GET(request, { params }) {
        const { kind } = await params;
        try { return await nested(kind); } catch (error) { unstable_rethrow(error); throw error; }
      }`,
  });
  const seen = async (kind: string) => {
    const answer = await app.get(`/n/${kind}`);
    return [answer.status, answer.headers.get("location")];
  };
  expect(await seen("redirect")).toEqual([307, "https://nextjs.org/"]);
  expect(await seen("type")).toEqual([307, "/x?a=1;2"]);
  expect(await seen("unicode")).toEqual([307, "/%C3%BC?q=%E6%97%A5%E6%9C%AC"]);
  expect(await seen("permanent")).toEqual([308, "/new"]);
  expect(await seen("notfound")).toEqual([404, null]);
  expect(await seen("forbidden")).toEqual([403, null]);
  expect(await seen("unauthorized")).toEqual([401, null]);
  expect(await seen("response")).toEqual([418, null]);
  expect(await seen("next-redirect")).toEqual([307, "http://test/login"]);
  expect(await seen("next-redirect-303")).toEqual([303, "http://test/y"]);
  expect(await seen("response-redirect")).toEqual([302, "http://test/z"]);
  for (const kind of ["error", "digest", "nothing", "next", "relative", "response-error"])
    expect((await seen(kind))[0]).toBe(500);
});

test("segment config", async () => {
  const app = await openNext({
    "kept/route.ts": `export const revalidate = 60; export async function GET() { return Response.json([1]); }`,
    "personal/route.ts": `import { cookies } from "next/headers"; export const revalidate = 60; export async function GET() { return Response.json([(await cookies()).get("a")?.value]); }`,
    "personal2/route.ts": `export const revalidate = 60; export async function GET(request) { return Response.json([request.headers.get("x")]); }`,
    "static/route.ts": `import { cookies, headers } from "next/headers"; export const dynamic = "force-static"; export async function GET(request) { return Response.json([(await cookies()).get("a") ?? null, (await headers()).get("x"), request.headers.get("x"), request.url]); }`,
    "error/route.ts": `import { cookies } from "next/headers"; export const dynamic = "error"; export async function GET() { return Response.json((await cookies()).getAll()); }`,
    "items/[slug]/route.ts": `
      export const dynamicParams = false;
      export async function generateStaticParams() { return [{ slug: "a" }, { slug: "b" }]; }
      export async function GET(request, { params }) { return Response.json(await params); }`,
    "edge/route.ts": `export const runtime = "edge"; export const preferredRegion = "fra1"; export const fetchCache = "force-cache"; export const maxDuration = 0.05;
      export async function GET() { await new Promise(() => {}); return new Response("late"); }`,
    "plain/route.ts": `export const dynamic = 'auto'; export const dynamicParams = true; export const revalidate = false; export const fetchCache = 'auto'; export const runtime = 'nodejs'; export const preferredRegion = 'auto';
      export async function GET() { return new Response("x"); }`,
  });
  expect((await app.get("/kept")).headers.get("cache-control")).toMatch(/s-maxage=60/);
  expect((await app.get("/personal")).headers.get("cache-control")).toBe("private, no-cache");
  expect((await app.get("/personal2")).headers.get("cache-control")).toBe("private, no-cache");
  const fixed = await app.get("/static?q=1", { headers: { cookie: "a=1", x: "1" } });
  expect(await fixed.json()).toEqual([null, null, null, "http://test/static"]);
  expect(fixed.headers.get("cache-control")).toMatch(/s-maxage=31536000/);
  expect((await app.get("/error")).status).toBe(500);
  expect(await (await app.get("/items/a")).json()).toEqual({ slug: "a" });
  expect((await app.get("/items/c")).status).toBe(404);
  const route = app.routes.find(({ pattern }) => pattern === "/items/:slug")!;
  expect(typeof route.examples === "function" && (await route.examples())).toEqual([
    { slug: "a" },
    { slug: "b" },
  ]);
  expect((await app.get("/edge")).status).toBe(504);
  expect(app.notes.map(({ message }) => message)).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/`runtime` has no effect/),
      expect.stringMatching(/`preferredRegion` has no effect/),
    ]),
  );
  expect((await app.get("/plain")).headers.get("cache-control")).not.toMatch(/s-maxage/);
  await expect(
    openNext({
      "x/route.ts": `export const dynamic = "always"; export const revalidate = "60"; export function GET() {}`,
    }),
  ).rejects.toThrow(/`dynamic` must be[\s\S]*`revalidate` must be/);
});

test("mistakes are told at start", async () => {
  await expect(
    openNext({ "x/route.ts": `export function get() {}; export function GET() {}` }),
  ).rejects.toThrow(/`get` is not known. Did you mean `GET`/);
  await expect(openNext({ "x/route.ts": `export default function handler() {}` })).rejects.toThrow(
    /default export/,
  );
  await expect(
    openNext({
      "x/route.ts": `import { experimental_taintObject } from "next/server"; export const GET = () => experimental_taintObject();`,
    }),
  ).rejects.toThrow(/app\/x\/route\.ts: "next\/server" has no `experimental_taintObject`/);
  await expect(
    openNext({
      "(a)/x/route.ts": `export const GET = () => 1`,
      "(b)/x/route.ts": `export const GET = () => 1`,
    }),
  ).rejects.toThrow(/\(a\)\/x\/route\.ts and app\/\(b\)\/x\/route\.ts: both answer \/x/);
  const app = await openNext({
    "page.tsx": `import nothing from "nowhere"; export default () => <p />;`,
    "layout.tsx": `throw new Error()`,
    "bad/route.ts": `throw new Error("while loading"); export const GET = () => 1`,
    "ok/route.ts": `export const GET = () => Response.json(1)`,
  });
  expect((await app.get("/")).status).toBe(404);
  expect((await app.get("/bad")).status).toBe(500);
  expect((await app.get("/ok")).status).toBe(200);
});

test("after() runs when the answer is out, with the request around it", async () => {
  const app = await openNext({
    "a/route.ts": `
      import { after, connection } from "next/server";
      import { cookies } from "next/headers";
      const log = []; globalThis.offprintAfter = log;
      export async function GET() { await connection(); after(async () => { const jar = await cookies(); log.push("after " + jar.get("n").value); try { jar.set("late", "1"); } catch (error) { log.push(error.message.slice(0, 28)); } }); after(Promise.resolve(log.push("promise"))); await new Promise(setImmediate); (await cookies()).set("own", "1"); log.push("answer"); return new Response("x"); }`,
  });
  await app.get("/a", { headers: { cookie: "n=7" } });
  const log = (globalThis as { offprintAfter?: string[] }).offprintAfter!;
  await expect.poll(() => log.length).toBe(4);
  // The answer has left: a cookie that is set now would come to nothing.
  expect(log).toEqual(["promise", "answer", "after 7", "Cookies can only be modified"]);
});

test("draft mode", async () => {
  const app = await openNext({
    "draft/route.ts": `
      import { draftMode } from "next/headers";
      export async function GET() { const draft = await draftMode(); return Response.json(draft.isEnabled); }
      export async function POST() { (await draftMode()).enable(); return new Response("on"); }
      export async function DELETE() { (await draftMode()).disable(); return new Response("off"); }`,
  });
  expect(await (await app.get("/draft", { headers: { cookie: "__prerender_bypass=guess" } })).json()).toBe(
    false,
  );
  const on = (await app.get("/draft", { method: "POST" })).headers.getSetCookie()[0]!;
  expect(on).toMatch(/^__prerender_bypass=[\w-]+; Path=\/; Secure; HttpOnly; SameSite=none$/);
  expect(await (await app.get("/draft", { headers: { cookie: on.split(";")[0]! } })).json()).toBe(true);
  expect((await app.get("/draft", { method: "DELETE" })).headers.getSetCookie()[0]).toMatch(
    /^__prerender_bypass=; .*1970/,
  );
});

test("kept results: unstable_cache, tags", async () => {
  const app = await openNext({
    "k/route.ts": `
      import { unstable_cache, revalidateTag, revalidatePath, updateTag, cacheLife } from "next/cache";
      let runs = 0;
      const get = unstable_cache(async (id) => ({ id, runs: ++runs }), ["k"], { tags: ["things"], revalidate: 3600 });
      export async function GET(request) { const [a] = await Promise.all([get(request.nextUrl.searchParams.get("id")), get(request.nextUrl.searchParams.get("id"))]); a.mutated = true; return Response.json(a); }
      export async function POST() { revalidateTag("things"); revalidatePath("/k"); return Response.json({ revalidated: true }); }
      export async function PUT() { revalidateTag("things", "max"); return Response.json({}); }
      export async function PATCH() { try { cacheLife("hours"); } catch (error) { return new Response(error.message, { status: 409 }); } }`,
  });
  const get = async (id: string) => (await app.get(`/k?id=${id}`)).json();
  expect(await get("a")).toEqual({ id: "a", runs: 1, mutated: true });
  expect(await get("a")).toEqual({ id: "a", runs: 1, mutated: true });
  expect(await get("b")).toMatchObject({ runs: 2 });
  await app.get("/k", { method: "POST" });
  expect(await get("a")).toMatchObject({ runs: 3 });
  await app.get("/k", { method: "PUT" });
  expect(await get("a")).toMatchObject({ runs: 3 });
  await expect.poll(() => get("a")).toMatchObject({ runs: 4 });
  expect(await (await app.get("/k", { method: "PATCH" })).text()).toMatch(/"use cache"/);
});

test("proxy beside the folder", async () => {
  const app = await openNext({
    "../proxy.ts": `
      import { NextResponse } from "next/server";
      export function proxy(request) {
        if (!request.cookies.has("session")) return NextResponse.redirect(new URL("/login", request.url));
        const headers = new Headers(request.headers); headers.set("x-user", "ada");
        const response = NextResponse.next({ request: { headers } }); response.headers.set("x-proxy", "1"); response.cookies.set("seen", "1"); return response;
      }
      export const config = { matcher: ["/private/:path*", "/((?!open|api).*)"] };`,
    "private/data/route.ts": `export async function GET(request) { return Response.json({ user: request.headers.get("x-user") }); }`,
    "open/route.ts": `export async function GET(request) { return Response.json({ user: request.headers.get("x-user") }); }`,
  });
  const refused = await app.get("/private/data");
  expect([refused.status, refused.headers.get("location")]).toEqual([307, "/login"]);
  const allowed = await app.get("/private/data", { headers: { cookie: "session=1" } });
  expect([await allowed.json(), allowed.headers.get("x-proxy"), allowed.headers.getSetCookie()]).toEqual([
    { user: "ada" },
    "1",
    ["seen=1; Path=/"],
  ]);
  expect(await (await app.get("/open")).json()).toEqual({ user: null });
});

test("an answer that the proxy rewrote to has the policy of the route that made it", async () => {
  const route = (policy: string) => `${policy} export const GET = () => new Response(crypto.randomUUID());`;
  const app = await openNext({
    "../proxy.ts": `
      import { NextResponse } from "next/server";
      export const proxy = (request) => NextResponse.rewrite(new URL(request.nextUrl.pathname + "/real", request.url));
      export const config = { matcher: ["/kept", "/plain"] };`,
    "kept/route.ts": route("export const revalidate = 60;"),
    "kept/real/route.ts": route(""),
    "plain/route.ts": route(""),
    "plain/real/route.ts": route("export const revalidate = 60;"),
  });
  const control = async (path: string) => (await app.get(path)).headers.get("cache-control");
  expect(await control("/kept")).toBe(await control("/kept/real"));
  expect(await control("/plain")).toBe(await control("/plain/real"));
  expect(await control("/kept")).not.toBe(await control("/plain"));
});

test("the proxy runs where no route is, and rewrites to one", async () => {
  const app = await openNext({
    "../proxy.ts": `
      import { NextResponse } from "next/server";
      export function proxy(request) {
        const { pathname } = request.nextUrl;
        if (pathname === "/old") return NextResponse.redirect(new URL("/new", request.url));
        if (pathname === "/tenant") { const url = request.nextUrl.clone(); url.pathname = "/sites/a%2Fb c"; const response = NextResponse.rewrite(url, { request: { headers: new Headers({ "x-tenant": "a" }) } }); response.cookies.set("t", "1"); return response; }
        if (pathname === "/lost") return NextResponse.rewrite(new URL("/nowhere", request.url));
        if (pathname === "/abroad") return NextResponse.rewrite("https://example.com/x");
        if (request.method === "OPTIONS") return new Response(null, { status: 204, headers: { "access-control-allow-origin": "*" } });
      }
      export const config = { matcher: ["/old", "/tenant", "/lost", "/abroad", "/api/:path*"] };`,
    "sites/[site]/route.ts": `
      export const revalidate = 60;
      export async function GET(request, { params }) { return Response.json({ ...(await params), path: new URL(request.url).pathname, tenant: request.headers.get("x-tenant") }); }
      export async function POST(request) { return new Response(await request.text()); }`,
  });
  const moved = await app.get("/old");
  expect([moved.status, moved.headers.get("location")]).toEqual([307, "/new"]);
  expect((await app.get("/new")).status).toBe(404);
  const preflight = await app.get("/api/none", { method: "OPTIONS" });
  expect([preflight.status, preflight.headers.get("access-control-allow-origin")]).toEqual([204, "*"]);
  expect((await app.get("/api/none")).status).toBe(404);
  const tenant = await app.get("/tenant?x=1");
  // The handler is shown the URL that was asked for, as in Next.js.
  expect(await tenant.json()).toEqual({ site: "a/b c", path: "/tenant", tenant: "a" });
  expect(tenant.headers.getSetCookie()).toEqual(["t=1; Path=/"]);
  expect(await (await app.get("/tenant", { method: "POST", body: "sent" })).text()).toBe("sent");
  const refused = await app.get("/tenant", { method: "DELETE" });
  expect([refused.status, refused.headers.get("allow")]).toEqual([405, "GET, HEAD, POST, OPTIONS"]);
  expect((await app.get("/lost")).status).toBe(404);
  expect((await app.get("/abroad")).status).toBe(500);
});

test('"use cache": kept by arguments, tags and lives of its own', async () => {
  const app = await openNext({
    "../lib/data.ts": `
      import { cacheTag, cacheLife } from "next/cache";
      let runs = 0;
      export async function getPost(id: string, { draft = false } = {}) { "use cache"; cacheTag("posts", "post-" + id); cacheLife("hours"); return { id, draft, runs: ++runs }; }
      export const getArrow = async (id) => { "use cache"; return { id, arrow: ++runs }; };
      export async function fresh(id) { return ++runs; }
      export async function personal(request) { "use cache"; return 1; }`,
    "../lib/file.ts": `"use cache"; let runs = 0; export async function whole(id: string) { return { id, whole: ++runs }; } export default async function byDefault() { return ++runs; }`,
    "p/[id]/route.ts": `
      import { getPost, getArrow, fresh, personal } from "../../../lib/data";
      import byDefault, { whole } from "../../../lib/file";
      import { revalidateTag } from "next/cache";
      export async function GET(request, { params }) { const { id } = await params; return Response.json([await getPost(id), await getPost(id, { draft: true }), await getArrow(id), await whole(id), await byDefault()]); }
      export async function POST(request, { params }) { revalidateTag("post-" + (await params).id); return new Response(null, { status: 204 }); }
      export async function PUT(request) { return Response.json(await personal(request)); }`,
  });
  const get = async (id: string) => (await app.get(`/p/${id}`)).json();
  const first = await get("a");
  expect(first).toEqual([
    { id: "a", draft: false, runs: 1 },
    { id: "a", draft: true, runs: 2 },
    { id: "a", arrow: 3 },
    { id: "a", whole: 1 },
    2,
  ]);
  expect(await get("a")).toEqual(first);
  expect(await get("b")).toMatchObject([{ id: "b", runs: 4 }, {}, {}, { whole: 3 }, 2]);
  await app.get("/p/a", { method: "POST" });
  expect(await get("a")).toMatchObject([{ runs: 7 }, { runs: 8 }, { arrow: 3 }, { whole: 1 }, 2]);
  expect((await app.get("/p/a", { method: "PUT" })).status).toBe(500);
});

test('"use cache" inside of another function runs each time, with its tags and life', async () => {
  const app = await openNext({
    "n/route.ts": `
      import { cacheLife, cacheTag } from "next/cache";
      let runs = 0;
      async function outer(name) { "use cache"; const inner = async () => { "use cache"; cacheTag("inner"); return [name, ++runs]; }; return inner(); }
      export async function GET(request) {
        const name = new URL(request.url).searchParams.get("name");
        async function nested(greeting) { "use cache"; cacheTag("n-" + name); cacheLife("hours"); return [greeting, name, ++runs]; }
        return Response.json([await nested("hello"), await outer("kept")]);
      }
      export async function POST() { const { revalidateTag } = await import("next/cache"); revalidateTag("inner"); return new Response(null, { status: 204 }); }`,
  });
  const get = async (name: string) => (await app.get(`/n?name=${name}`)).json();
  expect(await get("a")).toEqual([
    ["hello", "a", 1],
    ["kept", 2],
  ]);
  expect(await get("b")).toEqual([
    ["hello", "b", 3],
    ["kept", 2],
  ]);
  await app.get("/n", { method: "POST" });
  expect(await get("b")).toEqual([
    ["hello", "b", 4],
    ["kept", 5],
  ]);
});

test("folders that other tools would leave out, and .well-known", async () => {
  const app = await openNext({
    ".well-known/security.txt/route.ts": `export const GET = () => new Response("Contact: mailto:a@b.c");`,
    "build/route.ts": `export const GET = () => new Response("built");`,
    ".git/route.ts": `export const GET = () => new Response("hidden");`,
  });
  expect(await (await app.get("/.well-known/security.txt")).text()).toBe("Contact: mailto:a@b.c");
  expect(await (await app.get("/build")).text()).toBe("built");
  expect((await app.get("/.git")).status).toBe(404);
});

test.each([
  `request.headers.get("x-user")`,
  `request.cookies.get("user")?.value`,
  `(await headers()).get("x-user")`,
  `(await cookies()).get("user")?.value`,
  `new URL(request.url).searchParams.get("user")`,
])("what is kept for all is not made from one visitor's request: %s", async (read) => {
  const app = await openNext({
    "a/route.ts": `import { cookies, headers } from "next/headers"; import { unstable_cache } from "next/cache";
      export async function GET(request) {
        await cookies(); request.cookies.get("user"); request.headers.get("x-user"); // read outside before
        const who = unstable_cache(async () => ${read}, ["who"]);
        return Response.json(await who());
      }`,
    "b/route.ts": `import { headers } from "next/headers";
      async function who() { "use cache"; return (await headers()).get("x-user"); }
      export const GET = async () => Response.json(await who());`,
    "c/route.ts": `import { unstable_cache } from "next/cache"; let runs = 0;
      const who = unstable_cache(async (user) => user + ++runs, ["c"]);
      export const GET = async (request) => Response.json(await who(request.headers.get("x-user")));`,
  });
  for (const user of ["alice", "bob"]) {
    const headers = { "x-user": user, cookie: `user=${user}` };
    expect((await app.get(`/a?user=${user}`, { headers })).status).toBe(500);
    expect((await app.get("/b", { headers })).status).toBe(500);
    expect(await (await app.get("/c", { headers })).json()).toMatch(new RegExp(`^${user}`));
  }
  expect(JSON.stringify(app.logged[0])).toContain("pass it in as an argument");
});
