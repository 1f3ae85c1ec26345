// Options of TanStack's generator and plugins that decide URLs, and virtual file routes, over HTTP.

import { expect, test } from "vitest";
import { openApp } from "./open.ts";

const route = (path: string, name = path, middleware = "") => `
  import { createFileRoute } from "@tanstack/react-router";
  import { createMiddleware } from "@tanstack/react-start";
  export const Route = createFileRoute(${JSON.stringify(path)})({ server: { ${middleware} handlers: {
    GET: ({ params }) => Response.json([${JSON.stringify(name)}, params]),
  } } });`;

const CLOSED = (path: string) => `
  import { createFileRoute } from "@tanstack/react-router";
  import { createMiddleware } from "@tanstack/react-start";
  export const Route = createFileRoute(${JSON.stringify(path)})({ server: {
    middleware: [createMiddleware().server(() => new Response("no", { status: 401 }))],
  } });`;

const open = (files: Record<string, string>, dir = "src/routes") =>
  openApp(files, [{ dir, convention: "tanstack" }]);

const asked = async (app: Awaited<ReturnType<typeof open>>, path: string) => {
  const answer = await app.get(path);
  return answer.ok ? ((await answer.json()) as unknown) : answer.status;
};

const start = (options: string, more = "") =>
  `import { tanstackStart } from "@tanstack/react-start/plugin/vite";\nimport { defineConfig } from "vite";\n${more}
export default defineConfig({ plugins: [tanstackStart(${options})] });`;

test.each([
  [
    "tsr.config.json",
    `{ "routeFileIgnorePrefix": "~", "routeFileIgnorePattern": "\\\\.draft\\\\.", "indexToken": "home", "routeToken": { "regex": "layout|main" } }`,
  ],
  [
    "vite.config.ts",
    start(
      `{ router: { routeFileIgnorePrefix: "~", routeFileIgnorePattern: "\\\\.draft\\\\.", indexToken: "home", routeToken: /layout|main/ } }`,
    ),
  ],
])("names that are left out, and tokens: %s", async (name, text) => {
  const app = await open({
    [name]: text,
    "src/routes/a/home.ts": route("/a/"),
    "src/routes/a/index.ts": route("/a/index"),
    "src/routes/b.main.ts": route("/b"),
    "src/routes/c/layout.ts": CLOSED("/c"),
    "src/routes/c/d.ts": route("/c/d"),
    "src/routes/~lib/x.ts": `throw new Error("no route")`,
    "src/routes/e.draft.ts": `throw new Error("no route")`,
    "src/routes/-f.ts": route("/-f"),
  });
  expect(await asked(app, "/a")).toEqual(["/a/", {}]);
  expect(await asked(app, "/a/index")).toEqual(["/a/index", {}]);
  expect(await asked(app, "/b")).toEqual(["/b", {}]);
  expect(await asked(app, "/c/d")).toBe(401);
  expect(await asked(app, "/-f")).toEqual(["/-f", {}]);
  expect(await asked(app, "/e/draft")).toBe(404);
});

test("routeFilePrefix", async () => {
  const app = await open({
    "tsr.config.json": `{ "routeFilePrefix": "~" }`,
    "src/routes/~api/~x.ts": route("/api/x"),
    "src/routes/~api/lib.ts": `throw new Error("no route")`,
  });
  expect(await asked(app, "/api/x")).toEqual(["/api/x", {}]);
});

test("a folder of routes that is not the source's, and what cannot be read, stop the start", async () => {
  const files = { "src/routes/x.ts": route("/x") };
  await expect(
    open({ ...files, "vite.config.ts": start(`{ router: { routesDirectory: "app" } }`) }),
  ).rejects.toThrow('vite.config.ts: `routesDirectory` is "app"');
  await expect(
    open({
      ...files,
      "vite.config.ts": start(`{ router: { ...shared } }`, `import { shared } from "./shared";`),
    }),
  ).rejects.toThrow("vite.config.ts:4: What is given here may hold `virtualRouteConfig`");
  await expect(
    open({ ...files, "vite.config.ts": start(`{ router: { indexToken: process.env.X } }`) }),
  ).rejects.toThrow("vite.config.ts:4: `indexToken` must be written as text");
  const app = await open(
    {
      "app/pages/x.ts": route("/x"),
      "app/begin.ts": `import { createMiddleware, createStart } from "@tanstack/react-start";
        export const startInstance = createStart(() => ({ requestMiddleware: [createMiddleware().server(({ next, request }) => request.headers.has("x-key") ? next() : new Response("no", { status: 403 }))] }));`,
      "vite.config.ts": start(
        `{ srcDirectory: "app", start: { entry: "./begin.ts" }, router: { routesDirectory: "pages" } }`,
      ),
    },
    "app/pages",
  );
  expect((await app.get("/x")).status).toBe(403);
  expect((await app.get("/x", { headers: { "x-key": "1" } })).status).toBe(200);
});

test("a basepath is before every URL, and before what redirects lead to", async () => {
  const app = await open({
    "vite.config.ts": start(`{ router: { basepath: "/docs" } }`),
    "src/routes/x.ts": route("/x"),
    "src/routes/r.$kind.ts": `import { createFileRoute, redirect } from "@tanstack/react-router";
      export const Route = createFileRoute("/r/$kind")({ server: { handlers: { GET: ({ params }) => {
        throw params.kind === "to" ? redirect({ to: "/x" }) : redirect({ href: "/x" });
      } } } });`,
  });
  expect(await asked(app, "/docs/x")).toEqual(["/x", {}]);
  expect(await asked(app, "/x")).toBe(404);
  expect((await app.get("/docs/r/to")).headers.get("location")).toBe("/docs/x");
  expect((await app.get("/docs/r/href")).headers.get("location")).toBe("/x");
});

const VIRTUAL = `import { index, layout, physical, rootRoute, route } from "@tanstack/virtual-file-routes";
  export const routes = rootRoute("root.tsx", [
    index("home.ts"),
    route("/posts", "posts/posts.ts", [index("posts/index.ts"), route("$id", "posts/one.ts")]),
    route("/posts/$id/raw.txt", "posts/raw.ts"),
    layout("closed", "closed.ts", [route("/secret[.]json", "secret.ts"), physical("/under", "features")]),
    route("/only", [route("inner", "inner.ts")]),
    physical("more"),
  ]);`;

test.each([
  ["tsr.config.json", `{ "virtualRouteConfig": "./routes.ts" }`],
  ["vite.config.ts", start(`{ router: { virtualRouteConfig: "./routes.ts" } }`)],
  [
    "vite.config.ts",
    start(`{ router: { virtualRouteConfig: routes } }`, `import { routes } from "./routes.ts";`),
  ],
])("virtual file routes decide the URLs and what is around them: %s %s", async (name, text) => {
  const app = await open({
    [name]: text,
    "routes.ts": VIRTUAL,
    "src/routes/root.tsx": `import { createRootRoute } from "@tanstack/react-router"; export const Route = createRootRoute({});`,
    "src/routes/home.ts": route("/"),
    "src/routes/posts/posts.ts": CLOSED("/posts"),
    "src/routes/posts/index.ts": route("/posts/"),
    "src/routes/posts/one.ts": route("/posts/$id"),
    "src/routes/posts/raw.ts": route("/posts/$id/raw.txt"),
    "src/routes/closed.ts": CLOSED("/_closed"),
    "src/routes/secret.ts": route("/_closed/secret.json"),
    "src/routes/features/a.$x.ts": route("/_closed/under/a/$x"),
    "src/routes/inner.ts": route("/only/inner"),
    "src/routes/more/b.ts": route("/b"),
    "src/routes/unnamed.ts": `throw new Error("no route")`,
  });
  expect(await asked(app, "/")).toEqual(["/", {}]);
  for (const path of ["/posts", "/posts/7", "/secret.json", "/under/a/1"])
    expect(await asked(app, path)).toBe(401);
  // It is written beside /posts, and not inside of it.
  expect(await asked(app, "/posts/7/raw.txt")).toEqual(["/posts/$id/raw.txt", { id: "7" }]);
  expect(await asked(app, "/only/inner")).toEqual(["/only/inner", {}]);
  expect(await asked(app, "/b")).toEqual(["/b", {}]);
  expect(await asked(app, "/unnamed")).toBe(404);
});

test("__virtual.ts decides the URLs of its folder, inside of what is around that", async () => {
  const app = await open({
    "src/routes/api.ts": CLOSED("/api"),
    "src/routes/api/__virtual.ts": `import { defineVirtualSubtreeConfig, index, physical, route } from "@tanstack/virtual-file-routes";
      export default defineVirtualSubtreeConfig(async () => [index("list.ts"), route("$id", "one.ts"), physical("deep", "files")]);`,
    "src/routes/api/list.ts": route("/api/"),
    "src/routes/api/one.ts": route("/api/$id"),
    "src/routes/api/files/y.ts": route("/api/deep/y"),
    "src/routes/open/__virtual.ts": `import { route } from "@tanstack/virtual-file-routes"; export default [route("a/b", "ab.ts")];`,
    "src/routes/open/ab.ts": route("/open/a/b"),
  });
  for (const path of ["/api", "/api/7", "/api/deep/y"]) expect(await asked(app, path)).toBe(401);
  expect(await asked(app, "/open/a/b")).toEqual(["/open/a/b", {}]);
  expect(await asked(app, "/open/ab")).toBe(404);
});

test("mistakes in virtual file routes stop the start", async () => {
  const config = { "tsr.config.json": `{ "virtualRouteConfig": "./routes.ts" }` };
  const files = { "src/routes/root.tsx": "export {};", ...config };
  await expect(open(files)).rejects.toThrow(/routes\.ts: It decides the URLs and the guards/);
  await expect(open({ ...files, "routes.ts": `export const other = 1;` })).rejects.toThrow(
    /routes\.ts: It decides .*exports no routes and no default/,
  );
  await expect(open({ ...files, "routes.ts": `export const routes = [];` })).rejects.toThrow(
    /routes\.ts: Its routes or default must be what rootRoute\(\) gives/,
  );
  await expect(
    open({
      ...files,
      "routes.ts": `import { rootRoute, route } from "@tanstack/virtual-file-routes"; export default rootRoute("root.tsx", [route("/x", "x.ts")]);`,
    }),
  ).rejects.toThrow("src/routes/x.ts: Virtual file routes name it, and there is no such file.");
});
