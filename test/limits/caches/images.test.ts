// Caches of images stay within their bounds, whatever texts, styles and pictures they are given.

import sharp from "sharp";
import { describe, expect, it, vi } from "vitest";
import { shippedFonts } from "../../../src/fonts/catalog.ts";
import { loadFonts } from "../../../src/fonts/library.ts";
import { openFace } from "../../../src/fonts/shaping/open-face.ts";
import { renderImage } from "../../../src/images/engine.ts";
import { wordsOfInner } from "../../../src/images/resvg/words.ts";
import { Budget, imageBudget, ImageCache } from "../../../src/images/caches.ts";
import { createKept } from "../../../src/images/retained/keep.ts";
import { naturalSizeOf } from "../../../src/images/retained/layout/natural-size.ts";
import { styleOf } from "../../../src/images/retained/layout/style/kept-styles.ts";
import { styleOfClasses } from "../../../src/images/retained/layout/style/tailwind/classes.ts";
import { ROOT_TEXT } from "../../../src/images/retained/layout/style/text-style.ts";
import { typesetterFor } from "../../../src/images/retained/layout/text/faces.ts";
import { resolveSources } from "../../../src/images/sources/sources.ts";
import { retainedRenderer } from "../../../src/images/plan.ts";
import { prepared } from "../../images/prepared.ts";
import type { Canvas } from "../../../src/images/retained/canvas.ts";
import { typesetting, type Typeface } from "../../../src/images/text/typefaces.ts";
import { withFaces } from "../../../src/fonts/with-faces.ts";
import { fileOf } from "../../../src/images/text/face-file.ts";
import { cachesIn, cachesOf, held } from "./watch.ts";

vi.mock("lru-cache", () => import("./watch.ts"));

const MIB = 1024 * 1024;
const viewport = { width: 1200, height: 630 };
const loaded = loadFonts(shippedFonts).then((fonts) => fonts.faces[0]!);

describe("bounds of caches:", () => {
  it("natural sizes of pictures", () => {
    const head = Buffer.from("89504e470d0a1a0a0000000d49484452000000010000000108060000", "hex");
    const uri = (i: number, more: number) => {
      const number = Buffer.from(`${i}`.padStart(12));
      return `data:image/png;base64,${Buffer.concat([head, number, Buffer.alloc(more)]).toString("base64")}`;
    };
    for (let i = 0; i < 30_000; i++) naturalSizeOf(uri(i, 0));
    const [cache] = cachesOf("images/retained/layout/natural-size.ts");
    expect(cache!.size).toBeGreaterThan(1_000);
    expect(held(cache!)).toBeLessThan(8 * MIB);
    for (let i = 0; i < 12; i++) naturalSizeOf(uri(i, MIB));
    expect(held(cache!)).toBeLessThan(8 * MIB);
  });

  it("pictures as data URIs", async () => {
    const text = "a".repeat(4_000);
    const path = `<g id="${text}"/>`.repeat(500);
    for (let i = 0; i < 20; i++) {
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${i + 1}" height="9">${path}</svg>`;
      const tree = { type: "img", props: { src: Buffer.from(svg) } };
      await resolveSources(tree as never, new AbortController().signal);
    }
    const [cache] = cachesOf("images/sources/sources.ts");
    expect(cache!.size).toBeGreaterThan(2);
    expect(held(cache!)).toBeLessThan(33 * MIB);
  });

  it("SVG within SVG, as trees", () => {
    const [width, count] = [100, 2_000];
    for (let i = 0; i < 40; i++)
      wordsOfInner(
        `<svg xmlns="http://www.w3.org/2000/svg" width="${width + i}" height="9">${'<path d="M0 0h9v9z"/>'.repeat(count)}</svg>`,
      );
    const [cache] = cachesOf("images/resvg/words.ts");
    expect(cache!.size).toBeGreaterThan(2);
    expect(held(cache!) + cache!.size * count * 200).toBeLessThan(16 * MIB);
  });

  it("classes", () => {
    for (let i = 0; i < 3_000; i++) styleOfClasses(`p-[${i}px] ${"m-4 ".repeat(300)}`, undefined, viewport);
    const [cache] = cachesOf("images/retained/layout/style/tailwind/classes.ts");
    expect(cache!.size).toBeGreaterThan(100);
    expect(held(cache!)).toBeLessThan(2.5 * MIB);
  });

  it("computed styles", () => {
    for (let i = 0; i < 4_000; i++)
      styleOf("div", { fontFamily: `${i}${"f".repeat(500)}`, width: i }, ROOT_TEXT, viewport);
    const [cache] = cachesOf("images/retained/layout/style/kept-styles.ts");
    expect(cache!.size).toBeGreaterThan(100);
    expect(held(cache!)).toBeLessThan(5 * MIB);
  });

  it("typesetters, and their words", async () => {
    const faces = [{ name: "a", data: fileOf(await loaded) }];
    for (let i = 0; i < 50; i++) typesetterFor(faces, ROOT_TEXT, `x-${i}`);
    const typesetter = typesetterFor(faces, ROOT_TEXT, "en");
    for (let i = 0; i < 3_000; i++)
      for (const word of [`word${i}`, `${i}${"w".repeat(100)}`]) typesetter.word(word);
    const caches = cachesOf("images/retained/layout/text/faces.ts");
    expect(caches[0]!.size).toBe(16);
    const words = caches.at(-1)!;
    expect(words.size).toBe(1_000);
    expect(Math.max(...[...words.keys()].map(({ length }) => length))).toBeLessThanOrEqual(64);
  });

  it("shaped texts of a face, and its outlines", async () => {
    const face = openFace(fileOf(await loaded));
    for (let i = 0; i < 600; i++) face.shape(`${i} ${"text ".repeat(40)}`);
    for (let glyph = 0; glyph < 2_000; glyph++) face.outline(glyph);
    const [outlines, texts] = cachesOf("fonts/shaping/open-face.ts").slice(-2);
    expect(texts!.size).toBeGreaterThan(10);
    expect(held(texts!)).toBeLessThan(4 * MIB);
    expect(outlines!.size).toBeGreaterThan(10);
    expect(held(outlines!)).toBeLessThan(4 * MIB);
  });

  it("parts of pictures: each cache of what was drawn", () => {
    const kept = createKept<{ text: string }>(MIB, ({ text }) => text.length);
    for (let i = 0; i < 5_000; i++) {
      const [key, value] = [`${i}${"k".repeat(1_000)}`, { text: "v".repeat(1_000) + i }];
      kept.set(key, value);
      kept.set(key, value);
    }
    const cache = cachesOf("images/retained/keep.ts").at(-1)!;
    expect(cache.size).toBeGreaterThan(100);
    expect(held(cache)).toBeLessThan(MIB);
  });
});

describe("one budget for all caches of images", () => {
  const fill = (cache: ImageCache<string>, count: number, bytes: number) => {
    for (let i = 0; i < count; i++) cache.set(`${i}`, `${i}`.padEnd(bytes, "x"));
  };
  const cacheIn = (budget: Budget) =>
    new ImageCache<string>({ maxSize: 2 * MIB, sizeCalculation: ({ length }) => length }, budget);

  it("is kept, and by the largest cache first", () => {
    const budget = new Budget(3 * MIB);
    const [letters, one, other] = [cacheIn(budget), cacheIn(budget), cacheIn(budget)];
    fill(letters, 1_000, 100);
    for (const cache of [one, other, one]) {
      fill(cache, 400, 10_000);
      const sum = [letters, one, other].reduce((sum, each) => sum + held(each as never), 0);
      expect(sum).toBeLessThan(3.2 * MIB);
    }
    expect(budget.bytes).toBeGreaterThan(2.9 * MIB);
    expect(letters.size).toBe(1_000);
  });

  it("counts what gives nothing away", () => {
    const budget = new Budget(3 * MIB);
    const cache = cacheIn(budget);
    budget.add({ calculatedSize: 2 * MIB });
    fill(cache, 400, 10_000);
    expect(cache.calculatedSize).toBeGreaterThan(0.9 * MIB);
    expect(cache.calculatedSize).toBeLessThanOrEqual(MIB);
    budget.add({ calculatedSize: 2 * MIB });
    cache.set("one more", "x");
    expect(cache.size).toBe(0);
  });

  it("has every cache that a picture leaves something in, and its fonts", async () => {
    const before = imageBudget.bytes;
    const fonts = await loadFonts(shippedFonts);
    const card = {
      type: "div",
      props: { tw: "flex p-4", children: { type: "b", props: { children: "Hi 🎉" } } },
    };
    await renderImage({ ...SETTINGS, fonts, tree: card });
    expect(imageBudget.bytes - before).toBeGreaterThan(10 * fonts.faces[0]!.data().length);
    expect(imageBudget.maxBytes).toBe(320 * MIB);
    /** Bounded by their number: of faces in use, whose bytes are counted, and of words in these. */
    const counted = new Set([
      "images/retained/layout/text/faces.ts",
      "images/text/typefaces.ts",
      "images/takumi.ts",
    ]);
    const loose = cachesIn("images/").filter(([, cache]) => !(cache instanceof ImageCache));
    expect(loose.map(([file]) => file).filter((file) => !counted.has(file))).toEqual([]);
  });
});

describe("bounds of caches, which take the room of others:", () => {
  it("templates", async () => {
    const fonts = await loadFonts(shippedFonts);
    const src = await pngOf(noiseOf(200), 200);
    const options = { firstChecks: 0, checkEvery: 0, maxBytes: 2 * MIB };
    const retained = retainedRenderer(options);
    for (let i = 0; i < 40; i++) {
      const size = { width: 200 + i, height: 200 };
      const img = { type: "img", props: { src, width: 200, height: 200 } };
      const div = { type: "div", props: { style: { display: "flex" }, children: img } };
      const { tree, typesetting: used } = await prepared(div, size, fonts);
      const plan = await retained.plan({
        tree,
        ...size,
        faces: used.faces,
        emoji: used.emoji,
        writeSvg: () => Promise.reject(new Error("Nothing is checked.")),
        warn: () => {},
      });
      if (plan.path !== "general") plan.png();
    }
    const [canvases, trusted] = cachesOf("images/retained/retained.ts").slice(-2);
    const bytes = [...canvases!.values()].map((canvas) =>
      (canvas as Canvas).strips.reduce((sum, { coded }) => sum + (coded?.strip.chunk.length ?? 0), 0),
    );
    expect(bytes.length).toBeGreaterThan(5);
    expect(bytes.length).toBeLessThan(40);
    expect(bytes.reduce((sum, each) => sum + each, 0)).toBeLessThan(2 * MIB);
    expect(held(trusted!)).toBeLessThan(8 * MIB);
    const [ofTheProcess] = cachesOf("images/retained/retained.ts");
    expect(ofTheProcess!.maxSize).toBe(48 * MIB);
  });

  it("numbers of data URIs", async () => {
    const fonts = await loadFonts(shippedFonts);
    const raw = noiseOf(260);
    for (let i = 0; i < 80; i++) {
      raw[i] = 255 - raw[i]!;
      const png = await pngOf(raw, 260);
      const backgroundImage = `url("data:image/png;base64,${png.toString("base64")}")`;
      const box = { type: "div", props: { style: { width: 20, height: 20, backgroundImage } } };
      const tree = { type: "div", props: { style: { display: "flex" }, children: box } };
      await renderImage({ ...SETTINGS, fonts, tree: tree as never });
    }
    const numbers = cachesOf("images/retained/paint/boxes.ts").at(-1)!;
    expect(numbers.size).toBeGreaterThan(2);
    expect(held(numbers)).toBeLessThan(16 * MIB);
  });

  it("sets of faces, with fonts that came with a request", async () => {
    const fonts = await loadFonts(shippedFonts);
    const file = fileOf(await loaded);
    for (let i = 0; i < 70; i++) {
      const data = Uint8Array.from(file);
      typesetting(
        { type: "p", props: { children: `${i}` } },
        withFaces(fonts, [{ name: `f${i}`, data }]),
        {},
      );
    }
    const sets = cachesOf("images/text/typefaces.ts").find((cache) => Array.isArray([...cache.values()][0]))!;
    const files = new Set(
      [...sets.values()].flatMap((faces) => (faces as Typeface[]).map(({ data }) => data)),
    );
    expect(sets.size).toBeGreaterThan(5);
    expect(sets.size).toBeLessThanOrEqual(64);
    expect([...files].reduce((sum, { length }) => sum + 10 * length, 0)).toBeLessThan(192 * MIB);
  });

  it("what faces cover", async () => {
    const fonts = await loadFonts(shippedFonts);
    for (let i = 0; i < 1_200; i++) {
      const style = { fontFamily: "Inter,".repeat(1_000) + "Inter", fontWeight: i + 1 };
      typesetting({ type: "p", props: { style, children: "text" } }, fonts, {});
    }
    const kept = cachesOf("images/text/typefaces.ts").filter(
      (cache) => typeof [...cache.values()][0] === "object" && "covered" in [...cache.values()][0]!,
    );
    expect(Math.max(...kept.map(({ size }) => size))).toBe(500);
    for (const cache of kept)
      for (const [key, setting] of cache.entries()) {
        expect(key.length).toBeLessThan(1_000);
        expect((setting as { faces: unknown[] }).faces.length).toBeLessThan(10);
      }
  });

  it("emoji as data URIs", async () => {
    const fonts = await loadFonts(shippedFonts);
    let text = "";
    for (let code = 0x1f300; code < 0x1faff; code++) text += String.fromCodePoint(code);
    for (const tone of ["", "\u{1f3fb}", "\u{1f3ff}"])
      for (let code = 0x1f466; code < 0x1f4aa; code++) text += String.fromCodePoint(code) + tone;
    for (const digest of ["a", "b", "c", "d"])
      typesetting({ type: "p", props: { children: text } }, { ...fonts, digest }, {});
    const uris = cachesOf("images/text/typefaces.ts").find(
      (cache) => typeof [...cache.values()][0] === "string",
    )!;
    expect(uris.size).toBeGreaterThan(500);
    expect(held(uris)).toBeGreaterThan(6 * MIB);
    expect(held(uris)).toBeLessThan(8.5 * MIB);
  });
});

/** RGB pixels that no coder makes smaller. */
function noiseOf(side: number): Buffer {
  const noise = Buffer.alloc(3 * side * side);
  for (let i = 0, state = 1; i < noise.length; i++)
    noise[i] = (state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0) >>> 24;
  return noise;
}

const pngOf = (noise: Buffer, side: number): Promise<Buffer> =>
  sharp(noise, { raw: { width: side, height: side, channels: 3 } })
    .png()
    .toBuffer();

const SETTINGS = {
  width: 300,
  height: 100,
  pixelDensity: 1,
  type: "image/png",
  signal: new AbortController().signal,
  time: () => () => {},
  warn: () => {},
} as const;
