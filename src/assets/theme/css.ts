// CSS values that are more than one plain value (`clamp()`, `var()`, `color-mix()`, shadows as text): css-tree reads
// them, and they are written again from the tree. Only kinds of nodes and functions that are listed here are written.

import type * as CssTree from "css-tree";
import type { CssNode } from "css-tree";
import { require } from "../../require.ts";
import { ValueError } from "./error.ts";

// One file; as css-tree it would be three hundred. When it is first wanted: most themes have plain values alone.
let cssTree: typeof CssTree | undefined;
const load = () => (cssTree ??= require("css-tree/dist/csstree.esm") as typeof CssTree);

/** Characters of a value. */
const LONGEST = 1_000;
/** Functions within one another. */
const DEEPEST = 20;

const NODES = new Set(
  "Value Identifier Number Percentage Dimension Function Parentheses Operator String Hash".split(" "),
);

/** Functions that compute from what they are given. None of them fetches anything. */
const FUNCTIONS = new Set(
  (
    "calc min max clamp round mod rem abs sign sin cos tan asin acos atan atan2 pow sqrt hypot log exp " +
    "var env rgb rgba hsl hsla hwb lab lch oklab oklch color color-mix light-dark contrast-color " +
    "cubic-bezier steps linear linear-gradient radial-gradient conic-gradient repeating-linear-gradient " +
    "repeating-radial-gradient repeating-conic-gradient blur brightness contrast drop-shadow grayscale " +
    "hue-rotate invert opacity saturate sepia minmax repeat fit-content translate translatex translatey " +
    "translate3d scale scalex scaley rotate skew matrix perspective inset circle ellipse"
  ).split(" "),
);

/** The CSS syntax that a value must match: a type, or a property's. Values with `var()` are resolved in the browser only. */
export type Syntax = `<${string}>` | `property ${string}`;

/**
 * A CSS value, written again.
 *
 * @param syntax what it must be; anything that is harmless without it
 * @throws ValueError for what is no value, is of another syntax, or names a function that is not listed
 */
export function cssValue(text: string, syntax?: Syntax): string {
  if (text.length > LONGEST) throw new ValueError(`is longer than ${LONGEST} characters`);
  const { generate, walk } = load();
  const tree = parsed(text);
  let depth = 0;
  walk(tree, {
    enter(node: CssNode) {
      check(node);
      if (node.type === "Function" || node.type === "Parentheses") depth++;
      if (depth > DEEPEST) throw new ValueError(`has functions more than ${DEEPEST} deep`);
    },
    leave(node: CssNode) {
      if (node.type === "Function" || node.type === "Parentheses") depth--;
    },
  });
  if (syntax !== undefined && !fits(tree, syntax)) throw new ValueError(`is no ${syntax} of CSS`);
  return generate(tree);
}

function parsed(text: string): CssNode {
  const { parse } = load();
  let tree: CssNode;
  try {
    tree = parse(text, { context: "value", parseCustomProperty: true });
  } catch (error) {
    throw new ValueError("is no value of CSS", { cause: error });
  }
  if (tree.type !== "Value" || tree.children.isEmpty) throw new ValueError("is empty");
  return tree;
}

function check(node: CssNode): void {
  if (!NODES.has(node.type)) throw new ValueError(`has a ${node.type}, which tokens may not have`);
  if (node.type === "Function" && !FUNCTIONS.has(node.name.toLowerCase()))
    throw new ValueError(`calls ${node.name}(), which tokens may not call`);
  if (
    "value" in node &&
    /^(?:Number|Percentage|Dimension)$/.test(node.type) &&
    !Number.isFinite(Number(node.value))
  )
    throw new ValueError("has a number that is too large");
  // A stylesheet may be put into an HTML page.
  if (node.type === "Operator" ? !/^[-+*/,]$/.test(node.value.trim()) : /[<\p{Cc}]/u.test(textOf(node)))
    throw new ValueError("has a character that tokens may not have");
}

function textOf(node: CssNode): string {
  if (node.type === "Identifier" || node.type === "Function") return node.name;
  return node.type === "String" || node.type === "Hash" ? node.value : "";
}

function fits(tree: CssNode, syntax: Syntax): boolean {
  const { lexer } = load();
  const property = /^property (.*)/.exec(syntax)?.[1];
  const { error } = property === undefined ? lexer.match(syntax, tree) : lexer.matchProperty(property, tree);
  return error === null || /var\(\)/.test(error?.message ?? "");
}

/** A text as a string of CSS. */
export function cssString(text: string): string {
  const escaped = text
    .toWellFormed()
    .replaceAll(/["\\<\p{Cc}]/gu, (character) => `\\${character.codePointAt(0)!.toString(16)} `);
  return `"${escaped}"`;
}
