// The font sizes that `fit` finds, for peers that have no such thing: they draw the same picture, and
// the finding is not on their bill.

import { applyFit } from "../../src/images/text/fit.ts";
import type { Fonts } from "../../src/fonts/fonts.ts";
import { expandTree, type HostNode } from "../../src/images/tree.ts";

interface Element {
  type: unknown;
  props: Record<string, unknown>;
}

const isElement = (node: unknown): node is Element =>
  typeof node === "object" && node !== null && "type" in node && "props" in node;

/** The size of each `fit` of a template, in the order of its tree. */
export async function sizesOf(element: unknown, fonts: Fonts): Promise<number[]> {
  const tree = expandTree(element);
  const style = { families: [], weight: 400, italic: false, language: undefined };
  const sizes: number[] = [];
  collect(tree, applyFit(tree, style, fonts), sizes);
  return sizes;
}

function collect(before: HostNode, after: HostNode, sizes: number[]): void {
  if (typeof before !== "object" || typeof after !== "object") return;
  if (Array.isArray(before)) before.forEach((node, i) => collect(node, (after as HostNode[])[i], sizes));
  else if (!Array.isArray(after)) {
    if (before.props.fit) sizes.push(after.props.style!.fontSize as number);
    else collect(before.props.children, after.props.children, sizes);
  }
}

/** The template with these sizes in place of its `fit`s. Its components are called, as every peer would. */
export function withSizes(element: unknown, sizes: readonly number[]): unknown {
  if (!sizes.length) return element;
  let next = 0;
  const visit = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(visit);
    if (!isElement(node)) return node;
    const { type, props } = node;
    if (typeof type === "function") return visit((type as (props: unknown) => unknown)(props));
    const { fit, ...rest } = props;
    if (fit) rest.style = { ...(rest.style as object), fontSize: sizes[next++] };
    return { type, props: { ...rest, children: visit(rest.children) }, key: null };
  };
  return visit(element);
}
