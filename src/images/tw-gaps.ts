// Tailwind's classes of gaps in `tw`, which satori's reader of classes does not know: they become declarations.

import type { HostNode } from "./tree.ts";

const GAP = /^gap(?:-(x|y))?-(?:(px)|(\d+(?:\.\d+)?)|\[((?:\d+\.?\d*|\.\d+)(?:px|rem|em|%|vw|vh))\])$/;
/** Pixels of one step of Tailwind's scale. */
const STEP = 4;

/** The tree with `gap-2`, `gap-x-4`, `gap-y-[7px]` of `tw` as styles. What the style itself says wins. */
export function settleGaps(tree: HostNode): HostNode {
  return hasGap(tree) ? settle(tree) : tree;
}

function hasGap(node: HostNode): boolean {
  if (typeof node !== "object") return false;
  if (Array.isArray(node)) return node.some(hasGap);
  const { tw, children } = node.props;
  return (typeof tw === "string" && tw.includes("gap-")) || hasGap(children);
}

function settle(node: HostNode): HostNode {
  if (typeof node !== "object") return node;
  if (Array.isArray(node)) return node.map(settle);
  const { type, props } = node;
  const children = settle(props.children);
  if (typeof props.tw !== "string" || !props.tw.includes("gap-"))
    return { type, props: { ...props, children } };
  const gaps: Record<string, number | string> = {};
  // A class of one axis wins over that of both, wherever it stands, as in Tailwind's own order.
  const [both, single]: [string[], string[]] = [[], []];
  const others: string[] = [];
  for (const name of props.tw.split(/\s+/)) {
    const match = GAP.exec(name);
    if (!match) others.push(name);
    else (match[1] ? single : both).push(name);
  }
  for (const name of [...both, ...single]) {
    const [, axis, pixel, steps, length] = GAP.exec(name)!;
    const value = pixel ? 1 : length !== undefined ? length : Number(steps) * STEP;
    if (axis !== "y") gaps.columnGap = value;
    if (axis !== "x") gaps.rowGap = value;
  }
  const { style } = props;
  // `gap` in the style is both; a longhand before it would be lost or would win by its place.
  const settled = style?.gap === undefined ? { ...gaps, ...style } : style;
  return { type, props: { ...props, tw: others.join(" "), ...(settled && { style: settled }), children } };
}
