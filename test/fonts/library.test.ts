import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, stat, readdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, brotliDecompressSync, constants, deflateSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { indexOf, shippedFonts } from "../../src/fonts/catalog.ts";
import type { Fonts } from "../../src/fonts/fonts.ts";
import { loadFonts } from "../../src/fonts/library.ts";
import { readTables, view, writeSfnt } from "../../src/fonts/sfnt.ts";

let fonts: Fonts;
let folder: string;
beforeAll(async () => {
  fonts = await loadFonts(shippedFonts);
  folder = await mkdtemp(join(tmpdir(), "fonts-"));
});
afterAll(() => rm(folder, { recursive: true }));

const code = (character: string) => character.codePointAt(0)!;

describe("the shipped fonts", () => {
  it("stay under 12 MB", async () => {
    const entries = await readdir(shippedFonts, { recursive: true, withFileTypes: true });
    const sizes = entries
      .filter((entry) => entry.isFile())
      .map((entry) => stat(join(entry.parentPath, entry.name)));
    const total = (await Promise.all(sizes)).reduce((sum, { size }) => sum + size, 0);
    expect(total).toBeLessThan(12_000_000);
  });

  it("have an index that says what the files say", async () => {
    expect(await readFile(join(shippedFonts, "index.json"), "utf8")).toBe(await indexOf(shippedFonts));
  });

  it("draw the native name of every country, at weight 400 and 700", () => {
    const countries: { name: { native?: Record<string, { common: string; official: string }> } }[] =
      JSON.parse(
        readFileSync(new URL("../../node_modules/world-countries/countries.json", import.meta.url), "utf8"),
      );
    const missing = new Set<string>();
    for (const { name } of countries)
      for (const { common, official } of Object.values(name.native ?? {}))
        for (const character of common + official)
          for (const weight of [400, 700])
            if (!fonts.fallback(code(character), weight)) missing.add(character);
    missing.delete("\u200d"); // joins, and is never drawn
    expect([...missing]).toEqual([]);
  });

  it.each([
    ["A", undefined, "Inter"],
    ["Ж", undefined, "Inter"],
    ["ع", undefined, "Vazirmatn"],
    ["ﮓ", undefined, "Vazirmatn"],
    ["ࢠ", undefined, "Noto Sans Arabic"],
    ["ש", undefined, "Noto Sans Hebrew"],
    ["भ", undefined, "Noto Sans Devanagari"],
    ["ไ", undefined, "Noto Sans Thai"],
    ["ཀ", undefined, "Noto Serif Tibetan"],
    ["한", undefined, "Noto Sans KR"],
    ["あ", undefined, "Noto Sans JP"],
    ["骨", undefined, "Noto Sans SC"],
    ["骨", "ja", "Noto Sans JP"],
    ["骨", "zh-Hant", "Noto Sans TC"],
    ["骨", "zh-HK", "Noto Sans TC"],
    ["骨", "zh-CN", "Noto Sans SC"],
  ])("%s in %s falls back to %s", (character, language, family) => {
    expect(fonts.fallback(code(character), 700, language)?.family).toBe(family);
  });

  it("say so when no face has a glyph", () => {
    expect(fonts.fallback(0x13000)).toBeUndefined();
  });

  it("open as sfnts, once", () => {
    for (const face of fonts.faces) {
      const data = face.data();
      expect(face.data()).toBe(data);
      const tables = readTables(data);
      expect([...tables.keys()]).toEqual(expect.arrayContaining(["cmap", "glyf", "head", "hmtx", "loca"]));
      const glyphs = view(tables.get("maxp")!).getUint16(4);
      const long = view(tables.get("head")!).getInt16(50);
      expect(tables.get("loca")!.length).toBe((glyphs + 1) * (long ? 4 : 2));
    }
  });
});

describe("matching", () => {
  it.each([
    [100, "normal", 400, "normal"],
    [500, "normal", 400, "normal"],
    [600, "normal", 600, "normal"],
    [650, "normal", 700, "normal"],
    [900, "normal", 700, "normal"],
    [400, "italic", 400, "italic"],
    [700, "italic", 400, "italic"],
  ] as const)("Inter %d %s is %d %s", (weight, style, gotWeight, gotStyle) => {
    expect(fonts.match("inter", weight, style)).toMatchObject({ weight: gotWeight, style: gotStyle });
  });

  it("knows the generic families", () => {
    expect(fonts.match("sans-serif").family).toBe("Inter");
    expect(fonts.match("monospace").family).toBe("JetBrains Mono");
  });

  it("names the families that are there", () => {
    expect(() => fonts.match("Helvetica")).toThrow(/"Helvetica". There are: Geist, Inter, JetBrains Mono/);
  });
});

describe("folders", () => {
  const inter = () => fonts.match("Inter").data();

  it("that do not exist are empty; none with a font is an error", async () => {
    expect((await loadFonts([join(folder, "none"), shippedFonts])).digest).toBe(fonts.digest);
    await expect(loadFonts(join(folder, "none"))).rejects.toThrow(/No font in .*none/);
  });

  it("before others win, and give the default family", async () => {
    const own = join(folder, "own/brand");
    await mkdir(own, { recursive: true });
    await writeFile(join(own, "inter.ttf"), inter());
    await writeFile(join(own, "brand.ttf"), renamed(inter(), "Zebra"));
    const both = await loadFonts([join(folder, "own"), shippedFonts]);
    expect(both.match("Inter").file).toBe("brand/inter.ttf");
    // Faces of two releases are no family.
    expect(both.match("Inter", 700).file).toBe("brand/inter.ttf");
    expect(both.faces.filter((face) => face.family === "Inter")).toHaveLength(1);
    expect(both.digest).not.toBe(fonts.digest);
    await rm(join(own, "inter.ttf"));
    expect((await loadFonts([join(folder, "own"), shippedFonts])).defaultFamily).toBe("Zebra");
  });

  it("may hold WOFF and collections", async () => {
    const other = join(folder, "other");
    await mkdir(other, { recursive: true });
    await writeFile(join(other, "a.woff"), woff(inter()));
    await writeFile(join(other, "b.ttc"), collection(renamed(inter(), "One"), renamed(inter(), "Two")));
    const library = await loadFonts(other);
    expect(library.faces.map((face) => face.family)).toEqual(["Inter", "One", "Two"]);
    for (const face of library.faces) {
      expect(face.covers(code("é"))).toBe(true);
      expect(readTables(face.data()).get("glyf")).toEqual(readTables(inter()).get("glyf"));
    }
  });

  it.each([
    ["empty", () => new Uint8Array(0)],
    ["text", () => Buffer.from("not a font, not at all, nothing like it")],
    ["cut", () => inter().subarray(0, 30_000)],
    ["cut.woff2", async () => (await readFile(join(shippedFonts, "Inter-400.woff2"))).subarray(0, 30_000)],
  ])("with a broken file (%s) are an error that names it", async (name, bytes) => {
    const broken = join(folder, "broken");
    await mkdir(broken, { recursive: true });
    const file = join(broken, name.includes(".") ? name : `${name}.ttf`);
    await writeFile(file, await bytes());
    await expect(loadFonts(broken)).rejects.toThrow(file);
    await rm(broken, { recursive: true });
  });
});

describe("WOFF2", () => {
  const shipped = readFileSync(join(shippedFonts, "Inter-400.woff2"));
  const plain = () => readTables(fonts.match("Inter").data());
  const open = async (bytes: Uint8Array) => {
    const only = await mkdtemp(join(folder, "woff2-"));
    await writeFile(join(only, "a.woff2"), bytes);
    return readTables((await loadFonts(only)).faces[0]!.data());
  };

  it.each([
    ["none", 0],
    ["those of glyphs with a width", 1],
  ])("may leave out side bearings: %s", async (_, flags) => {
    const hmtx = plain().get("hmtx")!;
    const long = view(plain().get("hhea")!).getUint16(34);
    const pairs = Array.from({ length: long }, (_, i) => [...hmtx.subarray(4 * i, 4 * i + 4)]);
    const table = [flags, ...pairs.flatMap((pair) => pair.slice(0, 2))];
    if (!flags) table.push(...pairs.flatMap((pair) => pair.slice(2)));
    table.push(...hmtx.subarray(4 * long));
    const tables = await open(repacked(shipped, "hmtx", () => Uint8Array.from(table)));
    expect(tables.get("hmtx")).toEqual(hmtx);
    expect(tables.get("glyf")).toEqual(plain().get("glyf"));
  });

  it.each([
    ["more glyphs than it has", 4, 0xffff],
    ["a stream that ends after the table", 8, 0x7fff],
    ["fewer points than its contours need", 14, 16],
  ])("with %s is an error that names the file", async (_, field, value) => {
    const broken = repacked(shipped, "glyf", (table) => {
      const copy = Uint8Array.from(table);
      view(copy).setUint16(field, value);
      return copy;
    });
    await expect(open(broken)).rejects.toThrow(/a\.woff2 is broken/);
  });
});

describe("emoji", () => {
  it.each(["😀", "👨‍👩‍👧", "🇯🇵", "1️⃣", "#️⃣", "❤️", "👍🏽", "👩🏽‍🚀", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "🏳️‍🌈", "🫩", "🛘", "☎"])(
    "%s is a drawing",
    (emoji) => {
      expect(fonts.emoji(emoji)).toMatch(/^<svg [^>]*>.*<\/svg>$/s);
    },
  );

  it.each(["A", "1", "#", "é", "❤\ufe0e", "", "no", "constructor"])("%s is not", (text) => {
    expect(fonts.emoji(text)).toBeUndefined();
  });

  it.each(["👩‍❤️‍💋‍👨", "🧑🏿‍🤝‍🧑🏻", "🐻‍❄️", "⛹🏻‍♀️", "🇺🇳", "🏴‍☠️", "🧑‍🧑‍🧒‍🧒", "🐦‍🔥"])("%s is one too", (emoji) => {
    expect(fonts.emoji(emoji)).toBeDefined();
  });
});

/** A copy of a font under another family name. */
function renamed(font: Uint8Array, family: string): Uint8Array {
  const text = Buffer.from(family, "utf16le").swap16();
  const name = Buffer.alloc(18 + text.length);
  name.writeUInt16BE(1, 2);
  name.writeUInt16BE(18, 4);
  [3, 1, 0x409, 1, text.length, 0].forEach((value, i) => name.writeUInt16BE(value, 6 + 2 * i));
  text.copy(name, 18);
  return writeSfnt(0x10000, readTables(font).set("name", name));
}

function collection(...members: Uint8Array[]): Uint8Array {
  const head = Buffer.alloc(12 + 4 * members.length);
  head.write("ttcf");
  head.writeUInt32BE(0x10000, 4);
  head.writeUInt32BE(members.length, 8);
  let offset = head.length;
  const parts = members.map((member, i) => {
    const copy = Buffer.from(member);
    head.writeUInt32BE(offset, 12 + 4 * i);
    for (let t = 0; t < copy.readUInt16BE(4); t++) {
      const at = 12 + 16 * t + 8;
      copy.writeUInt32BE(copy.readUInt32BE(at) + offset, at);
    }
    offset += copy.length;
    return copy;
  });
  return Buffer.concat([head, ...parts]);
}

function woff(font: Uint8Array): Uint8Array {
  const tables = [...readTables(font)];
  const head = Buffer.alloc(44 + 20 * tables.length);
  head.write("wOFF");
  head.writeUInt32BE(0x10000, 4);
  head.writeUInt16BE(tables.length, 12);
  let offset = head.length;
  const parts = tables.map(([tag, table], i) => {
    const packed = deflateSync(table);
    const stored = packed.length < table.length ? packed : Buffer.from(table);
    head.write(tag, 44 + 20 * i, "latin1");
    [offset, stored.length, table.length].forEach((value, k) =>
      head.writeUInt32BE(value, 48 + 20 * i + 4 * k),
    );
    offset += stored.length;
    return stored;
  });
  return Buffer.concat([head, ...parts]);
}

/** A WOFF2 file with one of its tables changed; hmtx counts as transformed then. */
function repacked(file: Buffer, tag: "glyf" | "hmtx", change: (table: Uint8Array) => Uint8Array): Buffer {
  const [HMTX, GLYF, LOCA, OTHER] = [3, 10, 11, 63];
  let at = 48;
  const number = () => {
    for (let value = 0; ;) {
      const byte = file[at++]!;
      value = value * 128 + (byte & 127);
      if (byte < 128) return value;
    }
  };
  const written = (value: number): number[] =>
    value < 128 ? [value] : [...written(value >> 7).map((byte) => byte | 128), value & 127];
  const entries = Array.from({ length: file.readUInt16BE(12) }, () => {
    const flags = file[at++]!;
    const name = flags === OTHER ? file.subarray(at, (at += 4)) : [];
    const original = number();
    const transformed = flags === GLYF || flags === LOCA;
    return { flags, name, original, transformed, length: transformed ? number() : original };
  });
  const stream = brotliDecompressSync(file.subarray(at, at + file.readUInt32BE(20)));
  const directory: number[] = [];
  let from = 0;
  const tables = entries.map(({ flags, name, original, transformed, length }) => {
    const table = stream.subarray(from, (from += length));
    const wanted = flags === (tag === "glyf" ? GLYF : HMTX);
    const made = wanted ? change(table) : table;
    const marked = wanted && tag === "hmtx";
    directory.push(marked ? flags | 64 : flags, ...name, ...written(original));
    if (transformed || marked) directory.push(...written(made.length));
    return made;
  });
  const packed = brotliCompressSync(Buffer.concat(tables), {
    params: { [constants.BROTLI_PARAM_QUALITY]: 1 },
  });
  const head = Buffer.from(file.subarray(0, 48));
  head.writeUInt32BE(packed.length, 20);
  return Buffer.concat([head, Buffer.from(directory), packed]);
}
