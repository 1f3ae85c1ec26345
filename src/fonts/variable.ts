// Variable fonts: which weights they hold, and a plain font at one of them.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { FontError } from "./error.ts";
import { view } from "./bytes.ts";
import { tagAt, type Tables } from "./sfnt.ts";

/** The axis of weights: from the thinnest to the boldest (ISO/IEC 14496-22 §7.3.3). */
export function weightAxis(tables: Tables): [least: number, most: number] | undefined {
  const fvar = tables.get("fvar");
  if (!fvar) return undefined;
  const data = view(fvar);
  const [start, count, size] = [data.getUint16(4), data.getUint16(8), data.getUint16(10)];
  for (let i = 0; i < count; i++) {
    const at = start + i * size;
    if (tagAt(fvar, at) === "wght") return [data.getInt32(at + 4) / 65_536, data.getInt32(at + 12) / 65_536];
  }
  return undefined;
}

/** The hundreds of an axis, or its ends where there is none. */
export function weightsOf([least, most]: readonly [number, number]): number[] {
  const hundreds = [100, 200, 300, 400, 500, 600, 700, 800, 900, 1000].filter((w) => w >= least && w <= most);
  return hundreds.length > 0 ? hundreds : [...new Set([least, most].map(Math.round))];
}

/** The functions of HarfBuzz's subsetter; numbers are addresses in its memory. */
interface Subsetter {
  memory: WebAssembly.Memory;
  malloc(size: number): number;
  free(at: number): void;
  hb_blob_create(at: number, length: number, mode: number, user: number, destroy: number): number;
  hb_blob_destroy(blob: number): void;
  hb_blob_get_data(blob: number, length: number): number;
  hb_blob_get_length(blob: number): number;
  hb_face_create(blob: number, index: number): number;
  hb_face_destroy(face: number): void;
  hb_face_reference_blob(face: number): number;
  hb_subset_input_create_or_fail(): number;
  hb_subset_input_destroy(input: number): void;
  hb_subset_input_keep_everything(input: number): void;
  hb_subset_input_pin_all_axes_to_default(input: number, face: number): number;
  hb_subset_input_pin_axis_location(input: number, face: number, tag: number, value: number): number;
  hb_subset_or_fail(face: number, input: number): number;
  _initialize(): void;
}

let subsetter: Subsetter | undefined;

function load(): Subsetter {
  if (subsetter) return subsetter;
  const path = createRequire(import.meta.url).resolve("harfbuzzjs/dist/harfbuzz-subset.wasm");
  const instance = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(path)));
  subsetter = instance.exports as unknown as Subsetter;
  subsetter._initialize();
  return subsetter;
}

const WGHT = 0x77676874;
const READONLY = 1;
/** Bytes of HarfBuzz's memory that are kept for the next font: what has grown does not shrink. */
const KEPT = 64 * 1024 * 1024;

/**
 * A variable font at one weight, every other axis at its default.
 *
 * @param index which font of a collection
 * @throws FontError when HarfBuzz cannot make it.
 */
export function atWeight(font: Uint8Array, index: number, weight: number): Uint8Array {
  const hb = load();
  try {
    return instantiate(hb, font, index, weight);
  } catch (error) {
    // After a trap its memory is in no state to go on from.
    if (error instanceof WebAssembly.RuntimeError) subsetter = undefined;
    throw error;
  } finally {
    if (hb.memory.buffer.byteLength > KEPT) subsetter = undefined;
  }
}

function instantiate(hb: Subsetter, font: Uint8Array, index: number, weight: number): Uint8Array {
  const at = hb.malloc(font.length);
  if (!at) throw new FontError("is too large to be set at a weight");
  new Uint8Array(hb.memory.buffer).set(font, at);
  const blob = hb.hb_blob_create(at, font.length, READONLY, 0, 0);
  const face = hb.hb_face_create(blob, index);
  const input = hb.hb_subset_input_create_or_fail();
  try {
    hb.hb_subset_input_keep_everything(input);
    hb.hb_subset_input_pin_all_axes_to_default(input, face);
    hb.hb_subset_input_pin_axis_location(input, face, WGHT, weight);
    const made = hb.hb_subset_or_fail(face, input);
    if (!made) throw new FontError(`cannot be set at weight ${weight}`);
    const out = hb.hb_face_reference_blob(made);
    const start = hb.hb_blob_get_data(out, 0);
    const bytes = new Uint8Array(hb.memory.buffer).slice(start, start + hb.hb_blob_get_length(out));
    hb.hb_blob_destroy(out);
    hb.hb_face_destroy(made);
    return bytes;
  } finally {
    hb.hb_subset_input_destroy(input);
    hb.hb_face_destroy(face);
    hb.hb_blob_destroy(blob);
    hb.free(at);
  }
}
