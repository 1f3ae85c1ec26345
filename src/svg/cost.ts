// How much a picture draws, counted as drawing goes: a few elements that use one another may draw billions.

import { numbers } from "./geometry.ts";
import { refuse, SVG_LIMITS } from "./limits.ts";
import { walkPath } from "./path.ts";
import type { Element } from "./read.ts";
import { reference, urlsIn } from "./references.ts";

interface Cost {
  elements: number;
  /** Characters of path data. */
  data: number;
  /** Points at which a marker may stand. */
  points: number;
  /** How deep elements are nested and use each other. */
  depth: number;
}

/** The elements of a tree by their ids: the first of each. */
export class Ids extends Map<string, Element> {
  hasMarkers = false;

  constructor(root: Element) {
    super();
    this.#collect(root);
  }

  #collect(element: Element): void {
    const { id } = element.attributes;
    if (id !== undefined && !this.has(id)) this.set(id, element);
    if (element.name === "marker") this.hasMarkers = true;
    for (const child of element.children) this.#collect(child);
  }
}

/**
 * Counts what an element draws with all that it refers to.
 *
 * @throws HttpError 422 when it draws more than {@link SVG_LIMITS} has, or refers to itself.
 */
export function checkCost(root: Element, ids: Ids): void {
  new Counter(ids).of(root, 1);
}

class Counter {
  readonly #ids: Ids;
  readonly #costs = new Map<Element, Cost | "open">();

  constructor(ids: Ids) {
    this.#ids = ids;
  }

  of(element: Element, depth: number): Cost {
    const known = this.#costs.get(element);
    if (known === "open") throw refuse("The SVG has a part that refers to itself.");
    if (known) {
      checkDepth(depth + known.depth);
      return known;
    }
    checkDepth(depth);
    this.#costs.set(element, "open");
    const { attributes, children } = element;
    const data = (attributes.d?.length ?? 0) + (attributes.points?.length ?? 0);
    const sum: Cost = { elements: 1, data, points: this.#pointsOf(attributes), depth: 0 };
    const add = (other: Cost, times = 1) => {
      sum.elements += other.elements * times;
      sum.data += other.data * times;
      sum.points += other.points * times;
      sum.depth = Math.max(sum.depth, other.depth + 1);
      if (sum.elements > SVG_LIMITS.maxDrawn)
        throw refuse(`The SVG draws more than ${SVG_LIMITS.maxDrawn} elements.`);
      if (sum.data > SVG_LIMITS.maxDrawnData)
        throw refuse(`The SVG draws more than ${SVG_LIMITS.maxDrawnData} characters of path data.`);
    };
    for (const child of children) add(this.of(child, depth + 1));
    for (const key in attributes)
      for (const id of idsIn(key, attributes[key]!)) {
        const target = this.#ids.get(id);
        if (target) add(this.of(target, depth + 1), timesOf(key, sum));
      }
    this.#costs.set(element, sum);
    return sum;
  }

  #pointsOf({ d = "", points = "" }: Element["attributes"]): number {
    if (!this.#ids.hasMarkers) return 0;
    let count = numbers(points).length / 2;
    const vertex = () => void count++;
    walkPath(d, { move: vertex, line: vertex, quad: vertex, cubic: vertex, arc: vertex, close: vertex });
    return count;
  }
}

/** Markers stand at points of all shapes in an element: the first, the last, or those between. */
const timesOf = (name: string, { elements, points }: Cost): number =>
  name === "marker-mid" ? points : name.startsWith("marker-") ? elements : 1;

function checkDepth(depth: number): void {
  if (depth > SVG_LIMITS.maxDepth)
    throw refuse(`The SVG's parts use each other more than ${SVG_LIMITS.maxDepth} levels deep.`);
}

/** The ids that an attribute refers to. */
export function idsIn(name: string, value: string): string[] {
  if (name === "href") return [reference(value) ?? ""];
  return value.includes("(")
    ? urlsIn(value).flatMap((url) => (url.startsWith("#") ? [url.slice(1)] : []))
    : [];
}
