// How much a part of a picture draws, counted as drawing goes: a few elements that use one another
// may draw billions.
import { reference } from "./frame.ts";
import type { Scene } from "./scene.ts";
import type { Element } from "./xml.ts";

/** Elements that a part may draw. */
const MAX_COST = 20_000;

/** @throws Error when an element draws more than a part may, or uses itself. */
export function checkCost(scene: Scene, element: Element): void {
  const costs = new Map<Element, number>();
  const cost = (each: Element, above: ReadonlySet<Element>): number => {
    const known = costs.get(each);
    if (known !== undefined) return known;
    if (above.has(each)) throw new Error("Parts of the SVG's filtered elements use each other.");
    const path = new Set(above).add(each);
    let sum = 1;
    for (const child of each.children) sum += cost(child, path);
    for (const [key, value] of Object.entries(each.attributes)) {
      if (key !== "href" && !value.includes("url(")) continue;
      const target = scene.ids.get(reference(value) ?? "");
      // What gradients refer to draws nothing.
      if (target && !target.name.endsWith("Gradient")) sum += cost(target, path);
    }
    if (sum > MAX_COST) throw new Error(`A filtered part of the SVG draws more than ${MAX_COST} elements.`);
    costs.set(each, sum);
    return sum;
  };
  cost(element, new Set());
}
