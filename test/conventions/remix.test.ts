// Routes in the convention of Remix and React Router, over HTTP.

import { expect, test } from "vitest";
import golden from "../fixtures/react-router-cookies.json" with { type: "json" };
import { openRemix } from "./open.ts";

test("loader answers GET and HEAD, action the rest, and 405 names them", async () => {
  const app = await openRemix({
    "reports.$id[.]pdf.ts": `
      import type { LoaderFunctionArgs } from "@remix-run/node";
      export async function loader({ params, request }: LoaderFunctionArgs) {
        return new Response("%PDF " + params.id + " " + request.method, { status: 200, headers: { "Content-Type": "application/pdf" } });
      }`,
    "thing.ts": `
      import { json } from "@remix-run/node";
      import type { ActionFunction } from "@remix-run/node";
      export const action: ActionFunction = async ({ request }) => {
        switch (request.method) { case "POST": return json({ m: "POST" }, 201); case "PUT": return json({ m: "PUT" }); case "PATCH": return json({ m: "PATCH" }); case "DELETE": return json({ m: "DELETE" }); }
      };`,
  });
  const pdf = await app.get("/reports/a%20b.pdf");
  expect([pdf.status, pdf.headers.get("content-type"), await pdf.text()]).toEqual([
    200,
    "application/pdf",
    "%PDF a b GET",
  ]);
  const head = await app.get("/reports/7.pdf", { method: "HEAD" });
  expect([head.status, head.headers.get("content-type"), await head.text()]).toEqual([
    200,
    "application/pdf",
    "",
  ]);
  expect((await app.get("/reports/7.PDF")).status).toBe(200);
  const wrong = await app.get("/reports/7.pdf", { method: "POST" });
  expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "GET, HEAD, OPTIONS"]);
  for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
    const answer = await app.get("/thing", { method });
    expect([answer.status, await answer.json()]).toEqual([method === "POST" ? 201 : 200, { m: method }]);
    expect(answer.headers.get("content-type")).toBe("application/json; charset=utf-8");
  }
  const get = await app.get("/thing");
  expect([get.status, get.headers.get("allow")]).toEqual([405, "POST, PUT, PATCH, DELETE, OPTIONS"]);
  const options = await app.get("/thing", { method: "OPTIONS" });
  expect([options.status, options.headers.get("allow")]).toEqual([204, "POST, PUT, PATCH, DELETE, OPTIONS"]);
});

test("file names", async () => {
  const show = `export const loader = ({ params, pattern }) => ({ params, pattern });`;
  const app = await openRemix({
    "_index.ts": show,
    "$.ts": show,
    "files.$.ts": show,
    "($lang).about.ts": show,
    "folder.x/route.ts": show,
    "folder.x/db.ts": `throw new Error("not a route")`,
    "nested/$id/deep[.]txt.ts": show,
    "nested/index.ts": show,
    "concerts_.$city-now.ts": show,
    "[sitemap.xml].ts": show,
    "_auth.me.ts": show,
    "a.$b-c.ts": show,
    "maybe.($one).($two).ts": show,
  });
  const params = async (path: string) => ((await (await app.get(path)).json()) as { params: unknown }).params;
  expect(await params("/")).toEqual({});
  expect(await params("/anything/at%2Fall/x%20y")).toEqual({ "*": "anything/at/all/x y" });
  expect(await params("/files")).toEqual({ "*": "" });
  expect(await params("/files/a/b")).toEqual({ "*": "a/b" });
  expect(await params("/about")).toEqual({});
  expect(await params("/de/about")).toEqual({ lang: "de" });
  expect(await params("/folder/x")).toEqual({});
  expect(await params("/nested/7/deep.txt")).toEqual({ id: "7" });
  expect(await params("/nested")).toEqual({});
  expect(await params("/sitemap.xml")).toEqual({});
  expect(await params("/me")).toEqual({});
  expect(await params("/concerts/berlin-now")).toEqual({ "city-now": "berlin-now" });
  expect(await params("/a/x")).toEqual({ "b-c": "x" });
  expect(await params("/maybe")).toEqual({});
  expect(await params("/maybe/1")).toEqual({ one: "1" });
  expect(await params("/maybe/1/2")).toEqual({ one: "1", two: "2" });
});

test("what is thrown and returned", async () => {
  const app = await openRemix({
    "r.$kind.ts": `
      import { redirect, json, redirectDocument, replace } from "@remix-run/node";
      import { data } from "react-router";
      export function loader({ params }) {
        switch (params.kind) {
          case "response": throw new Response("teapot", { status: 418, headers: { "x-a": "b" } });
          case "redirect": throw redirect("/login", { headers: { "Set-Cookie": "a=b" } });
          case "redirect-301": return redirect("/x", 301);
          case "document": return redirectDocument("/x");
          case "replace": return replace("/x");
          case "json": throw json({ e: 1 }, { status: 422 });
          case "data": return data({ ok: 1 }, { status: 201, headers: { "x-d": "1" } });
          case "data-throw": throw data("Nothing", 404);
          case "null": return null;
          case "string": return "text";
          case "object": return { a: 1 };
          case "array": return [1];
          case "undefined": return undefined;
          case "error": throw Object.assign(new Error("secret"), { status: 402, headers: { "x-leak": "1" } });
          case "string-throw": throw "secret";
        }
      }`,
  });
  const seen = async (kind: string) => {
    const answer = await app.get(`/r/${kind}`);
    return [answer.status, answer.headers.get("location"), await answer.text()];
  };
  expect(await seen("response")).toEqual([418, null, "teapot"]);
  expect(await seen("redirect")).toEqual([302, "/login", ""]);
  expect((await app.get("/r/redirect")).headers.getSetCookie()).toEqual(["a=b"]);
  expect(await seen("redirect-301")).toEqual([301, "/x", ""]);
  expect((await app.get("/r/document")).headers.get("x-remix-reload-document")).toBe("true");
  expect((await app.get("/r/replace")).headers.get("x-remix-replace")).toBe("true");
  expect(await seen("json")).toEqual([422, null, '{"e":1}']);
  expect(await seen("data")).toEqual([201, null, '{"ok":1}']);
  expect((await app.get("/r/data")).headers.get("x-d")).toBe("1");
  expect(await seen("data-throw")).toEqual([404, null, '"Nothing"']);
  expect(await seen("null")).toEqual([200, null, "null"]);
  expect(await seen("string")).toEqual([200, null, "text"]);
  expect(await seen("object")).toEqual([200, null, '{"a":1}']);
  expect(await seen("array")).toEqual([200, null, "[1]"]);
  for (const kind of ["undefined", "error", "string-throw"]) {
    const [status, , text] = await seen(kind);
    expect(status).toBe(500);
    expect(text).not.toContain("secret");
  }
  expect((await app.get("/r/error")).headers.get("x-leak")).toBeNull();
});

test("sessions in cookies, with an old secret", async () => {
  const app = await openRemix({
    "session.ts": `
      import { createCookieSessionStorage, json } from "@remix-run/node";
      const { getSession, commitSession, destroySession } = createCookieSessionStorage({ cookie: { name: "__session", secrets: ["new", "s3cret"], httpOnly: true, path: "/", sameSite: "lax" } });
      export async function loader({ request }) {
        const session = await getSession(request.headers.get("Cookie"));
        return json({ user: session.get("userId") ?? null, message: session.get("msg") ?? null }, { headers: { "Set-Cookie": await commitSession(session) } });
      }
      export async function action({ request }) {
        const session = await getSession(request.headers.get("Cookie"));
        return new Response(null, { status: 204, headers: { "Set-Cookie": await destroySession(session) } });
      }`,
  });
  const made = golden.cookies.find(([kind]) => kind === "session")![2] as string;
  const old = await app.get("/session", { headers: { cookie: made.split(";")[0]! } });
  expect(await old.json()).toEqual({ user: "42", message: "Hello ü" });
  const fresh = await app.get("/session");
  expect(await fresh.json()).toEqual({ user: null, message: null });
  const forged = await app.get("/session", { headers: { cookie: "__session=eyJ1c2VySWQiOiI0MiJ9.AAAA" } });
  expect(await forged.json()).toEqual({ user: null, message: null });
  const gone = await app.get("/session", { method: "POST" });
  expect(gone.headers.getSetCookie()[0]).toContain("Expires=Thu, 01 Jan 1970 00:00:00 GMT");
});

test("middleware of the root and of layouts runs; their loaders and components do not", async () => {
  const app = await openRemix({
    "../root.tsx": `
      import { Outlet } from "react-router";
      import "./styles.css";
      export const middleware = [async ({ request }, next) => { const answer = await next(); answer.headers.append("x-order", "root"); return answer; }];
      export default function App() { return <Outlet />; }`,
    "_auth.tsx": `
      import { Outlet, redirect, createContext } from "react-router";
      import logo from "./logo.svg";
      import { userContext } from "../context";
      export const loader = () => { throw new Error("layout loader ran"); };
      export const middleware = [async ({ request, context }, next) => {
        if (!request.headers.get("authorization")) throw redirect("/login");
        context.set(userContext, "ada");
      }];
      export default () => <Outlet />;`,
    "../context.ts": `import { createContext } from "react-router"; export const userContext = createContext("nobody");`,
    "_auth.secret[.]json.ts": `
      import { userContext } from "../context";
      export const middleware = [async (_, next) => { const answer = await next(); answer.headers.append("x-order", "own"); return answer; }];
      export const loader = ({ context }) => ({ user: context.get(userContext) });`,
    "open[.]json.ts": `import { userContext } from "../context"; export const loader = ({ context }) => ({ user: context.get(userContext) });`,
  });
  const refused = await app.get("/secret.json");
  expect([refused.status, refused.headers.get("location"), refused.headers.get("x-order")]).toEqual([
    302,
    "/login",
    "root",
  ]);
  const allowed = await app.get("/secret.json", { headers: { authorization: "x" } });
  expect([await allowed.json(), allowed.headers.get("x-order")]).toEqual([{ user: "ada" }, "own, root"]);
  expect(await (await app.get("/open.json")).json()).toEqual({ user: "nobody" });
});

test("pages are skipped with one line, and are 404", async () => {
  const app = await openRemix({
    "page.tsx": `
      import { Link, useLoaderData } from "@remix-run/react";
      import { missing } from "not-installed-anywhere";
      export const loader = () => ({});
      export default function Page() { return <Link to="/" />; }`,
    "arrow.tsx": `const Page = () => null; export { Page as default }; export const loader = () => 1;`,
    "data.ts": `export const loader = () => "a word: default";`,
  });
  expect((await app.get("/page")).status).toBe(404);
  expect((await app.get("/arrow")).status).toBe(404);
  expect((await app.get("/data")).status).toBe(200);
  expect(app.notes.filter(({ message }) => message.includes("page")).map(({ file }) => file)).toEqual([
    "app/routes/arrow.tsx",
    "app/routes/page.tsx",
  ]);
});

test("what a stand-in lacks is an error at start, with its name and the file", async () => {
  await expect(
    openRemix({
      "x.ts": `import { helper } from "../helper"; export const loader = () => helper();`,
      "../helper.ts": `import { defer, json } from "@remix-run/node"; export const helper = () => defer({});`,
    }),
  ).rejects.toThrow(/app\/helper\.ts: "@remix-run\/node" has no `defer`/);
  await expect(
    openRemix({
      "x.ts": `import * as node from "@remix-run/node"; export const loader = () => node.nothing();`,
    }),
  ).rejects.toThrow(/app\/routes\/x\.ts: "@remix-run\/node" has no `nothing`/);
  const types = await openRemix({
    "x.ts": `import { LoaderFunctionArgs, TypedResponse, json } from "@remix-run/node"; export const loader = (_: LoaderFunctionArgs): TypedResponse => json(1);`,
  });
  expect(await (await types.get("/x")).json()).toBe(1);
});

test("a bad body is a 400 or 415, never a 500", async () => {
  const app = await openRemix({
    "b.ts": `export const action = async ({ request }) => ({ got: await request.json() });`,
  });
  const post = (body: string, type = "application/json") =>
    app.get("/b", { method: "POST", body, headers: { "content-type": type } });
  expect((await post("{bad")).status).toBe(400);
  expect((await post("a=b", "application/x-www-form-urlencoded")).status).toBe(415);
  expect(await (await post('{"a":1}')).json()).toEqual({ got: { a: 1 } });
  expect(await (await post('\ufeff{"a":1}')).json()).toEqual({ got: { a: 1 } });
});

test("Node streams as bodies", async () => {
  const app = await openRemix({
    "s[.]txt.ts": `
      import { createReadableStreamFromReadable } from "@remix-run/node";
      import { Readable } from "node:stream";
      export const loader = () => new Response(createReadableStreamFromReadable(Readable.from(["a", "b", "c"])), { headers: { "Content-Type": "text/plain" } });`,
  });
  expect(await (await app.get("/s.txt")).text()).toBe("abc");
});

test("a fault inside is a 500 that middleware can add to", async () => {
  const app = await openRemix({
    "f.ts": `
      export const middleware = [async (_, next) => { const answer = await next(); answer.headers.set("x-after", String(answer.status)); return answer; }];
      export const loader = () => { throw new Error("secret"); };
      export const action = () => { throw new Response("no", { status: 409 }); };`,
  });
  const answer = await app.get("/f");
  expect([answer.status, answer.headers.get("x-after"), await answer.text()]).toEqual([
    500,
    "500",
    "Unexpected Server Error",
  ]);
  const thrown = await app.get("/f", { method: "POST" });
  expect([thrown.status, thrown.headers.get("x-after"), await thrown.text()]).toEqual([409, "409", "no"]);
});

test("a redirect without a slash is resolved as a link of the route", async () => {
  const redirecting = `import { redirect } from "react-router"; export const loader = ({ request }) => redirect(new URL(request.url).searchParams.get("to"));`;
  const app = await openRemix({
    "admin.tsx": `export const middleware = []; export default () => null;`,
    "admin.reports.$id.ts": redirecting,
    "shop.cart.ts": redirecting,
  });
  const location = async (path: string, to: string) =>
    (await app.get(`${path}?to=${encodeURIComponent(to)}`)).headers.get("location");
  expect(await location("/admin/reports/7", "pdf")).toBe("/admin/reports/7/pdf");
  expect(await location("/admin/reports/7", "./pdf?a=b#c")).toBe("/admin/reports/7/pdf?a=b#c");
  expect(await location("/admin/reports/7", "..")).toBe("/admin");
  expect(await location("/admin/reports/7", "../x")).toBe("/admin/x");
  expect(await location("/admin/reports/7", "../../x")).toBe("/x");
  expect(await location("/admin/reports/7", "?page=2")).toBe("/admin/reports/7?page=2");
  expect(await location("/shop/cart", "..")).toBe("/");
  for (const to of ["/x", "//host/x", "https://host/x", "mailto:a@b.c"])
    expect(await location("/shop/cart", to)).toBe(to);
});

test("data() of text is JSON, and a helper may be handed a copy of the arguments", async () => {
  const app = await openRemix({
    "text.ts": `import { data } from "react-router"; export const loader = () => { throw data("Not Found", { status: 404 }); }; export const action = () => data(null, { status: 204 });`,
    "copy.ts": `
      import { createContext } from "react-router";
      const user = createContext("nobody");
      const helper = ({ context, params, request, extra }) => [context.get(user), params, request.method, extra];
      export const loader = (args) => { args.context.set(user, "ada"); return helper({ ...args, extra: 1 }); };`,
  });
  const text = await app.get("/text");
  expect([text.status, text.headers.get("content-type"), await text.json()]).toEqual([
    404,
    "application/json",
    "Not Found",
  ]);
  expect((await app.get("/text", { method: "POST" })).status).toBe(204);
  expect(await (await app.get("/copy")).json()).toEqual(["ada", {}, "GET", 1]);
});

test("a loader that speaks of OPTIONS answers it; next() can be called once", async () => {
  const app = await openRemix({
    "cors.ts": `
      const headers = { "Access-Control-Allow-Origin": "*" };
      export const loader = ({ request }) => request.method === "OPTIONS" ? new Response(null, { status: 204, headers }) : Response.json(1, { headers });`,
    "plain.ts": `export const loader = () => { throw new Error("ran"); };`,
    "twice.ts": `export const middleware = [async (_, next) => { await next(); return next(); }]; export const loader = () => 1;`,
  });
  const preflight = await app.get("/cors", { method: "OPTIONS" });
  expect([preflight.status, preflight.headers.get("access-control-allow-origin")]).toEqual([204, "*"]);
  expect((await app.get("/plain", { method: "OPTIONS" })).headers.get("allow")).toBe("GET, HEAD, OPTIONS");
  expect((await app.get("/twice")).status).toBe(500);
});

test("sessions in files, where React Router keeps them", async () => {
  const app = await openRemix({
    "s.ts": `
      import { createFileSessionStorage } from "@react-router/node";
      const { getSession, commitSession, destroySession } = createFileSessionStorage({ dir: process.cwd() + "/node_modules/.cache/offprint-test-sessions", cookie: { name: "s", secrets: ["x"] } });
      export const loader = async ({ request }) => (await getSession(request.headers.get("Cookie"))).data;
      export const action = async ({ request }) => {
        const session = await getSession(request.headers.get("Cookie"));
        if (request.method === "DELETE") return new Response(null, { headers: { "Set-Cookie": await destroySession(session) } });
        session.set("n", (session.get("n") ?? 0) + 1);
        return new Response(session.id, { headers: { "Set-Cookie": await commitSession(session, { maxAge: 60 }) } });
      };`,
  });
  const first = await app.get("/s", { method: "POST" });
  const cookie = first.headers.getSetCookie()[0]!.split(";")[0]!;
  const again = await app.get("/s", { method: "POST", headers: { cookie } });
  expect(await again.text()).toMatch(/^[\da-f]{16}$/);
  expect(await (await app.get("/s", { headers: { cookie } })).json()).toEqual({ n: 2 });
  await app.get("/s", { method: "DELETE", headers: { cookie } });
  expect(await (await app.get("/s", { headers: { cookie } })).json()).toEqual({});
});
