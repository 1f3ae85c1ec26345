// Caches of documents stay within their bounds, whatever pictures, texts and languages they are given.

import sharp from "sharp";
import { describe, expect, it, vi } from "vitest";
import { pdf } from "../../../src/assets/pdf.ts";
import { shippedFonts } from "../../../src/fonts/catalog.ts";
import { loadFonts } from "../../../src/fonts/library.ts";
import { readSvg } from "../../../src/pdf/svg/draw.ts";
import { image, paragraph } from "../../../src/pdf/template/blocks.ts";
import { languageTag, shapingLanguage } from "../../../src/pdf/text/language.ts";
import { Stack, STACKS } from "../../../src/pdf/text/stack.ts";
import { bytesOf } from "../../pdf/read.ts";
import { cachesOf, held } from "./watch.ts";

vi.mock("lru-cache", () => import("./watch.ts"));

const MIB = 1024 * 1024;

describe("bounds of caches:", () => {
  it("images of documents", async () => {
    const side = 1_600;
    const raw = Buffer.alloc(3 * side * side);
    for (let i = 0, state = 1; i < raw.length; i++)
      raw[i] = (state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0) >>> 24;
    const jpeg = await sharp(raw, { raw: { width: side, height: side, channels: 3 } })
      .jpeg({ quality: 100 })
      .toBuffer();
    const fit = Math.floor((64 * MIB) / jpeg.length);
    for (let i = 0; i < fit + 3; i++) {
      // Bytes behind the end are another file's, of the same picture.
      const data = new Uint8Array(Buffer.concat([jpeg, Buffer.from([i])]));
      await bytesOf(
        pdf(function* page() {
          yield image(data, { alt: "noise" });
        }, {}),
      );
    }
    expect(fit).toBeLessThan(30);
    expect(cachesOf("pdf/file/image.ts")[0]!.size).toBe(fit);
  });

  it("SVG of documents", () => {
    for (let i = 0; i < 12; i++)
      readSvg(
        `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${i + 1} 9">${"<g/>".repeat(25_000)}</svg>`,
      );
    const [cache] = cachesOf("pdf/svg/draw.ts");
    expect(cache!.size).toBeGreaterThan(2);
    expect(held(cache!)).toBeLessThan(32 * MIB);
  });

  it("stacks of faces", async () => {
    const fonts = await loadFonts(shippedFonts);
    for (let i = 0; i < 3 * STACKS; i++)
      Stack.of(fonts, {
        family: fonts.defaultFamily,
        weight: 400,
        italic: false,
        features: [],
        language: `en-x-a${i}`,
      });
    const [cache] = cachesOf("pdf/text/stack.ts");
    expect(cache!.size).toBe(STACKS);
  });

  it("languages", () => {
    for (let i = 0; i < 500; i++)
      for (const tag of [`en-x-a${i}`, `en-x-a${i}${"-abcdefgh".repeat(1_000)}`])
        expect([shapingLanguage(tag), languageTag(tag)]).toEqual(["en", tag]);
    const caches = cachesOf("pdf/text/language.ts");
    expect(caches.map(({ size }) => size)).toEqual([200, 200]);
    for (const cache of caches) expect(held(cache)).toBeLessThan(200 * 250);
  });

  it("subsets of fonts", async () => {
    let first: string | undefined;
    for (let i = 0; i < 16; i++) {
      const codes = Array.from({ length: 5_000 }, (_, k) => 0x4e00 + ((i * 331 + k * 3) % 18_000));
      const text = codes.map((code) => String.fromCodePoint(code)).join("");
      await bytesOf(
        pdf(function* page() {
          yield paragraph(text);
        }, {}),
      );
      first ??= [...cachesOf("pdf/file/fontfile.ts")[0]!.rkeys()][0];
    }
    const [cache] = cachesOf("pdf/file/fontfile.ts");
    expect(cache!.size).toBeGreaterThan(5);
    expect(held(cache!)).toBeLessThan(9 * MIB);
    expect(cache!.has(first!)).toBe(false);
  });
});
