// Tables as somebody would write them who wants to hurt: each small, each asking for more than it weighs.

import { readTables, view, type Tables } from "../../../src/fonts/sfnt.ts";
import { pick, type Random } from "./random.ts";
import { words } from "./wrap.ts";

const long = (value: number): [number, number] => [(value >>> 16) & 0xffff, value & 0xffff];

/** A cmap with one subtable. */
const cmapOf = (subtable: readonly number[]): Uint8Array => words(0, 1, 3, 10, 0, 12, ...subtable);

/** Groups (format 12 or 13) that all map the same characters. */
export function overlappingGroups(count: number, format = 12, last = 0x10ffff): Uint8Array {
  const group = words(...long(0), ...long(last), ...long(1));
  const head = cmapOf([format, 0, ...long(16 + 12 * count), ...long(0), ...long(count)]);
  const out = new Uint8Array(head.length + 12 * count);
  out.set(head);
  for (let i = 0; i < count; i++) out.set(group, head.length + 12 * i);
  return out;
}

/** Segments (format 4) that all map the same characters. */
export function overlappingSegments(count: number): Uint8Array {
  const all = (value: number) => Array<number>(count).fill(value);
  return words(
    0, 1, 3, 1, 0, 12,
    4, 0xffff, 0, 2 * count, 0, 0, 0, ...all(0xfffe), 0, ...all(0), ...all(1), ...all(0),
  ); // prettier-ignore
}

/** A name that lies past its table. */
export const nameBeyond = (distance: number, length: number): Uint8Array =>
  words(0, 1, 18, 3, 1, 0x409, 1, length, distance);

/** Glyphs that are each made of the one before, a few times. */
export function doubling(tables: Tables, levels: number, times: number): Tables {
  const parts = (glyph: number) =>
    words(
      0xffff, 0, 0, 100, 100,
      ...Array.from({ length: times }, (_, i) => [i + 1 < times ? 0x23 : 0x3, glyph, i, i]).flat(),
    ); // prettier-ignore
  // One triangle, then the chain.
  const simple = Uint8Array.from([
    ...words(1, 0, 0, 100, 100, 2, 0),
    1,
    1,
    1,
    ...words(0, 100, 0, 0, 0, 100),
  ]);
  const outlines = [simple, ...Array.from({ length: levels }, (_, i) => parts(i))].map((outline) =>
    outline.length % 2 ? Uint8Array.from([...outline, 0]) : outline,
  );
  const count = view(tables.get("maxp")!).getUint16(4);
  while (outlines.length < count) outlines.push(words(0xffff, 0, 0, 100, 100, 0x3, levels, 0, 0));
  const kept = outlines.slice(0, count);
  const starts = [0];
  for (const outline of kept) starts.push(starts.at(-1)! + outline.length);
  const head = Uint8Array.from(tables.get("head")!);
  view(head).setInt16(50, 1);
  return new Map(tables)
    .set("head", head)
    .set("loca", words(...starts.flatMap(long)))
    .set("glyf", Uint8Array.from(Buffer.concat(kept)));
}

/** A GSUB whose lookups are all the same one, with subtables that are all the same one, with sets that are, too. */
export function repeatingLookups(count: number): Uint8Array {
  const features = 10 + 2;
  const lookups = features + 14;
  const lookup = 2 + 2 * count;
  const subtable = 6 + 2 * count;
  const all = (value: number) => Array<number>(count).fill(value);
  return words(
    1, 0, 10, features, lookups,
    0,
    1, 0x6c69, 0x6761, 8, 0, 1, 0,
    count, ...all(lookup),
    4, 0, count, ...all(subtable),
    1, 6 + 2 * count, count, ...all(12 + 2 * count),
    1, 1, 1,
    count, ...all(2 + 2 * count),
    1, 2, 1,
  ); // prettier-ignore
}

/** A CFF table whose one outline calls subroutines that each call the next some times. */
export function callingCff(glyphs: number, depth: number, times: number): Uint8Array {
  const index = (items: readonly (readonly number[])[]): number[] => {
    if (items.length === 0) return [0, 0];
    let offset = 1;
    const offsets = [0, 0, 0, 1];
    for (const item of items) {
      offset += item.length;
      offsets.push(offset >>> 24, (offset >>> 16) & 255, (offset >>> 8) & 255, offset & 255);
    }
    return [items.length >> 8, items.length & 255, 4, ...offsets, ...items.flat()];
  };
  const call = (number: number) => [number - 107 + 139, 29];
  const subroutines = Array.from({ length: depth }, (_, i) =>
    i + 1 < depth ? [...Array.from({ length: times }, () => call(i + 1)).flat(), 11] : [140, 140, 5, 11],
  );
  const outline = [139, 139, 21, ...call(0), 14];
  const integer = (value: number) => [
    29,
    value >>> 24,
    (value >>> 16) & 255,
    (value >>> 8) & 255,
    value & 255,
  ];
  const before = (top: number[]) => [
    1,
    0,
    4,
    4,
    ...index([[65]]),
    ...index([top]),
    ...index([]),
    ...index(subroutines),
  ];
  const top = (offset: number) => [...integer(offset), 17, ...integer(0), ...integer(0), 18];
  const start = before(top(0)).length;
  return Uint8Array.from([...before(top(start)), ...index(Array.from({ length: glyphs }, () => outline))]);
}

/** One of the above in a real font. */
export function craft(font: Uint8Array, random: Random): Tables {
  const tables = readTables(font);
  const glyphs = view(tables.get("maxp")!).getUint16(4);
  const kinds: (() => Tables)[] = [
    () =>
      tables.set(
        "cmap",
        overlappingGroups(
          1 + random(2000),
          pick(random, [12, 13]),
          pick(random, [0xffff, 0x10ffff, 0xffffffff]),
        ),
      ),
    () => tables.set("cmap", overlappingSegments(1 + random(4000))),
    () => tables.set("name", nameBeyond(pick(random, [0, 18, 100, 4000, 65_000]), 1 + random(65_535))),
    () => (tables.has("glyf") ? doubling(tables, 1 + random(60), 1 + random(20)) : tables),
    () => tables.set("GSUB", repeatingLookups(1 + random(2000))),
    () => {
      tables.delete("glyf");
      return tables.set("CFF ", callingCff(glyphs, 1 + random(30), 1 + random(30)));
    },
  ];
  return pick(random, kinds)();
}
