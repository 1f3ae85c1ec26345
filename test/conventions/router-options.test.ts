// Options of Remix's plugin and of React Router's configuration, which decide URLs: read in their text, over HTTP.

import { expect, test } from "vitest";
import { openApp } from "./open.ts";

const show = (name: string) => `export const loader = () => ({ name: ${JSON.stringify(name)} });`;

const CLOSED = `
  export const middleware = [() => { throw new Response("no", { status: 401 }); }];
  export default () => null;`;

const open = (
  configuration: Record<string, string>,
  files: Record<string, string> = {},
  dir = "app/routes",
) =>
  openApp(
    {
      ...Object.fromEntries(
        Object.entries({ "x.ts": show("x"), ...files }).map(([name, text]) => [`${dir}/${name}`, text]),
      ),
      ...configuration,
    },
    [{ dir, convention: "remix" }],
  );

const plugin = (options: string, more = "") =>
  `import { vitePlugin as remix } from "@remix-run/dev";\nimport { defineConfig } from "vite";\n${more}
export default defineConfig({ plugins: [
  remix(${options}),
] });`;

const define = (file: string) => `(define) => define((route) => { route("made/:id", "${file}"); })`;

test.each([
  ["vite.config.ts", plugin(`{ routes: ${define("made/by-option.ts")}, ssr: true }`)],
  [
    "vite.config.mts",
    plugin(`options`, `const options = { routes: ${define("made/by-option.ts")} } as const;`),
  ],
  [
    "vite.config.js",
    `import * as dev from "@remix-run/dev";\nexport default async () => ({ plugins: [[dev.vitePlugin({ routes: ${define("made/by-option.ts")} })], null] });`,
  ],
  ["remix.config.js", `module.exports = { routes: async ${define("made/by-option.ts")} };`],
  ["remix.config.cjs", `module.exports.routes = ${define("made/by-option.ts")};`],
  ["remix.config.mjs", `export const routes = ${define("made/by-option.ts")};`],
])("`routes` of %s is run: %s", async (name, text) => {
  const app = await open(
    {
      "package.json": "{}",
      "app/made/by-option.ts": `export const loader = ({ params }) => params;`,
      [name]: text,
    },
    { "in/a+/folder.ts": show("no route"), "inner/route.ts": show("inner") },
  );
  expect(await (await app.get("/made/7")).json()).toEqual({ id: "7" });
  for (const kept of ["x", "inner"]) expect(await (await app.get(`/${kept}`)).json()).toEqual({ name: kept });
  expect((await app.get("/in/a+/folder")).status).toBe(404);
});

test("a route of `routes` that its name makes too is the option's, with the guard that is around it", async () => {
  const app = await open(
    {
      "vite.config.ts": plugin(
        `{ routes: (define) => define((route) => route("", "routes/_auth.tsx", () => route("hidden", "routes/secret.ts"))) }`,
      ),
    },
    { "_auth.tsx": CLOSED, "secret.ts": show("secret"), "_auth.inside.ts": show("inside") },
  );
  expect((await app.get("/hidden")).status).toBe(401);
  expect((await app.get("/inside")).status).toBe(401);
  expect((await app.get("/secret")).status).toBe(404);
});

test.each([
  [
    "vite.config.ts",
    plugin(`{ routes(define) { return flatRoutes("routes", define); } }`),
    5,
    "flatRoutes is not defined",
  ],
  ["vite.config.js", plugin(`{ "routes": make }`, `import { make } from "./routes.js";`), 5, "./routes.js"],
  [
    "vite.config.ts",
    plugin(`{ routes: make }`, `import { make } from "no-such-routes";`),
    5,
    "npm install no-such-routes",
  ],
  ["vite.config.ts", plugin(`{ routes: [] }`), 5, "it is no function"],
  [
    "remix.config.js",
    "module.exports = {\n  routes: () => { throw new Error('no folder'); },\n};",
    2,
    "no folder",
  ],
])(
  "`routes` of %s that cannot be run stops the start, with the line: %s",
  async (name, text, line, reason) => {
    const failed = open({ [name]: text }, { "_auth.tsx": CLOSED, "secret.ts": show("secret") });
    await expect(failed).rejects.toThrow(
      `${name}:${line}: \`routes\` decides the URLs and the guards, and cannot be run: `,
    );
    await expect(failed).rejects.toThrow(reason);
  },
);

test.each([
  ["vite.config.ts", plugin(`made`, `import { made } from "./made";`), 5],
  ["vite.config.ts", plugin(`{ ...made() }`), 5],
  ["vite.config.ts", plugin(`{ [key]: 1 }`), 5],
  ["react-router.config.ts", `export { default } from "./other";`, 1],
  ["react-router.config.ts", `export default make({});`, 1],
])("what cannot be seen through stops the start: %s %s", async (name, text, line) => {
  await expect(open({ [name]: text })).rejects.toThrow(
    `${name}:${line}: What is given here may hold \`routes\``,
  );
});

test.each([
  ["react-router.config.ts", `export default {\n  basename: "/docs",\n} satisfies Config;`],
  ["react-router.config.ts", `export default { basename: "docs/" };`],
  ["vite.config.ts", plugin(`{ basename: base }`, `const base = "/docs";`)],
])("a basename is before every URL, and before what redirects lead to: %s %s", async (name, text) => {
  const app = await open(
    { [name]: text },
    {
      "_index.ts": show("index"),
      "a.b.ts": `import { redirect } from "react-router";
        export const loader = ({ request, pattern }) => {
          const to = new URL(request.url).searchParams.get("to");
          return to === null ? { url: request.url, pattern } : redirect(to);
        };`,
    },
  );
  expect(await (await app.get("/docs")).json()).toEqual({ name: "index" });
  expect(await (await app.get("/DOCS/X")).json()).toEqual({ name: "x" });
  for (const path of ["/", "/x", "/docsx"]) expect((await app.get(path)).status).toBe(404);
  expect(await (await app.get("/docs/a/b")).json()).toEqual({ url: "http://test/docs/a/b", pattern: "a/b" });
  const led = async (to: string) =>
    (await app.get(`/docs/a/b?to=${encodeURIComponent(to)}`)).headers.get("location");
  // Recorded from React Router 8.5.3.
  expect(await led("/x?a#b")).toBe("/docs/x?a#b");
  expect(await led("/x/")).toBe("/docs/x/");
  expect(await led("/")).toBe("/docs");
  expect(await led("/docs/x")).toBe("/docs/docs/x");
  expect(await led("..")).toBe("/docs");
  expect(await led("c")).toBe("/docs/a/b/c");
  expect(await led("https://example.com/x")).toBe("https://example.com/x");
  expect(await led("//example.com/x")).toBe("//example.com/x");
});

test("a basename that cannot be read stops the start", async () => {
  await expect(open({ "vite.config.ts": plugin(`{ basename: process.env.BASE }`) })).rejects.toThrow(
    "vite.config.ts:5: `basename` must be written as text",
  );
});

test("a redirect to `..` leaves a source's prefix in place", async () => {
  const app = await openApp(
    {
      "app/routes/a.tsx": `export default () => null;`,
      "app/routes/a.b.ts": `import { redirect } from "react-router"; export const loader = () => redirect("..");`,
    },
    [{ dir: "app/routes", convention: "remix", prefix: "/assets" }],
  );
  expect((await app.get("/assets/a/b")).headers.get("location")).toBe("/assets/a");
});

test("an appDirectory is that of the source, or stops the start", async () => {
  const text = (folder: string) => `export default { appDirectory: ${folder} };`;
  const app = await open({ "react-router.config.ts": text(`"./src/app"`) }, {}, "src/app/routes");
  expect((await app.get("/x")).status).toBe(200);
  await expect(open({ "react-router.config.ts": text(`"src"`) })).rejects.toThrow(
    "react-router.config.ts:1: `appDirectory` is src, and the routes are read from another.",
  );
  await expect(open({ "react-router.config.ts": text(`folder()`) })).rejects.toThrow(
    "`appDirectory` must be written as text",
  );
  // The configuration is that of the project, however deep the app lies in it.
  await expect(
    open({ "vite.config.ts": plugin(`{ appDirectory: "src/app", routes }`) }, {}, "src/app/routes"),
  ).rejects.toThrow("vite.config.ts:5: `routes` decides");
});

test("what decides nothing is not minded", async () => {
  const app = await open({
    "vite.config.ts": `
      import { vitePlugin as remix } from "@remix-run/dev";
      import pages from "vite-plugin-pages";
      // remix({ basename: "/x", routes: 1 })
      export default ({ mode }: { mode: string }) => ({
        base: "/x/",
        plugins: [!process.env.VITEST && remix({ ...(mode === "a" && { ssr: true }), basename: "/", future: { v3_routeConfig: true } }), remix(), pages({ routes: [] })],
      });`,
    "react-router.config.ts": `
      import type { Config } from "@react-router/dev/config";
      export default { ssr: true, basename: \`/\`, buildEnd: async () => {}, presets: [make({ routes: 1 })] } satisfies Config;`,
  });
  expect((await app.get("/x")).status).toBe(200);
});

test.each([
  [
    "vite.config.ts",
    plugin(`{ ignoredRouteFiles: ["**/.*", "**/*.{css,test.*}", 'routes/drafts/**', "routes/_old.*"] }`),
  ],
  [
    "remix.config.js",
    `module.exports = { ignoredRouteFiles: ["**/.*", "**/*.{css,test.*}", "routes/drafts", \`routes/_old.*\`] };`,
  ],
])("ignoredRouteFiles of %s are no routes", async (name, text) => {
  const app = await open(
    { [name]: text },
    {
      "a.test.ts": show("test"),
      "_old.tsx": CLOSED,
      "_old.open.ts": show("open"),
      "drafts/route.ts": show("draft"),
      "kept.ts": show("kept"),
    },
  );
  expect((await app.get("/kept")).status).toBe(200);
  for (const path of ["/a/test", "/drafts", "/open"]) expect((await app.get(path)).status, path).toBe(404);
});

test.each([
  [`["a", ...more]`, "must be an array of globs written as text"],
  [`globs`, "must be an array of globs written as text"],
  [`["!(a).ts"]`, "has !(…), which is not understood"],
])("ignoredRouteFiles that cannot be read stop the start: %s", async (globs, message) => {
  await expect(open({ "vite.config.ts": plugin(`{ ignoredRouteFiles: ${globs} }`) })).rejects.toThrow(
    message,
  );
});

test("a configuration that cannot be parsed stops the start", async () => {
  await expect(open({ "vite.config.ts": `export default {` })).rejects.toThrow(
    "vite.config.ts: It may decide URLs and guards, and cannot be read",
  );
});
