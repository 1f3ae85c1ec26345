// One font file, whatever it is wrapped in, as sfnts.

import { FontError } from "./error.ts";
import { readMetadata, type FontMetadata } from "./metadata.ts";
import { fontCount, readTables, tagAt, view, writeSfnt } from "./sfnt.ts";
import { atWeight } from "./variable.ts";
import { decodeWoff } from "./woff.ts";
import { decodeWoff2 } from "./woff2.ts";

export const FONT_FILE = /\.(?:ttf|otf|ttc|otc|woff2?)$/i;

const SIGNATURES = new Set(["\0\x01\0\0", "OTTO", "true", "ttcf"]);

/** The file as an sfnt or a collection of them, decompressed. */
function unwrap(bytes: Uint8Array): Uint8Array {
  const signature = tagAt(bytes, 0);
  if (signature === "wOFF") return decodeWoff(bytes);
  if (signature === "wOF2") return decodeWoff2(bytes);
  if (!SIGNATURES.has(signature)) throw new FontError("is not a TrueType, OpenType, WOFF or WOFF2 file");
  return bytes;
}

/**
 * What the fonts in a file say of themselves: one, or several for a collection.
 * @throws FontError naming the file, when it is broken.
 */
export function describeFont(bytes: Uint8Array, file: string): FontMetadata[] {
  return naming(file, () => {
    const fonts = unwrap(bytes);
    return Array.from({ length: fontCount(fonts) }, (_, index) => readMetadata(readTables(fonts, index)));
  });
}

/**
 * One font of a file as an sfnt of its own.
 * @param weight which weight of a variable font
 * @throws FontError naming the file, when it is broken.
 */
export function openFont(bytes: Uint8Array, file: string, index: number, weight?: number): Uint8Array {
  return naming(file, () => {
    const fonts = unwrap(bytes);
    if (weight !== undefined) return atWeight(fonts, weight);
    if (tagAt(fonts, 0) !== "ttcf") return fonts;
    return writeSfnt(view(fonts).getUint32(view(fonts).getUint32(12 + 4 * index)), readTables(fonts, index));
  });
}

function naming<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    const what = cause instanceof FontError ? cause.message : "is broken or cut off";
    throw new FontError(`The font ${file} ${what}. Replace the file or take it out of the folder.`, {
      cause,
    });
  }
}
