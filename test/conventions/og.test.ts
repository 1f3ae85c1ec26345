// @vercel/og in every convention, and what templates of Next.js import beside next/og.

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createApp } from "offprint";
import sharp from "sharp";
import { expect, test } from "vitest";
import { writeProject } from "../project.ts";

const CARD = `new ImageResponse({ type: "div", props: { style: { width: "100%", height: "100%", padding: 10, background: "red" } } }, { width: 40, height: 30 })`;
const IMPORT = `import { ImageResponse } from "@vercel/og";`;

const KINDS = {
  native: { "routes/card.png.ts": `${IMPORT} export const GET = () => ${CARD};` },
  next: { "routes/card.png/route.ts": `${IMPORT} export const GET = () => ${CARD};` },
  remix: { "routes/card[.]png.ts": `${IMPORT} export const loader = () => ${CARD};` },
  tanstack: {
    "routes/card[.]png.ts": `${IMPORT} import { createFileRoute } from "@tanstack/react-router";
      export const Route = createFileRoute("/card.png")({ server: { handlers: { GET: () => ${CARD} } } });`,
  },
};

test.each(Object.keys(KINDS) as (keyof typeof KINDS)[])(
  "%s: @vercel/og needs no package",
  async (convention) => {
    const root = await writeProject(KINDS[convention] as Record<string, string>);
    const app = await createApp({ root, sources: [{ dir: "routes", convention }] });
    const response = await app.fetch(new Request("http://test/card.png"));
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "image/png"]);
    expect(await sharp(await response.arrayBuffer()).metadata()).toMatchObject({ width: 40, height: 30 });
  },
);

test("the installed package is taken where the source says so", async () => {
  const root = await writeProject({
    "package.json": `{ "type": "module" }`,
    "routes/card.ts": `${IMPORT} export const GET = () => new ImageResponse();`,
  });
  const folder = join(root, "node_modules/@vercel/og");
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, "package.json"),
    `{ "name": "@vercel/og", "type": "module", "exports": "./index.js" }`,
  );
  await writeFile(
    join(folder, "index.js"),
    `export class ImageResponse extends Response { constructor() { super("the package") } }`,
  );
  const app = await createApp({ root, sources: [{ dir: "routes", installed: ["@vercel/og"] }] });
  expect(await (await app.fetch(new Request("http://test/card"))).text()).toBe("the package");
});

test("fonts and images of Next.js that a template's module imports do no harm", async () => {
  const root = await writeProject({
    "app/fonts.ts": `
      import { Inter, Roboto_Mono } from "next/font/google";
      import localFont from "next/font/local";
      export const inter = Inter({ subsets: ["latin"], variable: "--font-inter" });
      export const mono = Roboto_Mono({ weight: "700" });
      export const own = localFont({ src: "./own.woff2" });`,
    "app/seen/route.ts": `
      import { inter, mono, own } from "../fonts.ts";
      import Image, { getImageProps } from "next/image";
      export const GET = () => Response.json({
        inter, mono, own, image: Image({ src: { src: "/a.png", width: 20, height: 10 }, alt: "A", priority: true }),
        filled: getImageProps({ src: "/a.png", fill: true, style: { objectFit: "cover" } }),
      });`,
    "app/card/route.tsx": `
      import { ImageResponse } from "next/og";
      import Image from "next/image";
      import { inter } from "../fonts.ts";
      const src = "data:image/svg+xml;base64,${Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9" fill="red"/></svg>`).toString("base64")}";
      export const GET = () => new ImageResponse(
        <div style={{ display: "flex", background: "white", ...inter.style }} className={inter.className}><Image src={src} width={20} height={20} alt="" />Hi</div>,
        { width: 60, height: 30 });`,
  });
  const app = await createApp({ root, sources: [{ dir: "app", convention: "next" }] });
  const seen = await (await app.fetch(new Request("http://test/seen"))).json();
  expect(seen).toEqual({
    inter: { className: "font-inter", style: { fontFamily: "'Inter'" }, variable: "font-inter-variable" },
    mono: { className: "font-roboto-mono", style: { fontFamily: "'Roboto Mono'", fontWeight: 700 } },
    own: { className: "font-local-font", style: { fontFamily: "'Local Font'" } },
    image: { type: "img", props: { src: "/a.png", alt: "A", width: 20, height: 10 } },
    filled: {
      props: {
        src: "/a.png",
        style: { position: "absolute", top: 0, left: 0, width: "100%", height: "100%", objectFit: "cover" },
      },
    },
  });
  const card = await app.fetch(new Request("http://test/card"));
  expect(card.status).toBe(200);
  const { data } = await sharp(await card.arrayBuffer())
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect([...data.subarray(0, 3)]).toEqual([255, 0, 0]);
});
