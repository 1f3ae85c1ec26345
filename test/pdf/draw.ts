// Documents as an author makes them, of blocks given in place.
import { pdf, type PdfOptions } from "../../src/assets/pdf.ts";
import type { Block } from "../../src/pdf/template/block.ts";
import { bytesOf } from "./read.ts";

/** The bytes of a document with these blocks; what it warns of is added to `warnings`. */
export const draw = (
  blocks: readonly Block[],
  options: PdfOptions = {},
  warnings: string[] = [],
): Promise<Buffer> =>
  bytesOf(
    pdf(() => blocks, null, { title: "A document", ...options }),
    { warn: (message) => warnings.push(message) },
  );

/** As many different words, all of one width in a font whose digits are: `w000 w001 …`. */
export const wordsOf = (count: number, prefix = "w"): string =>
  Array.from({ length: count }, (_, i) => `${prefix}${String(i).padStart(3, "0")}`).join(" ");
