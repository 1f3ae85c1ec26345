// Faces as satori chooses and measures them: by family, weight and style, then whoever has the glyph.

import { Blob, Buffer as ShapingBuffer, Face, Font, shape } from "harfbuzzjs";
import type { TextStyle } from "./style.ts";
import { Unknown } from "./unknown.ts";

/** A face as it is given to satori. */
export interface GivenFace {
  name: string;
  data: Uint8Array | ArrayBuffer;
  weight?: number;
  style?: string;
  lang?: string;
}

/** A face, opened. */
export interface OpenFace {
  id: number;
  font: Font;
  unitsPerEm: number;
  /** In font units; the descent is negative. */
  ascent: number;
  descent: number;
  bold: boolean;
  italic: boolean;
  has(codePoint: number): boolean;
  /** Path commands of a glyph in font units. */
  outline(glyph: number): readonly OutlineCommand[];
}

export type OutlineCommand = { type: string; values: number[] };

export interface Glyph {
  id: number;
  cluster: number;
  advance: number;
  dx: number;
  dy: number;
}

/** A piece of text in one face. */
export interface Run {
  face: OpenFace;
  glyphs: readonly Glyph[];
}

/** The faces that a text of some style may use, best first, and what is measured with them. */
export interface Typesetter {
  id: number;
  faceFor(text: string): OpenFace;
  /** Shapes text, a run for each face. */
  runs(text: string): readonly Run[];
}

const opened = new WeakMap<object, OpenFace>();
let lastId = 0;

function open(data: Uint8Array | ArrayBuffer): OpenFace {
  const known = opened.get(data);
  if (known) return known;
  const bytes = data instanceof ArrayBuffer ? new Uint8Array(data) : data;
  const signature = String.fromCharCode(...bytes.subarray(0, 4));
  if (signature.startsWith("wOF")) throw new Unknown("a compressed face");
  const hbFace = new Face(new Blob(bytes));
  const font = new Font(hbFace);
  const table = (tag: string) => {
    // A copy: the table is in HarfBuzz's memory, which moves when it grows.
    const found = hbFace.referenceTable(tag)?.slice();
    return found && new DataView(found.buffer);
  };
  const head = table("head");
  const hhea = table("hhea");
  const os2 = table("OS/2");
  if (!head || !hhea) throw new Unknown("a face without metrics");
  const unitsPerEm = head.getUint16(18);
  font.setScale(unitsPerEm, unitsPerEm);
  const coverage = new Set(hbFace.collectUnicodes());
  const outlines = new Map<number, readonly OutlineCommand[]>();
  const face: OpenFace = {
    id: ++lastId,
    font,
    unitsPerEm,
    ascent: hhea.getInt16(4),
    descent: hhea.getInt16(6),
    bold: (os2?.getUint16(4) ?? 400) >= 600,
    italic: ((os2?.getUint16(62) ?? 0) & 1) !== 0 || (head.getUint16(44) & 2) !== 0,
    has: (codePoint) => coverage.has(codePoint),
    outline(glyph) {
      let commands = outlines.get(glyph);
      if (!commands) outlines.set(glyph, (commands = font.glyphToJson(glyph) as OutlineCommand[]));
      return commands;
    },
  };
  opened.set(data, face);
  return face;
}

const typesetters = new WeakMap<object, Map<string, Typesetter>>();
/** Shaped texts that a typesetter keeps. */
const MAX_SHAPED = 1500;

/** The typesetter of a style among these faces; the same one for the same array and style. */
export function typesetterFor(faces: readonly GivenFace[], style: TextStyle): Typesetter {
  let known = typesetters.get(faces);
  if (!known) typesetters.set(faces, (known = new Map()));
  const key = `${style.fontFamily.join()}|${style.fontWeight}|${style.fontStyle}`;
  let typesetter = known.get(key);
  if (!typesetter) known.set(key, (typesetter = createTypesetter(faces, style)));
  return typesetter;
}

function createTypesetter(
  faces: readonly GivenFace[],
  { fontFamily, fontWeight, fontStyle }: TextStyle,
): Typesetter {
  const families = new Map<string, GivenFace[]>();
  for (const face of faces) {
    const key = `${face.name.toLowerCase()}_${face.lang ?? "unknown"}`;
    families.set(key, [...(families.get(key) ?? []), face]);
  }
  const chosen: GivenFace[] = [];
  for (const name of fontFamily) {
    const family = families.get(name) ?? families.get(`${name}_unknown`);
    if (family) chosen.push(nearest(family, fontWeight, fontStyle));
  }
  for (const family of families.values()) chosen.push(nearest(family, fontWeight, fontStyle));
  const list = [...new Set(chosen)];
  if (!list.length) throw new Unknown("no face");
  const byCode = new Map<number, OpenFace>();
  const shaped = new Map<string, readonly Run[]>();

  const faceFor = (text: string): OpenFace => {
    const code = text.codePointAt(0) ?? 32;
    let face = byCode.get(code);
    if (!face) {
      const given = list.find(({ data }) => open(data).has(code)) ?? list[list.length - 1]!;
      face = open(given.data);
      // satori would embolden or slant the face.
      if ((fontWeight >= 600 && !face.bold) || (/italic|oblique/.test(fontStyle) && !face.italic))
        throw new Unknown(`${given.name} has no face of weight ${fontWeight} and style ${fontStyle}`);
      byCode.set(code, face);
    }
    return face;
  };

  return {
    id: ++lastId,
    faceFor,
    runs(text) {
      let runs = shaped.get(text);
      if (!runs) {
        runs = shapeText(text, faceFor);
        if (shaped.size >= MAX_SHAPED) shaped.clear();
        shaped.set(text, runs);
      }
      return runs;
    },
  };
}

function shapeText(text: string, faceFor: (text: string) => OpenFace): Run[] {
  const parts: { text: string; face: OpenFace }[] = [];
  for (const grapheme of graphemesOf(text)) {
    const last = parts[parts.length - 1];
    const stays = last && /^\s$/.test(grapheme) && last.face.has(grapheme.codePointAt(0)!);
    const face = stays ? last.face : faceFor(grapheme);
    if (last && last.face === face) last.text += grapheme;
    else parts.push({ text: grapheme, face });
  }
  return parts.map((part) => ({ face: part.face, glyphs: shapePart(part.text, part.face) }));
}

function shapePart(text: string, { font }: OpenFace): Glyph[] {
  const buffer = new ShapingBuffer();
  buffer.addText(text);
  buffer.guessSegmentProperties();
  shape(font, buffer);
  return buffer.getGlyphInfosAndPositions().map((glyph) => ({
    id: glyph.codepoint,
    cluster: glyph.cluster,
    advance: glyph.xAdvance ?? 0,
    dx: glyph.xOffset ?? 0,
    dy: glyph.yOffset ?? 0,
  }));
}

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const SIMPLE = /^[\x20-\x7e\xa0-\u02ff]*$/;

export function graphemesOf(text: string): string[] {
  if (SIMPLE.test(text)) return text.split("");
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** satori's choice in a family: the weight before the style (CSS Fonts 4 §5.2 has them the other way). */
function nearest(faces: readonly GivenFace[], weight: number, style: string): GivenFace {
  let best = faces[0]!;
  for (const next of faces.slice(1)) if (prefers(weight, style, best, next)) best = next;
  return best;
}

/** True where `next` is nearer to what is wanted than `best`. */
function prefers(weight: number, style: string, best: GivenFace, next: GivenFace): boolean {
  const a = best.weight;
  const b = next.weight;
  if (a !== b) {
    if (!a || !b) return !a;
    if (a === weight || b === weight) return b === weight;
    for (const [wanted, other] of [
      [400, 500],
      [500, 400],
    ])
      if (weight === wanted && (a === other || b === other)) return b === other;
    if (weight < 400) {
      if (a < weight && b < weight) return b > a;
      if (a < weight || b < weight) return b < weight;
      return a > b;
    }
    if (weight < a && weight < b) return a > b;
    if (weight < a || weight < b) return weight < b;
    return b > a;
  }
  if (best.style !== next.style && (best.style === style || next.style === style))
    return next.style === style;
  return false;
}
