import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import {
  callingCff,
  doubling,
  nameBeyond,
  overlappingGroups,
  overlappingSegments,
  repeatingLookups,
} from "../../bench/chaos/fonts/craft.ts";
import { mutant } from "../../bench/chaos/fonts/mutate.ts";
import { randomOf } from "../../bench/chaos/fonts/random.ts";
import { readSeeds, smallSeeds, type Seed } from "../../bench/chaos/fonts/seeds.ts";
import { amongSecrets, examine, openStranger, WAYS } from "../../bench/chaos/fonts/ways.ts";
import { toCollection, toWoff, toWoff2, writeLoose } from "../../bench/chaos/fonts/wrap.ts";
import { shippedFonts } from "../../src/fonts/catalog.ts";
import { FontError } from "../../src/fonts/error.ts";
import { openFont } from "../../src/fonts/file.ts";
import type { Fonts } from "../../src/fonts/fonts.ts";
import { loadFonts } from "../../src/fonts/library.ts";
import { LIMITS } from "../../src/fonts/limits.ts";
import { readTables, tagAt, view, type Tables } from "../../src/fonts/sfnt.ts";
import { checkFont } from "../../src/fonts/with-faces.ts";
import { appOf } from "../project.ts";

const file = (name: string) => Uint8Array.from(readFileSync(join(shippedFonts, name)));
/** A small real font, decompressed. */
const plain = openFont(file("NotoSansHebrew-400.woff2"), "Hebrew", 0);
const TRUE_TYPE = 0x10000;
const withTable = (tag: string, table: Uint8Array, of = plain) =>
  writeLoose(TRUE_TYPE, new Map(readTables(of)).set(tag, table));
const glyphs = view(readTables(plain).get("maxp")!).getUint16(4);

function withCff(depth: number, times: number): Uint8Array {
  const tables: Tables = new Map(readTables(plain));
  tables.delete("glyf");
  return writeLoose(0x4f54544f, tables.set("CFF ", callingCff(glyphs, depth, times)));
}

/** The last outline, which the table ends with, ends in this byte. */
function endingIn(byte: number): Uint8Array {
  const font = withCff(2, 2);
  const cff = readTables(font).get("CFF ")!;
  cff[cff.length - 1] = byte;
  return font;
}

/** A WOFF whose one table says that it is longer than it is. */
function claiming(length: number): Uint8Array {
  const woff = toWoff(plain);
  view(woff).setUint32(44 + 12, length);
  return woff;
}

function changed(tag: string, change: (table: DataView) => void): Uint8Array {
  const table = Uint8Array.from(readTables(plain).get(tag)!);
  change(view(table));
  return withTable(tag, table);
}

describe("a font that asks for more than it weighs", () => {
  it.each<[string, () => Uint8Array, RegExp]>([
    ["groups that overlap", () => withTable("cmap", overlappingGroups(40, 12, 0xff00)), /cmap table: its groups overlap/],
    ["one glyph for groups that overlap", () => withTable("cmap", overlappingGroups(40, 13)), /cmap table: its groups overlap/],
    ["a group beyond Unicode", () => withTable("cmap", overlappingGroups(1, 12, 0xffffffff)), /cmap table: it maps what is no character/],
    ["a group of everything", () => withTable("cmap", overlappingGroups(1)), /cmap table: it maps more than 262144/],
    ["segments that overlap", () => withTable("cmap", overlappingSegments(3000)), /cmap table: its segments overlap/],
    ["a name past its table", () => withTable("name", nameBeyond(4000, 200)), /names no family/],
    ["a WOFF of 3.8 GiB", () => claiming(0xf0000000), /claims more than a file of its length/],
    ["a collection of 16,000", () => toCollection(plain, 16_000), /collection of 16000 fonts/],
    ["glyphs of twice the one before", () => writeLoose(TRUE_TYPE, doubling(readTables(plain), 14, 2)), /glyf table: glyph \d+ is made of over 2048/],
    ["glyphs on many levels", () => writeLoose(TRUE_TYPE, doubling(readTables(plain), 40, 1)), /glyf table: .* more than 16 levels/],
    ["lookups that are all the same", () => withTable("GSUB", repeatingLookups(1000)), /GSUB table: its parts overlap or repeat/],
    ["subroutines that each call ten", () => withCff(8, 10), /CFF table: glyph 0 runs over 65535 steps/],
    ["subroutines without an end", () => withCff(30, 1), /CFF table: glyph 0 calls itself or goes too deep/],
    ["a number cut off", () => endingIn(28), /CFF table: glyph \d+ is cut off/],
    ["an operator cut off", () => endingIn(12), /CFF table: glyph \d+ is cut off/],
    ["more widths than glyphs", () => changed("hhea", (hhea) => hhea.setUint16(34, 60_000)), /hhea table: it has 60000 widths/],
    ["offsets that go back", () => changed("loca", (loca) => loca.setUint16(2, 0xffff)), /loca table: its offsets are out of order/],
    ["no em", () => changed("head", (head) => head.setUint16(18, 0)), /head table: its em is 0/],
    ["a table twice", () => {
      const font = Uint8Array.from(plain);
      font.copyWithin(12, 12 + 16, 12 + 20);
      return font;
    }, /has two \S+ tables/],
    ["tables that overlap", () => {
      const font = Uint8Array.from(plain);
      view(font).setUint32(12 + 8, view(font).getUint32(12 + 16 + 8));
      return font;
    }, /tables that overlap/],
    ["nothing", () => new Uint8Array(), /is not a TrueType/],
  ])("%s", (_, make, message) => {
    expect(() => checkFont(amongSecrets(make()))).toThrow(FontError);
    expect(() => checkFont(amongSecrets(make()))).toThrow(message);
  }); // prettier-ignore
});

describe("real fonts", () => {
  const seeds = readSeeds();
  it.each(seeds.map(({ name, file: bytes }) => [name, bytes] as const))("%s passes", (_, bytes) => {
    expect(checkFont(bytes).family).not.toBe("");
  });

  it.each([
    ["WOFF", toWoff],
    ["WOFF2", toWoff2],
    ["a collection", (font: Uint8Array) => toCollection(font, LIMITS.maxFonts)],
  ])("pass in %s, too", (_, wrap) => {
    expect(checkFont(wrap(plain))).toEqual({ family: "Noto Sans Hebrew", weight: 400, style: "normal" });
  });
});

describe("the seeds of fonts with random changes", () => {
  const seeds = smallSeeds(readSeeds([]));
  const having = (tag: string) => seeds.filter(({ sfnt }) => readTables(sfnt).has(tag)).length;

  it("are small, real and of every kind", () => {
    expect(seeds.length).toBeGreaterThan(40);
    expect(Math.max(...seeds.map(({ sfnt }) => sfnt.length))).toBeLessThan(26_000);
    for (const tag of ["glyf", "CFF ", "fvar", "GSUB", "GPOS", "MATH", "COLR", "fpgm"])
      expect([tag, having(tag) > 0]).toEqual([tag, true]);
    expect(new Set(seeds.flatMap(({ file: bytes, sfnt }) => [tagAt(bytes, 0), tagAt(sfnt, 0)]))).toEqual(
      new Set(["\0\x01\0\0", "OTTO", "wOFF", "wOF2", "ttcf"]),
    );
  });

  it.each(seeds.map(({ name, file: bytes }) => [name, bytes] as const))("%s passes", (_, bytes) => {
    expect(examine(bytes)).toBe(undefined);
  });
});

describe("fonts with random changes", () => {
  let seeds: Seed[];
  let library: Fonts;
  beforeAll(async () => {
    seeds = smallSeeds(readSeeds([]));
    library = await loadFonts(shippedFonts);
  });

  it("are refused or used, and give nothing away", async () => {
    let [passed, refused] = [0, 0];
    for (let i = 0; i < 1200; i++) {
      const font = mutant(seeds, [], randomOf(i));
      if (examine(font) !== undefined) refused++;
      else if (++passed % 40 === 0)
        for (const way of Object.values(WAYS))
          await way(openStranger(font, library), library).catch((error: unknown) => {
            const told = error instanceof FontError || (error as { status?: number }).status === 422;
            if (!told) throw new Error(`file ${i}`, { cause: error });
          });
    }
    expect(passed).toBeGreaterThan(200);
    expect(refused).toBeGreaterThan(200);
  });
});

it("a route answers 422 for a font that breaks a rule, and draws with one that does not", async () => {
  const app = await appOf({
    "card.png.tsx": `
      import { ImageResponse } from "offprint";
      export const POST = async ({ request }) =>
        new ImageResponse(<div style={{ display: "flex" }}>שלום</div>, { width: 200, height: 60, fonts: [{ name: "Theirs", data: await request.arrayBuffer() }] });`,
  });
  const post = (body: Uint8Array<ArrayBuffer>) =>
    app.fetch(new Request("http://localhost/card.png", { method: "POST", body }));
  const bad = await post(Uint8Array.from(withTable("cmap", overlappingGroups(40, 12, 0xff00))));
  expect(bad.status).toBe(422);
  expect((await bad.json()).detail).toMatch(/cmap table: its groups overlap/);
  const good = await post(Uint8Array.from(plain));
  expect(good.status).toBe(200);
  expect(good.headers.get("content-type")).toBe("image/png");
});
