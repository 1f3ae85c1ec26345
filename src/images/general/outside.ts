// resvg panics, which ends the process, at a layer (opacity, mask, clip) that lies farther outside of the picture than
// twice its size. Shapes that lie outside are invisible, so they are removed from the SVG.

import { type Box, boxOf, boxOfAttributes, sizeOf } from "../../svg/box.ts";
import { IDENTITY, type Matrix, multiply, parseTransform } from "../../svg/geometry.ts";
import { walkPoints } from "../../svg/points.ts";
import { Extent } from "./extent.ts";
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
export function dropOutside(svg: string, seen?: Box): string {
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
  readonly #picture: Box;
  readonly #definitions = new Map<string, Element>();

  constructor(picture: Box, root: Element) {
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
      if (!this.#mayMeet(child, matrix, new Extent(this.#picture))) return leavesOf(child);
      // Masks and filters are sized by the bounding box of their whole content, so nothing in them may be removed.
      const { mask, filter, style } = child.attributes;
      const whole = mask !== undefined || filter !== undefined || style !== undefined || !isPlaced(child);
      return child.name === "g" && !whole ? this.of(child, transformed(child, matrix)) : [];
    });
  }

  /** False if an element draws nothing inside of the picture; its bounding box is then in `extent`. */
  #mayMeet(element: Element, outer: Matrix, extent: Extent): boolean {
    const { name, attributes, children } = element;
    if (!isPlaced(element)) return true;
    const matrix = transformed(element, outer);
    const clip = this.#referred(attributes["clip-path"]);
    if (clip && this.#hidesAll(clip, matrix)) return false;
    const filter = this.#referred(attributes.filter);
    if (attributes.filter !== undefined && !filter) return true;
    let meets: boolean;
    if (name !== "g") meets = addShape(element, matrix, extent);
    else {
      const shapes = children.filter((child) => !DEFINITIONS.has(child.name));
      meets = shapes.length === 0;
      // No early exit: a filter region depends on the bounding box of all shapes.
      for (const child of shapes) if (this.#mayMeet(child, matrix, extent)) meets = true;
    }
    return meets || (filter !== undefined && addRegion(filter, matrix, extent));
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
      (child) => !addShape(child, transformed(child, matrix), new Extent(this.#picture)),
    );
  }
}

/** The shapes of an element. Definitions stay, since others may refer to them. */
function leavesOf(element: Element): Element[] {
  if (DEFINITIONS.has(element.name)) return [];
  return element.name === "g" ? element.children.flatMap(leavesOf) : [element];
}

/** False for transform functions that neither satori nor resvg writes. */
const isPlaced = ({ attributes: { transform } }: Element) =>
  transform === undefined || /^matrix\([^)]*\)$/.test(transform);

const transformed = ({ attributes }: Element, matrix: Matrix): Matrix =>
  multiply(matrix, parseTransform(attributes.transform));

/** Adds a shape to a extent; false where that does not meet the picture. */
function addShape({ name, attributes }: Element, matrix: Matrix, extent: Extent): boolean {
  const number = (attribute: string) => Number(attributes[attribute] ?? 0);
  // The default miter limit is 4: a corner reaches up to twice the stroke width.
  const pen = attributes.stroke === undefined ? 0 : Number.parseFloat(attributes["stroke-width"] ?? "1");
  const add = (x: number, y: number) => extent.add(matrix, x, y, 2 + 2 * pen);
  if (name === "path") return addPath(attributes.d ?? "", add);
  if (name === "line") return add(number("x1"), number("y1")) || add(number("x2"), number("y2"));
  if (name !== "rect" && name !== "image") return true;
  return addCorners(boxOfAttributes(attributes), add);
}

const addCorners = ({ left, top, right, bottom }: Box, add: (x: number, y: number) => boolean): boolean =>
  add(left, top) || add(right, top) || add(left, bottom) || add(right, bottom);

/** Adds the points of path data; true once one of them meets the picture, and for data with an error. */
function addPath(data: string, add: (x: number, y: number) => boolean): boolean {
  let meets = false;
  const isRead = walkPoints(data, (x, y) => {
    meets ||= add(x, y);
  });
  return meets || !isRead;
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

/** Adds what a filter may paint of the shapes in a extent. */
function addRegion(filter: Element, matrix: Matrix, extent: Extent): boolean {
  const { attributes } = filter;
  if (!extent.isWithin(reachOf(filter), matrix)) return false;
  const { x = "-10%", y = "-10%", width = "120%", height = "120%" } = attributes;
  const region = boxOf(...([x, y, width, height].map(Number.parseFloat) as [number, number, number, number]));
  if (attributes.filterUnits === "userSpaceOnUse")
    return addCorners(region, (px, py) => extent.add(matrix, px, py, 2));
  const { left, top } = extent.box;
  const [across, down] = sizeOf(extent.box);
  return addCorners(region, (px, py) =>
    extent.add(IDENTITY, left + (across * px) / 100, top + (down * py) / 100, 2),
  );
}
