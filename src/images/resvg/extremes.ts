// Checks definitions that a group is drawn with for numbers with which resvg ends the process: see `far.ts`.

import type { Element } from "../../svg/markup.ts";
import type { Measure } from "./bounds.ts";
import { bySum, enlargement, FAR, isThin, LIMIT, reachOf, THIN } from "./far.ts";
import { type Box, boxOfAttributes, sizeOf } from "../../svg/box.ts";
import { type Matrix, parseTransform } from "../../svg/geometry.ts";
import type { Words } from "./words.ts";

const inBoxes = ({ attributes }: Element, units: string) => attributes[units] !== "userSpaceOnUse";

/**
 * Why a group cannot be drawn with its filters or mask.
 *
 * @param region of the filters, if it is known
 * @param scale from the group's coordinates to pixels, at most
 */
export function checkShares(
  measure: Measure,
  group: Element,
  filters: readonly Element[],
  masks: readonly Element[],
  region: Box | undefined,
  scale: number,
): string | undefined {
  const isThinIn = (rect: Element, kind: "object" | "transformed") =>
    measure.boxes(group, kind).some((box) => isThin(boxOfAttributes(rect.attributes), box));
  for (const filter of filters) {
    if (inBoxes(filter, "filterUnits") && isThinIn(filter, "transformed")) return THIN;
    const shares = filter.attributes.primitiveUnits === "objectBoundingBox";
    const [most, size] = [largest(filter), shares ? longestOf(measure.inside(group).transformed.most) : 1];
    if (!(most * Math.max(1, scale) * size < LIMIT)) return FAR;
    for (const primitive of shares ? filter.children : []) {
      if (!["x", "y", "width", "height"].some((name) => name in primitive.attributes)) continue;
      const rect = boxOfAttributes({ width: "1", height: "1", ...primitive.attributes });
      if (!region || isThin(region, rect) || isThinIn(primitive, "transformed")) return THIN;
    }
  }
  return masks.some((mask) => inBoxes(mask, "maskUnits") && isThinIn(mask, "object")) ? THIN : undefined;
}

/** The largest number of a filter's primitives that is a place or a size. */
const largest = ({ children }: Element): number =>
  Math.max(
    0,
    ...children.flatMap(({ attributes }) =>
      ["x", "y", "width", "height", "dx", "dy"].map((name) => Math.abs(Number(attributes[name] ?? 0))),
    ),
  );

const longestOf = (box: Box | undefined): number => (box ? Math.max(1, ...sizeOf(box)) : 1);

/**
 * True if a clip path that a group is drawn with may have coordinates beyond the limit.
 *
 * @param box of the group
 * @param matrix from the group's coordinates to pixels
 */
export function isClipFar(
  { source, clips }: Words,
  measure: Measure,
  clip: string | undefined,
  box: Box | undefined,
  matrix: Matrix,
): boolean {
  let reach = 0;
  let next = clip;
  for (let depth = 0; next !== undefined; depth++) {
    const element = measure.definition(next);
    if (!element || depth > MAX_CLIPS) return depth > MAX_CLIPS;
    const content = clips.get(element.attributes.id ?? "") ?? "";
    let own = reachOf(REFERS.test(content) ? source : content, bySum);
    if (element.attributes.clipPathUnits === "objectBoundingBox" && box)
      own = own * longestOf(box) + Math.abs(box.left) + Math.abs(box.top);
    const placed = parseTransform(element.attributes.transform);
    reach = Math.max(reach, enlargement(placed) * own + Math.hypot(placed[4], placed[5]));
    next = element.attributes["clip-path"];
  }
  return !(enlargement(matrix) * reach + Math.hypot(matrix[4], matrix[5]) < LIMIT);
}
/** To what may be anywhere in the source. */
const REFERS = /<(?:\w+:)?use\b|clip-path/;
const MAX_CLIPS = 100;
