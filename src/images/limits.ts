// Limits of images, checked before any engine runs. Each has a name and a default.

import { HttpError } from "../error.ts";
import { MAX_RASTER_PIXELS } from "../raster/open.ts";

export interface ImageLimits {
  /** Longest side in pixels, density included. Default 8192. */
  maxSide: number;
  /** Width × height in pixels, density included. Default 16,777,216 (64 MiB of RGBA). */
  maxPixels: number;
  /** Elements in the tree. Default 5000. */
  maxElements: number;
  /** Depth of the tree, lists of children included. Default 256: layout recurses, and a stack overflow there ends the process. */
  maxDepth: number;
  /** Characters of text in all. Default 20,000. */
  maxText: number;
  /** Characters without a space or a break. Default 5000. */
  maxWord: number;
  /** Bytes of one image inside the image. Default 10 MiB. */
  maxSourceBytes: number;
  /** Pixels of one picture inside the image, and of all pictures in one SVG. Default 25,000,000. */
  maxSourcePixels: number;
}

export const LIMITS: Readonly<ImageLimits> = {
  maxSide: 8192,
  maxPixels: 16_777_216,
  maxElements: 5000,
  maxDepth: 256,
  maxText: 20_000,
  maxWord: 5000,
  maxSourceBytes: 10 * 1024 * 1024,
  maxSourcePixels: MAX_RASTER_PIXELS,
};

/** @throws HttpError 400 for a size that is not a size, or is too large. */
export function checkSize(width: number, height: number, density: number, limits = LIMITS): void {
  for (const [name, value] of Object.entries({ width, height }))
    if (!Number.isInteger(value) || value < 1)
      throw refuse(`The image's ${name} must be a whole number of pixels from 1, not ${String(value)}.`);
  if (!(Number.isFinite(density) && density >= 0.1 && density <= 8))
    throw refuse(`The image's pixel density must be from 0.1 to 8, not ${String(density)}.`);
  const [w, h] = [Math.round(width * density), Math.round(height * density)];
  if (w < 1 || h < 1)
    throw refuse(`The image would be ${w} × ${h} pixels: at a density of ${density} a side has none.`);
  if (Math.max(w, h) > limits.maxSide)
    throw refuse(`The image would be ${w} × ${h} pixels; its longest side may have ${limits.maxSide}.`);
  if (w * h > limits.maxPixels)
    throw refuse(`The image would be ${w} × ${h} pixels; it may have ${limits.maxPixels} in all.`);
}

/** Counts what a tree has while it is walked. */
export class TreeBudget {
  #elements = 0;
  #text = 0;
  readonly #limits: ImageLimits;

  constructor(limits: ImageLimits = LIMITS) {
    this.#limits = limits;
  }

  /** @throws HttpError 422 */
  element(depth: number): void {
    if (++this.#elements > this.#limits.maxElements)
      throw tooMuch(`over ${this.#limits.maxElements} elements`);
    this.depth(depth);
  }

  /** @throws HttpError 422 */
  depth(depth: number): void {
    if (depth > this.#limits.maxDepth)
      throw tooMuch(`elements nested more than ${this.#limits.maxDepth} deep`);
  }

  /** @throws HttpError 422 */
  text(text: string): void {
    this.#text += text.length;
    if (this.#text > this.#limits.maxText) throw tooMuch(`over ${this.#limits.maxText} characters of text`);
    if (text.length <= this.#limits.maxWord) return;
    let start = 0;
    for (const { index } of text.matchAll(/[\s\u200b\u00ad]|$/g)) {
      if (index - start > this.#limits.maxWord)
        throw tooMuch(`over ${this.#limits.maxWord} characters without a space`);
      start = index + 1;
    }
  }
}

const refuse = (reason: string) => new HttpError(400, { reason });
const tooMuch = (what: string) => new HttpError(422, { reason: `The image has ${what}.` });
