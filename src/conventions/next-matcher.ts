// Path patterns of Next.js' configuration and of a proxy's matcher: path-to-regexp 6, as far as they use it.

import type { RouteEvent } from "../routing/route.ts";
import { canonicalPath } from "../http/canonical-path.ts";

/** Captured parameters by name, still percent-encoded; a list of segments for `:path*` and `:path+`. */
export type Taken = Record<string, string | string[]>;

/** A parameter of a pattern, with the text that is optional together with it. */
interface Parameter {
  /** Empty for an unnamed group. */
  name: string;
  prefix: string;
  suffix: string;
  pattern: string;
  modifier: string;
}

type Token = string | Parameter;

/** Text that must be there (`has`), or must not be (`missing`). */
export interface Condition {
  type: "header" | "cookie" | "query" | "host";
  key?: string;
  /** A regular expression of the whole value; without it, any value but an empty one. */
  value?: string;
}

/** Which requests a rule is for. */
export interface Conditional {
  source: string;
  has?: readonly Condition[];
  missing?: readonly Condition[];
}

/**
 * A test of a path in canonical form. It ends in a slash or does not: both match.
 *
 * @param isSensitive whether case matters: in a proxy's matcher it does, in a configuration's `source` it does not
 * @throws TypeError for a malformed pattern
 * @example
 * pathMatcher("/blog/:slug*")("/blog/a/b"); // { slug: ["a", "b"] }
 */
export function pathMatcher(
  source: string,
  { isSensitive = false } = {},
): (path: string) => Taken | undefined {
  const tokens = parse(source.replace(/%[\da-f]{2}|[^\0-\x7f]+/gi, canonicalPath));
  const pattern = new RegExp(`^${tokens.map(toSource).join("")}/?$`, isSensitive ? "" : "i");
  return (path) => {
    const found = pattern.exec(path);
    if (!found) return undefined;
    const taken: Taken = {};
    for (const [index, token] of tokens.entries()) {
      const value = found.groups?.[`t${index}`];
      if (typeof token === "string" || token.name === "" || value === undefined) continue;
      const { name, modifier, prefix, suffix } = token;
      taken[name] = /[*+]/.test(modifier) ? value.split(suffix + prefix) : value;
    }
    return taken;
  };
}

/** Substitutes captured parameters in the path of a destination. */
export function fillPath(path: string, taken: Taken): string {
  return parse(path)
    .map((token) => {
      if (typeof token === "string") return token;
      const values = [taken[token.name] ?? []].flat().filter((value) => value !== "");
      return values.map((value) => token.prefix + inPath(value) + token.suffix).join("");
    })
    .join("");
}

/** Escapes `?` and `#`, which would end the path: captures of conditions may hold them. */
const inPath = (value: string): string => value.replace(/[?#]/g, encodeURIComponent);

/** Substitutes captured parameters in a header, a query or a host. */
export function fillText(text: string, taken: Taken): string {
  return text.replace(/:([A-Za-z_]\w*)[*+?]?/g, (all, name: string) =>
    Object.hasOwn(taken, name) ? [taken[name]!].flat().join("/") : all,
  );
}

/** Parameters that `has` captures from the request; undefined if a condition does not hold. */
export function conditionsTake(
  { has = [], missing = [] }: Pick<Conditional, "has" | "missing">,
  event: RouteEvent,
): Taken | undefined {
  const taken: Taken = {};
  const holds = ({ type, key = "", value }: Condition): boolean => {
    const found = valueOf(type, key, event);
    if (!found) return false;
    if (!value) {
      taken[key.replace(/[^A-Za-z]/g, "")] = found;
      return true;
    }
    const groups = new RegExp(`^${value}$`).exec(found);
    if (groups?.groups) Object.assign(taken, groups.groups);
    else if (groups && type === "host") taken.host = groups[0];
    return groups !== null;
  };
  return has.every(holds) && !missing.some(holds) ? taken : undefined;
}

function valueOf(type: Condition["type"], key: string, event: RouteEvent): string | undefined {
  if (type === "header") return event.request.headers.get(key) ?? undefined;
  if (type === "cookie") return event.cookies.get(key);
  return type === "query" ? event.url.searchParams.getAll(key).at(-1) : event.url.hostname;
}

/** A token as the source of a regular expression; a repeated one includes its separators. */
function toSource(token: Token, index: number): string {
  if (typeof token === "string") return escape(token);
  const { pattern, modifier } = token;
  const [prefix, suffix] = [escape(token.prefix), escape(token.suffix)];
  if (modifier !== "*" && modifier !== "+")
    return `(?:${prefix}(?<t${index}>${pattern})${suffix})${modifier}`;
  const end = modifier === "*" ? "?" : "";
  return `(?:${prefix}(?<t${index}>(?:${pattern})(?:${suffix}${prefix}(?:${pattern}))*)${suffix})${end}`;
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Pattern of a parameter that has none of its own: one segment. */
const SEGMENT = "[^/#?]+?";

/**
 * Pattern of a parameter after text without a slash: it does not match that text, as in path-to-regexp 6.3. Otherwise
 * `/:a-:b-:c` backtracks over every pair of dashes: half a second for 1,000 of them.
 */
const segmentAfter = (text: string): string => `(?:(?!${escape(text)})[^/#?])+?`;

function parse(source: string): Token[] {
  const tokens: Token[] = [];
  let text = "";
  let at = 0;
  const add = (parameter: Parameter) => {
    if (text !== "") tokens.push(text);
    const before = parameter.prefix || text;
    text = "";
    const isOpen = parameter.pattern === SEGMENT && before !== "" && !/[/#?]/.test(before);
    tokens.push(isOpen ? { ...parameter, pattern: segmentAfter(before) } : parameter);
  };
  while (at < source.length) {
    const character = source[at]!;
    if (character === "\\") {
      text += source[at + 1] ?? "";
      at += 2;
      continue;
    }
    const found = character === "{" ? braced(source, at) : parameterAt(source, at);
    if (!found) {
      text += character;
      at += 1;
      continue;
    }
    at = found.end;
    const modifier = /[*+?]/.test(source[at] ?? "") ? source[at++]! : "";
    // A slash or a dot before a parameter is optional together with it.
    const prefix = character !== "{" && /[./]$/.test(text) ? text.at(-1)! : "";
    text = text.slice(0, text.length - prefix.length);
    add({ prefix, ...found.parameter, modifier });
  }
  if (text !== "") tokens.push(text);
  return tokens;
}

type Found = { parameter: Omit<Parameter, "prefix" | "modifier"> & { prefix?: string }; end: number };

/** `:name`, `:name(pattern)` or `(pattern)` at a place. */
function parameterAt(source: string, at: number): Found | undefined {
  const name = /^:(\w+)/.exec(source.slice(at))?.[1] ?? "";
  const open = name === "" ? at : at + name.length + 1;
  if (source[open] !== "(")
    return name === "" ? undefined : { parameter: { name, pattern: SEGMENT, suffix: "" }, end: open };
  const close = closing(source, open);
  return { parameter: { name, pattern: source.slice(open + 1, close), suffix: "" }, end: close + 1 };
}

/** `{-:name.html}` at a place. */
function braced(source: string, at: number): Found {
  const close = source.indexOf("}", at);
  if (close < 0) throw new TypeError(`${JSON.stringify(source)} has a brace that does not close.`);
  const inside = source.slice(at + 1, close);
  const start = inside.search(/:\w|\(/);
  const found = start < 0 ? undefined : parameterAt(inside, start);
  if (!found) return { parameter: { name: "", pattern: escape(inside), suffix: "" }, end: close + 1 };
  const [prefix, suffix] = [inside.slice(0, start), inside.slice(found.end)];
  return { parameter: { ...found.parameter, prefix, suffix }, end: close + 1 };
}

/** The index of the parenthesis that closes the one at `open`. */
function closing(text: string, open: number): number {
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    if (text[i] === "\\") i++;
    else if (text[i] === "(") depth++;
    else if (text[i] === ")" && --depth === 0) return i;
  }
  throw new TypeError(`The matcher ${JSON.stringify(text)} has a parenthesis that does not close.`);
}
