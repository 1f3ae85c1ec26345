// HarfBuzz: fonts, plans and shaping, for images and PDFs; each font's bytes are in its memory once.
import { FontError } from "../error.ts";
import { hb, type HbModule, tagOf } from "./harfbuzz-module.ts";

/**
 * A shaped run in HarfBuzz's own memory, in visual order and in font units: valid
 * until the next call. Each glyph has five numbers in `memory`: from `info`, its glyph id, flags and cluster;
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
export const FLAGS = 1;
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

let buffer = 0;
let textAt = 0;
let textRoom = 0;
let glyphAt = 0;

/** A face that HarfBuzz has read; HarfBuzz's copy goes with it. */
export interface HbFont {
  font: number;
  upem: number;
}

const opened = new WeakMap<Uint8Array, HbFont>();

/**
 * Reads a face, once for the same bytes. Its scale is its own: advances come back in font units.
 * @throws FontError when HarfBuzz has no memory left for it.
 */
export function openFont(data: Uint8Array): HbFont {
  let font = opened.get(data);
  if (!font) opened.set(data, (font = readFont(data)));
  return font;
}

function readFont(data: Uint8Array): HbFont {
  const m = hb();
  const at = m.put(data);
  if (!at) throw new FontError("HarfBuzz has no memory left for a font.");
  const blob = m.call.hb_blob_create!(at, data.length, 2, 0, 0);
  const face = m.call.hb_face_create!(blob, 0);
  const upem = m.call.hb_face_get_upem!(face);
  const font = m.call.hb_font_create!(face);
  // The font holds the face, and the face the blob; the bytes under it are ours to free.
  m.call.hb_face_destroy!(face);
  m.call.hb_blob_destroy!(blob);
  const read = { font, upem };
  unused.register(read, () => {
    m.call.hb_font_destroy!(font);
    m.call.free!(at);
  });
  return read;
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
  const { call } = fill(text, BEGINS_AND_ENDS);
  call.hb_buffer_set_direction!(buffer, plan.rtl ? RTL : LTR);
  call.hb_buffer_set_script!(buffer, plan.script);
  if (plan.language) call.hb_buffer_set_language!(buffer, plan.language);
  return shapeBuffer(font, plan.features, plan.featureCount);
}

/** Shapes one run in the script of its first letter, and in that script's direction unless another is asked for. */
export function shapeGuessed(font: HbFont, text: string, direction?: "ltr" | "rtl"): Shaped {
  const { call } = fill(text, 0);
  call.hb_buffer_guess_segment_properties!(buffer);
  if (direction) call.hb_buffer_set_direction!(buffer, direction === "rtl" ? RTL : LTR);
  return shapeBuffer(font, 0, 0);
}

/** Puts a text into the buffer. One buffer is enough: calls are synchronous. */
function fill(text: string, flags: number): HbModule {
  const m = hb();
  const { call } = m;
  if (!buffer) {
    buffer = call.hb_buffer_create!();
    call.hb_buffer_set_cluster_level!(buffer, MONOTONE_GRAPHEMES);
  }
  if (text.length > textRoom) {
    if (textAt) call.free!(textAt);
    textRoom = Math.max(1024, text.length * 2);
    textAt = call.malloc!(textRoom * 2);
  }
  const { units } = m;
  for (let i = 0, at = textAt >> 1; i < text.length; i++) units[at + i] = text.charCodeAt(i);
  call.hb_buffer_clear_contents!(buffer);
  call.hb_buffer_set_flags!(buffer, flags);
  call.hb_buffer_add_utf16!(buffer, textAt, text.length, 0, text.length);
  return m;
}

function shapeBuffer({ font }: HbFont, features: number, featureCount: number): Shaped {
  const m = hb();
  const { call } = m;
  call.hb_shape!(font, buffer, features, featureCount);
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
