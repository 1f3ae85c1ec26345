// `box-sizing` (CSS Box Sizing 4 §3.3) as declarations: satori's initial value is `content-box`, ours is `border-box`.

import type { HostElement, HostNode, HostProps } from "../tree.ts";

export type BoxSizing = "border-box" | "content-box";

/** The tree with this `boxSizing` on every element that says none of its own. Tailwind classes say `border-box`. */
export function withBoxSizing(tree: HostNode, boxSizing: BoxSizing): HostNode {
  if (Array.isArray(tree)) return tree.map((node) => withBoxSizing(node, boxSizing));
  if (typeof tree !== "object") return tree;
  const { type, props } = tree;
  // The content of an inline SVG has no boxes.
  const children = type === "svg" ? props.children : withBoxSizing(props.children, boxSizing);
  const sized: HostProps = { ...props, style: styleOf(props, boxSizing) };
  if (children !== undefined) sized.children = children;
  return { ...tree, props: sized } satisfies HostElement;
}

function styleOf({ style, tw }: HostProps, boxSizing: BoxSizing): HostProps["style"] {
  if ((typeof tw === "string" && tw) || style?.boxSizing) return style;
  return { ...style, boxSizing };
}
