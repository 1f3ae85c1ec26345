// The bounding boxes that resvg works with, of an SVG in its own words.

import type { Element } from "../../svg/markup.ts";
import type { Words } from "./words.ts";
import { type Box, boxOfAttributes, grow, isEmpty, sameBox, sizeOf, unite } from "../../svg/box.ts";
import { IDENTITY, mapBox, type Matrix, multiply, parseTransform } from "../../svg/geometry.ts";
import { boxOfEnds, boxOfPoints } from "../../svg/points.ts";

/** Bounds of a box: it lies within `most`, and `least` lies within it. */
export interface Range {
  most?: Box;
  least?: Box;
}

/** Of an element, in the coordinates of its parent but for a shape's own transform, which resvg leaves out here. */
export interface Bounds {
  object: Range;
  /** The object's box with the shape's own transform. */
  transformed: Range;
  /** With strokes, and with the regions of filters in place of what is filtered. */
  layer: Range;
}

export const DEFINITIONS: ReadonlySet<string> = new Set(
  "clipPath mask filter pattern linearGradient radialGradient defs".split(" "),
);

/** Measures elements, each once. */
export class Measure {
  readonly #definitions = new Map<string, Element>();
  readonly #known = new Map<Element, Bounds>();

  readonly #words: Words;

  constructor(words: Words) {
    this.#words = words;
    this.#collect(words.root);
  }

  #collect(element: Element): void {
    const { id } = element.attributes;
    if (id !== undefined && DEFINITIONS.has(element.name)) this.#definitions.set(id, element);
    for (const child of element.children) this.#collect(child);
  }

  /** The definition that `url(#…)` names. */
  definition(value: string | undefined): Element | undefined {
    return value?.startsWith("url(#") ? this.#definitions.get(value.slice(5, -1)) : undefined;
  }

  /** The filters of a group. */
  filters({ attributes: { filter } }: Element): Element[] {
    return (filter?.split(" ") ?? []).flatMap((one) => this.definition(one) ?? []);
  }

  /** Of a group: with its own transform; what resvg takes as its layer is `inside(group).layer`. */
  of(element: Element): Bounds {
    if (element.name === "path") return ofPath(element);
    if (element.name === "image") return ofImage(element, this.#words.inner.has(element));
    if (element.name !== "g") return { object: {}, transformed: {}, layer: {} };
    const inner = this.inside(element);
    const matrix = parseTransform(element.attributes.transform);
    const known = this.#isDrawn(element);
    const layer = mapRange(inner.layer, matrix, known);
    // Of a filtered group without content resvg gives its parent the region as it is, without the group's transform.
    if (element.attributes.filter !== undefined && !inner.object.least)
      layer.most = unite(layer.most, inner.layer.most);
    return {
      object: mapRange(inner.object, matrix, known),
      transformed: mapRange(inner.transformed, matrix, known),
      layer,
    };
  }

  /** The boxes that a group's is made of: itself where it is known, or each shape in it, since some may not be drawn. */
  boxes(group: Element, kind: "object" | "transformed"): Box[] {
    const { most, least } = this.inside(group)[kind];
    return (sameBox(most, least) ? [most!] : this.#shapes(group, kind, IDENTITY)).filter(hasArea);
  }

  #shapes(group: Element, kind: "object" | "transformed", matrix: Matrix): Box[] {
    return group.children.flatMap((child) =>
      child.name === "g"
        ? this.#shapes(child, kind, multiply(matrix, parseTransform(child.attributes.transform)))
        : (mapped(this.of(child)[kind].most, matrix) ?? []),
    );
  }

  /** False where a clip path may turn out to be none, so that the group is not drawn. */
  #isDrawn({ attributes }: Element): boolean {
    const clip = attributes["clip-path"]?.slice(5, -1);
    const content = clip === undefined ? undefined : this.#words.clips.get(clip);
    return content === undefined || CERTAIN_CLIP.test(content);
  }

  /** Of what is in a group, in the group's own coordinates. */
  inside(group: Element): Bounds {
    const known = this.#known.get(group);
    if (known) return known;
    const all: Bounds = { object: {}, transformed: {}, layer: {} };
    for (const child of group.children) {
      const bounds = this.of(child);
      for (const kind of ["object", "transformed", "layer"] as const) {
        all[kind].most = unite(all[kind].most, bounds[kind].most);
        all[kind].least = unite(all[kind].least, bounds[kind].least);
      }
    }
    const filters = this.filters(group);
    if (filters.length) all.layer = regionOf(filters, all.transformed);
    // A group is left out whose children are all without content, whatever the regions of their filters.
    if (!all.object.least) all.layer.least = undefined;
    this.#known.set(group, all);
    return all;
  }
}

/** As satori clips to a box. */
const CERTAIN_CLIP = /^<rect x="[-\d.]+" y="[-\d.]+" width="\d*[1-9][\d.]*" height="\d*[1-9][\d.]*"\/>$/;

const hasArea = (box: Box): boolean => !isEmpty(box);

const mapped = (box: Box | undefined, matrix: Matrix) => box && mapBox(matrix, box);

const mapRange = ({ most, least }: Range, matrix: Matrix, known = true): Range => ({
  most: mapped(most, matrix),
  least: known ? mapped(least, matrix) : undefined,
});

function ofPath({ attributes }: Element): Bounds {
  const box = boxOfPoints(attributes.d ?? "");
  if (!box) return { object: {}, transformed: {}, layer: {} };
  const { fill = "none", stroke = "none" } = attributes;
  const flat = box.right === box.left || box.bottom === box.top;
  const point = box.right === box.left && box.bottom === box.top;
  // Paint servers may turn out to paint nothing, and so may dashes and strokes of points.
  const filled = fill.startsWith("#") && !flat;
  const stroked = stroke.startsWith("#") && !point && attributes["stroke-dasharray"] === undefined;
  const width = stroke === "none" ? 0 : Number(attributes["stroke-width"] ?? 1);
  const reach = (width / 2) * Math.max(1.5, Number(attributes["stroke-miterlimit"] ?? 4));
  const object = { most: box, least: filled || stroked ? box : undefined };
  const least = filled ? box : stroked ? boxOfEnds(attributes.d!) : undefined;
  return {
    object,
    transformed: mapRange(object, parseTransform(attributes.transform)),
    layer: { most: width ? grow(box, reach) : box, least },
  };
}

/** @param certain whether it is an SVG, which resvg has read by now, or one that may fail to decode */
function ofImage({ attributes }: Element, certain: boolean): Bounds {
  const box = boxOfAttributes(attributes);
  const range = { most: box, least: certain ? box : undefined };
  return { object: range, transformed: mapRange(range, parseTransform(attributes.transform)), layer: range };
}

/**
 * The region of filters. It is certain (`least`) only if the box of the filtered object is certain and has an area:
 * `objectBoundingBox` percentages of a larger box may give a region elsewhere, and a line has none.
 */
function regionOf(filters: readonly Element[], { most, least }: Range): Range {
  const known = sameBox(most, least);
  const region: Range = {};
  let sure = true;
  for (const { attributes } of filters) {
    const own = boxOfAttributes(attributes);
    if (attributes.filterUnits === "userSpaceOnUse") {
      region.most = unite(region.most, own);
      continue;
    }
    if (!most) continue;
    const [across, down] = sizeOf(most);
    sure &&= known && hasArea(most);
    const placed = {
      left: most.left + own.left * across,
      top: most.top + own.top * down,
      right: most.left + own.right * across,
      bottom: most.top + own.bottom * down,
    };
    // Of a smaller box anywhere within this one, the region is within this one's too, grown by its own size.
    region.most = unite(region.most, known ? placed : unite(placed, most));
  }
  region.least = sure ? region.most : undefined;
  return region;
}
