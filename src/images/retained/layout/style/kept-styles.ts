// Computed styles that are kept: the same declarations under the same text style give the same object.

import type { Viewport } from "./lengths.ts";
import { computeStyle, type Computed } from "./style.ts";
import type { TextStyle } from "./text-style.ts";
import { Unknown } from "../unknown.ts";

/** Styles that are kept, over all templates. */
const MAX_STYLES = 2000;

const kept = new Map<string, Computed>();
const numbers = new WeakMap<TextStyle, number>();
let lastNumber = 0;

/** @throws Unknown naming the property that only satori knows. */
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
      if (error instanceof Unknown) throw new Unknown(`<${type}> ${error.message}`);
      throw error;
    }
    if (kept.size >= MAX_STYLES) kept.clear();
    kept.set(key, computed);
  }
  return computed;
}
