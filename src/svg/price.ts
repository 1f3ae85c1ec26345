// An estimate of the time that resvg takes to paint an SVG, made before it starts: once started, it cannot be stopped.

import { areaOf, type Box, grow, intersect, isEmpty, sizeOf, unite } from "./box.ts";
import { IDENTITY, type Matrix, multiply, parseTransform, scaleOf } from "./geometry.ts";
import { refuse } from "./limits.ts";
import type { PlainSvg } from "./plain.ts";
import { BoundingBox, walkPoints } from "./points.ts";
import { reference } from "./references.ts";
import { type Element, readMarkup } from "./markup.ts";

/** Times that the whole page may be painted as a layer of its own: a second for an image of 1200 × 630. */
const MAX_PAGES = 500;
/** Pages that one tile of a pattern may have: it is painted whole, on pixels of its own. */
const MAX_TILE = 64;

// Prices in pages, measured with resvg 2.6 at 200 × 200 pixels.
/** Layers that each of these makes, of what it is on. */
const LAYERS: Readonly<Record<string, number>> = { opacity: 1, style: 1, "clip-path": 2, mask: 3, filter: 3 };
/** A page that is filled with paint. */
const FILL = 0.05;
/** An edge as long as the page: filled, and stroked. */
const [EDGE, STROKED_EDGE] = [0.002, 0.006];
const DASH = 1e-4;

/**
 * Adds up what is painted, by its area on the page.
 *
 * @throws HttpError 422 when that is more than {@link MAX_PAGES}.
 */
export function checkPrice({ source, page }: PlainSvg): void {
  const root = readMarkup(source).children[0];
  if (root) new Price(page, root).add(root, IDENTITY);
}

class Price {
  readonly #page: Box;
  readonly #area: number;
  /** The shorter side of the page. */
  readonly #side: number;
  readonly #definitions = new Map<string, Element>();
  readonly #counts = new Map<Element, number>();
  #pages = 0;

  constructor(page: Box, root: Element) {
    this.#page = page;
    const [width, height] = sizeOf(page);
    this.#area = width * height;
    this.#side = Math.min(width, height);
    for (const defs of root.children)
      if (defs.name === "defs")
        for (const each of defs.children) this.#definitions.set(each.attributes.id ?? "", each);
  }

  /** Adds an element; gives the box around it, on the page. */
  add({ name, attributes, children }: Element, outer: Matrix): Box | undefined {
    if (name === "defs") return undefined;
    const matrix = multiply(outer, parseTransform(attributes.transform));
    if (name === "path") return this.#path(attributes, matrix);
    let box: Box | undefined;
    for (const child of children) box = unite(box, this.add(child, matrix));
    const share = this.#share(box);
    for (const key in LAYERS) {
      const value = attributes[key];
      if (value === undefined) continue;
      const definition = this.#definitions.get(reference(value) ?? "");
      this.#pay(share * (LAYERS[key]! + FILL * this.#count(definition)));
    }
    return box;
  }

  #path(attributes: Element["attributes"], matrix: Matrix): Box | undefined {
    const { box, length } = measure(attributes.d ?? "", matrix, 2 * this.#side);
    if (!box) return undefined;
    const scale = scaleOf(matrix);
    const isStroked = attributes.stroke !== undefined && attributes.stroke !== "none";
    const pen = isStroked ? Number(attributes["stroke-width"] ?? 1) * scale : 0;
    const reach = grow(box, pen);
    const share = this.#share(reach);
    if (share > 0) this.#pay(share * FILL + (length / this.#side) * (isStroked ? STROKED_EDGE : EDGE));
    if (isStroked) this.#dashes(attributes, length / scale);
    for (const paint of [attributes.fill, attributes.stroke]) this.#pattern(paint, box, matrix);
    return reach;
  }

  #dashes({ "stroke-dasharray": dashes }: Element["attributes"], length: number): void {
    const list = dashes?.split(" ").map(Number) ?? [];
    const period = list.reduce((sum, dash) => sum + dash, 0);
    if (period > 0) this.#pay(Math.min(1e9, (length / period) * list.length) * DASH);
  }

  #pattern(paint: string | undefined, box: Box, matrix: Matrix): void {
    const pattern = this.#definitions.get(reference(paint) ?? "");
    if (pattern?.name !== "pattern") return;
    const { width, height, patternUnits, patternTransform } = pattern.attributes;
    const [a, b, c, d] = multiply(matrix, parseTransform(patternTransform));
    const [p, q, r, s] = parseTransform(patternTransform);
    // As shares of the shape, whose box is measured on the page.
    const unit =
      patternUnits === "userSpaceOnUse" ? Math.abs(a * d - b * c) : areaOf(box) * Math.abs(p * s - q * r);
    const tile = (Number(width) * Number(height) * unit) / this.#area;
    if (!(tile <= MAX_TILE)) throw refuse(`The SVG has a pattern larger than ${MAX_TILE} times the picture.`);
    this.#pay(tile * (1 + FILL * this.#count(pattern)));
  }

  /** How much of the page a box covers, 0 to 1. */
  #share(box: Box | undefined): number {
    const seen = box && intersect(box, this.#page);
    return seen && !isEmpty(seen) ? areaOf(seen) / this.#area : 0;
  }

  /** The elements of a definition. */
  #count(definition: Element | undefined): number {
    if (!definition) return 0;
    let count = this.#counts.get(definition);
    if (count === undefined) {
      count = definition.children.reduce((sum, child) => sum + 1 + this.#count(child), 0);
      this.#counts.set(definition, count);
    }
    return count;
  }

  #pay(pages: number): void {
    if ((this.#pages += pages) > MAX_PAGES)
      throw refuse(
        "The SVG takes longer to paint than a picture should: too many layers, patterns, dashes or edges.",
      );
  }
}

/** The box around the control points of path data, and the length of the lines between them, each no longer than `most`. */
function measure(
  data: string,
  [a, b, c, d, e, f]: Matrix,
  most: number,
): { box: Box | undefined; length: number } {
  const bounds = new BoundingBox();
  let [fromX, fromY, length] = [NaN, NaN, 0];
  walkPoints(data, (x, y) => {
    const [px, py] = [a * x + c * y + e, b * x + d * y + f];
    length += Math.min(most, Math.hypot(px - fromX, py - fromY)) || 0;
    [fromX, fromY] = [px, py];
    bounds.add(px, py);
  });
  return { box: bounds.box, length };
}
