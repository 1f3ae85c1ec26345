// Real fonts with fewer characters, and all of their tables: a small one is tried as fast as a hundred times.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describeFont } from "../../../src/fonts/file.ts";
import { readTables, view, type Tables } from "../../../src/fonts/sfnt.ts";
import { words, writeLoose } from "./wrap.ts";

/** The functions of HarfBuzz's subsetter; numbers are addresses in its memory. */
type Call = (...values: number[]) => number;
const path = createRequire(import.meta.url).resolve("harfbuzzjs/dist/harfbuzz-subset.wasm");
const { exports } = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(path)));
const hb = exports as unknown as Record<string, Call>;
const memory = exports.memory as WebAssembly.Memory;
hb._initialize!();

/**
 * The font, with as many of its characters as fit into so many bytes: as they lie beside each other, from its middle.
 * Undefined where it does not come below.
 */
export function reduced(font: Uint8Array, most: number): Uint8Array | undefined {
  if (font.length <= most) return font;
  const { coverage } = describeFont(font, "seed", 0)[0]!;
  const codes: number[] = [];
  for (let i = 0; i < coverage.length; i += 2)
    for (let code = coverage[i]!; code <= coverage[i + 1]!; code++) codes.push(code);
  const middle = codes.length >> 1;
  for (let half = Math.min(120, middle); half >= 2; half = Math.floor(half * 0.7)) {
    const subset = withCodes(font, codes.slice(middle - half, middle + half));
    if (subset.length <= most) return subset;
  }
  return undefined;
}

function withCodes(font: Uint8Array, codes: readonly number[]): Uint8Array {
  const at = hb.malloc!(font.length);
  new Uint8Array(memory.buffer).set(font, at);
  const blob = hb.hb_blob_create!(at, font.length, 2, 0, 0);
  const face = hb.hb_face_create!(blob, 0);
  const input = hb.hb_subset_input_create_or_fail!();
  // All features, names and tables that it has, then the characters alone.
  hb.hb_subset_input_keep_everything!(input);
  hb.hb_set_clear!(hb.hb_subset_input_glyph_set!(input));
  const wanted = hb.hb_subset_input_unicode_set!(input);
  hb.hb_set_clear!(wanted);
  for (const code of codes) hb.hb_set_add!(wanted, code);
  const made = hb.hb_subset_or_fail!(face, input);
  const out = hb.hb_face_reference_blob!(made);
  const start = hb.hb_blob_get_data!(out, 0);
  const bytes = new Uint8Array(memory.buffer).slice(start, start + hb.hb_blob_get_length!(out));
  for (const free of [() => hb.hb_blob_destroy!(out), () => hb.hb_face_destroy!(made)]) free();
  hb.hb_subset_input_destroy!(input);
  hb.hb_face_destroy!(face);
  hb.hb_blob_destroy!(blob);
  hb.free!(at);
  return bytes;
}

/** The font in colour (ISO/IEC 14496-22 §5.7.11–12): each of its first glyphs made of two others, in two colours. */
export function coloured(font: Uint8Array): Uint8Array {
  const tables: Tables = new Map(readTables(font));
  const glyphs = view(tables.get("maxp")!).getUint16(4);
  const bases = Math.min(glyphs, 40);
  const layers = Array.from({ length: bases }, (_, i) => [i, 0, (i + 1) % glyphs, 1]).flat();
  const records = Array.from({ length: bases }, (_, i) => [i, 2 * i, 2]).flat();
  const COLR = words(0, bases, 0, 14, 0, 14 + 6 * bases, 2 * bases, ...records, ...layers);
  const CPAL = words(0, 2, 1, 2, 0, 14, 0, 0x0000, 0xffff, 0xff00, 0x00ff);
  return writeLoose(view(font).getUint32(0), tables.set("COLR", COLR).set("CPAL", CPAL));
}
