// Fonts that are nearly right: a real one with a few changes, in its containers or out of them.

import { readTables, tagAt, view, type Tables } from "../../../src/fonts/sfnt.ts";
import { craft } from "./craft.ts";
import { pick, type Random } from "./random.ts";
import type { Seed } from "./seeds.ts";
import { toCollection, toWoff, toWoff2, writeLoose } from "./wrap.ts";

const ODD = [0, 1, 2, 3, 4, 0x7f, 0xff, 0x100, 0x7fff, 0x8000, 0xfffe, 0xffff];
const ODD_LONG = [0, 1, 12, 0xffff, 0x10000, 0x10ffff, 0x7fffffff, 0x80000000, 0xfffffff0, 0xffffffff];

/** One in this many is of a large font. */
const LARGE = 1000;

/** A font, as somebody might send it: of a small real one, or rarely of a large one. */
export function mutant(small: readonly Seed[], large: readonly Seed[], random: Random): Uint8Array {
  const seeds = large.length > 0 && random(LARGE) === 0 ? large : small;
  const seed = pick(random, seeds);
  const dice = random(100);
  // The container as it came, with changes to its bytes.
  if (dice < 12) return bytesChanged(new Uint8Array(seed.file), random);
  const font =
    dice < 22
      ? writeLoose(view(seed.sfnt).getUint32(0), craft(seed.sfnt, random))
      : changed(seed, seeds, random);
  const wrap = random(100);
  try {
    if (wrap < 3) return maybe(toWoff(font), random);
    if (wrap < 6) return maybe(toWoff2(font), random);
    if (wrap < 9) return maybe(toCollection(font, 1 + random(20)), random);
  } catch {
    // It has a directory that cannot be read: as it is, then.
  }
  return font;
}

const maybe = (file: Uint8Array, random: Random): Uint8Array =>
  random(2) ? file : headChanged(file, random, 64 + 20 * 20);

function changed(seed: Seed, seeds: readonly Seed[], random: Random): Uint8Array {
  if (tagAt(seed.sfnt, 0) === "ttcf") return bytesChanged(new Uint8Array(seed.sfnt), random);
  const tables = new Map(readTables(seed.sfnt));
  for (let i = 1 + random(3); i > 0; i--) changeTable(tables, seeds, random);
  const font = writeLoose(view(seed.sfnt).getUint32(0), tables);
  const dice = random(20);
  if (dice === 0) return headChanged(font, random, 12 + 16 * tables.size);
  if (dice === 1) return font.subarray(0, random(font.length));
  if (dice === 2) return directoryChanged(font, random);
  return font;
}

/** One change of one table. */
function changeTable(tables: Tables, seeds: readonly Seed[], random: Random): void {
  const tag = pick(random, [...tables.keys()]);
  const table = new Uint8Array(tables.get(tag)!);
  const dice = random(40);
  if (dice === 0) tables.delete(tag);
  else if (dice === 1) tables.set(tag, table.subarray(0, random(table.length)));
  else if (dice === 2) {
    const other = pick(random, seeds).sfnt;
    if (tagAt(other, 0) === "ttcf") return;
    const theirs = readTables(other).get(tag);
    if (theirs) tables.set(tag, theirs);
  } else if (dice === 3) tables.set(tag, tables.get(pick(random, [...tables.keys()]))!);
  else if (dice < 8) {
    // A part of it somewhere else in it.
    const length = random(Math.min(table.length, 512));
    table.copyWithin(random(table.length), random(table.length), undefined);
    table.copyWithin(random(table.length), random(table.length), length);
    tables.set(tag, table);
  } else tables.set(tag, bytesChanged(table, random));
}

/** Some numbers of it, mostly near the beginning, where counts and offsets are. */
function bytesChanged(bytes: Uint8Array, random: Random): Uint8Array {
  if (bytes.length < 4) return bytes;
  const data = view(bytes);
  for (let i = 1 + random(4); i > 0; i--) {
    const near = Math.min(bytes.length, pick(random, [16, 64, 256, 4096, bytes.length, bytes.length]));
    const at = random(near);
    const dice = random(6);
    if (dice === 0) bytes[at] = random(256);
    else if (dice === 1) bytes[at] = bytes[at]! ^ (1 << random(8));
    else if (dice === 2 && at + 4 <= bytes.length) data.setUint32(at, pick(random, ODD_LONG));
    else {
      const even = at & ~1;
      if (even + 2 > bytes.length) continue;
      const now = data.getUint16(even);
      data.setUint16(
        even,
        pick(random, [pick(random, ODD), now + 1, now - 1, now * 2, random(65_536), random(64)]),
      );
    }
  }
  return bytes;
}

function headChanged(file: Uint8Array, random: Random, length: number): Uint8Array {
  bytesChanged(file.subarray(0, Math.min(file.length, length)), random);
  return file;
}

/** An entry that is another's, or that lies elsewhere. */
function directoryChanged(font: Uint8Array, random: Random): Uint8Array {
  const data = view(font);
  const count = data.getUint16(4);
  if (count === 0) return font;
  const entry = () => 12 + 16 * random(count);
  const dice = random(4);
  if (dice === 0) font.copyWithin(entry(), entry(), entry());
  else if (dice === 1) data.setUint32(entry() + 8, random(font.length));
  else if (dice === 2) data.setUint32(entry() + 12, random(2 * font.length));
  else {
    const [a, b] = [entry(), entry()];
    const place = font.slice(a + 8, a + 16);
    font.copyWithin(a + 8, b + 8, b + 16);
    font.set(place, b + 8);
  }
  return font;
}
