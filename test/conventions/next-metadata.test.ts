// Metadata files of Next.js, as code and as files.

import { execFileSync, spawnSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createApp } from "offprint";
import { PNG } from "pngjs";
import { expect, test } from "vitest";
import { writeProject } from "../project.ts";
import { openNext } from "./open.ts";

const xmllint = spawnSync("xmllint", ["--version"]).status === 0;
if (!xmllint) console.log("xmllint is not installed: sitemaps are not checked by it");

test("sitemap.ts: escaped once, with languages, images and videos", async () => {
  const app = await openNext({
    "sitemap.ts": `
      import type { MetadataRoute } from "next";
      export default function sitemap(): MetadataRoute.Sitemap {
        return [
          { url: "https://acme.com/?a=1&b=2", lastModified: new Date("2026-01-02T03:04:05Z"), changeFrequency: "yearly", priority: 1, alternates: { languages: { es: "https://acme.com/es?x=1&amp;y=2" } } },
          { url: "https://acme.com/?a=1&amp;b=<2>", lastModified: "2026-01-02", priority: 0, images: ["https://example.com/i.jpg?w=1&h=2"] },
          { url: "/relative", videos: [{ title: "A & B", thumbnail_loc: "https://example.com/t.jpg", description: "\\u0001 \\"quoted\\"", tag: ["x", "y"], uploader: { info: "https://x/?a&b", content: "me" } }] },
        ];
      }`,
    "products/sitemap.ts": `
      export async function generateSitemaps() { return [{ id: 0 }, { id: 1 }]; }
      export default async function sitemap(props: { id: Promise<string> }) { const id = await props.id; const start = id * 50000; return [{ url: "https://acme.com/product/" + start + "/" + typeof id }]; }`,
    "old/sitemap.ts": `
      export async function generateSitemaps() { return [{ id: 0 }, { id: 1 }]; }
      export default async function sitemap({ id }) { return [{ url: \`https://acme.com/\${id}/\${id * 10}\` }]; }`,
  });
  const answer = await app.get("/sitemap.xml");
  expect(answer.headers.get("content-type")).toMatch(/^application\/xml/);
  const xml = await answer.text();
  if (xmllint) execFileSync("xmllint", ["--noout", "-"], { input: xml });
  expect(xml).toContain("<loc>https://acme.com/?a=1&amp;b=2</loc>");
  expect(xml).toContain("<loc>https://acme.com/?a=1&amp;b=&lt;2&gt;</loc>");
  expect(xml).toContain('hreflang="es" href="https://acme.com/es?x=1&amp;y=2"');
  expect(xml).toContain("<loc>http://test/relative</loc>");
  expect(xml).toContain("<lastmod>2026-01-02T03:04:05.000Z</lastmod>");
  expect(xml).toContain("<priority>0</priority>");
  expect(xml).toContain("<video:tag>x</video:tag>\n<video:tag>y</video:tag>");
  expect(await (await app.get("/products/sitemap/1.xml")).text()).toContain(
    "<loc>https://acme.com/product/50000/string</loc>",
  );
  expect((await app.get("/products/sitemap/2.xml")).status).toBe(404);
  expect(await (await app.get("/products/sitemap.xml")).text()).toContain(
    "<loc>http://test/products/sitemap/1.xml</loc>",
  );
  expect(await (await app.get("/old/sitemap/1.xml")).text()).toContain("<loc>https://acme.com/1/10</loc>");
  const again = await app.get("/sitemap.xml", { headers: { "if-none-match": answer.headers.get("etag")! } });
  expect(again.status).toBe(304);
});

test("robots.ts and manifest.ts", async () => {
  const app = await openNext({
    "robots.ts": `export default function robots() { return { rules: [{ userAgent: ["Googlebot", "Bingbot"], allow: ["/"], disallow: "/private/", crawlDelay: 2 }, { disallow: ["/a", "/b\\nAllow: /"] }], sitemap: "https://acme.com/sitemap.xml", host: "https://acme.com" }; }`,
    "manifest.ts": `export default function manifest() { return { name: "App", icons: [{ src: "/favicon.ico", sizes: "any", type: "image/x-icon" }] }; }`,
    "nested/robots.ts": `export default () => ({ rules: {} })`,
  });
  const robots = await app.get("/robots.txt");
  expect(robots.headers.get("content-type")).toMatch(/^text\/plain/);
  expect(await robots.text()).toBe(
    "User-Agent: Googlebot\nUser-Agent: Bingbot\nAllow: /\nDisallow: /private/\nCrawl-delay: 2\n\n" +
      "User-Agent: *\nDisallow: /a\nDisallow: /b Allow: /\n\nHost: https://acme.com\nSitemap: https://acme.com/sitemap.xml\n",
  );
  const manifest = await app.get("/manifest.webmanifest");
  expect([manifest.headers.get("content-type"), ((await manifest.json()) as { name: string }).name]).toEqual([
    "application/manifest+json",
    "App",
  ]);
  expect((await app.get("/nested/robots.txt")).status).toBe(404);
});

test("static files", async () => {
  const root = await writeProject({
    "app/robots.txt": "User-Agent: *\n",
    "app/llms.txt": "# Title\n",
    "app/sitemap.xml": "<urlset/>",
    "app/manifest.json": "{}",
    "app/icon.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "app/opengraph-image.alt.txt": "About",
    "app/about/notes.txt": "not served",
    "app/secret.json": "{}",
  });
  await mkdir(join(root, "app/(shop)/cart"), { recursive: true });
  await writeFile(join(root, "app/favicon.ico"), Buffer.from([0, 0, 1, 0, 7]));
  await writeFile(join(root, "app/opengraph-image.png"), Buffer.from([137, 80, 78, 71]));
  await writeFile(join(root, "app/(shop)/cart/icon2.png"), Buffer.from([137, 80, 78, 71]));
  const { fetch, routes } = await createApp({
    root,
    origin: "http://test",
    sources: [{ dir: "app", convention: "next" }],
  });
  const get = (path: string, init?: RequestInit) => fetch(new Request(`http://test${path}`, init));
  const icon = await get("/favicon.ico");
  expect([icon.headers.get("content-type"), [...new Uint8Array(await icon.arrayBuffer())]]).toEqual([
    "image/x-icon",
    [0, 0, 1, 0, 7],
  ]);
  expect(
    (await get("/favicon.ico", { headers: { "if-none-match": icon.headers.get("etag")! } })).status,
  ).toBe(304);
  const part = await get("/favicon.ico", { headers: { range: "bytes=2-3" } });
  expect([part.status, [...new Uint8Array(await part.arrayBuffer())]]).toEqual([206, [1, 0]]);
  expect((await get("/opengraph-image.png")).headers.get("content-type")).toBe("image/png");
  expect((await get("/icon.svg")).headers.get("content-security-policy")).toMatch(/sandbox/);
  for (const path of ["/robots.txt", "/llms.txt", "/sitemap.xml", "/manifest.json"])
    expect((await get(path)).status).toBe(200);
  for (const path of ["/about/notes.txt", "/secret.json", "/opengraph-image.alt.txt"])
    expect((await get(path)).status).toBe(404);
  expect(routes.map(({ pattern }) => pattern)).toContainEqual(
    expect.stringMatching(/^\/cart\/icon2-[0-9a-z]{6}\.png$/),
  );
});

test("images by code: size, contentType, ids", async () => {
  const app = await openNext({
    "icon.tsx": `import React, { type ReactNode } from "react"; export const size = { width: 32, height: 32 }; export const contentType = "image/png"; export default function Icon() { return new Response(new Uint8Array([1, 2, 3])); }`,
    "posts/[slug]/opengraph-image.tsx": `export const alt = "About"; export default async function Image({ params }: { params: Promise<{ slug: string }> }) { const { slug } = await params; return new Response(slug, { headers: { "content-type": "image/png" } }); }`,
    "shop/[id]/icon.tsx": `
      export function generateImageMetadata({ params }) { return [{ contentType: "image/png", size: { width: 48, height: 48 }, id: "small" }, { contentType: "image/jpeg", size: { width: 72, height: 72 }, id: 7 }]; }
      export default async function Icon({ params, id }: { params: Promise<{ id: string }>, id: Promise<string> }) { const iconId = await id; return new Response((await params).id + " " + iconId + " " + (id == 7)); }`,
  });
  const icon = await app.get("/icon");
  expect([icon.status, icon.headers.get("content-type"), (await icon.arrayBuffer()).byteLength]).toEqual([
    200,
    "image/png",
    3,
  ]);
  expect(await (await app.get("/posts/hello/opengraph-image")).text()).toBe("hello");
  const small = await app.get("/shop/x/icon/small");
  expect(await small.text()).toBe("x small false");
  const seven = await app.get("/shop/x/icon/7");
  expect(await seven.text()).toBe("x 7 true");
  expect((await app.get("/shop/x/icon/none")).status).toBe(404);
});

test("a picture that cannot be had is left out, as next/og does, and nobody keeps the image without it", async () => {
  const app = await openNext({
    "og/[src]/route.tsx": `
      import { ImageResponse } from "next/og";
      const SOURCES = { away: "http://nowhere.invalid/a.png", here: "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", private: "http://127.0.0.1/a.png", icon: "data:image/x-icon;base64,AAABAAEAAQEAAAEAIAAwAAAAFgAAAA==", path: "/logo.png", bytes: new Uint8Array(9), broken: "data:image/png;base64,iVBORw0KGgo=" };
      export async function GET(_, { params }) {
        return new ImageResponse(<div style={{ display: "flex", width: "100%", height: "100%", background: "white" }}><img src={SOURCES[(await params).src]} width={40} height={40} /></div>, { width: 60, height: 60 });
      }`,
  });
  const away = await app.get("/og/away");
  expect([away.status, away.headers.get("cache-control")]).toEqual([200, "no-store"]);
  const png = PNG.sync.read(Buffer.from(await away.arrayBuffer()));
  expect([png.width, png.height, [...png.data.subarray(0, 4)]]).toEqual([60, 60, [255, 255, 255, 255]]);
  expect(app.logged.some(({ msg }) => /nowhere\.invalid\/a\.png was left out/.test(String(msg)))).toBe(true);
  expect((await app.get("/og/here")).headers.get("etag")).toMatch(/^"/);
  for (const [name, said] of Object.entries({
    private: /127.0.0.1\/a.png/,
    icon: /x-icon/,
    path: /\/logo.png/,
    bytes: /of bytes/,
    broken: /image\/png/,
  })) {
    const answer = await app.get(`/og/${name}`);
    expect([name, answer.status, answer.headers.get("cache-control")]).toEqual([name, 200, "no-store"]);
    const lines = app.logged.map(({ msg }) => String(msg));
    expect(
      lines.some((line) => said.test(line) && /was left out/.test(line)),
      name,
    ).toBe(true);
  }
});

test("ids of sitemaps are what the project's version of Next.js makes them", async () => {
  const files = {
    "app/sitemap.ts": `
      export async function generateSitemaps() { return [{ id: "static" }, { id: 1 }]; }
      export default async function sitemap({ id }) {
        return [{ url: "https://acme.com/" + [id === "static", id === 1, typeof id?.then, await id].join("/") }];
      }`,
  };
  const urls = async (next?: string) => {
    const manifest = next && { "package.json": JSON.stringify({ dependencies: { next } }) };
    const root = await writeProject({ ...files, ...manifest });
    const app = await createApp({ root, sources: [{ dir: "app", convention: "next" }] });
    const get = async (id: string) => {
      const text = await (await app.fetch(new Request(`http://test/sitemap/${id}.xml`))).text();
      return /acme\.com\/([^<]*)/.exec(text)?.[1];
    };
    return [await get("static"), await get("1")];
  };
  expect(await urls("^15.2.0")).toEqual(["true/false/undefined/static", "false/true/undefined/1"]);
  expect(await urls("16.0.1")).toEqual(["false/false/function/static", "false/false/function/1"]);
  expect(await urls()).toEqual(["true/false/undefined/static", "false/false/function/1"]);
});
