// A library with faces that came as bytes, before those of the folders.

import { createFonts, type LibraryFace } from "./create.ts";
import { inRanges } from "./coverage.ts";
import { describeFont, openFont } from "./file.ts";
import type { FontFace, Fonts } from "./fonts.ts";

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

/** What was read from a buffer is kept as long as the buffer is: one font, or one for each weight asked for. */
const opened = new WeakMap<object, Map<number | undefined, Omit<LibraryFace, "folder">>>();

/**
 * The first of the faces is the default family.
 *
 * @throws FontError when the bytes are no font.
 */
export function withFaces(fonts: Fonts, given: readonly FaceBytes[]): Fonts {
  if (given.length === 0) return fonts;
  const own = given.map((bytes, i) => toFace(bytes, `font ${i + 1}${bytes.name ? ` (${bytes.name})` : ""}`));
  const shipped = (fonts.faces as readonly LibraryFace[]).map((face) => withFolder(face, 1));
  return createFonts([...own, ...shipped], (text) => fonts.emoji(text), fonts.digest, own[0]!.family);
}

function toFace({ name, data, weight, style }: FaceBytes, label: string): LibraryFace {
  let faces = opened.get(data);
  if (!faces) opened.set(data, (faces = new Map()));
  let face = faces.get(weight);
  if (!face) faces.set(weight, (face = open(data, label, weight)));
  return {
    ...face,
    family: name ?? face.family,
    weight: weight ?? face.weight,
    style: style ?? face.style,
    folder: 0,
  };
}

function open(
  data: FaceBytes["data"],
  label: string,
  weight: number | undefined,
): Omit<LibraryFace, "folder"> {
  const bytes = data instanceof ArrayBuffer ? new Uint8Array(data) : data;
  const font = describeFont(bytes, label)[0]!;
  const instance = font.weights
    ? Math.min(font.weights[1], Math.max(font.weights[0], weight ?? 400))
    : undefined;
  const sfnt = openFont(bytes, label, 0, instance);
  return {
    ...font,
    weight: instance ?? font.weight,
    file: label,
    covers: (codePoint) => inRanges(font.coverage, codePoint),
    data: () => sfnt,
  };
}

/** The same face, of another folder; its coverage is still decoded only when it is asked for. */
function withFolder(face: LibraryFace, folder: number): LibraryFace {
  return Object.create(face, { folder: { value: folder, enumerable: true } }) as LibraryFace;
}
