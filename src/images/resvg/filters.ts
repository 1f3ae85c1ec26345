// The cost of resvg's filters, and their requirements of the layer that they are on.

import type { Element } from "../../svg/markup.ts";
import type { Box } from "../../svg/box.ts";

/** Cost of each filter primitive per pixel of its region, in passes over it. */
export function costOf({ children }: Element, scale: number): number {
  let cost = 1;
  for (const { name, attributes } of children) {
    const numbers = (value = "0") => value.split(" ").map((part) => Math.ceil(Number(part)));
    const [a = 0, b = a] = numbers(attributes.radius ?? attributes.order);
    if (name === "feTurbulence") cost += 20 * Math.max(1, Number(attributes.numOctaves ?? 1));
    else if (name === "feMorphology") cost += 4 * Math.max(1, a * scale) * Math.max(1, b * scale);
    else if (name === "feConvolveMatrix") cost += 4 * Math.max(9, a * b);
    else cost += 4;
  }
  return cost;
}

/** True if its size rounds up to the same integer at any position, with 32-bit float errors of some hundredths. */
export const isSteady = ({ left, top, right, bottom }: Box): boolean =>
  [left, top, right, bottom].every(Number.isInteger) ||
  [right - left, bottom - top].every((side) => side % 1 > 0.05 && side % 1 < 0.95);

/** Primitives that end the process where the region and the layer are not of one size. */
export const needsAll = (filter: Element): boolean =>
  filter.children.some(
    ({ name, attributes }) =>
      /^fe(?:DisplacementMap|DiffuseLighting|SpecularLighting)$/.test(name) ||
      attributes.operator === "arithmetic",
  );

export const hasImage = (filter: Element): boolean => filter.children.some(({ name }) => name === "feImage");
