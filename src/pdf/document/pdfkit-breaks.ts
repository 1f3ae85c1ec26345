// Violations of PDF/UA and PDF/A in a drawing by pdfkit, found in its content stream and in its resources.

import type { Standard } from "../file/claims.ts";

/** The objects that a drawing uses. */
export interface Drawn {
  /** Names of fonts whose files are not in the document. */
  readonly notEmbedded: readonly string[];
  readonly images: readonly { readonly data: Readonly<Record<string, unknown>> }[];
  /** How many spot colours there are. */
  readonly spots: number;
  readonly annotations: readonly unknown[];
}

const BOTH: readonly Standard[] = ["PDF/UA", "PDF/A"];
/** Operators that set a colour of four parts (ISO 32000-1 §8.6.8). */
const CMYK = /(?:^|\s)(?:[\d.]+\s+){4}[kK](?:\s|$)|\/DeviceCMYK\s/;
/** Hexadecimal strings of a text operator. */
const SHOWN = /<([0-9a-fA-F]+)>/g;

/**
 * The violations of a drawing, each as a reason in words with the standards that forbid it.
 *
 * @param ops the operators of the drawing
 */
export function* brokenBy(
  ops: string,
  drawn: Drawn,
): Generator<[reason: string, standards: readonly Standard[]]> {
  for (const font of drawn.notEmbedded)
    yield [`a drawing in ${font}, which is not embedded: use doc.font(file)`, BOTH];
  if (/\bTJ\b/.test(ops) && hasMissing(ops)) yield ["a drawing with letters that its font lacks", BOTH];
  const images = drawn.images.map(({ data }) => data.ColorSpace);
  if (CMYK.test(ops) || images.includes("DeviceCMYK") || drawn.spots > 0)
    yield ["a drawing in CMYK or spot colours, beside sRGB", ["PDF/A"]];
  if (drawn.annotations.length > 0)
    yield ["a link, a note or a field by pdfkit, which is in no structure: use link() and field()", BOTH];
}

/** Whether a text shows the glyph 0 of an embedded font, whose codes have two bytes. */
function hasMissing(ops: string): boolean {
  for (const [, hex] of ops.matchAll(SHOWN))
    for (let i = 0; i + 4 <= hex!.length; i += 4) if (hex!.startsWith("0000", i)) return true;
  return false;
}
