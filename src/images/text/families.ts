// Lists of font families (CSS Fonts 4 §3.1): the names that can be had, and custom properties in their place.

import type { Fonts } from "../../fonts/fonts.ts";
import type { HostElement, HostNode } from "../tree.ts";

/** The families of a list that are there, in their order; the default where none is. */
export function familiesIn(list: readonly string[], fonts: Fonts, main: string): string[] {
  const there = list.filter((name) => fonts.has(name));
  return there.length > 0 ? there : [main];
}

/** The default family: what an option names, where that is there. */
export const mainFamily = (fonts: Fonts, wanted: string | undefined): string =>
  wanted !== undefined && fonts.has(wanted) ? wanted : fonts.defaultFamily;

const GENERIC =
  /^(?:(?:ui-)?(?:sans-serif|serif|monospace|rounded)|system-ui|cursive|fantasy|emoji|math|fangsong)$/i;

/** The first family of a list, where it is a font's name and is not there. */
export function absentFamily(list: readonly string[], fonts: Fonts): string | undefined {
  const first = list.find((name) => fonts.has(name) || !GENERIC.test(name));
  return first === undefined || fonts.has(first) ? undefined : first.slice(0, MAX_NAME);
}

/** Characters of a name that is not there, in messages and in keys. */
const MAX_NAME = 100;

/** Says what is taken in place of a family. */
export function substituteFamily(absent: string, taken: string, fonts: Fonts): string {
  const there = [...new Set(fonts.faces.map(({ family }) => family))].filter((name) => fonts.has(name));
  return `There is no font family "${absent}": ${taken} is drawn. There are: ${there.join(", ")}.`;
}

/** The names of a list, at the commas outside of parentheses. */
export function splitFamilies(list: string): string[] {
  const names: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i <= list.length; i++) {
    const sign = list[i];
    if (sign === "(") depth++;
    else if (sign === ")") depth--;
    else if (i === list.length || (sign === "," && depth <= 0)) {
      const name = list
        .slice(start, i)
        .trim()
        .replace(/^["']|["']$/g, "");
      if (name) names.push(name);
      start = i + 1;
    }
  }
  return names;
}

const OTHER = /^(?:inherit|initial|unset|revert|revert-layer)$|var\(/i;

/**
 * The tree with plain lists for font families: `var(--name, fallback)` is what the property or the fallback says (nothing,
 * where neither does), and the keywords of the cascade are the list of the parent, or none.
 */
export function settleFamilies(tree: HostNode): HostNode {
  return hasOther(tree) ? settle(tree, {}) : tree;
}

function hasOther(node: HostNode): boolean {
  if (typeof node !== "object") return false;
  if (Array.isArray(node)) return node.some(hasOther);
  return isOther(node.props.style?.fontFamily) || hasOther(node.props.children);
}

const isOther = (family: unknown): boolean =>
  typeof family === "string" ? OTHER.test(family) : Array.isArray(family);

type Properties = Readonly<Record<string, unknown>>;

function settle(node: HostNode, inherited: Properties): HostNode {
  if (typeof node !== "object") return node;
  if (Array.isArray(node)) return node.map((child) => settle(child, inherited));
  const { type, props } = node;
  const { style } = props;
  const named = Object.entries(style ?? {}).filter(([name]) => name.startsWith("--"));
  const own = named.length > 0 ? Object.assign({}, inherited, Object.fromEntries(named)) : inherited;
  const settled: HostElement = { type, props: { ...props, children: settle(props.children, own) } };
  if (style && isOther(style.fontFamily)) {
    const { fontFamily, ...rest } = style;
    const list = Array.isArray(fontFamily) ? fontFamily.map(String) : splitFamilies(String(fontFamily));
    const names = list.flatMap((name) => valuesOf(name, own, 0));
    settled.props.style = names.length > 0 ? { ...rest, fontFamily: names.join(", ") } : rest;
  }
  return settled;
}

/** Custom properties in one another that are followed. */
const MAX_DEPTH = 8;

function valuesOf(name: string, properties: Properties, depth: number): string[] {
  const [, property, fallback] = /^var\(\s*(--[^\s,)]+)\s*(?:,(.*))?\)$/s.exec(name) ?? [];
  if (property === undefined) return OTHER.test(name) ? [] : [name];
  const value = properties[property] ?? fallback;
  if (typeof value !== "string" || depth >= MAX_DEPTH) return [];
  return splitFamilies(value).flatMap((part) => valuesOf(part, properties, depth + 1));
}
