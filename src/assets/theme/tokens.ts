// A tree of tokens -> custom properties. Plain values and the DTCG format (2025.10) may be mixed.

import { typeOfValue, ValueError, type Write, WRITERS } from "./value.ts";

/** A tree of tokens: a value, a DTCG token (`{ $value, $type }`), or a group of either. */
export interface Tokens {
  [name: string]: unknown;
}

interface Token {
  path: string;
  property: string;
  value: unknown;
  type: string | undefined;
}

/** Groups within one another, at most. */
const MAX_DEPTH = 50;

/** Names that follow one another by reference, at most. More are a cycle. */
const MAX_REFERENCES = 50;

/**
 * Custom properties by name (with `--`), in the order in which the tokens were written.
 * @param base tokens that references may also point to, such as the light ones for the dark
 * @throws TypeError naming the token and what is wrong with it
 */
export function writeTokens(tokens: Tokens, prefix: string, base: Tokens = {}): Map<string, string> {
  const own = new Map(flatten(tokens, "", undefined, prefix).map((token) => [token.path, token]));
  const known = new Map([
    ...flatten(base, "", undefined, prefix).map((token) => [token.path, token] as const),
    ...own,
  ]);
  const properties = new Map<string, string>();
  for (const token of own.values()) {
    if (properties.has(token.property))
      throw new TypeError(`theme(): two tokens are both written as ${token.property}; one is ${token.path}.`);
    properties.set(token.property, writeToken(token, known));
  }
  return properties;
}

function writeToken(token: Token, known: Map<string, Token>): string {
  const write: Write = (value, type) => {
    const target = reference(value);
    if (target === undefined) return WRITERS[type]!(value, write);
    const found = lookUp(target, known);
    const foundType = typeOf(found, known);
    if (foundType !== type && !(type === "number" && foundType === "dimension"))
      throw new ValueError(`points to ${target}, which is a ${foundType} and not a ${type}`);
    return `var(${found.property})`;
  };
  const type = typeOf(token, known);
  if (type === undefined)
    throw new TypeError(
      `theme(): the token ${token.path} is ${show(token.value)}: not a colour, length, time, number, ` +
        'list of font families or reference. (Other kinds say what they are with "$type".)',
    );
  if (!Object.hasOwn(WRITERS, type))
    throw new TypeError(
      `theme(): the token ${token.path} has the $type ${show(type)}, not one of ${Object.keys(WRITERS).join(", ")}.`,
    );
  try {
    return write(token.value, type);
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    throw new TypeError(
      `theme(): the token ${token.path} (${type}) ${error.message}: ${show(token.value)}.`,
      {
        cause: error,
      },
    );
  }
}

/** A token's value with every whole-value reference followed. */
export function followReferences(path: string, tokens: Tokens[]): unknown {
  const known = new Map(
    tokens.flatMap((tree) => flatten(tree, "", undefined, "")).map((token) => [token.path, token]),
  );
  let token = lookUp(path, known);
  for (let i = 0; i < MAX_REFERENCES; i++) {
    const target = reference(token.value);
    if (target === undefined) return token.value;
    token = lookUp(target, known);
  }
  throw new TypeError(`theme(): the token ${path} refers to itself.`);
}

function typeOf(token: Token, known: Map<string, Token>, depth = 0): string | undefined {
  if (depth > MAX_REFERENCES) throw new TypeError(`theme(): the token ${token.path} refers to itself.`);
  const target = reference(token.value);
  if (target !== undefined) {
    const type = typeOf(lookUp(target, known), known, depth + 1);
    return token.type ?? type;
  }
  return token.type ?? typeOfValue(token.value);
}

function lookUp(path: string, known: Map<string, Token>): Token {
  const token = known.get(path);
  if (!token) throw new TypeError(`theme(): {${path}} is referred to, and there is no such token.`);
  return token;
}

/** The path in `{color.brand}` or `{ $ref: "#/color/brand/$value" }`. */
function reference(value: unknown): string | undefined {
  if (typeof value === "string") return /^\{([^{}]+)\}$/.exec(value.trim())?.[1];
  if (typeof value !== "object" || value === null || !("$ref" in value)) return undefined;
  return String(value.$ref)
    .replace(/^#\//, "")
    .replace(/\/\$value$/, "")
    .replaceAll("/", ".");
}

/** @throws TypeError naming the group that is nested too deep. */
function flatten(tree: Tokens, path: string, type: string | undefined, prefix: string, depth = 0): Token[] {
  if (depth > MAX_DEPTH)
    throw new TypeError(`theme(): ${show(path)} is nested more than ${MAX_DEPTH} groups deep.`);
  return Object.entries(tree).flatMap(([name, value]): Token[] => {
    if (name.startsWith("$") && name !== "$root") return [];
    const at = name === "$root" ? path : path === "" ? name : `${path}.${name}`;
    if (name !== "$root" && !/^[\p{L}\p{N}_ -]+$/u.test(name))
      throw new TypeError(
        `theme(): the name ${show(at)} may hold letters, digits, "-", "_" and spaces only.`,
      );
    const property = `--${prefix}${kebab(at)}`;
    if (
      typeof value !== "object" ||
      value === null ||
      Array.isArray(value) ||
      "colorSpace" in value ||
      "$ref" in value
    )
      return [{ path: at, property, value, type }];
    const group = value as Tokens;
    const ownType = typeof group["$type"] === "string" ? group["$type"] : type;
    if ("$value" in group) return [{ path: at, property, value: group["$value"], type: ownType }];
    return flatten(group, at, ownType, prefix, depth + 1);
  });
}

const kebab = (path: string): string =>
  path
    .replaceAll(/([\p{Ll}\p{N}])(\p{Lu})/gu, "$1-$2")
    .replaceAll(/[. ]+/g, "-")
    .toLowerCase();

const show = (value: unknown): string => JSON.stringify(value)?.slice(0, 200) ?? String(value);
