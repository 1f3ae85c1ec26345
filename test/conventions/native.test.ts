// The native convention: file names to URLs, exports to handlers, mistakes to messages.

import fc from "fast-check";
import { createApp, RoutesError } from "offprint";
import { describe, expect, it } from "vitest";
import { toPattern } from "../../src/conventions/pattern.ts";
import { appOf, writeProject } from "../project.ts";
import { openApp } from "./open.ts";

const ECHO = `export const GET = ({ params }) => ({ params });`;

describe("file names", () => {
  it.each([
    ["index.ts", "/"],
    ["rss.xml.ts", "/rss.xml"],
    ["reports/[id].pdf.ts", "/reports/:id.pdf"],
    ["og/[id].[ext(png|jpg)].tsx", "/og/:id.:ext(png|jpg)"],
    ["(marketing)/og/index.js", "/og"],
    ["docs/[...path].ts", "/docs/**:path"],
    ["docs/[[...path]].ts", "/docs/:path*"],
    ["v1.2/a-b_c.mts", "/v1.2/a-b_c"],
    ["café/名.txt.ts", "/café/名.txt"],
  ])("%s is %s", (file, pattern) => {
    expect(toPattern(file)).toMatchObject({ pattern });
  });

  it.each([
    "[a][b].ts",
    "[id]/[id].ts",
    "[...rest]/x.ts",
    "[bad name].ts",
    "a*b.ts",
    "[x",
    "[...a].pdf.ts",
    "[id(a|(b))].ts",
  ])("%s is a mistake that says so", (file) => {
    expect(toPattern(file)).toHaveProperty("mistake");
  });
});

describe("matching", () => {
  const app = () =>
    appOf({
      "reports/[id].pdf.ts": `export const GET = ({ params }) => ({ pdf: params })`,
      "reports/[id].ts": `export const GET = ({ params }) => ({ bare: params })`,
      "og/[id].[ext(png|jpg)].ts": ECHO,
      "all/[...rest].ts": ECHO,
      "maybe/[[...rest]].ts": ECHO,
      "(group)/in.ts": ECHO,
      "_private/x.ts": ECHO,
      "lib/_helper.ts": ECHO,
    });

  it.each([
    ["/reports/JP.pdf", { pdf: { id: "JP" } }],
    ["/reports/a.b.pdf", { pdf: { id: "a.b" } }],
    ["/reports/JP", { bare: { id: "JP" } }],
    ["/reports/.pdf", { bare: { id: ".pdf" } }],
    ["/reports/JP.PDF", { bare: { id: "JP.PDF" } }],
    ["/reports/..%2Fx.pdf", { pdf: { id: "../x" } }],
    ["/reports/%E6%97%A5%20%25.pdf", { pdf: { id: "日 %" } }],
    ["/og/x.png", { params: { id: "x", ext: "png" } }],
    ["/og/x.y.jpg", { params: { id: "x.y", ext: "jpg" } }],
    ["/all/a/b%2Fc", { params: { rest: ["a", "b/c"] } }],
    ["/maybe", { params: {} }],
    ["/maybe/a", { params: { rest: ["a"] } }],
    ["/in", { params: {} }],
  ])("%s", async (path, body) => {
    const response = await (await app()).get(path);
    expect([response.status, await response.json()]).toEqual([200, body]);
  });

  it.each([
    "/og/x.gif",
    "/all",
    "/_private/x",
    "/private/x",
    "/lib/_helper",
    "/lib",
    "/Reports/JP",
    "/group/in",
  ])("%s is 404", async (path) => {
    expect((await (await app()).get(path)).status).toBe(404);
  });

  it("gives every parameter back as it was put in", async () => {
    const { get } = await app();
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1, unit: "grapheme" }), async (id) => {
        fc.pre(!id.includes("\0") && !/^\.{1,2}$/.test(id) && !id.endsWith(".pdf") && id.isWellFormed());
        const response = await get(`/reports/${encodeURIComponent(id)}`);
        expect(response.status).toBe(200);
        expect(await response.json()).toEqual({ bare: { id } });
      }),
      { numRuns: 200 },
    );
  });
});

describe("odd URLs", () => {
  const app = () => appOf({ "[[...all]].ts": `export const GET = () => "all"`, "a/[id].ts": ECHO });

  it.each([
    ["/a//b", 404],
    ["//evil.example/", 404],
    ["/a/%00", 400],
    ["/a/x%00.pdf", 400],
    ["/a/%E0%A4%A", 400],
    ["/a/%", 400],
    ["/a/%ff", 400],
  ])("%s is %i", async (path, status) => {
    expect((await (await app()).get(path)).status).toBe(status);
  });

  it("redirects a trailing slash to the one URL, never to another host", async () => {
    const response = await (await app()).get("/a/b/?q=1");
    expect([response.status, response.headers.get("location")]).toEqual([308, "/a/b?q=1"]);
  });

  it("answers a thousand random paths with 200, 308, 400 or 404, and leaks nothing", async () => {
    const { get, logged } = await app();
    const piece = fc.oneof(
      fc.string({ unit: "binary" }).map((text) => encodeURIComponent(text.toWellFormed())),
      fc.constantFrom(
        "..",
        ".",
        "%2e%2e",
        "%2f",
        "%5c",
        "\\",
        "//",
        "%",
        "%zz",
        "%00",
        "%c0%af",
        "a",
        ";",
        ":",
        "@",
        "?",
        "[x]",
        "a.pdf",
      ),
      fc.string(),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 8 }), async (pieces) => {
        const path = `/${pieces.join("/")}`;
        fc.pre(URL.canParse(path, "http://test"));
        const response = await get(path);
        expect([200, 308, 400, 404]).toContain(response.status);
        if (response.status === 308) expect(response.headers.get("location")).toMatch(/^\/(?!\/)/);
      }),
      { numRuns: 1000 },
    );
    expect(logged).toEqual([]);
  });
});

describe("mistakes", () => {
  const mistakes = async (files: Record<string, string>): Promise<string> => {
    const error: unknown = await appOf(files).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(error).toBeInstanceOf(RoutesError);
    return (error as RoutesError).message;
  };

  it.each([
    [{ "a.ts": `export const get = () => "x"` }, ["routes/a.ts", "`get`", "Did you mean `GET`"]],
    [
      { "a.ts": `export const GETT = () => "x"; export const POST = () => "x"` },
      ["`GETT`", "Did you mean `GET`"],
    ],
    [{ "a.ts": `export const GET = () => "x"; export const helper = 1` }, ["`helper`", "Valid are GET"]],
    [{ "a.ts": `export default () => "x"` }, ["default export", "GET(event)"]],
    [{ "a.ts": `export const cache = {}` }, ["exports no handler"]],
    [{ "a.ts": `export const GET = "x"` }, ["`GET` must be a function"]],
    [{ "a.ts": `export const GET = () => ""; export const loader = () => ""` }, ["both answer GET"]],
    [
      { "a.ts": `export const GET = () => ""; export const cache = { maxAge: "1 fortnight" }` },
      ["`cache`", "1 fortnight"],
    ],
    [
      { "a.ts": `export const GET = () => ""; export const cache = { maxage: "1h" }` },
      ["`cache`", "`maxage` is not known. Did you mean `maxAge`?"],
    ],
    [{ "a.ts": `export const GET = () => ""; export const query = {}` }, ["`query`", "Standard Schema"]],
    [{ "[id]/[id].ts": ECHO }, ["routes/[id]/[id].ts", "twice"]],
    [{ "a/[x].ts": ECHO, "a/[y].ts": ECHO }, ["routes/a/[x].ts and routes/a/[y].ts", "both answer"]],
    [
      { "a.ts": ECHO, "a/index.ts": ECHO, "(g)/a.ts": ECHO },
      ["routes/(g)/a.ts and routes/a.ts and routes/a/index.ts"],
    ],
    [{ "_middleware.ts": `export const x = 1`, "a.ts": ECHO }, ["routes/_middleware.ts", "`middleware`"]],
  ])("%j", async (files, parts) => {
    const message = await mistakes(files as Record<string, string>);
    for (const part of parts) expect(message).toContain(part);
  });

  it("lists all of them at once", async () => {
    const message = await mistakes({ "a.ts": `export const get = 1`, "b.ts": `export const post = 1` });
    expect(message).toContain("routes/a.ts");
    expect(message).toContain("routes/b.ts");
  });
});

describe("middleware", () => {
  const mark = (name: string) =>
    `async (event, next) => { event.context.trail ??= []; event.context.trail.push("${name}"); const r = await next({ context: { ${name}: true } }); r.headers.append("x-out", "${name}"); return r }`;

  it("runs folder, route, handler; and unwinds in reverse", async () => {
    const app = await appOf({
      "_middleware.ts": `export default ${mark("root")}`,
      "a/_middleware.ts": `export const middleware = [${mark("folder")}]`,
      "a/b.ts": `export const middleware = ${mark("route")};
        export const GET = { middleware: [${mark("method")}], handler: ({ context }) => context };
        export const POST = ({ context }) => context.trail;`,
    });
    const get = await app.get("/a/b");
    expect(await get.json()).toEqual({
      trail: ["root", "folder", "route", "method"],
      root: true,
      folder: true,
      route: true,
      method: true,
    });
    expect(get.headers.get("x-out")).toBe("method, route, folder, root");
    expect(await (await app.get("/a/b", { method: "POST" })).json()).toEqual(["root", "folder", "route"]);
  });

  it("may answer in the handler's place, change the answer, and see 405 and OPTIONS", async () => {
    const app = await appOf({
      "_middleware.ts": `export default async (event, next) => {
        if (event.request.headers.has("x-stop")) return new Response("stopped", { status: 401 });
        const inner = await next();
        return new Response(inner.status === 200 ? "<" + (await inner.text()) + ">" : inner.body, inner);
      }`,
      "a.ts": `export const GET = () => "inside"`,
    });
    const stopped = await app.get("/a", { headers: { "x-stop": "1" } });
    expect([stopped.status, await stopped.text()]).toEqual([401, "stopped"]);
    const changed = await app.get("/a");
    expect([await changed.text(), changed.headers.get("content-length")]).toEqual(["<inside>", "8"]);
    expect((await app.get("/a", { method: "OPTIONS", headers: { "x-stop": "1" } })).status).toBe(401);
    expect((await app.get("/a", { method: "DELETE" })).status).toBe(405);
  });

  it("sees what the handler throws as a response, and keeps its cookies", async () => {
    const app = await appOf({
      "_middleware.ts": `export default async (event, next) => { const r = await next(); r.headers.set("x-seen", String(r.status)); return r }`,
      "a.ts": `import { notFound } from "offprint"; export const GET = ({ cookies }) => { cookies.set("a", "1"); throw notFound() }`,
    });
    const response = await app.get("/a");
    expect([response.status, response.headers.get("x-seen"), response.headers.getSetCookie().length]).toEqual(
      [404, "404", 1],
    );
  });

  it("keeps everything below it shut when it cannot be loaded", async () => {
    const app = await appOf({
      "admin/_middleware.ts": `throw new Error("no guard")`,
      "admin/a.ts": ECHO,
      "b.ts": ECHO,
    });
    expect([(await app.get("/admin/a")).status, (await app.get("/b")).status]).toEqual([500, 200]);
  });
});

describe("declared params and query", () => {
  const app = () =>
    appOf({
      "p/[id].ts": `import { z } from ${JSON.stringify(new URL("../../node_modules/zod/index.js", import.meta.url).pathname)};
        export const params = z.object({ id: z.coerce.number().int() });
        export const query = z.strictObject({ page: z.coerce.number().min(1).default(1) });
        export const GET = ({ params, query }) => ({ params, query });`,
    });

  it("gives typed values, and ignores what the schema does not know", async () => {
    const response = await (await app()).get("/p/7?page=2&utm_source=x");
    expect(await response.json()).toEqual({ params: { id: 7 }, query: { page: 2 } });
    expect(response.headers.get("no-vary-search")).toBe('params, except=("page")');
  });

  it.each([
    ["/p/x", 404, "id"],
    ["/p/7?page=0", 400, "page"],
  ])("%s is %i and names %s", async (path, status, field) => {
    const response = await (await app()).get(path);
    expect(response.status).toBe(status);
    expect(Object.keys(((await response.json()) as { fields: object }).fields)).toEqual([field]);
  });
});

describe("modules", () => {
  it("loads TypeScript, JSX without React, React elements, and shared modules once", async () => {
    const root = await writeProject({
      "lib/count.ts": `export let count = 0; export const add = (): number => ++count;`,
      "routes/a.ts": `import { add } from "../lib/count.ts"; enum E { A = 1 } export const GET = (): number => add() + E.A - 1;`,
      "routes/b.tsx": `import { add } from "../lib/count"; const C = ({ x }: { x: string }) => <b>{x}</b>; export const GET = () => ({ n: add(), el: <C x="1" /> })`,
      "routes/c.ts": `import { notFound } from "offprint"; export const GET = () => notFound().constructor === globalThis.offprintHttpError`,
    });
    const { HttpError } = await import("offprint");
    Object.assign(globalThis, { offprintHttpError: HttpError });
    const app = await createApp({ root });
    const get = async (path: string): Promise<unknown> =>
      (await app.fetch(new Request(`http://x${path}`))).json();
    expect(await get("/a")).toBe(1);
    expect(await get("/b")).toMatchObject({ n: 2, el: { props: { x: "1" } } });
    expect(await get("/c")).toBe(true);
  });
});

it("leaves out tests, stories and what `ignore` names", async () => {
  const get = `export const GET = () => "x";`;
  const files = { "a.ts": get, "a.test.ts": get, "a.stories.ts": get, "drafts/b.ts": get };
  const app = await openApp(
    Object.fromEntries(Object.entries(files).map(([name, text]) => [`routes/${name}`, text])),
    [{ dir: "routes", ignore: ["drafts/**"] }],
  );
  expect(app.routes.map(({ pattern }) => pattern)).toEqual(["/a"]);
  await expect(openApp({}, [{ dir: "routes", ignore: ["!(a)"] }])).rejects.toThrow("not understood");
});
