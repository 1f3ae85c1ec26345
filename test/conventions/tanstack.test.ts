// Server routes in the convention of TanStack Start, over HTTP.

import { expect, test } from "vitest";
import { openTanstack } from "./open.ts";

const route = (path: string, server: string, before = "") =>
  `import { createFileRoute } from "@tanstack/react-router"; ${before} export const Route = createFileRoute(${JSON.stringify(path)})({ server: ${server} });`;

test("handlers as object and as factory, ANY, HEAD, OPTIONS, 405", async () => {
  const app = await openTanstack({
    "api/hello.ts": route(
      "/api/hello",
      `{ handlers: { GET: async ({ request }) => new Response("Hello, World!"), POST: { handler: async () => Response.json({ made: 1 }, { status: 201 }) } } }`,
    ),
    "api/factory.ts": route(
      "/api/factory",
      `{ handlers: ({ createHandlers }) => createHandlers({ GET: { handler: async () => Response.json([]) }, DELETE: async () => new Response(null, { status: 204 }) }) }`,
    ),
    "api/any.ts": route(
      "/api/any",
      `{ handlers: { ANY: ({ request }) => new Response("any " + request.method), GET: () => new Response("get") } }`,
    ),
    "api/json.ts": `import { createFileRoute } from "@tanstack/react-router"; import { json } from "@tanstack/react-start";
      export const Route = createFileRoute("/api/json")({ server: { handlers: { GET: () => json({ a: 1 }, { status: 202 }) } } });`,
  });
  expect(await (await app.get("/api/hello")).text()).toBe("Hello, World!");
  expect((await app.get("/api/hello", { method: "POST" })).status).toBe(201);
  const head = await app.get("/api/hello", { method: "HEAD" });
  expect([head.status, await head.text()]).toEqual([200, ""]);
  const wrong = await app.get("/api/hello", { method: "PUT" });
  expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "GET, HEAD, POST, OPTIONS"]);
  expect((await app.get("/api/factory", { method: "DELETE" })).status).toBe(204);
  expect(await (await app.get("/api/any")).text()).toBe("get");
  for (const method of ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
    expect(await (await app.get("/api/any", { method })).text()).toBe(`any ${method}`);
  expect((await app.get("/api/json")).status).toBe(202);
});

test("file names", async () => {
  const show = (path: string) =>
    route(path, `{ handlers: { GET: ({ params, pathname }) => Response.json({ params, pathname }) } }`);
  const app = await openTanstack({
    "index.ts": show("/"),
    "api/users.$id.ts": show("/api/users/$id"),
    "api/users/index.ts": show("/api/users/"),
    "reports.{$id}[.]pdf.ts": show("/reports/{$id}.pdf"),
    "card-{$id}-x[.]png.ts": show("/card-{$id}-x.png"),
    "files/$.ts": show("/files/$"),
    "_auth/me.ts": show("/_auth/me"),
    "(group)/grouped.ts": show("/(group)/grouped"),
    "sitemap[.]xml.ts": show("/sitemap.xml"),
    "posts_.$id.edit.ts": show("/posts_/$id/edit"),
    "{-$locale}/about.ts": show("/{-$locale}/about"),
    "deep/route.ts": show("/deep"),
    "-hidden/x.ts": "throw new Error('not a route')",
    "zip/{$}[.]zip.ts": show("/zip/{$}.zip"),
    "u.{$id}tail.ts": show("/u/{$id}tail"),
    "routeTree.gen.ts": "throw new Error('not a route')",
  });
  const params = async (path: string) => ((await (await app.get(path)).json()) as { params: unknown }).params;
  expect(await params("/")).toEqual({});
  expect(await params("/api/users/a%20b")).toEqual({ id: "a b" });
  expect(await params("/api/users")).toEqual({});
  expect(await params("/reports/7.pdf")).toEqual({ id: "7" });
  expect(await params("/Reports/aB.PDF")).toEqual({ id: "aB" });
  expect(await params("/card-9-x.png")).toEqual({ id: "9" });
  expect(await params("/files")).toEqual({ _splat: "", "*": "" });
  expect(await params("/files/a/b%2Fc")).toEqual({ _splat: "a/b/c", "*": "a/b/c" });
  expect(await params("/me")).toEqual({});
  expect(await params("/grouped")).toEqual({});
  expect(await params("/sitemap.xml")).toEqual({});
  expect(await params("/posts/3/edit")).toEqual({ id: "3" });
  expect(await params("/about")).toEqual({});
  expect(await params("/de/about")).toEqual({ locale: "de" });
  expect(await params("/deep")).toEqual({});
  expect(await params("/zip/a/b.zip")).toEqual({ _splat: "a/b", "*": "a/b" });
  expect((await app.get("/zip/a/b.tar")).status).toBe(404);
  expect(await params("/u/xtail")).toEqual({ id: "x" });
  const shown = (await (await app.get("/files/%C3%BC%20x/a%2Fb%25")).json()) as { pathname: string };
  expect(shown.pathname).toBe("/files/ü x/a%2Fb%25");
});

test("middleware: order, context, unwinding, dependencies, answers of its own", async () => {
  const app = await openTanstack({
    "../middleware.ts": `
      import { createMiddleware } from "@tanstack/react-start";
      export const log = [];
      globalThis.offprintOrder = log;
      const named = (name, before = []) => createMiddleware().middleware(before).server(async ({ next, context, request, pathname }) => {
        log.push("> " + name);
        const result = await next({ context: { [name]: true, trail: [...(context.trail ?? []), name] } });
        log.push("< " + name);
        result.response.headers.append("x-order", name);
        return result;
      });
      export const base = named("base");
      export const auth = createMiddleware().middleware([base]).server(async ({ next, request }) => {
        if (request.headers.get("authorization") !== "yes") throw Response.json({ error: "Unauthorized" }, { status: 401 });
        return next({ context: { user: { id: 7 } } });
      });
      export const logger = named("logger", [base]);
      export const own = named("own");
      export const short = createMiddleware({ type: "request" }).server(() => new Response("short", { status: 203 }));
      export const replace = createMiddleware().server(async ({ next }) => { const result = await next(); return new Response("replaced " + await result.response.text()); });
      export const catching = createMiddleware().server(async ({ next }) => { try { return await next(); } catch (error) { return new Response("caught " + error.message, { status: 502 }); } });`,
    "__root.tsx": `import { createRootRoute, Outlet } from "@tanstack/react-router"; import css from "../styles.css?url"; import { createMiddleware } from "@tanstack/react-start";
      export const Route = createRootRoute({ component: () => <Outlet />, server: { middleware: [createMiddleware().server(async ({ next }) => { const r = await next(); r.response.headers.append("x-order", "root"); return r; })] } });`,
    "_auth.tsx": `import { createFileRoute, Outlet } from "@tanstack/react-router"; import { auth } from "../middleware";
      export const Route = createFileRoute("/_auth")({ component: () => <Outlet />, loader: () => { throw new Error("ran"); }, server: { middleware: [auth] } });`,
    "_auth/api.posts.ts": `import { createFileRoute } from "@tanstack/react-router"; import { logger, own } from "../../middleware";
      export const Route = createFileRoute("/_auth/api/posts")({ server: { middleware: [logger], handlers: {
        GET: async ({ context }) => Response.json({ user: context.user, trail: context.trail }),
        POST: { middleware: [own], handler: async ({ context }) => Response.json({ trail: context.trail }, { status: 201 }) },
      } } });`,
    "short.ts": `import { createFileRoute } from "@tanstack/react-router"; import { short } from "../middleware"; export const Route = createFileRoute("/short")({ server: { middleware: [short], handlers: { GET: () => { throw new Error("ran"); } } } });`,
    "replace.ts": `import { createFileRoute } from "@tanstack/react-router"; import { replace } from "../middleware"; export const Route = createFileRoute("/replace")({ server: { middleware: [replace], handlers: { GET: () => new Response("inner") } } });`,
    "catching.ts": `import { createFileRoute } from "@tanstack/react-router"; import { catching } from "../middleware"; export const Route = createFileRoute("/catching")({ server: { middleware: [catching], handlers: { GET: () => { throw new Error("boom"); }, POST: () => { throw new Response("thrown", { status: 418 }); } } } });`,
  });
  const log = (globalThis as { offprintOrder?: string[] }).offprintOrder!;
  const refused = await app.get("/api/posts");
  expect([refused.status, await refused.json(), refused.headers.get("x-order")]).toEqual([
    401,
    { error: "Unauthorized" },
    "base, root",
  ]);
  log.length = 0;
  const allowed = await app.get("/api/posts", { headers: { authorization: "yes" } });
  expect(await allowed.json()).toEqual({ user: { id: 7 }, trail: ["base", "logger"] });
  expect(log).toEqual(["> base", "> logger", "< logger", "< base"]);
  const post = await app.get("/api/posts", { method: "POST", headers: { authorization: "yes" } });
  expect([post.status, await post.json(), post.headers.get("x-order")]).toEqual([
    201,
    { trail: ["base", "logger", "own"] },
    "own, logger, base, root",
  ]);
  const head = await app.get("/api/posts", { method: "HEAD", headers: { authorization: "yes" } });
  expect([head.status, head.headers.get("x-order")]).toEqual([200, "logger, base, root"]);
  expect(await (await app.get("/short")).text()).toBe("short");
  expect(await (await app.get("/replace")).text()).toBe("replaced inner");
  const caught = await app.get("/catching");
  expect([caught.status, await caught.text()]).toEqual([502, "caught boom"]);
  expect((await app.get("/catching", { method: "POST" })).status).toBe(418);
});

test("the middleware of the root runs where no route is, too", async () => {
  const app = await openTanstack({
    "__root.tsx": `import { createRootRoute } from "@tanstack/react-router"; import { createMiddleware } from "@tanstack/react-start";
      export const Route = createRootRoute({ server: { middleware: [createMiddleware().server(async ({ next }) => { const r = await next(); r.response.headers.set("x-root", "1"); return r; })] } });`,
    "x.ts": route("/x", `{ handlers: { GET: () => new Response("in") } }`),
  });
  const seen = async (path: string) => [
    (await app.get(path)).status,
    (await app.get(path)).headers.get("x-root"),
  ];
  expect(await seen("/x")).toEqual([200, "1"]);
  expect(await seen("/nowhere")).toEqual([404, "1"]);
});

test("a start.ts that cannot be loaded lets nobody in, and the log names the cause", async () => {
  const x = route("/x", `{ handlers: { GET: () => new Response("in") } }`);
  const app = await openTanstack({
    "../start.ts": `import { createStart } from "@tanstack/react-start"; import "not-there"; export const startInstance = createStart(() => ({}));`,
    "x.ts": x,
  });
  expect((await app.get("/x")).status).toBe(500);
  expect(app.logged.map(({ msg }) => msg)).toContainEqual(
    expect.stringMatching(/^src\/start\.ts imports .*not-there.*; every URL of these routes answers 500/),
  );
  const thrown = await openTanstack({
    "../start.ts": `import { createStart } from "@tanstack/react-start"; export const startInstance = createStart(() => { throw new Error("no key"); });`,
    "x.ts": x,
  });
  expect((await thrown.get("/x")).status).toBe(500);
  expect(JSON.stringify(thrown.logged)).toContain("no key");
  await expect(
    openTanstack({
      "../start.ts": `import { createStart } from "@tanstack/react-start"; export const start = createStart(() => ({}));`,
      "x.ts": x,
    }),
  ).rejects.toThrow(/src\/start\.ts: It needs `export const startInstance/);
});

test("Solid's packages are as React's", async () => {
  const app = await openTanstack({
    "s.$id.ts": `import { createFileRoute, redirect } from "@tanstack/solid-router"; import { json } from "@tanstack/solid-start"; import { getRequestHeader } from "@tanstack/solid-start/server"; import "@tanstack/solid-start/server-only";
      export const Route = createFileRoute("/s/$id")({ server: { handlers: {
        GET: ({ params }) => json({ id: params.id, a: getRequestHeader("x-a") }),
        POST: () => { throw redirect({ to: "/s/$id", params: { id: "9" } }); } } } });`,
  });
  expect(await (await app.get("/s/7", { headers: { "x-a": "1" } })).json()).toEqual({ id: "7", a: "1" });
  expect((await app.get("/s/7", { method: "POST" })).headers.get("location")).toBe("/s/9");
  await expect(
    openTanstack({
      "x.ts": `import { nothing } from "@tanstack/solid-router"; import { createFileRoute } from "@tanstack/solid-router";
        export const Route = createFileRoute("/x")({ server: { handlers: { GET: () => nothing() } } });`,
    }),
  ).rejects.toThrow(/"@tanstack\/solid-router" has no `nothing`/);
});

test("start.ts puts middleware around every request", async () => {
  const app = await openTanstack({
    "../start.ts": `import { createStart, createMiddleware } from "@tanstack/react-start"; const guard = createMiddleware().server(({ next, request }) => request.headers.has("x-key") ? next() : new Response("no", { status: 403 }));
      export const startInstance = createStart(() => ({ requestMiddleware: [guard] }));`,
    "x.ts": route("/x", `{ handlers: { GET: () => new Response("in") } }`),
  });
  expect((await app.get("/nowhere")).status).toBe(403);
  expect((await app.get("/nowhere", { headers: { "x-key": "1" } })).status).toBe(404);
  expect((await app.get("/x")).status).toBe(403);
  expect(await (await app.get("/x", { headers: { "x-key": "1" } })).text()).toBe("in");
});

test("redirect and notFound, thrown or returned", async () => {
  const app = await openTanstack({
    "r.$kind.ts": `import { createFileRoute, redirect, notFound } from "@tanstack/react-router";
      export const Route = createFileRoute("/r/$kind")({ server: { handlers: { GET: ({ params }) => {
        switch (params.kind) {
          case "to": throw redirect({ to: "/posts/$id", params: { id: "a b" }, search: { page: 2, q: "x", n: "7" }, hash: "h" });
          case "href": return redirect({ href: "https://example.com/x", statusCode: 302 });
          case "301": throw redirect({ to: "/x", statusCode: 301, headers: { "x-a": "1" } });
          case "notfound": throw notFound();
          case "throw": notFound({ throw: true });
          case "other-host": throw redirect({ href: "//evil.example" });
          case "backslash": throw redirect({ href: " /\\\\evil.example" });
          case "script": throw redirect({ href: "java\\nscript:alert(1)" });
          case "error": throw new Error("secret");
          case "undefined": return undefined;
        }
      } } } });`,
  });
  const seen = async (kind: string) => {
    const answer = await app.get(`/r/${kind}`);
    return [answer.status, answer.headers.get("location")];
  };
  expect(await seen("to")).toEqual([307, "/posts/a%20b?page=2&q=x&n=%227%22#h"]);
  expect(await seen("href")).toEqual([302, "https://example.com/x"]);
  expect(await seen("301")).toEqual([301, "/x"]);
  expect(await seen("notfound")).toEqual([404, null]);
  expect(await seen("throw")).toEqual([404, null]);
  for (const kind of ["other-host", "backslash", "script", "error"])
    expect(await seen(kind)).toEqual([500, null]);
  expect(await seen("undefined")).toEqual([500, null]);
});

test("ambient functions of the server", async () => {
  const app = await openTanstack({
    "s.ts": `import { createFileRoute } from "@tanstack/react-router";
      import { getRequest, getRequestHeader, getCookie, getCookies, setCookie, deleteCookie, setResponseHeader, setResponseHeaders, getRequestUrl, setResponseStatus } from "@tanstack/react-start/server";
      export const Route = createFileRoute("/s")({ server: { handlers: { GET: async () => {
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 10));
        setCookie("b", "x y", { httpOnly: true }); deleteCookie("c"); setResponseHeader("x-one", "1"); setResponseHeaders({ "x-two": "2", "x-own": "theirs" }); setResponseStatus(203);
        return Response.json({ n: getRequestHeader("x-n"), a: getCookie("a"), all: getCookies(), url: getRequestUrl().pathname, same: getRequest().method }, { headers: { "Set-Cookie": "own=1", "x-own": "mine" } });
      } } } });`,
  });
  await Promise.all(
    Array.from({ length: 50 }, async (_, n) => {
      const answer = await app.get("/s", { headers: { "x-n": String(n), cookie: `a=${n}` } });
      expect(await answer.json()).toEqual({
        n: String(n),
        a: String(n),
        all: { a: String(n) },
        url: "/s",
        same: "GET",
      });
      expect([answer.headers.get("x-one"), answer.headers.get("x-two"), answer.headers.get("x-own")]).toEqual(
        ["1", "2", "theirs"],
      );
      expect([answer.status, answer.headers.get("content-type")]).toEqual([203, "application/json"]);
      expect(answer.headers.getSetCookie()).toEqual([
        "own=1",
        "b=x%20y; Path=/; HttpOnly",
        "c=; Max-Age=0; Path=/",
      ]);
    }),
  );
});

test("a page with handlers has them served; a page alone is 404", async () => {
  const app = await openTanstack({
    "both.tsx": `import { createFileRoute, Link, useLoaderData } from "@tanstack/react-router";
      export const Route = createFileRoute("/both")({ component: Page, server: { handlers: { POST: async () => Response.json({ ok: true }) } } });
      function Page() { const data = Route.useLoaderData(); return <Link to="/">{data}</Link>; }`,
    "page.tsx": `import { createFileRoute } from "@tanstack/react-router"; import missing from "nowhere"; import { db } from "~/server/db"; export const Route = createFileRoute("/page")({ component: () => null });`,
  });
  const get = await app.get("/both");
  expect([get.status, get.headers.get("allow")]).toEqual([405, "POST, OPTIONS"]);
  expect(await (await app.get("/both", { method: "POST" })).json()).toEqual({ ok: true });
  expect((await app.get("/page")).status).toBe(404);
  expect(app.notes.some(({ file }) => file === "src/routes/page.tsx")).toBe(true);
});

test("mistakes are told at start", async () => {
  await expect(
    openTanstack({
      "api/a.ts": `import { createServerFileRoute } from "@tanstack/react-start/server"; export const ServerRoute = createServerFileRoute("/api/a").methods({ GET: () => new Response() });`,
    }),
  ).rejects.toThrow(
    /`createServerFileRoute` is of versions before 1.150. Write .*createFileRoute\("\/api\/a"\)/,
  );
  await expect(openTanstack({ "a.ts": route("/b", `{ handlers: { GET: () => 1 } }`) })).rejects.toThrow(
    /src\/routes\/a\.ts: createFileRoute\("\/b"\) must be createFileRoute\("\/a"\)/,
  );
  await expect(openTanstack({ "a.ts": route("/a", `{ handlers: { get: () => 1 } }`) })).rejects.toThrow(
    /The handler `get` is not known/,
  );
  for (const server of [
    "{ middleware: [undefined], handlers: { GET: () => 1 } }",
    "{ handlers: { GET: { middleware: [() => 1], handler: () => 1 } } }",
  ])
    await expect(openTanstack({ "a.ts": route("/a", server) })).rejects.toThrow(
      /src\/routes\/a\.ts: A list of middleware holds/,
    );
  await expect(
    openTanstack({
      "a.ts": `import { getRouterInstance } from "@tanstack/react-start"; ${route("/a", `{ handlers: { GET: () => getRouterInstance() } }`)}`,
    }),
  ).rejects.toThrow(/src\/routes\/a\.ts: "@tanstack\/react-start" has no `getRouterInstance`/);
});

test("server functions are functions on the server: middleware, validators, context", async () => {
  const app = await openTanstack({
    "../start.ts": `import { createMiddleware, createStart } from "@tanstack/react-start";
      const stamp = createMiddleware({ type: "function" }).server(({ next }) => next({ context: { stamped: true } }));
      export const startInstance = createStart(() => ({ functionMiddleware: [stamp] }));`,
    "../functions.ts": `import { createMiddleware, createServerFn } from "@tanstack/react-start";
      import { redirect } from "@tanstack/react-router";
      import { getCookie } from "@tanstack/react-start/server";
      const sends = createMiddleware({ type: "function" }).client(({ next }) => next({ sendContext: { workspace: "w" } })).server(async ({ next, context, data }) => {
        const result = await next({ context: { theme: getCookie("theme"), seen: data } });
        return { ...result, result: { ...result.result, after: true } };
      });
      const base = createServerFn({ method: "POST" }).middleware([sends]);
      export const greet = base.validator((data) => { if (!data.name) throw new Error("a name is needed"); return { name: data.name.trim() }; })
        .handler(({ data, context, method }) => ({ hello: data.name, context, method }));
      export const plain = createServerFn().handler(async () => "plain");
      export const leaves = createServerFn().handler(() => { throw redirect({ to: "/login" }); });`,
    "f.tsx": `import { createFileRoute } from "@tanstack/react-router"; import { useServerFn } from "@tanstack/react-start"; import { greet, plain, leaves } from "../functions";
      export const Route = createFileRoute("/f")({ loader: () => plain(), component: () => useServerFn(greet), server: { handlers: {
        GET: async ({ request }) => Response.json({ plain: await plain(), greet: await greet({ data: { name: " Ada " } }) }),
        POST: async () => Response.json(await greet({ data: {} })),
        DELETE: async () => Response.json(await leaves()),
      } } });`,
  });
  const answer = await app.get("/f", { headers: { cookie: "theme=dark" } });
  expect(await answer.json()).toEqual({
    plain: "plain",
    greet: {
      hello: "Ada",
      context: { stamped: true, workspace: "w", theme: "dark", seen: { name: " Ada " } },
      method: "POST",
      after: true,
    },
  });
  expect((await app.get("/f", { method: "POST" })).status).toBe(500);
  const left = await app.get("/f", { method: "DELETE" });
  expect([left.status, left.headers.get("location")]).toEqual([307, "/login"]);
});

test("createCsrfMiddleware lets only the app's own pages in", async () => {
  const app = await openTanstack({
    "c.ts": `import { createFileRoute } from "@tanstack/react-router"; import { createCsrfMiddleware } from "@tanstack/react-start";
      export const Route = createFileRoute("/c")({ server: { middleware: [createCsrfMiddleware({ filter: ({ request }) => request.method !== "GET" })], handlers: { GET: () => new Response("got"), POST: () => new Response("done") } } });`,
  });
  const post = async (headers: Record<string, string>) =>
    (await app.get("/c", { method: "POST", headers })).status;
  expect((await app.get("/c")).status).toBe(200);
  expect(await post({})).toBe(403);
  expect(await post({ "sec-fetch-site": "same-origin" })).toBe(200);
  expect(await post({ "sec-fetch-site": "cross-site", origin: "http://test" })).toBe(403);
  expect(await post({ origin: "http://test" })).toBe(200);
  expect(await post({ origin: "http://elsewhere" })).toBe(403);
  expect(await post({ referer: "http://test/page" })).toBe(200);
  expect(await post({ referer: "http://test.elsewhere/page" })).toBe(403);
});
