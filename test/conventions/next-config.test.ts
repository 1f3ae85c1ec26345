// next.config.*: what the real `next build && next start` (16.4) answers for the same rules.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { openApp, openNext } from "./open.ts";

const ECHO = `
export async function GET(request, { params }) {
  const { nextUrl } = request;
  return Response.json({ path: nextUrl.pathname, base: nextUrl.basePath, params: await params, cfg: process.env.MY_ENV });
}`;

const FILES = {
  "api/echo/[[...rest]]/route.ts": ECHO,
  "dyn/[id]/route.ts": ECHO,
  "api/boom/route.ts": `export function GET() { throw new Error("boom"); }`,
  "api/own/route.ts": `export function GET() {
    return new Response("own", { headers: { "x-a": "handler", "set-cookie": "own=1", vary: "X-Own" } });
  }`,
};

const config = (text: string) => ({ ...FILES, "../next.config.mjs": `export default ${text};` });

const ask = async (app: { get(path: string, init?: RequestInit): Promise<Response> }, path: string) => {
  const answer = await app.get(path);
  return answer.ok ? ((await answer.json()) as Record<string, unknown>) : answer.status;
};

const to = async (
  app: { get(path: string, init?: RequestInit): Promise<Response> },
  path: string,
  init?: RequestInit,
) => {
  const answer = await app.get(path, init);
  return [answer.status, answer.headers.get("location")];
};

test("redirects", async () => {
  const app = await openNext(
    config(`{ async redirects() { return [
      { source: "/old/:slug", destination: "/api/echo/:slug", permanent: true },
      { source: "/tmp/:path*", destination: "https://example.com/t/:path*", permanent: false },
      { source: "/code", destination: "/x", statusCode: 301 },
      { source: "/has", has: [{ type: "header", key: "x-redirect-me" }], destination: "/h?v=:xredirectme", permanent: false },
      { source: "/hasc", has: [{ type: "cookie", key: "auth", value: "yes(?<rest>.*)" }], destination: "/c/:rest", permanent: false },
      { source: "/miss", missing: [{ type: "query", key: "ok" }], destination: "/m", permanent: false },
      { source: "/post/:n(\\\\d{1,})", destination: "/num/:n?x=:n", permanent: false },
      { source: "/english\\\\(default\\\\)/:slug", destination: "/en/:slug", permanent: false },
      { source: "/hash/:a", destination: "/x/:a#:a", permanent: false },
      { source: "/q/:a", destination: "/x?a=:a&b=1", permanent: false },
    ] } }`),
  );
  expect(await to(app, "/old/a")).toEqual([308, "/api/echo/a"]);
  expect(await to(app, "/OLD/a?q=1")).toEqual([308, "/api/echo/a?q=1"]);
  expect(await to(app, "/old/a/b")).toEqual([404, null]);
  expect(await to(app, "/tmp/a/b")).toEqual([307, "https://example.com/t/a/b"]);
  expect(await to(app, "/tmp")).toEqual([307, "https://example.com/t"]);
  expect(await to(app, "/code")).toEqual([301, "/x"]);
  expect(await to(app, "/has")).toEqual([404, null]);
  expect(await to(app, "/has", { headers: { "x-redirect-me": "1" } })).toEqual([307, "/h?v=1"]);
  expect(await to(app, "/hasc", { headers: { cookie: "auth=yesno" } })).toEqual([307, "/c/no"]);
  expect(await to(app, "/miss")).toEqual([307, "/m"]);
  expect(await to(app, "/miss?ok=1")).toEqual([404, null]);
  expect(await to(app, "/post/12")).toEqual([307, "/num/12?x=12"]);
  expect(await to(app, "/post/a")).toEqual([404, null]);
  expect(await to(app, "/english(default)/a")).toEqual([307, "/en/a"]);
  expect(await to(app, "/hash/a")).toEqual([307, "/x/a#a"]);
  expect(await to(app, "/q/1?b=9&c=3")).toEqual([307, "/x?b=1&c=3&a=1"]);
});

test("what a redirect looked at is told to caches", async () => {
  const app = await openNext(
    config(`{ async redirects() { return [
      { source: "/has", has: [{ type: "header", key: "x-flag" }], destination: "/h", permanent: false },
      { source: "/hasc", has: [{ type: "cookie", key: "auth" }], destination: "/c", permanent: false },
    ] } }`),
  );
  expect((await app.get("/has", { headers: { "x-flag": "1" } })).headers.get("vary")).toContain("X-Flag");
  expect((await app.get("/has")).headers.get("vary")).toContain("X-Flag");
  const personal = await app.get("/hasc", { headers: { cookie: "auth=1" } });
  expect(personal.headers.get("cache-control")).toMatch(/private|no-store/);
});

test("headers come before a handler's own, and stay on its 500", async () => {
  const app = await openNext(
    config(`{ async headers() { return [
      { source: "/:path*", headers: [{ key: "x-cfg", value: "yes" }] },
      { source: "/api/own", headers: [{ key: "x-a", value: "cfg" }, { key: "vary", value: "X-Cfg" }, { key: "Set-Cookie", value: "cfg=1" }] },
      { source: "/api/echo/:slug", headers: [{ key: "x-slug", value: "s-:slug" }, { key: "x-:slug", value: "k" }] },
      { source: "/api/echo/has", has: [{ type: "query", key: "page", value: "(?<p>.*)" }], headers: [{ key: "x-page", value: ":p" }] },
    ] } }`),
  );
  const own = await app.get("/api/own");
  expect(own.headers.get("x-a")).toBe("cfg");
  expect(own.headers.get("vary")?.split(", ")).toEqual(expect.arrayContaining(["X-Own", "X-Cfg"]));
  expect(own.headers.getSetCookie().sort()).toEqual(["cfg=1", "own=1"]);
  const slug = await app.get("/api/echo/abc");
  expect(slug.headers.get("x-slug")).toBe("s-abc");
  expect(slug.headers.get("x-abc")).toBe("k");
  expect((await app.get("/api/echo/has?page=7")).headers.get("x-page")).toBe("7");
  expect((await app.get("/api/echo/has")).headers.get("x-page")).toBeNull();
  const boom = await app.get("/api/boom");
  expect([boom.status, boom.headers.get("x-cfg")]).toEqual([500, "yes"]);
  const nowhere = await app.get("/nowhere");
  expect([nowhere.status, nowhere.headers.get("x-cfg")]).toEqual([404, "yes"]);
});

test("what a query has put into a field or a location cannot break out of it", async () => {
  const app = await openNext(
    config(`{
      async headers() { return [{ source: "/api/own", has: [{ type: "query", key: "p", value: "(?<p>[^]*)" }], headers: [{ key: "x-p", value: ":p" }] }] },
      async redirects() { return [{ source: "/r", has: [{ type: "query", key: "p", value: "(?<p>[^]*)" }], destination: "/:p", permanent: false }] },
    }`),
  );
  const p = encodeURIComponent("a\r\nx-evil: 1 中");
  const own = await app.get(`/api/own?p=${p}`);
  expect([own.status, own.headers.get("x-evil")]).toEqual([200, null]);
  expect(own.headers.get("x-p")).toBe("a%0D%0Ax-evil: 1 %E4%B8%AD");
  const [, location] = await to(app, `/r?p=${encodeURIComponent("\\evil.example")}`);
  expect(new URL(String(location), "http://test").host).toBe("test");
});

test("a header's name or value that is none is named at start", async () => {
  await expect(
    openNext(
      config(`{ async headers() { return [{ source: "/a", headers: [{ key: "x-a", value: "a\\nb" }] }] } }`),
    ),
  ).rejects.toThrow(/next\.config\.mjs: .*x-a/);
});

test("rewrites: before files, after them, and where nothing is", async () => {
  const app = await openNext(
    config(`{ async rewrites() { return { beforeFiles: [
      { source: "/api/own", has: [{ type: "query", key: "rw" }], destination: "/api/echo/before" },
    ], afterFiles: [
      { source: "/dyn/:id", destination: "/api/echo/after/:id" },
      { source: "/rw/:a", destination: "/api/echo/:a" },
      { source: "/api/own", destination: "/api/echo/never" },
      { source: "/rws/:path*", destination: "/api/echo/:path*" },
      { source: "/chain", destination: "/rw/chain" },
      { source: "/unchained", destination: "/nowhere/at/all" },
    ], fallback: [
      { source: "/fb/:path*", destination: "/api/echo/fb/:path*" },
      { source: "/api/echo/:path*", destination: "/api/own" },
    ] } } }`),
  );
  const rest = async (path: string) => {
    const answer = await ask(app, path);
    return typeof answer === "number" ? answer : (answer.params as { rest?: string[] }).rest;
  };
  expect(await rest("/api/own?rw=1")).toEqual(["before"]);
  expect(await (await app.get("/api/own")).text()).toBe("own");
  expect(await rest("/dyn/7")).toEqual(["after", "7"]);
  expect(await rest("/rw/x")).toEqual(["x"]);
  expect(await rest("/rws/a/b")).toEqual(["a", "b"]);
  expect(await rest("/rws")).toBeUndefined();
  expect(await rest("/fb/a")).toEqual(["fb", "a"]);
  expect(await rest("/api/echo/kept")).toEqual(["kept"]);
  expect(await rest("/unchained")).toBe(404);
  // Its rewrites come in one order: what was passed is not asked again.
  expect(await rest("/chain")).toBe(404);
});

test("a list of rewrites comes after files", async () => {
  const app = await openNext(
    config(`{ rewrites: async () => [{ source: "/a/:b", destination: "/api/echo/:b" }] }`),
  );
  expect(await ask(app, "/a/1")).toMatchObject({ path: "/a/1", params: { rest: ["1"] } });
});

test("a rewrite to another server passes its answer on", async () => {
  const server = createServer((request, response) => {
    response.setHeader("x-there", String(request.headers["x-forwarded-host"]));
    response.end(`${request.method} ${request.url}`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const app = await openNext(
    config(
      `{ rewrites: async () => [{ source: "/ext/:path*", destination: "http://127.0.0.1:${port}/in/:path*" }] }`,
    ),
  );
  const answer = await app.get("/ext/a/b?q=1", { method: "POST", body: "x" });
  expect(await answer.text()).toBe("POST /in/a/b?q=1");
  expect(answer.headers.get("x-there")).toBe("test");
});

test("a server behind a rewrite tells our inside nothing, and may be down", async () => {
  const server = createServer((request, response) => {
    response.setHeader("offprint-tags", "a");
    response.setHeader("offprint-cache-control", "max-age=99");
    response.setHeader("x-middleware-rewrite", "/b");
    response.setHeader("x-offprint-explained", "1");
    response.end(String(request.headers["x-secret"]));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const app = await openNext(
    config(`{ rewrites: async () => [{ source: "/ext", destination: "http://127.0.0.1:${port}/" }] }`),
  );
  const answer = await app.get("/ext", { headers: { connection: "x-secret", "x-secret": "1" } });
  expect(await answer.text()).toBe("undefined");
  expect([...answer.headers.keys()].filter((name) => /offprint|middleware/.test(name))).toEqual([]);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  expect((await app.get("/ext")).status).toBe(502);
});

test("basePath is before every path, and taken from nextUrl", async () => {
  const app = await openNext({
    ...config(`{ basePath: "/docs",
      async redirects() { return [
        { source: "/a", destination: "/b", permanent: false },
        { source: "/root", destination: "/else", permanent: false, basePath: false },
      ] } }`),
    "sitemap.ts": `export default () => [{ url: "https://example.com" }];`,
    "../proxy.ts": `
      import { NextResponse } from "next/server";
      export function proxy(request) {
        const url = request.nextUrl.clone();
        url.pathname = "/api/echo/proxied";
        return NextResponse.rewrite(url);
      }
      export const config = { matcher: "/by-proxy" };`,
  });
  expect(await ask(app, "/api/echo/a")).toBe(404);
  expect(await ask(app, "/docs/api/echo/a")).toMatchObject({ path: "/api/echo/a", base: "/docs" });
  expect(await ask(app, "/docs/by-proxy")).toMatchObject({ params: { rest: ["proxied"] } });
  expect((await app.get("/docs/sitemap.xml")).status).toBe(200);
  expect(await to(app, "/docs/a")).toEqual([307, "/docs/b"]);
  expect(await to(app, "/a")).toEqual([404, null]);
  expect(await to(app, "/root")).toEqual([307, "/else"]);
});

test("trailingSlash", async () => {
  const app = await openNext({
    ...config(`{ trailingSlash: true }`),
    "sitemap.ts": `export default () => [{ url: "https://example.com" }];`,
  });
  expect(await to(app, "/api/echo/a?q=1")).toEqual([308, "/api/echo/a/?q=1"]);
  expect(await to(app, "/api/echo/a", { method: "POST" })).toEqual([308, "/api/echo/a/"]);
  expect((await app.get("/api/echo/a/")).status).toBe(200);
  expect(await to(app, "/sitemap.xml/")).toEqual([308, "/sitemap.xml"]);
  expect((await app.get("/sitemap.xml")).status).toBe(200);
});

test("env, pageExtensions, compress and generateEtags", async () => {
  const long = "a".repeat(5000);
  const app = await openNext({
    "../next.config.ts": `
      import type { NextConfig } from "next";
      const config: NextConfig = { env: { MY_ENV: "set" }, pageExtensions: ["api.ts"], compress: false, generateEtags: false };
      export default config;`,
    "api/echo/route.api.ts": ECHO,
    "api/plain/route.ts": ECHO,
    "api/long/route.api.ts": `export const GET = () => new Response("${long}")`,
    "api/runtime/route.api.ts": `export const GET = () => new Response(process.env.NEXT_RUNTIME)`,
  });
  onTestFinished(() => void delete process.env.MY_ENV);
  expect(await ask(app, "/api/echo")).toMatchObject({ cfg: "set" });
  expect(await ask(app, "/api/plain")).toBe(404);
  expect(await (await app.get("/api/runtime")).text()).toBe("nodejs");
  const answer = await app.get("/api/long", { headers: { "accept-encoding": "gzip, br" } });
  expect(answer.headers.get("content-encoding")).toBeNull();
  expect(answer.headers.get("etag")).toBeNull();
});

test("keys of no effect are named once, i18n by itself; a function is called with a build's phase", async () => {
  const app = await openNext(
    config(
      `async (phase) => ({ env: { MY_ENV: phase }, images: {}, experimental: {}, reactStrictMode: true, i18n: { locales: ["en"], defaultLocale: "en" } })`,
    ),
  );
  onTestFinished(() => void delete process.env.MY_ENV);
  const notes = app.notes.filter(({ file }) => file === "next.config.mjs").map(({ message }) => message);
  expect(notes).toHaveLength(2);
  expect(notes[0]).toContain("`images`, `experimental`, `reactStrictMode`");
  expect(notes[1]).toContain("`i18n`");
  expect(await ask(app, "/api/echo/a")).toMatchObject({ cfg: "phase-production-build" });
});

test("transpilePackages are compiled, serverExternalPackages left alone", async () => {
  const app = await openNext({
    ...config(`{ transpilePackages: ["ui"], serverExternalPackages: ["native"] }`),
    "../node_modules/ui/package.json": `{ "name": "ui", "type": "module", "main": "index.jsx" }`,
    "../node_modules/ui/index.jsx": `
      import { cookies } from "next/headers";
      export const read = async () => (await cookies()).get("a")?.value; export const View = () => <p>ui</p>;`,
    "../node_modules/native/package.json": `{ "name": "native", "type": "module", "main": "index.js" }`,
    "../node_modules/native/index.js": `export default import.meta.url.startsWith("file:");`,
    "api/ui/route.ts": `
      import { read } from "ui"; import native from "native";
      export const GET = async () => Response.json([await read(), native])`,
  });
  const answer = await app.get("/api/ui", { headers: { cookie: "a=1" } });
  expect(await answer.json()).toEqual(["1", true]);
});

test("a configuration that throws, or has a rule without a source, stops the start with its name", async () => {
  await expect(openNext(config(`(() => { throw new Error("no plugin") })()`))).rejects.toThrow(
    /next\.config\.mjs:1: .*would be missing: no plugin/,
  );
  await expect(
    openNext(config(`{ redirects: async () => [{ destination: "/a", permanent: true }] }`)),
  ).rejects.toThrow(/redirects\(\)` needs `source`/);
  await expect(openNext(config(`{ basePath: "docs" }`))).rejects.toThrow(/`basePath` must start/);
});

test("packages that a configuration imports and are not installed are named, with the file that does", async () => {
  const own = `import type { NextConfig } from "next";
    import mdx from "@next/mdx-of-nobody";
    import { withBundle } from "bundle-of-nobody";
    export default withBundle(mdx()({} satisfies NextConfig));`;
  await expect(openNext({ ...FILES, "../next.config.ts": own })).rejects.toThrow(
    /next\.config\.ts:2: .*would be missing: it imports @next\/mdx-of-nobody, bundle-of-nobody, which are not installed \(npm install @next\/mdx-of-nobody bundle-of-nobody\)\.$/m,
  );
  await expect(
    openNext({
      ...FILES,
      "../next.config.mjs": `import "./config/env.mjs"; export default {};`,
      "../config/env.mjs": `import { createEnv } from "env-of-nobody";`,
    }),
  ).rejects.toThrow(
    /next\.config\.mjs(?::1)?: .*would be missing: config\/env\.mjs imports env-of-nobody, which is not installed \(npm install env-of-nobody\)\.$/m,
  );
  await expect(
    openNext({ ...FILES, "../next.config.mjs": `import "./env.mjs"; export default {};` }),
  ).rejects.toThrow(/next\.config\.mjs(?::1)?: .*it imports \.\/env\.mjs, which is not there\.$/m);
});

test("a project in src has its configuration above it", async () => {
  const { openApp } = await import("./open.ts");
  const app = await openApp(
    {
      "src/app/api/echo/[[...rest]]/route.ts": ECHO,
      "next.config.mjs": `export default { basePath: "/b" }`,
    },
    [{ dir: "src/app", convention: "next" }],
  );
  expect(await ask(app, "/b/api/echo/x")).toMatchObject({ base: "/b" });
});

test("what a condition took from a request leads to no other host, and out of no folder", async () => {
  const app = await openNext(
    config(`{
      async redirects() { return [
        { source: "/go", has: [{ type: "query", key: "to", value: "(?<to>.*)" }], destination: "https://:to.example.com/x", permanent: false },
        { source: "/in", has: [{ type: "query", key: "to", value: "(?<to>.*)" }], destination: "/in/:to", permanent: false },
      ] },
      async rewrites() { return [
        { source: "/ask", has: [{ type: "header", key: "x-to", value: "(?<to>.*)" }], destination: "http://:to.example.com/x" },
        { source: "/folder", has: [{ type: "query", key: "to", value: "(?<to>.*)" }], destination: "http://127.0.0.1:1/folder/:to" },
      ] } }`),
  );
  expect(await to(app, "/go?to=a")).toEqual([307, "https://a.example.com/x?to=a"]);
  for (const text of ["127.0.0.1:1/x%23", "127.0.0.1:1/x?", "u@127.0.0.1:1%5c", "a%20b"]) {
    expect(await to(app, `/go?to=${text}`), text).toEqual([400, null]);
    const init = { headers: { "x-to": decodeURIComponent(text) } };
    expect((await app.get("/ask", init)).status, text).toBe(400);
  }
  for (const text of ["../secret", "..", "a/%252e%252e/b", "..%5cb"])
    expect((await app.get(`/folder?to=${text}`)).status, text).toBe(400);
  expect(await to(app, "/in?to=a%3Fb%23c")).toEqual([307, "/in/a%3Fb%23c?to=a%3Fb%23c"]);
});

test("a matcher names paths below basePath and prefix, their root among them", async () => {
  const files = {
    "app/route.ts": `export const GET = () => new Response("root");`,
    "app/a/route.ts": `export const GET = () => new Response("a");`,
    "app/open/route.ts": `export const GET = () => new Response("open");`,
  };
  for (const matcher of ["/", "/((?!open).*)", "/:path*"])
    for (const [basePath, prefix] of [["/docs"], ["", "/assets"], ["/docs", "/assets"]] as const) {
      const app = await openApp(
        {
          ...files,
          "next.config.mjs": `export default { basePath: ${JSON.stringify(basePath)} };`,
          "proxy.ts": `
            export const proxy = () => new Response("closed", { status: 401 });
            export const config = { matcher: ${JSON.stringify(matcher)} };`,
        },
        [{ dir: "app", convention: "next", prefix }],
      );
      const base = (prefix ?? "") + basePath;
      const status = async (path: string) => (await app.get(path)).status;
      expect(await status(base), `${matcher} at ${base}`).toBe(401);
      expect(await status(`${base}/a`)).toBe(matcher === "/" ? 200 : 401);
      expect(await status(`${base}/open`)).toBe(matcher === "/:path*" ? 401 : 200);
    }
});

test("a source of several parameters reads a path in one way", async () => {
  const app = await openNext(
    config(
      `{ async redirects() { return [{ source: "/:a-:b-:c-:d", destination: "/x/:a/:b/:c/:d", permanent: false }] } }`,
    ),
  );
  expect(await to(app, "/1-2-3-4")).toEqual([307, "/x/1/2/3/4"]);
  expect(await to(app, "/0-1-2-3-4")).toEqual([307, "/x/0-1/2/3/4"]);
  // With each dash a choice for each parameter, this would take years.
  expect(await to(app, `/${"-".repeat(6000)}/x`)).toEqual([404, null]);
});
