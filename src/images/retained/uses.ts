// The signature of a template: the kinds of its elements, their properties and the kinds of their values, and the kinds of
// text in them. A picture whose signature was never checked is checked, however many elements it has.

import type { Node } from "./layout/tree.ts";

/** The same for two trees that differ in texts, numbers, colours, files, and in how often an element is repeated. */
export function usesOf(root: Node): string {
  const all = new Set<string>();
  collect(root, "", all);
  return [...all].sort().join(";");
}

function collect(node: Node, parent: string, into: Set<string>): void {
  let own = `${parent}>${node.type}`;
  for (const name in node.style) own += ` ${name}:${kindOf(name, node.style[name])}`;
  for (const name in node.props)
    if (name !== "style" && name !== "tw" && name !== "children")
      own += ` ${name}=${kindOf(name, node.props[name])}`;
  const texts = new Set<string>();
  for (const child of node.children) {
    if (typeof child === "string") texts.add(textKind(child));
    else collect(child, node.type, into);
  }
  into.add(texts.size ? `${own} "${[...texts].sort().join(",")}"` : own);
}

/** Kinds of strings that came before: the values of styles are few. */
const kinds = new Map<string, string>();
const MAX_KINDS = 5000;
const MAX_LENGTH = 300;

function kindOf(name: string, value: unknown): string {
  if (typeof value === "number")
    return value === 0 ? "0" : value < 0 ? "-n" : Number.isInteger(value) ? "n" : "f";
  if (typeof value !== "string") return typeof value;
  if (/color$/i.test(name) || name === "fill" || name === "stroke") return "color";
  // Paths, data URIs and addresses are data.
  if (value.length > MAX_LENGTH || /^[a-z]+:/i.test(value) || name === "d" || name === "points")
    return "data";
  let kind = kinds.get(value);
  if (kind === undefined) {
    kind = value
      .replace(/url\([^)]*\)/g, "url")
      .replace(/#[\da-f]+\b/gi, "color")
      .replace(/\d+\.?\d*|\.\d+/g, (number) => (Number(number) === 0 ? "0" : "n"));
    if (kinds.size >= MAX_KINDS) kinds.clear();
    kinds.set(value, kind);
  }
  return kind;
}

const TEXT_KINDS: readonly [string, RegExp][] = [
  ["latin", /[\u00a1-\u024f]/],
  ["right", /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/],
  ["marks", /\p{M}|\u200c|\u200d/u],
  ["joined", /[\u0900-\u109f\u1780-\u17ff]/],
  ["wide", /[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]/],
  ["pairs", /[\ud800-\udfff]/],
  ["signs", /[\u2000-\u2bff]/],
  ["other", /[\u0250-\u02ff\u0370-\u058f\u10a0-\u10ff\u1200-\u177f\u1800-\u1fff\u2c00-\u2e7f\ua4d0-\uabff]/],
  ["spaces", /^\s|\s$|\s\s|[\t\n\u00a0\u00ad\u200b]/],
];

function textKind(text: string): string {
  // Most texts are plain words.
  if (/^[!-~]+(?: [!-~]+)*$/.test(text)) return "";
  return TEXT_KINDS.flatMap(([kind, some]) => (some.test(text) ? kind : [])).join("+");
}
