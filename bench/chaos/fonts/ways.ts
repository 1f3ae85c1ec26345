// Everything that is done with a stranger's font, and what must hold of it.

import { createHash } from "node:crypto";
import { checkFont, withFaces } from "../../../src/fonts/with-faces.ts";
import { FontError } from "../../../src/fonts/error.ts";
import type { LibraryFace } from "../../../src/fonts/create.ts";
import type { Fonts } from "../../../src/fonts/fonts.ts";
import { contextualGlyphs, hasFeature } from "../../../src/fonts/shaping/lookups.ts";
import { subsetFont } from "../../../src/fonts/shaping/subsetter.ts";
import { subsetTrueType } from "../../../src/fonts/shaping/subset.ts";
import { Typeface } from "../../../src/pdf/text/typeface.ts";
import { fileOf, openFile } from "../../../src/images/text/face-file.ts";
import { ASSET, type RenderContext } from "../../../src/asset.ts";
import { ImageResponse } from "../../../src/assets/image-response.ts";
import { pdf } from "../../../src/assets/pdf.ts";
import { paragraph } from "../../../src/pdf/template/blocks.ts";

/** The family under which strangers' fonts are used. */
const NAME = "Stranger";

/** A font that has passed. */
export interface Stranger {
  data: Uint8Array;
  face: LibraryFace;
  /** A library with it as its first face. */
  fonts: Fonts;
}

/** What lies around a font in memory: another visitor's bytes. */
const SECRET = Buffer.from(createHash("sha256").update("another visitor").digest());
const MARK = SECRET.subarray(8, 16);
const MARKS = [MARK.toString("latin1"), new TextDecoder("utf-16be").decode(MARK)];
const AROUND = 4096;

let clean = Buffer.alloc(1 << 20, SECRET);
let room = Buffer.from(clean);
let dirty = 0;

/** The font inside of a larger buffer that is full of a secret: one buffer for all, good until the next font. */
export function amongSecrets(font: Uint8Array): Uint8Array {
  if (room.length < font.length + 2 * AROUND) {
    clean = Buffer.alloc(2 * font.length + 2 * AROUND, SECRET);
    room = Buffer.from(clean);
  }
  const end = AROUND + font.length;
  room.set(font, AROUND);
  clean.copy(room, end, end, Math.max(end, dirty));
  dirty = end;
  return new Uint8Array(room.buffer, room.byteOffset + AROUND, font.length);
}

/** @throws Error when a part of the secret is in there. */
function keepsSecret(where: string, output: string | Uint8Array): void {
  const leaks =
    typeof output === "string"
      ? MARKS.some((mark) => output.includes(mark))
      : Buffer.from(output.buffer, output.byteOffset, output.byteLength).includes(MARK);
  if (leaks) throw new Error(`a secret is in the ${where}`);
}

/**
 * Container, tables, rules, metadata, coverage: what every font goes through. Gives why it is refused, if it is.
 * @throws what a reader threw that is no FontError.
 */
export function examine(font: Uint8Array): string | undefined {
  try {
    keepsSecret("facts", JSON.stringify(checkFont(amongSecrets(font))));
    return undefined;
  } catch (error) {
    if (!(error instanceof FontError)) throw error;
    keepsSecret("error", error.message);
    return error.message;
  }
}

/** A font that has passed, in a library: read anew each time, since what parsers keep of it, they keep by its identity. */
export function openStranger(font: Uint8Array, library: Fonts): Stranger {
  const data = amongSecrets(font);
  const fonts = withFaces(library, [{ data, name: NAME }]);
  const face = fonts.match(NAME) as LibraryFace;
  keepsSecret("font", face.data());
  return { data, face, fonts };
}

/** A few characters that the font says it has, from all over it. */
function sampleOf({ coverage }: LibraryFace): string {
  let text = "";
  const step = Math.max(1, coverage.length >> 5) * 2;
  for (let i = 0; i < coverage.length && text.length < 40; i += step) {
    const code = coverage[i]!;
    if (code >= 0x20 && (code < 0xd800 || code > 0xdfff)) text += String.fromCodePoint(code);
  }
  return `Aé fi ${text}`;
}

/** Each way alone, by name, so that the time of each is known. */
export const WAYS: Record<string, (stranger: Stranger, library: Fonts) => Promise<void>> = {
  async shape({ face }) {
    const open = openFile(fileOf(face));
    for (const { id } of open.shape(sampleOf(face)).glyphs.slice(0, 60)) open.outline(id);
    open.has(0x41);
  },
  async typeface({ face }) {
    const typeface = Typeface.of(face);
    typeface.hasLatin("Aé fi");
    for (const script of ["Latn", "Arab", "Deva"])
      typeface.shaper(script, "en", script === "Arab", []).word(sampleOf(face));
  },
  async lookups({ face }) {
    const glyphs = Array.from({ length: 300 }, (_, i) => i + 1);
    contextualGlyphs(face.data(), glyphs, [["smcp", 1]]);
    hasFeature(face.data(), "smcp");
  },
  async subset({ face }) {
    const glyphs = [1, 2, 3, 5, 8, 13, 21, 34, 55, 89];
    const made = subsetTrueType(face.data(), glyphs);
    if (made) keepsSecret("subset", made);
  },
  async subsetByHarfBuzz({ face }) {
    try {
      keepsSecret("subset", subsetFont(face.data(), [1, 2, 3, 5, 8]));
    } catch (error) {
      if (!/could not make a subset/.test(String(error))) throw error;
    }
  },
  async image({ face, data }, library) {
    const style = { display: "flex", fontSize: 32 };
    const tree = { type: "div", props: { style, children: sampleOf(face) } };
    const answer = new ImageResponse(tree, { width: 300, height: 100, fonts: [{ data, name: NAME }] });
    keepsSecret("image", (await answer[ASSET]!.render(contextOf("image/png", library))) as Uint8Array);
  },
  async pdf({ face, fonts }) {
    const made = pdf(() => [paragraph(sampleOf(face))], {}).render(contextOf("application/pdf", fonts));
    for await (const chunk of (await made) as ReadableStream<Uint8Array>) keepsSecret("document", chunk);
  },
};

const contextOf = (type: string, fonts: Fonts): RenderContext => ({
  type,
  url: "",
  fonts,
  signal: new AbortController().signal,
  time: () => () => {},
  warn: () => {},
});
