// Font matching as satori does it: by family, weight and style, then any face that has the glyph.

import { LRUCache } from "lru-cache";
import { openFile } from "../../../text/face-file.ts";
import { graphemesOf, isSimple } from "./graphemes.ts";
import type { TextStyle } from "../style/text-style.ts";
import { Unsupported } from "../unsupported.ts";
import { readWord } from "./words.ts";
import type { LayoutFace, Typesetter, Word } from "./typesetter.ts";

/** A face as it is given to satori. */
export interface GivenFace {
  name: string;
  data: Uint8Array | ArrayBuffer;
  weight?: number;
  style?: string;
  lang?: string;
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
  if (signature.startsWith("wOF")) throw new Unsupported("a compressed face");
  const face = openFile(data);
  if (!face.metrics) throw new Unsupported("a face without metrics");
  return face as LayoutFace;
}

/** Typesetters of one set of faces: a style's language may be any. */
const MAX_TYPESETTERS = 16;
const typesetters = new WeakMap<object, LRUCache<string, Typesetter>>();
/** Words that a typesetter keeps, and the characters that each may have: some 2 KB. */
const MAX_WORDS = 1000;
const MAX_WORD = 64;

/** Code points whose face a typesetter knows: some 40 bytes each, of 1.1 million that there are. */
const MAX_CODES = 10_000;

/** The typesetter of a style among these faces; the same one for the same array, style and language. */
export function typesetterFor(
  faces: readonly GivenFace[],
  style: TextStyle,
  locale: string | undefined,
): Typesetter {
  let known = typesetters.get(faces);
  if (!known) typesetters.set(faces, (known = new LRUCache({ max: MAX_TYPESETTERS })));
  const key = `${style.fontFamily.join()}|${style.fontWeight}|${style.fontStyle}|${style.fontSynthesis}|${locale}`;
  let typesetter = known.get(key);
  if (!typesetter) known.set(key, (typesetter = createTypesetter(faces, style, locale)));
  return typesetter;
}

function createTypesetter(
  faces: readonly GivenFace[],
  { fontFamily, fontWeight, fontStyle, fontSynthesis }: TextStyle,
  locale: string | undefined,
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
  // Then all others: those of no language, those of the text's own, and those of another one.
  const rank = (name: string) => {
    const language = name.slice(name.lastIndexOf("_") + 1);
    return !locale || language === "unknown" ? 0 : language === locale ? 1 : 2;
  };
  for (const name of [...families.keys()].toSorted((a, b) => rank(a) - rank(b)))
    chosen.push(nearest(families.get(name)!, fontWeight, fontStyle));
  const list = [...new Set(chosen)];
  if (!list.length) throw new Unsupported("no face");
  const byCode = new Map<number, LayoutFace>();
  const words = new LRUCache<string, Word>({ max: MAX_WORDS });

  const faceOf = (code: number): LayoutFace => {
    let face = byCode.get(code);
    if (!face) {
      const given = list.find(({ data }) => open(data).has(code)) ?? list[list.length - 1]!;
      if (byCode.size >= MAX_CODES) byCode.clear();
      byCode.set(code, (face = open(given.data)));
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
    runs(text, direction) {
      const face = onlyFace(text);
      if (face) return [{ face, shaped: face.shape(text, direction) }];
      const runs = partsOf(text, faceOf).map((part) => ({
        face: part.face,
        shaped: part.face.shape(part.text, direction),
      }));
      return direction === "rtl" ? runs.toReversed() : runs;
    },
    isSynthetic: ({ metrics: { bold, italic } }) =>
      fontSynthesis !== "none" &&
      ((fontWeight >= 600 && !bold) || (/italic|oblique/.test(fontStyle) && !italic)),
    word(part) {
      let word = words.get(part);
      if (word) return word;
      word = readWord(part, typesetter, onlyFace(part));
      if (part.length <= MAX_WORD) words.set(part, word);
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
