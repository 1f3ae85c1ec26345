// A drawing with something faded, masked or clipped far off its page: resvg would end the process over it.

import { dropOutside } from "../general/outside.ts";
import { inWords } from "../resvg/drawable.ts";
import { parseViewBox } from "../../svg/viewbox.ts";
import { plainSvg } from "../../svg/plain.ts";
import { checkPrice } from "../../svg/price.ts";

/** Whatever may make a layer of its own, and some things that do not. */
const MAY_BE_LAYERED = /opacity|mask|clip|filter|blend|symbol|marker|<image|<svg[^]+<svg/;
const ROOT = /^<svg width="([^"]+)" height="([^"]+)" viewBox="([^"]+)"/;

/**
 * The SVG, without what lies so far off its page that no frame shows it.
 *
 * @throws HttpError 422 for one from strangers that takes too long to paint.
 */
export function dropOffPage(svg: string, trusted = true): string {
  const priced = trusted ? undefined : plainSvg(svg);
  if (priced) checkPrice(priced);
  if (!MAY_BE_LAYERED.test(svg)) return svg;
  let plain: string;
  try {
    // In resvg's own words: no style sheets, no `use`, and every transform is a matrix.
    plain = inWords(svg);
  } catch {
    return svg;
  }
  const [, width, height, viewBox] = ROOT.exec(plain) ?? [];
  const view = parseViewBox(viewBox);
  if (!view) return svg;
  const [x, y, across, down] = view;
  // A page of another shape than its frame is shown with what is beside it.
  const scale = Math.min(Number(width) / across, Number(height) / down);
  const [beside, below] = [Number(width) / scale, Number(height) / scale];
  const seen = { left: x - beside, top: y - below, right: x + across + beside, bottom: y + down + below };
  const kept = dropOutside(plain, seen);
  return kept === plain ? svg : kept;
}
