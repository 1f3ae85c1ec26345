// React Router's app/routes.ts decides the URLs and the guards, over HTTP.

import { expect, test } from "vitest";
import { openRemix } from "./open.ts";

const DEV = `import { type RouteConfig, index, layout, prefix, relative, route } from "@react-router/dev/routes";`;
const FLAT = `import { flatRoutes } from "@react-router/fs-routes";`;

/** A module that says who it is, and what it was given. */
const show = (name: string) =>
  `export const loader = ({ params, pattern, context }) => ({ name: ${JSON.stringify(name)}, params, pattern });`;

const guard = (name: string) =>
  `export const middleware = [async (_, next) => { const answer = await next(); answer.headers.append("x-guard", ${JSON.stringify(name)}); return answer; }];
   export default () => null;`;

const CLOSED = `
  export const middleware = [({ request }) => { if (!request.headers.has("authorization")) throw new Response("no", { status: 401 }); }];
  export default () => null;`;

async function open(routes: string, files: Record<string, string>) {
  const app = await openRemix({ "../root.tsx": guard("root"), "../routes.ts": routes, ...files });
  const ask = async (path: string, init?: RequestInit) => {
    const answer = await app.get(path, init);
    const seen = answer.ok ? ((await answer.json()) as { name: string; params: object }) : undefined;
    return [answer.status, seen?.name, seen?.params, answer.headers.get("x-guard")];
  };
  return { app, ask };
}

test("route(), index(), prefix(), layout(), relative() and children, with the guards around them", async () => {
  const { app, ask } = await open(
    `${DEV}
     const { route: near } = relative(import.meta.dirname + "/features");
     export default [
       index("./home.ts"),
       route("reports/:id.pdf", "routes/report.ts"),
       layout("routes/auth.tsx", [
         route("secret.json", "routes/secret.ts"),
         ...prefix("admin", [
           index("routes/admin.ts"),
           route("users/:user-id?", "routes/users.ts", [route("files/*", "routes/files.ts")]),
         ]),
       ]),
       route("outer", "routes/outer.tsx", [index("routes/outer-index.ts"), route("inner", "routes/inner.ts", { id: "one" })]),
       near("near/:x", "./near.ts"),
       route("again", "routes/inner.ts", { id: "two" }),
     ] satisfies RouteConfig;`,
    {
      "../home.ts": show("home"),
      "../features/near.ts": show("near"),
      "report.ts": show("report"),
      "auth.tsx": CLOSED,
      "secret.ts": show("secret"),
      "admin.ts": show("admin"),
      "users.ts": show("users"),
      "files.ts": show("files"),
      "outer.tsx": guard("outer"),
      "outer-index.ts": show("outer-index"),
      "inner.ts": show("inner"),
      "not-named.ts": show("not-named"),
    },
  );
  expect(await ask("/")).toEqual([200, "home", {}, "root"]);
  expect(await ask("/reports/7.pdf")).toEqual([200, "report", { id: "7" }, "root"]);
  expect(await ask("/secret.json")).toEqual([401, undefined, undefined, "root"]);
  const inside = { headers: { authorization: "x" } };
  expect(await ask("/secret.json", inside)).toEqual([200, "secret", {}, "root"]);
  expect((await ask("/admin"))[0]).toBe(401);
  expect(await ask("/admin", inside)).toEqual([200, "admin", {}, "root"]);
  expect(await ask("/admin/users", inside)).toEqual([200, "users", {}, "root"]);
  expect(await ask("/admin/users/7", inside)).toEqual([200, "users", { "user-id": "7" }, "root"]);
  expect(await ask("/admin/users/7/files/a/b", inside)).toEqual([
    200,
    "files",
    { "user-id": "7", "*": "a/b" },
    "root",
  ]);
  expect((await ask("/admin/users/7/files/a"))[0]).toBe(401);
  expect(await ask("/outer")).toEqual([200, "outer-index", {}, "outer, root"]);
  expect(await ask("/outer/inner")).toEqual([200, "inner", {}, "outer, root"]);
  expect(await ask("/near/1")).toEqual([200, "near", { x: "1" }, "root"]);
  expect(await ask("/again")).toEqual([200, "inner", {}, "root"]);
  for (const path of ["/not-named", "/secret", "/report", "/admin/files"])
    expect((await app.get(path)).status, path).toBe(404);
});

test("flatRoutes(), alone, beside others, of another folder, and without what it ignores", async () => {
  const files = {
    "reports.$id[.]pdf.ts": show("report"),
    "folder.x/route.ts": show("folder"),
    "folder.x/db.ts": `throw new Error("no route")`,
    "with-index/index.ts": show("with-index"),
    "deep/er/route.ts": show("deeper"),
    "_auth.tsx": CLOSED,
    "_auth.secret[.]json.ts": show("secret"),
    "api.ts": show("api"),
    "api._index.ts": show("api-index"),
    "($lang).about.ts": show("about"),
    "left.stories.ts": show("stories"),
    "../other/thing.ts": show("thing"),
    "../extra.ts": show("extra"),
  };
  const { app, ask } = await open(
    `${DEV} ${FLAT}
     export default [
       ...(await flatRoutes({ ignoredRouteFiles: ["**/*.{stories,test}.ts"] })),
       ...prefix("more", await flatRoutes({ rootDirectory: "other" })),
       route("extra", "extra.ts"),
     ];`,
    files,
  );
  expect(await ask("/reports/7.pdf")).toEqual([200, "report", { id: "7" }, "root"]);
  expect(await ask("/folder/x")).toEqual([200, "folder", {}, "root"]);
  expect(await ask("/with-index")).toEqual([200, "with-index", {}, "root"]);
  expect((await ask("/secret.json"))[0]).toBe(401);
  expect(await ask("/api")).toEqual([200, "api-index", {}, "root"]);
  expect(await ask("/about")).toEqual([200, "about", {}, "root"]);
  expect(await ask("/de/about")).toEqual([200, "about", { lang: "de" }, "root"]);
  expect(await ask("/more/thing")).toEqual([200, "thing", {}, "root"]);
  expect(await ask("/extra")).toEqual([200, "extra", {}, "root"]);
  for (const path of ["/left/stories", "/thing", "/deep/er", "/folder/x/db"])
    expect((await app.get(path)).status, path).toBe(404);
  const alone = await open(`${FLAT} export default flatRoutes();`, { "a.b.ts": show("ab") });
  expect(await alone.ask("/a/b")).toEqual([200, "ab", {}, "root"]);
});

test("what the adapter of Remix's `routes` gives", async () => {
  const { ask } = await open(
    `import { remixRoutesOptionAdapter } from "@react-router/remix-routes-option-adapter";
     export default remixRoutesOptionAdapter((defineRoutes) => defineRoutes((route) => {
       route("a", "routes/guard.tsx", () => { route("b/:c", "routes/b.ts"); });
       route("", "routes/home.ts", { index: true });
     }));`,
    { "guard.tsx": guard("guard"), "b.ts": show("b"), "home.ts": show("home") },
  );
  expect(await ask("/a/b/1")).toEqual([200, "b", { c: "1" }, "guard, root"]);
  expect(await ask("/")).toEqual([200, "home", {}, "root"]);
});

test("a folder of an app that has no routes/ is one by its routes.ts and root.tsx", async () => {
  const { openApp } = await import("./open.ts");
  const app = await openApp(
    {
      "app/root.tsx": guard("root"),
      "app/routes.ts": `${DEV} export default [route("x.json", "pages/x.ts")];`,
      "app/pages/x.ts": show("x"),
    },
    [{ dir: "app", convention: "remix" }],
  );
  const answer = await app.get("/x.json");
  expect([answer.status, answer.headers.get("x-guard")]).toEqual([200, "root"]);
  expect((await app.get("/pages/x")).status).toBe(404);
});

test.each([
  [
    "a file that is not there",
    `[\n  route("x", "routes/y.ts"),\n]`,
    /app\/routes\.ts:2: There is no file routes\/y\.ts/,
  ],
  ["a forgotten await", `[flatRoutes()]`, /app\/routes\.ts: A route is a promise: write `\.\.\.\(await/],
  ["no list", `route("x", "routes/x.ts")`, /app\/routes\.ts: Routes must be an array/],
  [
    "one file twice",
    `[\nroute("a", "routes/x.ts"),\nroute("b", "routes/x.ts")]`,
    /app\/routes\.ts:2: "routes\/x" is there twice/,
  ],
  ["a splat in the middle", `[route("*/a", "routes/x.ts")]`, /app\/routes\/x\.ts: .*must be last/],
  [
    "a name that is not there",
    `[unknown("a")]`,
    /app\/routes\.ts:1: It decides the URLs.*unknown is not defined/,
  ],
  [
    "a package that is not there",
    `[]; import "not-installed-anywhere"`,
    /app\/routes\.ts.*cannot be read: .*not-installed-anywhere/,
  ],
  [
    "a helper that is not there",
    `[nothing()]; import { nothing } from "@react-router/dev/routes"`,
    /app\/routes\.ts.*has no `nothing`/,
  ],
  [
    "a glob that is not understood",
    `flatRoutes({ ignoredRouteFiles: ["!(a).ts"] })`,
    /app\/routes\.ts.*!\(…\)/,
  ],
])("%s stops the start, with the file and the line", async (_, routes, message) => {
  const text = `${DEV} ${FLAT} export default ${routes};`;
  await expect(openRemix({ "x.ts": show("x"), "../routes.ts": text })).rejects.toThrow(message);
});

test("modules of one side, tests and what `ignore` names are no URLs", async () => {
  const { openApp } = await import("./open.ts");
  const files = {
    "db.server.ts": show("server"),
    "map.client.ts": show("client"),
    "a.test.ts": show("test"),
    "a.stories.ts": show("stories"),
    "drafts.x.ts": show("draft"),
    "shown.ts": show("shown"),
    "_auth.tsx": CLOSED,
    "_auth.secret.ts": show("secret"),
  };
  const inRoutes = Object.fromEntries(
    Object.entries(files).map(([name, text]) => [`app/routes/${name}`, text]),
  );
  const source = { dir: "app/routes", convention: "remix", ignore: ["drafts.*", "_auth.tsx"] } as const;
  const byName = await openApp(inRoutes, [{ ...source, ignore: ["drafts.*"] }]);
  const byConfig = await openApp(
    {
      ...inRoutes,
      "app/root.tsx": guard("root"),
      "app/routes.ts": `${FLAT} export default flatRoutes({ ignoredRouteFiles: ["**/*.{test,stories}.*"] });`,
    },
    [source],
  );
  for (const app of [byName, byConfig]) {
    expect((await app.get("/shown")).status).toBe(200);
    for (const path of ["/db/server", "/map/client", "/a/test", "/a/stories", "/drafts/x"])
      expect((await app.get(path)).status, path).toBe(404);
    // What is ignored leads nowhere; in app/routes.ts it still guards.
    expect((await app.get("/secret")).status).toBe(401);
  }
});

test("a layout's guard holds where it comes from another module, and where the layout cannot be read", async () => {
  const files = { "inner.ts": show("inner"), "../auth.ts": CLOSED };
  const routes = `${DEV} export default [layout("routes/guarded.tsx", [route("inner", "routes/inner.ts")])];`;
  const status = async (layout: string) => {
    const { app } = await open(routes, { ...files, "guarded.tsx": layout });
    return (await app.get("/inner")).status;
  };
  expect(await status(`export * from "../auth.ts"; export default () => null;`)).toBe(401);
  expect(await status(`export { middleware } from "../auth.ts"; export default () => null;`)).toBe(401);
  expect(
    await status(`export const middleware = [() => { throw new Response("no", { status: 401 }); }]; <`),
  ).toBe(500);
  expect(await status(`export * from "./inner.ts"; export default () => null;`)).toBe(200);
  const { app } = await open(routes, { ...files, "guarded.tsx": guard("layout"), "../root.tsx": `<` });
  expect((await app.get("/inner")).status).toBe(500);
});
