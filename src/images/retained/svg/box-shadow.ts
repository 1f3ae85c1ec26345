// The shadow of a box in the words in which satori writes it: a shape that a filter blurs and colours, under a
// mask that hides what the box itself covers, or for a shadow inside of it all else.

import { type Box, boxOf, grow, isEmpty } from "../../../svg/box.ts";
import { readColor, type Color } from "./color.ts";
import type { Element } from "../../../svg/markup.ts";
import { radiiOf, roundedPath } from "./rounded-path.ts";

/** A box shadow: the shape that is blurred, the box that masks it, and the filter's parameters. */
export interface CastShadow {
  /** Path data of what is blurred; undefined where nothing is left of it. */
  shape: string | undefined;
  /** The shape's box. */
  bounds: Box;
  /** Path data of the box. */
  box: string;
  inside: boolean;
  /** The filter's area: nothing is drawn beyond. */
  area: Box;
  deviation: number;
  color: Color;
}

/** Reads `<g mask filter>`; undefined for anything else. */
export function readBoxShadow(
  { name, attributes, children }: Element,
  find: (reference: string | undefined) => Element | undefined,
): CastShadow | undefined {
  const filter = find(attributes.filter);
  const mask = find(attributes.mask);
  if (name !== "g" || !filter || !mask || Object.keys(attributes).length !== 2) return undefined;
  const [blur, flood, composite] = filter.children;
  const [ground, box] = mask.children;
  if (filter.children.length !== 3 || mask.children.length !== 2 || children.length !== 1) return undefined;
  const inside = composite!.attributes.operator === "out";
  const [all, none] = inside ? ["#000", "#fff"] : ["#fff", "#000"];
  if (flood!.name !== "feFlood" || flood!.attributes["flood-opacity"] !== undefined) return undefined;
  if (blur!.name !== "feGaussianBlur" || mask.attributes.maskUnits !== "userSpaceOnUse") return undefined;
  if (ground!.attributes.fill !== all || ground!.attributes.mask || box!.attributes.fill !== none)
    return undefined;
  if (box!.attributes.stroke || box!.attributes.mask || box!.attributes.transform) return undefined;

  let shape = children[0]!;
  let spread = Number(shape.attributes["stroke-width"]) / 2;
  if (shape.name === "g") {
    // Negative spread: satori masks a stroke around the shape away.
    const less = find(shape.attributes.mask)?.children;
    const line = less?.[0]?.attributes;
    if (less?.length !== 1 || line?.fill !== "#fff" || line.stroke !== "#000") return undefined;
    if (shape.children.length !== 1 || Object.keys(shape.attributes).length !== 1) return undefined;
    shape = shape.children[0]!;
    spread = -Number(line["stroke-width"]) / 2;
    if (line.d !== shape.attributes.d) return undefined;
  } else if (spread < 0) return undefined;
  const { fill, stroke, transform, x, y, width, height } = shape.attributes;
  if (fill !== "#fff" || stroke !== "#fff" || transform !== undefined) return undefined;
  const [left, top, across, down] = [x, y, width, height].map(Number) as [number, number, number, number];
  const bounds = boxOf(left, top, across, down);

  const { attributes: region } = filter;
  const share = (part: string | undefined) => Number.parseFloat(part!) / 100;
  const from = { x: left + share(region.x) * across, y: top + share(region.y) * down };
  const area = {
    left: Math.floor(from.x),
    top: Math.floor(from.y),
    right: Math.floor(from.x) + Math.ceil(share(region.width) * across),
    bottom: Math.floor(from.y) + Math.ceil(share(region.height) * down),
  };
  const deviation = Number(blur!.attributes.stdDeviation);
  const color = readColor(flood!.attributes["flood-color"] ?? "");
  const [own, boxPath] = [outlineOf(shape), outlineOf(box!)];
  const numbers = [...Object.values(bounds), ...Object.values(area), deviation, spread];
  if (!color || !own || !boxPath || !numbers.every(Number.isFinite)) return undefined;
  const cast = { bounds, box: boxPath, inside, area, deviation, color };
  if (!spread) return { ...cast, shape: own };
  // The spread is a stroke around the box. The result is a rounded box again, with larger or smaller radii.
  const radii = shape.name === "rect" ? ([0, 0, 0, 0] as const) : radiiOf(own);
  if (!radii) return undefined;
  const [r1, r2, r3, r4] = radii.map((radius) => (radius ? Math.max(0, radius + spread) : 0));
  const spreadOut = grow(bounds, spread);
  if (isEmpty(spreadOut)) return { ...cast, shape: undefined };
  const outline = roundedPath({
    x: left - spread,
    y: top - spread,
    width: across + 2 * spread,
    height: down + 2 * spread,
    radii: [r1!, r2!, r3!, r4!],
  });
  return { ...cast, shape: outline, bounds: spreadOut };
}

/** Path data of a path, or of a rectangle that has a size. */
export function outlineOf({ name, attributes }: Element): string | undefined {
  if (name === "path") return attributes.d;
  if (name !== "rect") return undefined;
  const [x, y, width, height] = ["x", "y", "width", "height"].map((side) => Number(attributes[side] ?? 0));
  if (!(width! > 0) || !(height! > 0)) return undefined;
  return `M${x} ${y}h${width}v${height}h${-width!}Z`;
}
