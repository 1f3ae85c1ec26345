// The cache key of a picture's strips: the tree of its element types, without texts and styles.

import type { Node } from "./layout/tree.ts";

/** The same for two trees of the same elements: `div(div(#)img)`. */
export function structureOf(node: Node): string {
  let text = node.type;
  if (node.children.length) {
    text += "(";
    for (const child of node.children) text += typeof child === "string" ? "#" : structureOf(child);
    text += ")";
  }
  return `${text};`;
}
