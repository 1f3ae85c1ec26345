// Sources below a prefix, and the whole app below a base; what cannot load keeps its address, and is named whole.

import { expect, test } from "vitest";
import { onRevalidate } from "offprint";
import { loadConfig } from "../../src/cli/config.ts";
import { readProject } from "../../src/cli/project.ts";
import { appOf, writeProject } from "../project.ts";
import { openApp, openNext } from "./open.ts";

test("each convention below its prefix, in the URLs that it makes too", async () => {
  const app = await openApp(
    {
      "routes/hello/[name].txt.ts": `export const GET = ({ params, url }) => params.name + " " + url.pathname;`,
      "routes/index.ts": `export const GET = () => "root";`,
      "web/sitemap.ts": `export const generateSitemaps = () => [{ id: 0 }]; export default () => [{ url: "/x" }];`,
      "web/a/route.ts": `export const GET = (request) => Response.json([request.nextUrl.pathname, request.nextUrl.basePath]);`,
      "next.config.mjs": `export default { redirects: async () => [{ source: "/old", destination: "/a", permanent: false }] }`,
      "app/routes/b.ts": `export const loader = () => new Response("b");`,
      "src/routes/c.ts": `
        import { createFileRoute } from "@tanstack/react-router";
        export const Route = createFileRoute("/c")({ server: { handlers: { GET: () => new Response("c") } } });`,
    },
    [
      { dir: "routes", prefix: "/assets" },
      { dir: "web", convention: "next", prefix: "/next" },
      { dir: "app/routes", convention: "remix", prefix: "/rr/v1" },
      { dir: "src/routes", convention: "tanstack", prefix: "/start" },
    ],
  );
  const text = async (path: string) => (await app.get(path)).text();
  expect(await text("/assets/hello/Ada.txt")).toBe("Ada /assets/hello/Ada.txt");
  expect(await text("/assets")).toBe("root");
  expect((await app.get("/hello/Ada.txt")).status).toBe(404);
  expect(await text("/next/sitemap.xml")).toContain("http://test/next/sitemap/0.xml");
  expect(JSON.parse(await text("/next/a"))).toEqual(["/a", "/next"]);
  expect((await app.get("/next/old")).headers.get("location")).toBe("/next/a");
  expect(await text("/rr/v1/b")).toBe("b");
  expect(await text("/start/c")).toBe("c");
});

test("a prefix that is none is named", async () => {
  for (const prefix of ["assets", "/assets/", "/a//b", "/a/:b"])
    await expect(
      appOf({ "a.ts": "export const GET = () => 1" }, { sources: [{ dir: "routes", prefix }] }),
    ).rejects.toThrow(/the prefix of routes: it must start with a slash/);
});

test("`base` of the configuration is before the prefix of each source", async () => {
  const root = await writeProject({
    "offprint.config.mjs": `export default { base: "/base", sources: [{ dir: "routes" }, { dir: "more", prefix: "/more" }] }`,
    "package.json": "{}",
    "wrong/offprint.config.mjs": `export default { base: "base" }`,
  });
  const { sources } = await readProject({ folder: root });
  expect(sources!.map(({ prefix }) => prefix)).toEqual(["/base", "/base/more"]);
  await expect(loadConfig(`${root}/wrong`)).rejects.toThrow(/`base`: it must start with a slash/);
});

test("revalidatePath() of Next.js is told paths below basePath", async () => {
  const told: string[] = [];
  const stop = onRevalidate(({ paths }) => void told.push(...paths));
  const app = await openNext({
    "../next.config.mjs": `export default { basePath: "/docs" }`,
    "a/route.ts": `
      import { revalidatePath } from "next/cache";
      export function POST() { revalidatePath("/posts"); revalidatePath("/"); return new Response("ok"); }`,
    "../pages/api/b.ts": `export default async (req, res) => { await res.revalidate("/c"); res.end(); }`,
  });
  await app.get("/docs/a", { method: "POST" });
  await app.get("/docs/api/b");
  stop();
  expect(told).toEqual(["/docs/posts", "/docs", "/docs/c"]);
});

test("a metadata file that cannot load keeps its address", async () => {
  const broken = `throw new Error("broken"); export default () => [];`;
  const app = await openNext({
    "sitemap.ts": broken,
    "robots.ts": broken,
    "manifest.ts": broken,
    "icon.tsx": broken,
  });
  for (const path of ["/sitemap.xml", "/robots.txt", "/manifest.webmanifest", "/icon"])
    expect([path, (await app.get(path)).status]).toEqual([path, 500]);
});

test("a missing package is named with all others that are missing", async () => {
  const app = await appOf({
    "a.ts": `
      import one from "no-such-one";
      import type { T } from "no-such-type";
      import { two } from "@no-such/two/deep";
      import fs from "node:fs"; import path from "path"; import { image } from "offprint"; import local from "./lib.ts";
      import alias from "@/alias";
      export const GET = async () => [one, two, fs, path, image, local, alias, await import("no-such-three")];`,
    "b.ts": `import four from "no-such-four"; export const GET = () => four;`,
    "_lib.ts": "export default 1;",
  });
  const lines = app.logged.map(({ msg }) => String(msg));
  expect(lines[0]).toContain("npm install no-such-one @no-such/two no-such-three)");
  expect(lines.at(-1)).toBe(
    "All that is not installed: npm install @no-such/two no-such-four no-such-one no-such-three",
  );
});

test("a tsconfig.json that cannot be read is named", async () => {
  const root = await writeProject({
    "tsconfig.json": `{ "extends": "./none.json" }`,
    "routes/a.ts": "export const GET = () => 1;",
  });
  const { createApp } = await import("offprint");
  await expect(createApp({ root })).rejects.toThrow(/tsconfig\.json could not be read: .*none\.json/);
});
