// The faces and emoji that a tree needs, in the form that satori takes them.

import { LRUCache } from "lru-cache";
import type { FontFace, Fonts } from "../fonts/fonts.ts";
import { withFlippedMarks } from "./mark-offsets.ts";
import { scanText, type TextStyle } from "./text-scan.ts";
import type { HostNode } from "./tree.ts";

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
}

export interface TypesettingOptions {
  /** Family for text that names none. Default: the library's. */
  defaultFamily?: string;
  /** BCP 47 language of the text, where no `lang` says otherwise. */
  language?: string;
}

const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });
/** Drawn as a picture by default, or because U+FE0F, a keycap or a sequence asks for it. */
const EMOJI =
  /\p{Emoji_Presentation}|\ufe0f|\u20e3|\p{Emoji_Modifier}|[\u{1f1e6}-\u{1f1ff}]|\p{Extended_Pictographic}\u200d/u;
const PICTOGRAPH = /\p{Extended_Pictographic}/u;
/** Never drawn: controls, spaces, joiners, selectors and other default-ignorables. */
const INVISIBLE = /^[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]$/u;

/**
 * @throws FontError naming the families that are there, when the tree asks for one that is not.
 */
export function typesetting(tree: HostNode, fonts: Fonts, options: TypesettingOptions): Typesetting {
  const main = options.defaultFamily ?? fonts.defaultFamily;
  const language = options.language;
  const wanted = new Map<string, Typeface>();
  const fallbacks = new Map<string, Typeface>();
  const emoji: Record<string, string> = {};
  const missing = new Set<string>();
  const seen = new Set<string>();
  const addNamed = (face: FontFace, name: string) =>
    wanted.set(`${name}|${idOf(face)}`, typeface(face, name));

  // Layout measures with the default face even where nothing is written in it.
  addNamed(fonts.match(main, 400), main);
  scanText(tree, { families: [], weight: 400, italic: false, language }, (text, style) => {
    const faces = familiesOf(style, main).map((name) => {
      const face = fonts.match(name, style.weight, style.italic ? "italic" : "normal");
      addNamed(face, name);
      return { face, name };
    });
    const lang = style.language ?? guessLanguage(text);
    for (const { segment } of graphemes.segment(text)) {
      const key = `${segment}|${style.weight}|${style.italic}|${lang}|${style.families.join()}`;
      if (seen.has(key)) continue;
      seen.add(key);
      if (EMOJI.test(segment) && addEmoji(segment)) continue;
      for (const character of segment) addCharacter(character, segment, style, faces, lang);
    }
  });
  return { faces: frozen([...wanted.values(), ...fallbacks.values()]), emoji, missing: [...missing] };

  function addEmoji(grapheme: string): boolean {
    const uri = emojiUri(grapheme, fonts);
    if (uri) emoji[grapheme] = uri;
    return uri !== undefined;
  }

  function addCharacter(
    character: string,
    grapheme: string,
    style: TextStyle,
    faces: readonly { face: FontFace; name: string }[],
    lang: string | undefined,
  ): void {
    const code = character.codePointAt(0)!;
    if (faces.some(({ face }) => face.covers(code))) return;
    // A family may be cut into files by script: other files of the same name and weight.
    for (const { face, name } of faces) {
      const part = fonts.faces.find(
        (other) => other.family === face.family && other.weight === face.weight && other.covers(code),
      );
      if (part) return void addNamed(part, name);
    }
    const face = fonts.fallback(code, style.weight, lang);
    if (face) fallbacks.set(idOf(face), typeface(face, face.family, satoriLocale(face.family)));
    else if (PICTOGRAPH.test(grapheme) && addEmoji(grapheme)) return;
    else if (!INVISIBLE.test(character)) missing.add(character);
  }
}

const familiesOf = (style: TextStyle, main: string) => (style.families.length > 0 ? style.families : [main]);

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

const buffers = new WeakMap<Uint8Array, Buffer>();
function typeface(face: FontFace, name: string, lang?: string): Typeface {
  const bytes = face.data();
  let data = buffers.get(bytes);
  if (!data) {
    const turned = withFlippedMarks(bytes);
    buffers.set(bytes, (data = Buffer.from(turned.buffer, turned.byteOffset, turned.byteLength)));
  }
  return { name, data, face, weight: face.weight as 400, style: face.style, ...(lang ? { lang } : {}) };
}

/** Arrays of faces that are kept. A set is a few pointers; what parsers made of it is not. */
const MAX_SETS = 64;
const ids = new WeakMap<Buffer, number>();
let nextId = 0;
const sets = new LRUCache<string, Typeface[]>({ max: MAX_SETS });

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
  return faces;
}

/** Data URIs of emoji: at most 8 MiB of text. */
const uris = new LRUCache<string, string>({ maxSize: 8 * 1024 * 1024, sizeCalculation: (uri) => uri.length });

function emojiUri(grapheme: string, fonts: Fonts): string | undefined {
  const key = `${fonts.digest} ${grapheme}`;
  const known = uris.get(key);
  if (known) return known;
  const svg = fonts.emoji(grapheme);
  if (!svg) return undefined;
  const uri = `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`;
  uris.set(key, uri);
  return uri;
}
