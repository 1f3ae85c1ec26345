// Extents of box shadows, and the cases in which resvg would clip them.

import { isInside, type Box } from "../../../svg/box.ts";
import { Unsupported } from "../layout/unsupported.ts";
import { splitByCommas, splitByWhitespace } from "../../css-lists.ts";

interface Shadow {
  x: number;
  y: number;
  blur: number;
  spread: number;
  inset: boolean;
  /** As it is written; undefined where there is none. */
  color: string | undefined;
}

/** Most pixels of margin around a box for its shadows. */
const MAX_REACH = 400;

/** The margin that an element's shadows need around its box, in pixels. */
export function reachOf(shadows: readonly Shadow[]): number {
  let reach = 0;
  for (const { x, y, blur, spread } of shadows)
    reach = Math.max(reach, Math.ceil(2 * (Math.abs(x) + Math.abs(y) + blur + Math.abs(spread))) + 8);
  return Math.min(MAX_REACH, reach);
}

/**
 * True if no clip changes the shadows. satori clips a shadow's source instead of the shadow, and resvg draws
 * one of little blur (under 4 px) differently where the picture's edge cuts it.
 */
export function isFree(shadows: readonly Shadow[], box: Box, clip: Box, canvas: Box): boolean {
  const clipped =
    clip.left > canvas.left ||
    clip.top > canvas.top ||
    clip.right < canvas.right ||
    clip.bottom < canvas.bottom;
  return shadows.every(({ x, y, blur, spread, inset }) => {
    if ((blur >= 4 && !clipped) || inset) return isInside(box, clip);
    const grow = spread + 1.5 * blur;
    const cast = {
      left: box.left + Math.min(0, x - grow),
      top: box.top + Math.min(0, y - grow),
      right: box.right + Math.max(0, x + grow),
      bottom: box.bottom + Math.max(0, y + grow),
    };
    return isInside(cast, clip);
  });
}

/** The shadows of a box. @throws Unsupported for lengths other than pixels. */
export function readShadows(value: unknown): Shadow[] {
  const shadows: Shadow[] = [];
  for (const shadow of splitByCommas(String(value))) {
    const words = splitByWhitespace(shadow);
    const lengths = words.filter((part) => /^[-+.\d]/.test(part));
    const [x = 0, y = 0, blur = 0, spread = 0] = lengths.map((part) => {
      if (!/^[-+]?[\d.]+(?:px)?$/.test(part)) throw new Unsupported(`boxShadow: ${part}`);
      return Number.parseFloat(part);
    });
    const color = words.find(
      (word) => /^(?:[a-z][\w-]*\(.*\)|#\w+|[a-z]+)$/is.test(word) && word !== "inset",
    );
    shadows.push({ x, y, blur, spread, inset: words.includes("inset"), color });
  }
  return shadows;
}
