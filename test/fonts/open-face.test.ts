import { forget, inHeap, inModules } from "../memory.ts";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ASSET, type RenderContext } from "../../src/asset.ts";
import { ImageResponse } from "../../src/assets/image-response.ts";
import { shippedFonts } from "../../src/fonts/catalog.ts";
import { openFont } from "../../src/fonts/file.ts";
import { loadFonts } from "../../src/fonts/library.ts";
import { readTables, writeSfnt } from "../../src/fonts/sfnt.ts";
import { openFace } from "../../src/fonts/shaping/open-face.ts";

const inter = openFont(readFileSync(join(shippedFonts, "Inter-400.woff2")), "Inter", 0);

it("a font that nobody holds leaves HarfBuzz's memory", async () => {
  async function open(count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      const face = openFace(Uint8Array.from(inter));
      expect(face.has(0x41) && !face.has(0x5d0)).toBe(true);
      expect(face.outline(face.shape(`Hello ${i}`).glyphs[0]!.id).length).toBeGreaterThan(0);
      if (i % 5 === 4) await forget();
    }
  }
  await open(20);
  const before = inModules();
  expect(before).toBeGreaterThan(0);
  await open(100);
  expect(inModules() - before).toBeLessThan(10 * inter.length);
});

it("images with fonts of strangers stay in their bounds, however many these are", async () => {
  const context: RenderContext = {
    type: "image/png",
    url: "",
    fonts: await loadFonts(shippedFonts),
    signal: new AbortController().signal,
    time: () => () => {},
    warn: () => {},
  };
  // 2 MiB by a table that nobody reads: nine such fonts are kept.
  const large = writeSfnt(0x10000, readTables(inter).set("none", new Uint8Array(2 << 20)));
  async function draw(count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      const tree = { type: "div", props: { style: { display: "flex" }, children: "Hello" } };
      const fonts = [{ name: "Theirs", data: Uint8Array.from(large) }];
      await new ImageResponse(tree, { width: 200, height: 60, fonts })[ASSET]!.render(context);
      if (i % 5 === 4) await forget();
    }
  }
  await draw(12);
  const [heap, modules] = [inHeap(), inModules()];
  await draw(15);
  expect(inHeap() - heap).toBeLessThan(10 * large.length);
  expect(inModules() - modules).toBeLessThan(10 * large.length);
});
