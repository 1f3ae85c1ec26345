// For whom an answer holds: each way of reading a request, in each convention, is told in its head.

import { describe, expect, it } from "vitest";
import { appOf, type TestApp } from "../project.ts";
import { createGate } from "../wait.ts";
import { openNext, openRemix, openTanstack } from "../conventions/open.ts";

/** A handler's body as a route of each convention; `request` and `url` are there in all of them. */
const CONVENTIONS: Record<string, (body: string, guard?: string) => Promise<TestApp>> = {
  native: (body, guard) =>
    appOf({
      "a.ts": `export const cache = { maxAge: "1h" };
        export const GET = async ({ request, url }) => { ${body} };`,
      ...(guard && {
        "_middleware.ts": `export default async ({ request, url }, next) => { const go = next; ${guard} }`,
      }),
    }),
  next: (body, guard) =>
    openNext({
      "a/route.ts": `import { cookies, headers } from "next/headers"; import { connection, userAgent } from "next/server";
        export const GET = async (request) => { const url = request.nextUrl; ${body} };`,
      ...(guard && {
        "../proxy.ts": `import { NextResponse } from "next/server";
          export async function proxy(request) { const url = request.nextUrl; const go = () => NextResponse.next(); ${guard} }`,
      }),
    }),
  remix: (body, guard) =>
    openRemix({
      "a.ts": `export const loader = async ({ request }) => { const url = new URL(request.url); ${body} };`,
      ...(guard && {
        "../root.tsx": `export const middleware = [async ({ request }, go) => { const url = new URL(request.url); ${guard} }];
          export default () => null;`,
      }),
    }),
  tanstack: (body, guard) =>
    openTanstack({
      "a.ts": `import { createFileRoute } from "@tanstack/react-router"; import { createMiddleware } from "@tanstack/react-start";
        import { getRequestHeader, getRequestHeaders, getRequestIP, getCookie, getRequestUrl } from "@tanstack/react-start/server";
        const guard = createMiddleware().server(async ({ request, next }) => { const go = next; const url = new URL(request.url); ${guard ?? "return go();"} });
        export const Route = createFileRoute("/a")({ server: { middleware: [guard], handlers: {
          GET: async ({ request }) => { const url = getRequestUrl(); ${body} } } } });`,
    }),
};

const SHARED = `{ headers: { "cache-control": "public, max-age=60" } }`;

/** What is read, and what must be told: the fields in Vary, the rule of No-Vary-Search (null: the whole query). */
const READS: [name: string, code: string, vary: string | null, search: string | null][] = [
  ["nothing", ``, null, "params"],
  ["a header", `request.headers.get("X-Role");`, "X-Role", "params"],
  ["whether a header is there", `request.headers.has("x-role");`, "X-Role", "params"],
  [
    "two headers",
    `request.headers.get("x-b"); request.headers.get("accept-language");`,
    "X-B, Accept-Language",
    "params",
  ],
  ["all headers, iterated", `for (const _ of request.headers);`, "*", "params"],
  ["all headers, spread", `Object.fromEntries(request.headers);`, "*", "params"],
  ["all headers, forEach", `request.headers.forEach(() => {});`, "*", "params"],
  ["all headers, by keys()", `[...request.headers.keys()];`, "*", "params"],
  [
    "a copy of the headers",
    `const h = new Headers(request.headers); h.set("x-a", "1"); h.get("x-role");`,
    "X-Role",
    "params",
  ],
  ["a copy that is iterated", `[...new Headers(request.headers)];`, "*", "params"],
  ["all headers, inspected", `(await import("node:util")).inspect(request.headers);`, "*", "params"],
  ["the request, inspected", `(await import("node:util")).inspect(request);`, "*", null],
  ["the request, copied", `new Request(request);`, "*", null],
  ["the request, cloned", `request.clone().headers.get("x-role");`, "X-Role", "params"],
  ["the request, given to fetch()", `await fetch(request).catch(() => {});`, "*", null],
  ["the path", `url.pathname; url.origin;`, null, "params"],
  ["a parameter", `url.searchParams.get("q");`, null, 'params, except=("q")'],
  ["a parameter by new URL", `new URL(request.url).searchParams.getAll("q");`, null, 'params, except=("q")'],
  ["whether a parameter is there", `url.searchParams.has("q");`, null, 'params, except=("q")'],
  ["all parameters", `[...url.searchParams];`, null, null],
  ["the query's text", `url.search;`, null, null],
  ["the URL's text", `String(url);`, null, null],
  ["the request's URL", `const { url: text } = request; text.includes("x");`, null, null],
  ["a path beside the URL", `new URL("/other", request.url).href;`, null, "params"],
  ["a query in place of the URL's", `new URL("?b=1", request.url).href;`, null, null],
  [
    "the host and a precondition",
    `request.headers.get("host"); request.headers.get("if-none-match");`,
    null,
    "params",
  ],
];

const read = async (app: TestApp, headers?: HeadersInit) => {
  const response = await app.get("/a?q=1&x=2", { headers });
  expect(response.status).toBe(200);
  await response.text();
  return [response.headers.get("vary"), response.headers.get("no-vary-search")];
};

describe.each(Object.keys(CONVENTIONS))("%s", (convention) => {
  it.each(READS)("tells that a handler read %s", async (_name, code, vary, search) => {
    const app = await CONVENTIONS[convention]!(`${code} return new Response("x", ${SHARED});`);
    expect(await read(app)).toEqual([vary, search]);
  });

  it.each(READS)("tells that a guard read %s", async (_name, code, vary, search) => {
    const app = await CONVENTIONS[convention]!(
      `return new Response("x", ${SHARED});`,
      `${code} return go();`,
    );
    expect(await read(app)).toEqual([vary, search]);
  });
});

const AMBIENT: Record<string, [name: string, code: string, vary: string | null][]> = {
  next: [
    ["headers()", `(await headers()).get("x-role");`, "X-Role"],
    ["headers(), copied", `new Headers(await headers()).get("x-role");`, "X-Role"],
    ["headers(), iterated", `[...(await headers())];`, "*"],
    ["cookies()", `(await cookies()).get("a");`, "Cookie"],
    ["request.cookies", `request.cookies.get("a");`, "Cookie"],
    ["userAgent()", `userAgent(request).isBot;`, "User-Agent"],
  ],
  tanstack: [
    ["getRequestHeader()", `getRequestHeader("x-role");`, "X-Role"],
    ["getRequestHeaders()", `getRequestHeaders().get("x-role");`, "X-Role"],
    ["getCookie()", `getCookie("a");`, "Cookie"],
  ],
  native: [["cookies of the event", `request.headers.get("cookie");`, "Cookie"]],
};

describe.each(Object.entries(AMBIENT))("%s", (convention, ways) => {
  it.each(ways)("tells what %s read", async (_name, code, vary) => {
    const app = await CONVENTIONS[convention]!(`${code} return new Response("x", ${SHARED});`);
    expect(await read(app)).toEqual([vary, "params"]);
  });
});

describe("what is one visitor's own", () => {
  const control = async (code: string, rest = `return "x";`) => {
    const app = await appOf({
      "a.ts": `export const cache = { maxAge: "1h", staleWhileRevalidate: "1d" };
        export const GET = ({ request, cookies, url }) => { ${code} ${rest} };`,
    });
    const response = await app.get("/a");
    return {
      control: response.headers.get("cache-control"),
      logged: app.logged.map(({ msg }) => String(msg)),
    };
  };

  it.each([
    `request.headers.get("authorization")`,
    `request.headers.get("x-api-key")`,
    `request.headers.get("x-auth-request-user")`,
    `request.headers.get("X-Forwarded-For")`,
    `request.headers.get("cf-connecting-ip")`,
    `request.ip`,
    `cookies.get("session")`,
    `[...request.headers]`,
    `cookies.set("a", "1")`,
  ])("is private, whatever the route's policy says: %s", async (code) => {
    expect((await control(`${code};`)).control).toBe("private, max-age=3600");
  });

  it.each([`request.headers.get("user-agent")`, `request.headers.get("accept-language")`, `cookies;`])(
    "is not what everybody may be told: %s",
    async (code) => {
      expect((await control(`${code};`)).control).toBe("public, max-age=3600, stale-while-revalidate=86400");
    },
  );

  it("leaves an author's own word, and warns of it once", async () => {
    const own = `return new Response("x", { headers: { "cache-control": "public, max-age=9" } });`;
    const asked = await control(`request.headers.get("x-api-key");`, own);
    expect(asked.control).toBe("public, max-age=9");
    expect(asked.logged).toEqual([expect.stringContaining("made from the header x-api-key")]);
    const set = await control(`cookies.set("a", "1");`, own);
    expect(set.logged).toEqual([expect.stringContaining("Set-Cookie")]);
    expect((await control(`request.headers.get("x-role");`, own)).logged).toEqual([]);
  });

  it("is told also of what a middleware read after the answer was made", async () => {
    const app = await appOf({
      "_middleware.ts": `export default async (event, next) => { const inside = await next(); event.cookies.get("a"); return inside; }`,
      "a.ts": `export const cache = { maxAge: "1h" }; export const GET = () => "x";`,
    });
    const { headers } = await app.get("/a");
    expect([headers.get("vary"), headers.get("cache-control")]).toEqual(["Cookie", "private, max-age=3600"]);
  });

  it("stays told where a middleware puts another Vary in its place, or sets a cookie", async () => {
    const app = await appOf({
      "_middleware.ts": `export default async (event, next) => { const inside = await next();
        inside.headers.set("vary", "Origin"); inside.headers.append("set-cookie", "a=1"); return inside; }`,
      "a.ts": `export const cache = { maxAge: "1h" }; export const GET = ({ request }) => { request.headers.get("x-role"); return "x"; };`,
    });
    const proxied = await openNext({
      "../proxy.ts": `import { NextResponse } from "next/server"; export function proxy() { const answer = NextResponse.next();
        answer.headers.set("vary", "Origin"); answer.cookies.set("a", "1"); return answer; }`,
      "a/route.ts": `export const revalidate = 60; export const GET = (request) => new Response(request.headers.get("x-role"));`,
    });
    for (const opened of [app, proxied]) {
      const { headers } = await opened.get("/a");
      expect([headers.get("vary"), headers.get("cache-control")]).toEqual([
        "Origin, X-Role",
        expect.stringMatching(/^private, (?:max-age=3600|no-cache)$/),
      ]);
    }
  });

  it("is told of refusals and faults, too", async () => {
    const app = await appOf({
      "a.ts": `import { HttpError } from "offprint"; export const GET = ({ request }) => { request.headers.get("x-role"); throw new HttpError(403); }`,
      "b.ts": `export const GET = ({ request }) => { request.headers.get("x-role"); throw new Error("inside"); }`,
    });
    for (const [path, status] of [
      ["/a", 403],
      ["/b", 500],
    ] as const) {
      const response = await app.get(path);
      expect([response.status, response.headers.get("vary")]).toEqual([status, "X-Role"]);
    }
  });

  it("of a schema's route holds for what its guard read of the query, too", async () => {
    const app = await appOf({
      "_middleware.ts": `export default ({ url }, next) => url.searchParams.get("token") === "t" ? next() : new Response("no", { status: 401 })`,
      "a.ts": `export const query = { entries: { a: {} }, "~standard": { version: 1, vendor: "test", validate: (value) => ({ value }) } };
        export const cache = { maxAge: "1h" }; export const GET = ({ query }) => query.a ?? "x";`,
    });
    const { headers } = await app.get("/a?token=t&a=1&b=2");
    expect(headers.get("no-vary-search")).toBe('params, except=("a" "token")');
  });
});

describe("an answer that is made while it is sent", () => {
  const stream = async (policy: string, late: string) => {
    const gate = createGate();
    const app = await appOf({
      "a.ts": `export const cache = ${policy};
        export const GET = ({ request }) => { request.headers.get("x-early"); return (async function* () {
          yield "first\\n"; ${gate.passed}; ${late}; yield "last\\n";
        })(); };`,
    });
    const response = await app.get("/a");
    gate.open();
    return { response, logged: app.logged };
  };

  it("is cut off where it reads what its head does not tell, and the log says what to do", async () => {
    const { response, logged } = await stream(`{ maxAge: "1h" }`, `request.headers.get("x-late")`);
    expect(response.headers.get("vary")).toBe("X-Early, Accept-Encoding");
    await expect(response.text()).rejects.toThrow();
    expect(String(logged[0]?.msg)).toContain("Read it before returning the answer");
  });

  it.each([
    [`{ maxAge: "1h" }`, `request.headers.get("x-early")`],
    [`{ private: true }`, `request.headers.get("x-late")`],
  ])("is whole with %s and %s", async (policy, late) => {
    expect(await (await stream(policy, late)).response.text()).toBe("first\nlast\n");
  });

  it.each([
    ["as it is", "inside"],
    ["with other fields", "new Response(inside.body, inside)"],
  ])("is whole, and told, where a middleware reads after the handler: %s", async (_name, outside) => {
    const app = await appOf({
      "_middleware.ts": `export default async ({ cookies }, next) => { const inside = await next(); cookies.get("a"); return ${outside}; };`,
      "a.ts": `let parts = 0;
        const pull = (to) => { to.enqueue(new TextEncoder().encode(String(++parts))); if (parts === 9) to.close(); };
        export const GET = ({ request }) => { request.headers.get("x-early"); return new Response(
          new ReadableStream({ pull }, { highWaterMark: 0 }), { headers: { "cache-control": "max-age=60" } }); };`,
    });
    const response = await app.get("/a");
    expect(response.headers.get("vary")?.toLowerCase()).toContain("cookie");
    expect(await response.text()).toBe("123456789");
  });
});

describe("an answer for one request alone", () => {
  it.each([
    `export const dynamic = "force-dynamic"; export const GET = () => new Response(crypto.randomUUID());`,
    `import { unstable_noStore } from "next/cache"; export const GET = () => { unstable_noStore(); return new Response("x"); }`,
  ])("is never kept: %s", async (text) => {
    const { headers } = await (await openNext({ "a/route.ts": text })).get("/a");
    expect([headers.get("cache-control"), headers.get("offprint-cache-control")]).toEqual([
      "private, no-store",
      "no-store",
    ]);
  });

  it("is not kept after connection(), whatever the route's own policy is", async () => {
    const { headers } = await (
      await openNext({
        "a/route.ts": `import { connection } from "next/server"; export const revalidate = 60;
          export const GET = async () => { await connection(); return new Response("x"); };`,
      })
    ).get("/a");
    expect([headers.get("cache-control"), headers.get("offprint-cache-control")]).toEqual([
      "private, no-cache",
      "no-store",
    ]);
  });

  it.each([401, 404, 500])("is not kept as an error either: %s", async (status) => {
    const { headers } = await (
      await openNext({
        "a/route.ts": `export const dynamic = "force-dynamic"; export const GET = () => new Response("x", { status: ${status}, headers: { "cache-control": "s-maxage=60" } });`,
      })
    ).get("/a");
    expect(headers.get("offprint-cache-control")).toBe("no-store");
  });

  it("keeps its author's Cache-Control for the caches of others", async () => {
    const { headers } = await (
      await openNext({
        "a/route.ts": `export const dynamic = "force-dynamic"; export const GET = () => new Response("x", { headers: { "cache-control": "s-maxage=60" } });`,
      })
    ).get("/a");
    expect([headers.get("cache-control"), headers.get("offprint-cache-control")]).toEqual([
      "s-maxage=60",
      "no-store",
    ]);
  });
});
