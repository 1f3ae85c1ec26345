// Colour emoji as vectors: the fonts' SVG, drawn once into each document that needs it.
import { drawSvg, readSvg } from "./draw.ts";
import type { SvgHost } from "./host.ts";

/** A form one unit wide and high, or undefined where the drawing cannot be read. */
export function emojiForm(host: SvgHost, source: string): number | undefined {
  try {
    const { form, unfinished } = drawSvg(host, readSvg(source));
    return unfinished.length ? undefined : form;
  } catch {
    return undefined;
  }
}
