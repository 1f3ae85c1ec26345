// Host elements -> nodes of the layout: lists opened, neighbouring texts joined, classes read, as satori does.

import type { HostNode, HostProps } from "../../tree.ts";
import type { Viewport } from "./style/lengths.ts";
import { styleOfClasses } from "./style/tailwind/classes.ts";
import { Unsupported } from "./unsupported.ts";

/** A host element of the template. */
export interface Node {
  type: string;
  props: HostProps;
  style: Record<string, unknown>;
  children: (Node | string)[];
}

const NOTHING: Record<string, unknown> = {};

/** @throws Unsupported where the root is not one element, and for classes that depend on what is not known here. */
export function readTree(tree: HostNode, viewport: Viewport): Node {
  const nodes: Node["children"] = [];
  append(tree, nodes, viewport);
  const [node] = nodes;
  if (nodes.length !== 1 || typeof node !== "object") throw new Unsupported("the root is not one element");
  return node;
}

function append(tree: HostNode, into: Node["children"], viewport: Viewport): void {
  if (tree === undefined) return;
  if (typeof tree === "string") {
    const last = into.length - 1;
    if (typeof into[last] === "string") into[last] += tree;
    else into.push(tree);
    return;
  }
  if (Array.isArray(tree)) {
    for (const one of tree) append(one, into, viewport);
    return;
  }
  const { type, props } = tree;
  const children: Node["children"] = [];
  // The content of an inline SVG is drawn as an image, by satori.
  if (type !== "svg") append(props.children, children, viewport);
  into.push({ type, props, style: styleOf(props, viewport), children });
}

function styleOf({ style, tw }: HostProps, viewport: Viewport): Record<string, unknown> {
  return typeof tw === "string" && tw ? styleOfClasses(tw, style, viewport) : (style ?? NOTHING);
}
