// One font file, whatever it is wrapped in, as sfnts.

import { Budget } from "./bytes.ts";
import { checkFont } from "./check/font.ts";
import { FontError } from "./error.ts";
import { LIMITS } from "./limits.ts";
import { readMetadata, type FontMetadata } from "./metadata.ts";
import { directoryAt, fontCount, readTables, tagAt, view, writeSfnt } from "./sfnt.ts";
import { atWeight } from "./shaping/subsetter.ts";
import { decodeWoff } from "./woff.ts";
import { decodeWoff2 } from "./woff2.ts";

export const FONT_FILE = /\.(?:ttf|otf|ttc|otc|woff2?)$/i;

const SIGNATURES = new Set(["\0\x01\0\0", "OTTO", "true"]);

/** The file as an sfnt or a collection of them, decompressed. */
function unwrap(bytes: Uint8Array): Uint8Array {
  if (bytes.length > LIMITS.maxBytes) throw new FontError(`is over ${LIMITS.maxBytes / 1024 / 1024} MiB`);
  const signature = tagAt(bytes, 0);
  const fonts = signature === "wOFF" ? decodeWoff(bytes) : signature === "wOF2" ? decodeWoff2(bytes) : bytes;
  for (let i = 0; i < fontCount(fonts); i++)
    if (!SIGNATURES.has(tagAt(fonts, directoryAt(fonts, i))))
      throw new FontError("is not a TrueType, OpenType, WOFF or WOFF2 file");
  return fonts;
}

/**
 * Metadata of the fonts in a file: one, or several for a collection. All of them have been checked.
 * @param only the number of the one that is wanted
 * @throws FontError naming the file, and the table and the rule that it breaks.
 */
export function describeFont(bytes: Uint8Array, file: string, only?: number): FontMetadata[] {
  return naming(file, () => {
    const fonts = unwrap(bytes);
    const budget = new Budget(fonts.length);
    const numbers = only === undefined ? Array.from({ length: fontCount(fonts) }, (_, i) => i) : [only];
    return numbers.map((index) => {
      const tables = readTables(fonts, index);
      const metadata = readMetadata(tables, budget);
      checkFont(tables, budget);
      return metadata;
    });
  });
}

/**
 * One font of a file as an sfnt of its own, checked.
 * @param weight which weight of a variable font
 * @param known true for a file whose bytes are known to be good, by their digest
 * @throws FontError naming the file, and the table and the rule that it breaks.
 */
export function openFont(
  bytes: Uint8Array,
  file: string,
  index: number,
  weight?: number,
  known = false,
): Uint8Array {
  return naming(file, () => {
    const fonts = unwrap(bytes);
    if (!known) checkFont(readTables(fonts, index), new Budget(fonts.length));
    if (weight !== undefined) return atWeight(fonts, index, weight);
    if (tagAt(fonts, 0) !== "ttcf") return fonts;
    return writeSfnt(view(fonts).getUint32(directoryAt(fonts, index)), readTables(fonts, index));
  });
}

/** Adds the file's name to an error. Anything but a FontError is a read past the end of the file. */
function naming<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    const what = cause instanceof FontError ? cause.message : "is broken or cut off";
    throw new FontError(`The font ${file} ${what}. Give another file in its place.`, { cause });
  }
}
