// A library with faces that came as bytes, before those of the folders.

import { LRUCache } from "lru-cache";
import { asFallback, createFonts, type LibraryFace } from "./create.ts";
import { inRanges } from "./coverage.ts";
import { describeFont, openFont } from "./file.ts";
import type { FontFace, Fonts } from "./fonts.ts";
import { NEXT_FAMILY } from "./library.ts";
import type { FontMetadata } from "./metadata.ts";

/** A face given as bytes. */
export interface FaceBytes {
  /** Family name that templates use. Default: the file's own. */
  name?: string;
  /** TrueType, OpenType, WOFF or WOFF2. */
  data: ArrayBuffer | Uint8Array;
  /** Default: the file's own. */
  weight?: number;
  /** Default: the file's own. */
  style?: FontFace["style"];
}

/** Parsed fonts, kept as long as their buffers. */
interface Opened {
  bytes: Uint8Array;
  metadata: FontMetadata;
  /** The font, or a variable one at each weight that was asked for. */
  instances: LRUCache<number, Uint8Array>;
}
const opened = new WeakMap<object, Opened>();
/** Weights of one variable font that are kept: the hundreds. */
const MAX_INSTANCES = 10;

/**
 * The first of the faces is the default family.
 *
 * @throws FontError when the bytes are no font, or one that breaks a rule.
 */
export function withFaces(fonts: Fonts, given: readonly FaceBytes[]): Fonts {
  if (given.length === 0) return fonts;
  const own = given.map((bytes, i) => toFace(bytes, bytes.name ?? `number ${i + 1}`));
  const taken = new Set(own.map(familyKey));
  const others = (fonts.faces as readonly LibraryFace[]).map((face) => {
    const later = withFolder(face, face.folder + 1);
    return taken.has(familyKey(face)) ? asFallback(later) : later;
  });
  return createFonts([...own, ...others], (text) => fonts.emoji(text), fonts.digest, own[0]!.family);
}

const views = new WeakMap<Fonts, Fonts>();

/**
 * The library as next/og sees it: texts are set in the given families, or in Geist where none is given, and a name that is
 * not among them falls through to the first. Families of the app's own folder can be named, too.
 *
 * @throws FontError as {@link withFaces}.
 */
export function asNextOg(fonts: Fonts, given: readonly FaceBytes[]): Fonts {
  const kept = given.length === 0 ? views.get(fonts) : undefined;
  if (kept) return kept;
  const library = withFaces(fonts, given);
  const defaultFamily = given.length > 0 || !library.has(NEXT_FAMILY) ? library.defaultFamily : NEXT_FAMILY;
  const named = new Set([defaultFamily.toLowerCase()]);
  for (const face of library.faces as readonly LibraryFace[])
    if (!face.shipped && face.only !== "fallback") named.add(familyKey(face));
  const view = { ...library, defaultFamily, has: (family: string) => named.has(family.trim().toLowerCase()) };
  if (given.length === 0) views.set(fonts, view);
  return view;
}

const familyKey = ({ family }: FontFace): string => family.trim().toLowerCase();

/** Metadata of one font. */
export interface FontFacts {
  family: string;
  /** 1–1000. */
  weight: number;
  style: FontFace["style"];
  /** The weights of a variable font, from the thinnest to the boldest. */
  weights?: [least: number, most: number];
}

/**
 * Reads and checks an untrusted font by the rules of the OpenType Sanitizer. One that passes may be given to
 * `new ImageResponse(…, { fonts })`, which does the same, with 422 for the client.
 *
 * @param name how errors call it. Default "upload".
 * @throws FontError naming the table and the rule that it breaks.
 * @example
 * const data = await request.arrayBuffer();
 * try {
 *   const { family } = checkFont(data);
 *   return new ImageResponse(<div>{family}</div>, { fonts: [{ data }] });
 * } catch (error) {
 *   if (error instanceof FontError) throw badRequest(error.message);
 *   throw error;
 * }
 */
export function checkFont(data: FaceBytes["data"], name = "upload"): FontFacts {
  const { family, weight, style, weights } = open(data, name).metadata;
  return { family, weight, style, ...(weights ? { weights } : {}) };
}

function toFace({ name, data, weight, style }: FaceBytes, label: string): LibraryFace {
  const { bytes, metadata, instances } = open(data, label);
  const [least, most] = metadata.weights ?? [];
  const instance =
    least === undefined || most === undefined
      ? undefined
      : Math.min(most, Math.max(least, Math.round(weight ?? 400) || 400));
  const key = instance ?? 0;
  let sfnt = instances.get(key);
  if (!sfnt) instances.set(key, (sfnt = openFont(bytes, label, 0, instance, true)));
  const file = sfnt;
  return {
    family: name ?? metadata.family,
    weight: weight ?? instance ?? metadata.weight,
    style: style ?? metadata.style,
    monospace: metadata.monospace,
    coverage: metadata.coverage,
    file: label,
    folder: 0,
    shipped: false,
    covers: (codePoint) => inRanges(metadata.coverage, codePoint),
    data: () => file,
  };
}

function open(data: FaceBytes["data"], label: string): Opened {
  let font = opened.get(data);
  if (!font) {
    // A copy: what was checked is what is drawn, and what lies around the font in its buffer is not kept with it.
    const bytes = Uint8Array.from(data instanceof ArrayBuffer ? new Uint8Array(data) : data);
    const metadata = describeFont(bytes, label, 0)[0]!;
    opened.set(data, (font = { bytes, metadata, instances: new LRUCache({ max: MAX_INSTANCES }) }));
  }
  return font;
}

/** The same face, of another folder; its coverage is still decoded only when it is asked for. */
function withFolder(face: LibraryFace, folder: number): LibraryFace {
  return Object.create(face, { folder: { value: folder, enumerable: true } }) as LibraryFace;
}
