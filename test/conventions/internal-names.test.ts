// Names by which frameworks, and Offprint, speak to themselves: a client may send each of them, and none has an effect.

import { expect, test } from "vitest";
import { appOf, type TestApp } from "../project.ts";
import { openServer, raw } from "../port/open-server.ts";
import { openNext, openRemix, openTanstack } from "./open.ts";

const ELSEWHERE = "http://test/secret";

/** Header fields, and what an attacker would put into them. */
const FIELDS: readonly (readonly [string, string])[] = [
  ["x-middleware-next", "1"],
  ["x-middleware-rewrite", ELSEWHERE],
  ["x-middleware-redirect", ELSEWHERE],
  ["x-middleware-skip", "1"],
  ["x-middleware-override-headers", "x-role"],
  ["x-middleware-request-x-role", "admin"],
  ["x-middleware-set-cookie", "role=admin"],
  ["x-middleware-subrequest", "middleware:middleware:middleware:middleware:middleware"],
  ["x-middleware-subrequest-id", "0"],
  ["x-middleware-invoke", "1"],
  ["x-middleware-prefetch", "1"],
  ["x-middleware-cache", "no-cache"],
  ["x-now-route-matches", "1=secret"],
  ["x-matched-path", "/secret"],
  ["x-invoke-path", "/secret"],
  ["x-invoke-status", "200"],
  ["x-invoke-output", "/secret"],
  ["x-nextjs-data", "1"],
  ["x-nextjs-rewrite", "/secret"],
  ["x-nextjs-redirect", "/secret"],
  ["x-nextjs-matched-path", "/secret"],
  ["x-prerender-revalidate", "1"],
  ["x-prerender-bypass-mode", "static"],
  ["next-action", "0"],
  ["next-resume", "1"],
  ["rsc", "1"],
  ["x-remix-response", "yes"],
  ["x-remix-redirect", "/secret"],
  ["x-remix-status", "200"],
  ["x-remix-catch", "yes"],
  ["x-remix-error", "yes"],
  ["x-remix-revalidate", "yes"],
  ["x-react-router-prerender-data", "%5B%5D"],
  ["x-tsr-serverfn", "true"],
  ["x-tsr-redirect", "manual"],
  ["x-tss-serialized", "true"],
  ["x-http-method-override", "POST"],
  ["x-method-override", "POST"],
  ["x-original-url", "/secret"],
  ["x-rewrite-url", "/secret"],
  ["x-forwarded-prefix", "/secret"],
  ["x-forwarded-uri", "/secret"],
  ["offprint-cache-control", "public, max-age=60"],
  ["offprint-collapse", "1"],
  ["offprint", "hit"],
  ["x-offprint-awaited", "1"],
  ["offprint-secret", "x"],
  ["offprint_child", "{}"],
  ["cookie", "__prerender_bypass=1; __next_preview_data=1"],
  ["sec-purpose", "prefetch"],
  ["cache-tag", "x"],
  ["no-vary-search", "params"],
];

/** Of the query. */
const QUERY = [
  "_data=routes%2Fsecret",
  "_routes=root",
  "index",
  "_rsc=1",
  "__nextLocale=x",
  "nxtPslug=secret",
  "offprint_id=secret",
  "_method=POST",
  "_serverFnId=1",
];

/** Guards that copy what came, as careless ones do, onto what goes on or out. */
const apps: Readonly<Record<string, () => Promise<TestApp>>> = {
  native: () =>
    appOf({
      "_middleware.ts": `export default ({ request, url }, next) => url.pathname === "/open" ? next() : new Response("no", { status: 401, headers: request.headers });`,
      "open.ts": `export const GET = ({ request }) => ({ role: request.headers.get("x-role") });`,
      "refused.ts": `export const GET = () => "inside";`,
      "secret.ts": `export const GET = () => "SECRET";`,
    }),
  next: () =>
    openNext({
      "../proxy.ts": `
        import { NextResponse } from "next/server";
        export function proxy(request) {
          const { pathname } = request.nextUrl;
          if (pathname === "/open") return NextResponse.next({ headers: request.headers, request: { headers: request.headers } });
          if (pathname === "/plain") { const answer = NextResponse.next(); request.headers.forEach((value, name) => answer.headers.set(name, value)); return answer; }
          if (pathname === "/rewritten") return NextResponse.rewrite(new URL("/open", request.url), { headers: request.headers });
          if (pathname === "/json") return NextResponse.json({ no: true }, { status: 401, headers: request.headers });
          return new Response("no", { status: 401, headers: request.headers });
        }`,
      ...Object.fromEntries(
        ["open", "plain", "rewritten"].map((name) => [
          `${name}/route.ts`,
          `import { draftMode, headers } from "next/headers";
           export async function GET(request) { return Response.json({ role: request.headers.get("x-role"), other: (await headers()).get("x-role"), draft: (await draftMode()).isEnabled }); }`,
        ]),
      ),
      "refused/route.ts": `export const GET = () => new Response("inside");`,
      "json/route.ts": `export const GET = () => new Response("inside");`,
      "secret/route.ts": `export const GET = () => new Response("SECRET");`,
    }),
  remix: () =>
    openRemix({
      "../root.ts": `export const middleware = [({ request, url }, next) => url.pathname === "/open" ? next() : new Response("no", { status: 401, headers: request.headers })];`,
      "open.ts": `export const loader = ({ request }) => ({ role: request.headers.get("x-role") });`,
      "refused.ts": `export const loader = () => "inside";`,
      "secret.ts": `export const loader = () => "SECRET";`,
    }),
  tanstack: () =>
    openTanstack({
      "__root.tsx": `
        import { createRootRoute } from "@tanstack/react-router";
        import { createMiddleware } from "@tanstack/react-start";
        const guard = createMiddleware().server(({ request, pathname, next }) => pathname === "/open" ? next() : new Response("no", { status: 401, headers: request.headers }));
        export const Route = createRootRoute({ server: { middleware: [guard] } });`,
      ...Object.fromEntries(
        ["open", "refused", "secret"].map((name) => [
          `${name}.ts`,
          `import { createFileRoute } from "@tanstack/react-router";
           export const Route = createFileRoute("/${name}")({ server: { handlers: { GET: ({ request }) => Response.json({ of: "${name}", role: request.headers.get("x-role") }) } } });`,
        ]),
      ),
    }),
};

async function seen(response: Response): Promise<unknown[]> {
  const { status, headers } = response;
  return [
    status,
    headers.getSetCookie(),
    headers.get("location"),
    headers.get("x-role"),
    await response.text(),
  ];
}

test.each(Object.keys(apps))("%s: a request with one is answered like the one without", async (name) => {
  const app = await apps[name]!();
  for (const path of ["/open", "/refused", ...(name === "next" ? ["/plain", "/rewritten", "/json"] : [])]) {
    const bare = await seen(await app.get(path));
    expect(bare.slice(0, 4)).toEqual([/open|plain|rewritten/.test(path) ? 200 : 401, [], null, null]);
    for (const [field, value] of FIELDS)
      expect([field, await seen(await app.get(path, { headers: { [field]: value } }))]).toEqual([
        field,
        bare,
      ]);
    const all = Object.fromEntries(FIELDS);
    expect(await seen(await app.get(path, { headers: all }))).toEqual(bare);
    for (const query of QUERY)
      expect([query, await seen(await app.get(`${path}?${query}`))]).toEqual([query, bare]);
  }
  expect(app.logged).toEqual([]);
});

test("a proxy that answers with a copy of next() is told so, and lets nobody through", async () => {
  const app = await openNext({
    "../proxy.ts": `
      import { NextResponse } from "next/server";
      export const proxy = () => { const { headers } = NextResponse.next(); return new Response(null, { headers }); };`,
    "a/route.ts": `export const GET = () => new Response("inside");`,
  });
  expect((await app.get("/a")).status).toBe(500);
  expect(JSON.stringify(app.logged)).toContain("Return that object itself");
});

test("none of Next.js' own comes in: by the port, to a mounted app, and to one that is mounted in h3", async () => {
  const app = await appOf({
    "names.ts": `export const GET = ({ request }) => [...request.headers.keys()].filter((name) => /^x-middle|^offprint/.test(name)).join();`,
  });
  const sent = {
    "x-middleware-next": "1",
    "X-Middleware-Request-X-Role": "admin",
    "x-middle": "mine",
    "Offprint-Cache-Control": "public",
  };
  expect(await (await app.get("/names", { headers: sent })).text()).toBe("x-middle");
  const viaH3 = await app.h3.fetch(new Request("http://test/names", { headers: sent }));
  expect(await viaH3.text()).toBe("x-middle");
  const names = (request: Request) =>
    new Response([...request.headers.keys()].filter((name) => /^x-middle|^offprint/.test(name)).join());
  for (const trustProxy of [false, true])
    for (const fetch of [names, app.fetch]) {
      const server = await openServer(fetch, { trustProxy });
      const answer = await raw(
        server,
        "GET /names HTTP/1.1\r\nHost: test\r\nX-MIDDLEWARE-NEXT: 1\r\nx-middle: mine\r\nx-middleware-subrequest: a\r\nOffprint-Cache-Control: public\r\nConnection: close\r\n\r\n",
      );
      expect(answer).toMatch(/^HTTP\/1\.1 200/);
      expect(answer).toMatch(/\r\n\r\n(?:8\r\n)?x-middle(?:\r\n|$)/);
    }
});
