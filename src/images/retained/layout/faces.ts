// Faces as satori chooses and measures them: by family, weight and style, then whoever has the glyph.

import { LRUCache } from "lru-cache";
import { openFace, type OpenFace, type Shaped } from "../../shaping.ts";
import type { TextStyle } from "./style.ts";
import { Unknown } from "./unknown.ts";
import { readWord, type Word } from "./words.ts";

/** A face as it is given to satori. */
export interface GivenFace {
  name: string;
  data: Uint8Array | ArrayBuffer;
  weight?: number;
  style?: string;
  lang?: string;
}

/** A piece of text in one face. */
export interface Run {
  face: LayoutFace;
  shaped: Shaped;
}

/** A face with the metrics that lines are made from. */
export type LayoutFace = OpenFace & { metrics: NonNullable<OpenFace["metrics"]> };

/** The faces that a text of some style may use, best first, and what is measured with them. */
export interface Typesetter {
  id: number;
  faceFor(text: string): LayoutFace;
  /** Shapes text, a run for each face. */
  runs(text: string): readonly Run[];
  /** A word of a text, measured; the same one for the same word while it is remembered. */
  word(part: string): Word;
}

let lastId = 0;

function open(data: Uint8Array | ArrayBuffer): LayoutFace {
  const signature = String.fromCharCode(
    ...new Uint8Array(
      data instanceof ArrayBuffer ? data : data.buffer,
      data instanceof ArrayBuffer ? 0 : data.byteOffset,
      4,
    ),
  );
  if (signature.startsWith("wOF")) throw new Unknown("a compressed face");
  const face = openFace(data);
  if (!face.metrics) throw new Unknown("a face without metrics");
  return face as LayoutFace;
}

const typesetters = new WeakMap<object, Map<string, Typesetter>>();
/** Words that a typesetter keeps. */
const MAX_WORDS = 2000;

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
  const byCode = new Map<number, LayoutFace>();
  const words = new LRUCache<string, Word>({ max: MAX_WORDS });

  const faceOf = (code: number): LayoutFace => {
    let face = byCode.get(code);
    if (!face) {
      const given = list.find(({ data }) => open(data).has(code)) ?? list[list.length - 1]!;
      face = open(given.data);
      // satori would embolden or slant the face.
      const { bold, italic } = face.metrics;
      if ((fontWeight >= 600 && !bold) || (/italic|oblique/.test(fontStyle) && !italic))
        throw new Unknown(`${given.name} has no face of weight ${fontWeight} and style ${fontStyle}`);
      byCode.set(code, face);
    }
    return face;
  };

  /** The face of a whole text, where every character is one of it. */
  function onlyFace(text: string): LayoutFace | undefined {
    if (!text || !isSimple(text)) return undefined;
    const face = faceOf(text.charCodeAt(0));
    for (let i = 1; i < text.length; i++) if (faceOf(text.charCodeAt(i)) !== face) return undefined;
    return face;
  }

  const typesetter: Typesetter = {
    id: ++lastId,
    faceFor: (text) => faceOf(text.codePointAt(0) ?? 32),
    runs(text) {
      const face = onlyFace(text);
      return face
        ? [{ face, shaped: face.shape(text) }]
        : partsOf(text, faceOf).map((part) => ({ face: part.face, shaped: part.face.shape(part.text) }));
    },
    word(part) {
      let word = words.get(part);
      if (!word) words.set(part, (word = readWord(part, typesetter, onlyFace(part))));
      return word;
    },
  };
  return typesetter;
}

function partsOf(text: string, faceOf: (code: number) => LayoutFace): { text: string; face: LayoutFace }[] {
  const parts: { text: string; face: LayoutFace }[] = [];
  for (const grapheme of graphemesOf(text)) {
    const last = parts[parts.length - 1];
    const stays = last && /^\s$/.test(grapheme) && last.face.has(grapheme.codePointAt(0)!);
    const face = stays ? last.face : faceOf(grapheme.codePointAt(0) ?? 32);
    if (last && last.face === face) last.text += grapheme;
    else parts.push({ text: grapheme, face });
  }
  return parts;
}

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const SIMPLE = /^[\x20-\x7e\xa0-\u02ff]*$/;

const isSimple = (text: string): boolean => SIMPLE.test(text);

export function graphemesOf(text: string): string[] {
  if (isSimple(text)) return text.split("");
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
