// The faces and emoji that a tree needs, in the form that satori takes them.

import { LRUCache } from "lru-cache";
import { imageBudget, ImageCache } from "../caches.ts";
import type { FontFace, Fonts } from "../../fonts/fonts.ts";
import { isEmoji, isPictograph } from "../../fonts/shaping/emoji.ts";
import { graphemesOf } from "../../fonts/shaping/graphemes.ts";
import { absentFamily, familiesIn, mainFamily, substituteFamily } from "./families.ts";
import { fileOf } from "./face-file.ts";
import { UnitSet } from "./unit-set.ts";
import { scanText, type TextStyle } from "./scan.ts";
import type { HostNode } from "../tree.ts";
import { dropOutside } from "../general/outside.ts";

/** A face as satori takes it. */
export interface Typeface {
  readonly name: string;
  readonly data: Buffer;
  readonly weight: 400;
  readonly style: "normal" | "italic";
  /** For faces that only one of the East Asian languages may use. */
  readonly lang?: string;
  /** The face itself, as its file has it. */
  readonly face: FontFace;
}

export interface Typesetting {
  /** The same array for the same faces: parsers keep what they made of it by its identity. */
  faces: Typeface[];
  /** Data URIs of the emoji in the text, by grapheme. */
  emoji: Record<string, string>;
  /** Characters that no face has, each once. */
  missing: string[];
  /** Families and weights that no face has, in words, each once. */
  substitutes: string[];
}

export interface TypesettingOptions {
  /** Family for text that names none. Default: the library's. */
  defaultFamily?: string;
  /** BCP 47 language of the text, where no `lang` says otherwise. */
  language?: string;
}

/** Never drawn: controls, spaces, joiners, selectors and other default-ignorables. */
const INVISIBLE = /^[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]$/u;

/** The faces of a tree. A family that is not there is passed over. */
export function typesetting(tree: HostNode, fonts: Fonts, options: TypesettingOptions): Typesetting {
  const main = mainFamily(fonts, options.defaultFamily);
  const language = options.language;
  const wanted = new Map<string, Typeface>();
  const fallbacks = new Map<string, Typeface>();
  const emoji: Record<string, string> = {};
  const missing = new Set<string>();
  const seen = new Set<string>();
  const substitutes = new Set<string>();
  const add = ({ key, entry }: NamedFace) => wanted.set(key, entry);

  if (options.defaultFamily !== undefined) {
    const absent = absentFamily([options.defaultFamily], fonts);
    if (absent !== undefined) substitutes.add(substituteFamily(absent, main, fonts));
  }
  // Layout measures with the default face even where nothing is written in it.
  add(setting(fonts, [], main, 400, false).faces[0]!);
  scanText(tree, { families: [], weight: 400, italic: false, language }, (text, style) => {
    const { faces, covered, said, families } = setting(
      fonts,
      style.families,
      main,
      style.weight,
      style.italic,
    );
    faces.forEach(add);
    for (const message of said) substitutes.add(message);
    if (isCovered(text, covered)) return;
    const lang = style.language ?? guessLanguage(text);
    for (const segment of graphemesOf(text)) {
      if (isCovered(segment, covered)) continue;
      const key = `${segment}|${style.weight}|${lang}|${families.join()}`;
      if (seen.has(key)) continue;
      seen.add(key);
      if (isEmoji(segment) && addEmoji(segment)) continue;
      for (const character of segment) addCharacter(character, segment, style, faces, lang);
      const code = segment.charCodeAt(0);
      if (segment.length === 1 && !isPictograph(segment) && faces.some(({ face }) => face.covers(code)))
        covered.add(code);
    }
  });
  return {
    faces: frozen([...wanted.values(), ...fallbacks.values()]),
    emoji,
    missing: [...missing],
    substitutes: [...substitutes],
  };

  function addEmoji(grapheme: string): boolean {
    const uri = emojiUri(grapheme, fonts);
    if (uri) emoji[grapheme] = uri;
    return uri !== undefined;
  }

  function addCharacter(
    character: string,
    grapheme: string,
    style: TextStyle,
    faces: readonly NamedFace[],
    lang: string | undefined,
  ): void {
    const code = character.codePointAt(0)!;
    if (faces.some(({ face }) => face.covers(code))) return;
    // A family may be cut into files by script: other files of the same name and weight.
    for (const { face, name } of faces) {
      const part = fonts.faces.find(
        (other) => other.family === face.family && other.weight === face.weight && other.covers(code),
      );
      if (part) return void add(named(part, name));
    }
    const face = fonts.fallback(code, style.weight, lang);
    if (face) fallbacks.set(idOf(face), typeface(face, face.family, satoriLocale(face.family)));
    else if (isPictograph(grapheme) && addEmoji(grapheme)) return;
    else if (!INVISIBLE.test(character)) missing.add(character);
  }
}

interface NamedFace {
  key: string;
  face: FontFace;
  name: string;
  entry: Typeface;
}

/** Coverage of one selection of families, weight and style. */
interface Setting {
  faces: NamedFace[];
  /** UTF-16 units that the faces have, each a character of its own and never part of an emoji. */
  covered: UnitSet;
  /** The families that are there. */
  families: string[];
  /** What is drawn in place of a family or a weight that is not there. */
  said: string[];
}

/** Settings that are kept for one library of fonts, of 8 KiB each: the least recently used go. */
const MAX_SETTINGS = 500;
const settings = new WeakMap<Fonts, LRUCache<string, Setting>>();

function setting(
  fonts: Fonts,
  asked: readonly string[],
  main: string,
  weight: number,
  italic: boolean,
): Setting {
  let known = settings.get(fonts);
  if (!known) settings.set(fonts, (known = new LRUCache({ max: MAX_SETTINGS })));
  // A family that is named again and again is one.
  const families = [...new Set(familiesIn(asked, fonts, main))];
  const absent = absentFamily(asked, fonts);
  const key = `${families.join()}|${absent ?? ""}|${weight}|${italic}`;
  let found = known.get(key);
  if (found) return found;
  const faces = families.map((name) => named(fonts.match(name, weight, italic ? "italic" : "normal"), name));
  const { face } = faces[0]!;
  const substitute = substituteFor(fonts, face, weight);
  const said = absent === undefined ? [] : [substituteFamily(absent, face.family, fonts)];
  if (substitute !== undefined) said.push(substitute);
  found = { families, faces, covered: new UnitSet(), said };
  known.set(key, found);
  return found;
}

function substituteFor(fonts: Fonts, face: FontFace, weight: number): string | undefined {
  if (face.weight === weight) return undefined;
  const weights = fonts.faces.filter((other) => other.family === face.family).map((other) => other.weight);
  return `${face.family} has no weight ${weight}: ${face.weight} is drawn. There are ${[...new Set(weights)].join(", ")}.`;
}

const named = (face: FontFace, name: string): NamedFace => ({
  key: `${name}|${idOf(face)}`,
  face,
  name,
  entry: typeface(face, name),
});

function isCovered(text: string, covered: UnitSet): boolean {
  for (let i = 0; i < text.length; i++) if (!covered.has(text.charCodeAt(i))) return false;
  return true;
}

const idOf = (face: FontFace) => `${face.family}|${face.weight}|${face.style}|${face.file}`;

/** Kana are Japanese and hangul are Korean, and so are the ideographs beside them. */
function guessLanguage(text: string): string | undefined {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return "ja";
  return /\p{Script=Hangul}/u.test(text) ? "ko" : undefined;
}

/** The tag by which satori keeps apart the faces of languages that share code points. */
function satoriLocale(family: string): string | undefined {
  const region = /\b(SC|TC|HK|JP|KR)$/.exec(family)?.[1];
  return region && { SC: "zh-CN", TC: "zh-TW", HK: "zh-HK", JP: "ja-JP", KR: "ko-KR" }[region];
}

function typeface(face: FontFace, name: string, lang?: string): Typeface {
  const { style, weight } = face;
  return { name, data: fileOf(face), face, weight: weight as 400, style, ...(lang ? { lang } : {}) };
}

/** Arrays of faces that are kept. */
const MAX_SETS = 64;
/** The most bytes that the fonts in those arrays and what was made of them take: fonts that came with a request go first. */
const MAX_SET_BYTES = 192 * 1024 * 1024;
/**
 * Bytes that are held for each byte of a font once both renderers have drawn with it. Measured with the shipped Chinese,
 * Japanese and Korean fonts: 8.6 to 9.2, of which 3 are buffers (with flipped marks among them), 4.5 are
 * memory of the two HarfBuzz modules, which grows in steps, and 1.2 are tables parsed by satori. Small fonts hold more, at most 4 MiB.
 */
const HELD = 10;
const ids = new WeakMap<Buffer, number>();
let nextId = 0;
const sets = new LRUCache<string, Typeface[]>({ max: MAX_SETS });
let setBytes = 0;
imageBudget.add({
  get calculatedSize() {
    return Math.min(setBytes, MAX_SET_BYTES); // fonts that are larger leave the other caches their room
  },
});

function frozen(faces: Typeface[]): Typeface[] {
  const key = faces
    .map(({ name, data, lang }) => {
      if (!ids.has(data)) ids.set(data, nextId++);
      return `${ids.get(data)}:${name}:${lang ?? ""}`;
    })
    .join();
  const known = sets.get(key);
  if (known) return known;
  sets.set(key, Object.freeze(faces) as Typeface[]);
  while ((setBytes = heldBytes()) > MAX_SET_BYTES && sets.size > 1) sets.pop();
  imageBudget.trim();
  return faces;
}

/** Each font counted once: sets share the shipped ones. */
function heldBytes(): number {
  const fonts = new Set([...sets.values()].flatMap((faces) => faces.map(({ data }) => data)));
  return [...fonts].reduce((sum, { length }) => sum + HELD * length, 0);
}

/** Data URIs of emoji: at most 8 MiB of text. */
const uris = new ImageCache<string>({ maxSize: 8 * 1024 * 1024, sizeCalculation: (uri) => uri.length });

function emojiUri(grapheme: string, fonts: Fonts): string | undefined {
  const key = `${fonts.digest} ${grapheme}`;
  const known = uris.get(key);
  if (known) return known;
  const svg = fonts.emoji(grapheme);
  if (!svg) return undefined;
  // Some draw faded shapes far outside of themselves, at which resvg ends the process where the picture is small.
  const seen = dropOutside(svg);
  const uri = `data:image/svg+xml;base64,${Buffer.from(seen).toString("base64")}`;
  uris.set(key, uri);
  return uri;
}
