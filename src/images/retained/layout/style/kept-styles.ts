// Computed styles that are kept: the same declarations under the same text style give the same object.

import { ImageCache } from "../../../caches.ts";
import type { Viewport } from "./lengths.ts";
import { computeStyle, type Computed } from "./style.ts";
import type { TextStyle } from "./text-style.ts";
import { Unsupported } from "../unsupported.ts";

/** Characters of the keys of styles that are kept, over all templates. A computed style has some 2 KB beside them. */
const MAX_CHARACTERS = 4 * 1024 * 1024;
const STYLE_BYTES = 2_000;

const kept = new ImageCache<Computed>({
  maxSize: MAX_CHARACTERS,
  sizeCalculation: (_, key) => key.length + STYLE_BYTES,
});
const numbers = new WeakMap<TextStyle, number>();
let lastNumber = 0;

/** @throws Unsupported naming the property that only satori knows. */
export function styleOf(
  type: string,
  style: Readonly<Record<string, unknown>>,
  parent: TextStyle,
  viewport: Viewport,
  lang?: string,
): Computed {
  let number = numbers.get(parent);
  if (number === undefined) numbers.set(parent, (number = ++lastNumber));
  const key = `${type} ${number} ${viewport.width} ${viewport.height} ${lang} ${JSON.stringify(style)}`;
  let computed = kept.get(key);
  if (!computed) {
    try {
      computed = computeStyle(type, style, parent, viewport, lang);
    } catch (error) {
      if (error instanceof Unsupported) throw new Unsupported(`<${type}> ${error.message}`);
      throw error;
    }
    kept.set(key, computed);
  }
  return computed;
}
