// The file of a face as satori reads it, and the same face opened by our own HarfBuzz, which needs no copy of it.

import type { FontFace } from "../../fonts/fonts.ts";
import { openFace, type OpenFace } from "../../fonts/shaping/open-face.ts";
import { withFlippedMarks } from "../general/mark-offsets.ts";

const files = new WeakMap<Uint8Array, Buffer>();
/** The font of each such file, and whether its marks were flipped. */
const sources = new WeakMap<object, { bytes: Uint8Array; flipped: boolean }>();

/** The file of a face as layout reads it; the same buffer for the same face. */
export function fileOf(face: FontFace): Buffer {
  const bytes = face.data();
  let file = files.get(bytes);
  if (!file) {
    const turned = withFlippedMarks(bytes);
    files.set(bytes, (file = Buffer.from(turned.buffer, turned.byteOffset, turned.byteLength)));
    sources.set(file, { bytes, flipped: turned !== bytes });
  }
  return file;
}

/** Opens a file of {@link fileOf}, or any other font. */
export function openFile(file: Uint8Array | ArrayBuffer): OpenFace {
  const source = sources.get(file);
  return source ? openFace(source.bytes, source.flipped) : openFace(file);
}
