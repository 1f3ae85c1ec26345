// HarfBuzz itself: the two WebAssembly modules of `harfbuzzjs`, called without objects in between.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { FontError } from "../error.ts";

type Call = (...values: number[]) => number;

/**
 * A shaped run in HarfBuzz's own memory, in visual order and in font units: valid
 * until the next call. Each glyph has five numbers in `memory`: from `info`, its number, two below;
 * from `place`, its advances and offsets.
 */
export interface Shaped {
  count: number;
  memory: Int32Array;
  info: number;
  place: number;
}

/** Numbers of one glyph in {@link Shaped}, counted from `info` or `place`. */
export const STRIDE = 5;
export const GLYPH = 0;
export const CLUSTER = 2;
export const X_ADVANCE = 0;
export const X_OFFSET = 2;
export const Y_OFFSET = 3;

/** An OpenType feature and its value; 1 is on and 0 is off. */
export type Feature = readonly [tag: string, value: number];

const LTR = 4;
const RTL = 5;
const MONOTONE_GRAPHEMES = 0;
const BEGINS_AND_ENDS = 3; // the text is the whole of a paragraph, as far as HarfBuzz is concerned

const tagOf = (tag: string): number =>
  ((tag.charCodeAt(0) << 24) | (tag.charCodeAt(1) << 16) | (tag.charCodeAt(2) << 8) | tag.charCodeAt(3)) >>>
  0;

/** The exports of one module and views on its memory that stay right when it grows. */
class Module {
  readonly call: Record<string, Call>;
  readonly #memory: WebAssembly.Memory;
  #bytes = new Uint8Array();
  #words = new Int32Array();
  #units = new Uint16Array();

  constructor(file: string) {
    const path = createRequire(import.meta.url).resolve(`harfbuzzjs/dist/${file}`);
    const compiled = new WebAssembly.Module(new Uint8Array(readFileSync(path)));
    const fail = () => {
      throw new Error("HarfBuzz stopped: the font or the text was more than it could hold.");
    };
    const { exports } = new WebAssembly.Instance(compiled, {
      wasi_snapshot_preview1: { proc_exit: fail },
      env: {
        _emscripten_runtime_keepalive_clear: () => {},
        _abort_js: fail,
        _setitimer_js: () => 0,
        emscripten_resize_heap: (bytes: number) => this.#grow(bytes >>> 0),
      },
    });
    this.call = exports as unknown as Record<string, Call>;
    this.#memory = exports.memory as WebAssembly.Memory;
    (exports.__wasm_call_ctors as (() => void) | undefined)?.();
    (exports._initialize as (() => void) | undefined)?.();
  }

  #grow(bytes: number): number {
    const have = this.#memory.buffer.byteLength;
    const want = Math.max(bytes, Math.min(have * 1.5, have + (64 << 20)));
    try {
      this.#memory.grow(Math.ceil((want - have) / 65536));
      return 1;
    } catch {
      return 0;
    }
  }

  get bytes(): Uint8Array {
    if (this.#bytes.buffer !== this.#memory.buffer) this.#bytes = new Uint8Array(this.#memory.buffer);
    return this.#bytes;
  }

  get words(): Int32Array {
    if (this.#words.buffer !== this.#memory.buffer) this.#words = new Int32Array(this.#memory.buffer);
    return this.#words;
  }

  get units(): Uint16Array {
    if (this.#units.buffer !== this.#memory.buffer) this.#units = new Uint16Array(this.#memory.buffer);
    return this.#units;
  }

  /** Copies bytes into the module; the caller owns the memory. */
  put(data: Uint8Array): number {
    const at = this.call.malloc!(data.length);
    if (!at) throw new FontError("HarfBuzz has no memory left for a font.");
    this.bytes.set(data, at);
    return at;
  }
}

let shaping: Module | undefined;
let subsetting: Module | undefined;
let buffer = 0;
let textAt = 0;
let textRoom = 0;
let glyphAt = 0;

const hb = (): Module => (shaping ??= new Module("harfbuzz.wasm"));

/** A face that HarfBuzz has read; HarfBuzz's copy goes with it. */
export interface HbFont {
  font: number;
  upem: number;
}

/** Reads a face. Its scale is its own: advances come back in font units. */
export function openFont(data: Uint8Array): HbFont {
  const m = hb();
  const at = m.put(data);
  const blob = m.call.hb_blob_create!(at, data.length, 2, 0, 0);
  const face = m.call.hb_face_create!(blob, 0);
  const upem = m.call.hb_face_get_upem!(face);
  const font = m.call.hb_font_create!(face);
  // The font holds the face, and the face the blob; the bytes under it are ours to free.
  m.call.hb_face_destroy!(face);
  m.call.hb_blob_destroy!(blob);
  const opened = { font, upem };
  unused.register(opened, () => {
    m.call.hb_font_destroy!(font);
    m.call.free!(at);
  });
  return opened;
}

/** Frees a font's memory in the module once its object is garbage: a process may see many uploaded fonts. */
const unused = new FinalizationRegistry<() => void>((free) => free());

/** How to shape: a script (`Latn`), a language, a direction and features, made once and used often. */
export interface Plan {
  script: number;
  language: number;
  rtl: boolean;
  features: number;
  featureCount: number;
}

export function makePlan(script: string, language: string, rtl: boolean, features: readonly Feature[]): Plan {
  const m = hb();
  const name = m.put(new TextEncoder().encode(`${language}\0`));
  const languageId = language ? m.call.hb_language_from_string!(name, -1) : 0;
  m.call.free!(name);
  const at = features.length ? m.call.malloc!(features.length * 16) : 0;
  features.forEach(([tag, value], i) => {
    const base = (at + i * 16) >> 2;
    m.words[base] = tagOf(tag);
    m.words[base + 1] = value;
    m.words[base + 2] = 0;
    m.words[base + 3] = -1;
  });
  const plan = {
    script: tagOf(script),
    language: languageId,
    rtl,
    features: at,
    featureCount: features.length,
  };
  if (at) unused.register(plan, () => m.call.free!(at));
  return plan;
}

const shaped: Shaped = { count: 0, memory: new Int32Array(), info: 0, place: 0 };

/** Shapes one run. The result is the same object each time. */
export function shape(font: HbFont, plan: Plan, text: string): Shaped {
  const m = hb();
  const { call } = m;
  if (!buffer) {
    buffer = call.hb_buffer_create!();
    call.hb_buffer_set_cluster_level!(buffer, MONOTONE_GRAPHEMES);
    call.hb_buffer_set_flags!(buffer, BEGINS_AND_ENDS);
  }
  if (text.length > textRoom) {
    if (textAt) call.free!(textAt);
    textRoom = Math.max(1024, text.length * 2);
    textAt = call.malloc!(textRoom * 2);
  }
  const { units } = m;
  for (let i = 0, at = textAt >> 1; i < text.length; i++) units[at + i] = text.charCodeAt(i);
  call.hb_buffer_clear_contents!(buffer);
  call.hb_buffer_set_direction!(buffer, plan.rtl ? RTL : LTR);
  call.hb_buffer_set_script!(buffer, plan.script);
  if (plan.language) call.hb_buffer_set_language!(buffer, plan.language);
  call.hb_buffer_add_utf16!(buffer, textAt, text.length, 0, text.length);
  call.hb_shape!(font.font, buffer, plan.features, plan.featureCount);
  shaped.count = call.hb_buffer_get_length!(buffer);
  shaped.info = call.hb_buffer_get_glyph_infos!(buffer, 0) >> 2;
  shaped.place = call.hb_buffer_get_glyph_positions!(buffer, 0) >> 2;
  shaped.memory = m.words;
  return shaped;
}

/** The glyph of a code point before any shaping; 0 if the font has none. */
export function nominalGlyph(font: HbFont, code: number): number {
  const m = hb();
  glyphAt ||= m.call.malloc!(4);
  return m.call.hb_font_get_nominal_glyph!(font.font, code, glyphAt) ? m.words[glyphAt >> 2]! : 0;
}

export function glyphAdvance(font: HbFont, glyph: number): number {
  return hb().call.hb_font_get_glyph_h_advance!(font.font, glyph);
}

/**
 * The part of a font that has these glyphs, under their old numbers, so that text can be written
 * before it is known which glyphs a document will need.
 */
export function subsetFont(data: Uint8Array, glyphs: readonly number[]): Uint8Array {
  const m = (subsetting ??= new Module("harfbuzz-subset.wasm"));
  const { call } = m;
  const at = m.put(data);
  const blob = call.hb_blob_create!(at, data.length, 2, 0, 0);
  const face = call.hb_face_create!(blob, 0);
  call.hb_blob_destroy!(blob);
  const input = call.hb_subset_input_create_or_fail!();
  const RETAIN_GIDS = 2;
  const NO_LAYOUT_CLOSURE = 0x200;
  call.hb_subset_input_set_flags!(input, RETAIN_GIDS | NO_LAYOUT_CLOSURE);
  const DROP_TABLE_TAGS = 3;
  const dropped = call.hb_subset_input_set!(input, DROP_TABLE_TAGS);
  for (const tag of [
    "GSUB",
    "GPOS",
    "GDEF",
    "kern",
    "name",
    "DSIG",
    "meta",
    "STAT",
    "HVAR",
    "MVAR",
    "vhea",
    "vmtx",
  ])
    call.hb_set_add!(dropped, tagOf(tag));
  const wanted = call.hb_subset_input_glyph_set!(input);
  for (const glyph of glyphs) call.hb_set_add!(wanted, glyph);
  call.hb_subset_input_pin_all_axes_to_default!(input, face);
  const subset = call.hb_subset_or_fail!(face, input);
  call.hb_subset_input_destroy!(input);
  call.hb_face_destroy!(face);
  if (!subset) {
    call.free!(at);
    throw new FontError("HarfBuzz could not make a subset of a font: the file is damaged.");
  }
  const result = call.hb_face_reference_blob!(subset);
  const from = call.hb_blob_get_data!(result, 0);
  const bytes = m.bytes.slice(from, from + call.hb_blob_get_length!(result));
  call.hb_blob_destroy!(result);
  call.hb_face_destroy!(subset);
  call.free!(at);
  return bytes;
}
