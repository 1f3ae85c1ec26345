// A tree of tokens -> custom properties. Plain values and the DTCG format (2025.10) may be mixed.

import { classicToken } from "./classic.ts";
import { ValueError } from "./error.ts";
import { typeOfValue, type Write, writeBeside, writeValue, WRITERS } from "./value.ts";

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

/** Told of a token that is left out: its path, and why. */
export type Refuse = (path: string, message: string) => void;

/**
 * Custom properties by name (with `--`), in the order in which the tokens were written. A token that is none
 * is left out, and with it those that refer to it.
 *
 * @param base tokens that references may also point to and types come from, such as the light ones for the dark
 */
export function writeTokens(
  tokens: Tokens,
  prefix: string,
  refuse: Refuse,
  base: Tokens = {},
): Map<string, string> {
  const ofBase = new Map(flatten(base, prefix, () => {}).map((token) => [token.path, token]));
  const own = new Map(
    flatten(tokens, prefix, refuse).map((token) => [
      token.path,
      { ...token, type: token.type ?? ofBase.get(token.path)?.type },
    ]),
  );
  const writer = new Writer(new Map([...ofBase, ...own]));
  const properties = new Map<string, string>();
  for (const token of own.values())
    try {
      for (const [property, css] of writer.write(token)) {
        if (properties.has(property))
          throw new TypeError(`theme(): two tokens are both written as ${property}; one is ${token.path}.`);
        properties.set(property, css);
      }
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      refuse(token.path, error.message);
    }
  return properties;
}

type Properties = [property: string, css: string][];

/** Writes tokens that refer to one another. */
class Writer {
  readonly #known: Map<string, Token>;
  /** The declarations of each token, or its error. Of one that is being written: an empty list. */
  readonly #written = new Map<string, Properties | TypeError>();
  #depth = 0;

  constructor(known: Map<string, Token>) {
    this.#known = known;
  }

  /** A token's properties: its own, and those beside it. @throws TypeError naming it */
  write(token: Token): Properties {
    let written = this.#written.get(token.path);
    if (!written) {
      this.#written.set(token.path, []);
      try {
        if (++this.#depth > MAX_REFERENCES)
          throw new TypeError(`theme(): the token ${token.path} refers to itself, or to too many in a row.`);
        written = this.#make(token);
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
        written = error;
      } finally {
        this.#depth--;
      }
      this.#written.set(token.path, written);
    }
    if (written instanceof TypeError) throw written;
    return written;
  }

  #make(token: Token): Properties {
    const type = typeOf(token, this.#known);
    if (type === undefined)
      throw new TypeError(
        `theme(): the token ${token.path} is ${show(token.value)}: not a colour, length, time, number, ` +
          'list of font families or reference. (Other kinds say what they are with "$type".)',
      );
    if (!Object.hasOwn(WRITERS, type))
      throw new TypeError(
        `theme(): the token ${token.path} has the $type ${show(type)}, not one of ${Object.keys(WRITERS).join(", ")}.`,
      );
    const part: Write = (value, of) => {
      const target = reference(value);
      if (target !== undefined) return this.#refer(target, of);
      return writeValue(typeof value === "string" ? this.#inText(value) : value, of, part);
    };
    try {
      const beside = writeBeside(token.value, type, part);
      return [
        [token.property, part(token.value, type)],
        ...beside.map(([suffix, css]): [string, string] => [token.property + suffix, css]),
      ];
    } catch (error) {
      if (!(error instanceof ValueError)) throw error;
      throw new TypeError(
        `theme(): the token ${token.path} (${type}) ${error.message}: ${show(token.value)}.`,
        { cause: error },
      );
    }
  }

  /** References within a text, such as `calc({space.m} * 2)`. */
  #inText(text: string): string {
    return text.replaceAll(/\{([^{}]+)\}/g, (_, path: string) => this.#refer(path));
  }

  /** @param type what the place asks for; anything without it */
  #refer(path: string, type?: string): string {
    const found = lookUp(path, this.#known);
    const foundType = typeOf(found, this.#known);
    if (type !== undefined && !fitsPlace(foundType, type))
      throw new ValueError(`points to ${path}, which is a ${foundType} and not a ${type}`);
    try {
      this.write(found);
    } catch (error) {
      throw new ValueError(`points to ${path}, which was left out`, { cause: error });
    }
    return `var(${found.property})`;
  }
}

/** Whether a token of one type may stand where another is asked for. What CSS alone knows may stand anywhere. */
function fitsPlace(found: string | undefined, asked: string): boolean {
  return (
    found === asked ||
    found === "css" ||
    asked === "css" ||
    ((asked === "number" || asked === "lineHeight") && (found === "dimension" || found === "number")) ||
    (asked === "dimension" && found === "lineHeight") ||
    (asked === "fontWeight" && found === "number") ||
    (asked === "fontFamily" && found === "string")
  );
}

/** A token's value with every whole-value reference followed. */
export function followReferences(path: string, tokens: Tokens[]): unknown {
  const known = new Map(
    tokens.flatMap((tree) => flatten(tree, "", () => {})).map((token) => [token.path, token]),
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
  // Style Dictionary 3 points to the value.
  const token = known.get(path) ?? known.get(path.replace(/\.value$/, ""));
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

/** The tokens of a tree. Names that are none, and groups that are nested too deep, are left out. */
function flatten(
  tree: Tokens,
  prefix: string,
  refuse: Refuse,
  path = "",
  type: string | undefined = typeof tree.$type === "string" ? tree.$type : undefined,
  depth = 0,
): Token[] {
  return Object.entries(tree).flatMap(([name, value]): Token[] => {
    if (name.startsWith("$") && name !== "$root") return [];
    const at = name === "$root" ? path : path === "" ? name : `${path}.${name}`;
    if (name !== "$root" && !/^[\p{L}\p{N}_ -]+$/u.test(name)) {
      refuse(at, `theme(): the name ${show(at)} may hold letters, digits, "-", "_" and spaces only.`);
      return [];
    }
    const token = { path: at, property: `--${prefix}${kebab(at)}` };
    if (
      typeof value !== "object" ||
      value === null ||
      Array.isArray(value) ||
      "colorSpace" in value ||
      "$ref" in value
    )
      return value === null || value === undefined ? [] : [{ ...token, value, type }];
    const group = value as Tokens;
    const ownType = typeof group.$type === "string" ? group.$type : type;
    if ("$value" in group) return [{ ...token, value: group.$value, type: ownType }];
    const classic = classicToken(group);
    if (classic) return [{ ...token, value: classic.value, type: classic.type ?? ownType }];
    if (depth >= MAX_DEPTH) {
      refuse(at, `theme(): ${show(at)} is nested more than ${MAX_DEPTH} groups deep.`);
      return [];
    }
    return flatten(group, prefix, refuse, at, ownType, depth + 1);
  });
}

const kebab = (path: string): string =>
  path
    .replaceAll(/([\p{Ll}\p{N}])(\p{Lu})/gu, "$1-$2")
    .replaceAll(/[. ]+/g, "-")
    .toLowerCase();

const show = (value: unknown): string => JSON.stringify(value)?.slice(0, 200) ?? String(value);
