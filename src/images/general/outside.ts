// resvg panics, which ends the process, at a layer (opacity, mask, clip) that lies farther outside of the picture than
// twice its size. Shapes that lie outside are invisible, so they are removed from the SVG.

import { addPoints, type Extent, Hull, IDENTITY, type Matrix } from "./extent.ts";
import { readMarkup, type Element } from "../../svg/markup.ts";

const DEFINITIONS = new Set(
  "clipPath mask filter pattern linearGradient radialGradient defs style".split(" "),
);
/** Attributes for which resvg allocates a layer; a nested SVG may contain any of them. */
const LAYERED = / (?:mask|clip-path|opacity|filter|style)="|href="data:image\/svg/;

/**
 * Removes invisible shapes from an SVG of satori, of an emoji, or as resvg writes it.
 *
 * @param seen where something can be seen, in the units of the root; the size of the root by default
 */
export function dropOutside(svg: string, seen?: Extent): string {
  if (!LAYERED.test(svg)) return svg;
  let root: Element | undefined;
  try {
    root = readMarkup(svg).children[0];
  } catch {
    return svg;
  }
  const [, , across, down] = root?.attributes.viewBox?.split(" ") ?? [];
  const width = Number(root?.attributes.width ?? across);
  const height = Number(root?.attributes.height ?? down);
  if (!root || !(width > 0) || !(height > 0)) return svg;
  const dropped = new Outside(seen ?? { left: 0, top: 0, right: width, bottom: height }, root).of(root);
  let kept = "";
  let at = 0;
  for (const { start, end } of dropped) {
    kept += svg.slice(at, start);
    at = end;
  }
  return at ? kept + svg.slice(at) : svg;
}

class Outside {
  readonly #picture: Extent;
  readonly #definitions = new Map<string, Element>();

  constructor(picture: Extent, root: Element) {
    this.#picture = picture;
    this.#collect(root);
  }

  #collect(element: Element): void {
    const { id } = element.attributes;
    if (id && (element.name === "clipPath" || element.name === "filter")) this.#definitions.set(id, element);
    element.children.forEach((child) => this.#collect(child));
  }

  /** The invisible shapes in an element, in source order. */
  of(element: Element, matrix = IDENTITY): Element[] {
    return element.children.flatMap((child) => {
      if (DEFINITIONS.has(child.name)) return [];
      if (!this.#mayMeet(child, matrix, new Hull(this.#picture))) return leavesOf(child);
      // Masks and filters are sized by the bounding box of their whole content, so nothing in them may be removed.
      const { mask, filter, style } = child.attributes;
      const whole = mask !== undefined || filter !== undefined || style !== undefined || !isPlaced(child);
      return child.name === "g" && !whole ? this.of(child, transformed(child, matrix)) : [];
    });
  }

  /** False if an element draws nothing inside of the picture; its bounding box is then in `hull`. */
  #mayMeet(element: Element, outer: Matrix, hull: Hull): boolean {
    const { name, attributes, children } = element;
    if (!isPlaced(element)) return true;
    const matrix = transformed(element, outer);
    const clip = this.#referred(attributes["clip-path"]);
    if (clip && this.#hidesAll(clip, matrix)) return false;
    const filter = this.#referred(attributes.filter);
    if (attributes.filter !== undefined && !filter) return true;
    let meets: boolean;
    if (name !== "g") meets = addShape(element, matrix, hull);
    else {
      const shapes = children.filter((child) => !DEFINITIONS.has(child.name));
      meets = shapes.length === 0;
      // No early exit: a filter region depends on the bounding box of all shapes.
      for (const child of shapes) if (this.#mayMeet(child, matrix, hull)) meets = true;
    }
    return meets || (filter !== undefined && addRegion(filter, matrix, hull));
  }

  #referred(value: string | undefined): Element | undefined {
    const id = /^url\(#([^)]+)\)$/.exec(value ?? "")?.[1];
    return id === undefined ? undefined : this.#definitions.get(id);
  }

  /** True if a clip path hides the whole picture. */
  #hidesAll(clip: Element, matrix: Matrix, depth = 0): boolean {
    if (depth > 50) return false;
    const outer = this.#referred(clip.attributes["clip-path"]);
    if (outer && this.#hidesAll(outer, matrix, depth + 1)) return true;
    return clip.children.every(
      (child) => !addShape(child, transformed(child, matrix), new Hull(this.#picture)),
    );
  }
}

/** The shapes of an element. Definitions stay, since others may refer to them. */
function leavesOf(element: Element): Element[] {
  if (DEFINITIONS.has(element.name)) return [];
  return element.name === "g" ? element.children.flatMap(leavesOf) : [element];
}

const MATRIX = /^matrix\(([^)]*)\)$/;

/** False for transform functions that satori doesn't write. */
const isPlaced = ({ attributes: { transform } }: Element) =>
  transform === undefined || MATRIX.test(transform);

function transformed({ attributes }: Element, [a, b, c, d, e, f]: Matrix): Matrix {
  const own = MATRIX.exec(attributes.transform ?? "")?.[1]
    ?.split(/[ ,]+/)
    .map(Number);
  if (!own) return [a, b, c, d, e, f];
  const [p = 1, q = 0, r = 0, s = 1, t = 0, u = 0] = own;
  return [a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s, a * t + c * u + e, b * t + d * u + f];
}

/** Adds a shape to a hull; false where that does not meet the picture. */
function addShape({ name, attributes }: Element, matrix: Matrix, hull: Hull): boolean {
  const number = (attribute: string) => Number(attributes[attribute] ?? 0);
  // The default miter limit is 4: a corner reaches up to twice the stroke width.
  const pen = attributes.stroke === undefined ? 0 : Number.parseFloat(attributes["stroke-width"] ?? "1");
  const add = (x: number, y: number) => hull.add(matrix, x, y, 2 + 2 * pen);
  if (name === "path") return addPoints(attributes.d ?? "", add);
  if (name === "line") return add(number("x1"), number("y1")) || add(number("x2"), number("y2"));
  if (name !== "rect" && name !== "image") return true;
  const [x, y, width, height] = [number("x"), number("y"), number("width"), number("height")];
  return add(x, y) || add(x + width, y) || add(x, y + height) || add(x + width, y + height);
}

/** Filter primitives with a known reach. */
const NEARBY =
  /^fe(?:GaussianBlur|Offset|Flood|Composite|Merge|MergeNode|ColorMatrix|ComponentTransfer|Func[RGBA])$/;

/** Reach of a filter beyond its source, in pixels; Infinity if unknown. */
function reachOf(filter: Element): number {
  let reach = 2;
  for (const child of filter.children) {
    if (!NEARBY.test(child.name)) return Infinity;
    const { stdDeviation = "0", dx = "0", dy = "0" } = child.attributes;
    reach += 3 * Number.parseFloat(stdDeviation) + Math.max(Math.abs(Number(dx)), Math.abs(Number(dy)));
  }
  return reach;
}

/** Adds what a filter may paint of the shapes in a hull. */
function addRegion(filter: Element, matrix: Matrix, hull: Hull): boolean {
  const { attributes } = filter;
  if (!hull.isWithin(reachOf(filter), matrix)) return false;
  const { x = "-10%", y = "-10%", width = "120%", height = "120%" } = attributes;
  const [left, top, across, down] = [x, y, width, height].map(Number.parseFloat) as [
    number,
    number,
    number,
    number,
  ];
  if (attributes.filterUnits === "userSpaceOnUse")
    return (
      hull.add(matrix, left, top, 2) ||
      hull.add(matrix, left + across, top, 2) ||
      hull.add(matrix, left, top + down, 2) ||
      hull.add(matrix, left + across, top + down, 2)
    );
  const box = hull.extent;
  const point = (px: number, py: number) =>
    hull.add(
      IDENTITY,
      box.left + ((box.right - box.left) * px) / 100,
      box.top + ((box.bottom - box.top) * py) / 100,
      2,
    );
  return point(left, top) || point(left + across, top + down);
}
