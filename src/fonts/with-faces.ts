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

/** What was read from a buffer is kept as long as the buffer is. */
const opened = new WeakMap<object, { face: Omit<LibraryFace, "folder">; sfnt: Uint8Array }>();

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
  let entry = opened.get(data);
  if (!entry) {
    const bytes = data instanceof ArrayBuffer ? new Uint8Array(data) : data;
    const [font] = describeFont(bytes, label);
    const sfnt = openFont(bytes, label, 0);
    const { coverage } = font!;
    entry = {
      sfnt,
      face: { ...font!, file: label, covers: (codePoint) => inRanges(coverage, codePoint), data: () => sfnt },
    };
    opened.set(data, entry);
  }
  const { face } = entry;
  return {
    ...face,
    family: name ?? face.family,
    weight: weight ?? face.weight,
    style: style ?? face.style,
    folder: 0,
  };
}

/** The same face, of another folder; its coverage is still decoded only when it is asked for. */
function withFolder(face: LibraryFace, folder: number): LibraryFace {
  return Object.create(face, { folder: { value: folder, enumerable: true } }) as LibraryFace;
}
