// HarfBuzz's subsetter: subsets of fonts, and instances of variable fonts at one weight.
import { FontError } from "../error.ts";
import { HbModule, tagOf } from "./harfbuzz-module.ts";

let subsetter: HbModule | undefined;
/** Beyond these bytes of memory the instance is dropped: WebAssembly memory cannot shrink. */
const KEPT = 64 * 1024 * 1024;

const READONLY = 1;
const RETAIN_GIDS = 2;
const NO_LAYOUT_CLOSURE = 0x200;
const DROP_TABLE_TAGS = 3;
/** Tables that an embedded font has no use for. */
const DROPPED = "GSUB GPOS GDEF kern name DSIG meta STAT HVAR MVAR vhea vmtx".split(" ");

/**
 * A subset of a font. Glyph ids stay the same, so that text can be written before it is known which
 * glyphs a document will need.
 */
export function subsetFont(data: Uint8Array, glyphs: readonly number[]): Uint8Array {
  const made = make(data, 0, ({ call }, input, face) => {
    call.hb_subset_input_set_flags!(input, RETAIN_GIDS | NO_LAYOUT_CLOSURE);
    const dropped = call.hb_subset_input_set!(input, DROP_TABLE_TAGS);
    for (const tag of DROPPED) call.hb_set_add!(dropped, tagOf(tag));
    const wanted = call.hb_subset_input_glyph_set!(input);
    for (const glyph of glyphs) call.hb_set_add!(wanted, glyph);
    call.hb_subset_input_pin_all_axes_to_default!(input, face);
  });
  if (!made) throw new FontError("HarfBuzz could not make a subset of a font: the file is damaged.");
  return made;
}

/**
 * A font of these characters alone, with new glyph ids: for the making of shipped fonts.
 * @public
 */
export function subsetOfCharacters(data: Uint8Array, codes: readonly number[]): Uint8Array {
  const made = make(data, 0, ({ call }, input) => {
    const dropped = call.hb_subset_input_set!(input, DROP_TABLE_TAGS);
    for (const tag of DROPPED) if (tag !== "name") call.hb_set_add!(dropped, tagOf(tag));
    const wanted = call.hb_subset_input_unicode_set!(input);
    for (const code of codes) call.hb_set_add!(wanted, code);
  });
  if (!made) throw new FontError("HarfBuzz could not make a subset of a font: the file is damaged.");
  return made;
}

/**
 * A variable font at one weight, every other axis at its default.
 *
 * @param index which font of a collection
 * @throws FontError when HarfBuzz cannot make it.
 */
export function atWeight(font: Uint8Array, index: number, weight: number): Uint8Array {
  const made = make(font, index, ({ call }, input, face) => {
    call.hb_subset_input_keep_everything!(input);
    call.hb_subset_input_pin_all_axes_to_default!(input, face);
    call.hb_subset_input_pin_axis_location!(input, face, tagOf("wght"), weight);
  });
  if (!made) throw new FontError(`cannot be set at weight ${weight}`);
  return made;
}

/** Makes a font by a subset input that `ask` fills; undefined if HarfBuzz fails. */
function make(
  font: Uint8Array,
  index: number,
  ask: (m: HbModule, input: number, face: number) => void,
): Uint8Array | undefined {
  const m = (subsetter ??= new HbModule("harfbuzz-subset.wasm"));
  try {
    return run(m, font, index, ask);
  } catch (error) {
    // After a trap its memory may be inconsistent.
    if (error instanceof WebAssembly.RuntimeError) subsetter = undefined;
    throw error;
  } finally {
    if (m.bytes.length > KEPT) subsetter = undefined;
  }
}

function run(
  m: HbModule,
  font: Uint8Array,
  index: number,
  ask: (m: HbModule, input: number, face: number) => void,
): Uint8Array | undefined {
  const { call } = m;
  const at = m.put(font);
  if (!at) throw new FontError("is too large for HarfBuzz to make another of");
  const blob = call.hb_blob_create!(at, font.length, READONLY, 0, 0);
  const face = call.hb_face_create!(blob, index);
  const input = call.hb_subset_input_create_or_fail!();
  try {
    ask(m, input, face);
    const made = call.hb_subset_or_fail!(face, input);
    if (!made) return undefined;
    const out = call.hb_face_reference_blob!(made);
    const from = call.hb_blob_get_data!(out, 0);
    const bytes = m.bytes.slice(from, from + call.hb_blob_get_length!(out));
    call.hb_blob_destroy!(out);
    call.hb_face_destroy!(made);
    return bytes;
  } finally {
    call.hb_subset_input_destroy!(input);
    call.hb_face_destroy!(face);
    call.hb_blob_destroy!(blob);
    call.free!(at);
  }
}
