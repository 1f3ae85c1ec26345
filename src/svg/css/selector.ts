// Selectors of CSS (Selectors 4): types, classes, ids, attributes, `:nth-child()` and its kin, four combinators.

import { splitOutside } from "./declarations.ts";
import type { Styled } from "./styled.ts";

/** One test that an element passes or not. */
type Test = (element: Styled) => boolean;

/** A compound selector, and how it is tied to the one on its left. */
export interface Part {
  tests: Test[];
  /** `" "`, `">"`, `"+"` or `"~"`; empty for the first. */
  combinator: string;
}

export interface Selector {
  /** From the last compound to the first. */
  parts: Part[];
  /** Specificity as one number: ids, then classes, attributes and pseudo-classes, then types. */
  weight: number;
  /** `#id`, `.class`, type or `*` of the last compound, by which rules are found. */
  key: string;
}

/** Compounds of one selector, tests of one compound, and characters of what stands in brackets. */
const [MAX_PARTS, MAX_TESTS, MAX_ARGUMENT] = [100, 100, 256];
const COMBINATORS = ">+~";
const NAME = "[\\w\\u0080-\\uffff-]+";
const SIMPLE = new RegExp(
  `(\\*|${NAME})|\\.(${NAME})|#(${NAME})|\\[([^\\]]*)\\]|:([a-z-]+)(?:\\(([^()]*)\\))?`,
  "y",
);

/** A selector; undefined for one that asks for what is not known here, which then applies to nothing. */
export function parseSelector(source: string): Selector | undefined {
  const parts: Part[] = [];
  let [key, weight, combinator] = ["*", 0, ""];
  for (const word of compounds(source)) {
    if (COMBINATORS.includes(word)) {
      if (combinator !== " " || !parts.length) return undefined;
      combinator = word;
      continue;
    }
    const tests: Test[] = [];
    key = "*";
    for (let at = 0; at < word.length;) {
      SIMPLE.lastIndex = at;
      const match = SIMPLE.exec(word);
      if (!match) return undefined;
      const [whole, type, className, id, attribute, pseudo, argument] = match;
      if (type !== undefined) {
        if (at > 0) return undefined;
        if (type !== "*") {
          tests.push(({ element }) => element.name === type);
          key = type;
          weight++;
        }
      } else if (className !== undefined) {
        tests.push(({ classes }) => classes.has(className));
        if (!key.startsWith("#")) key = `.${className}`;
        weight += 1000;
      } else if (id !== undefined) {
        tests.push(({ element }) => element.attributes.id === id);
        key = `#${id}`;
        weight += 1e6;
      } else {
        const test = attribute !== undefined ? attributeTest(attribute) : pseudoTest(pseudo!, argument);
        if (!test) return undefined;
        tests.push(test);
        weight += 1000;
      }
      if (tests.length > MAX_TESTS) return undefined;
      at += whole.length;
    }
    if (parts.push({ tests, combinator }) > MAX_PARTS) return undefined;
    combinator = " ";
  }
  // `a >` asks for a child of `a` that is not named.
  if (!parts.length || combinator !== " ") return undefined;
  return { parts: parts.toReversed(), weight, key };
}

/** Compounds and combinators other than the space, in their order. */
function compounds(source: string): string[] {
  const words: string[] = [];
  for (const part of splitOutside(source, " \t\n\r\f")) {
    let at = 0;
    splitOutside(part, COMBINATORS).forEach((compound, i) => {
      if (i > 0) words.push(part[at - 1]!);
      if (compound) words.push(compound);
      at += compound.length + 1;
    });
  }
  return words;
}

const ATTRIBUTE = /^\s*([\w:-]+)\s*(?:([~|^$*]?=)\s*(?:"([^"]*)"|'([^']*)'|([\w-]+)))?\s*$/;

/** `[name]`, `[name="value"]` and the operators `~= |= ^= $= *=`. */
function attributeTest(source: string): Test | undefined {
  const match = source.length <= MAX_ARGUMENT && ATTRIBUTE.exec(source);
  if (!match) return undefined;
  const name = match[1]!.replace(/^xlink:/, "");
  const operator = match[2];
  const value = match[3] ?? match[4] ?? match[5] ?? "";
  return ({ element }) => {
    const own = element.attributes[name];
    // A path of a megabyte is not searched for each rule.
    if (own === undefined || own.length > MAX_ARGUMENT) return own !== undefined && operator === undefined;
    switch (operator) {
      case undefined:
        return true;
      case "=":
        return own === value;
      case "~=":
        return value !== "" && ` ${own} `.includes(` ${value} `);
      case "|=":
        return own === value || own.startsWith(`${value}-`);
      case "^=":
        return value !== "" && own.startsWith(value);
      case "$=":
        return value !== "" && own.endsWith(value);
      default:
        return value !== "" && own.includes(value);
    }
  };
}

/** Pseudo-classes of the tree. Those of people's doing, `:hover` and the like, are never so. */
function pseudoTest(name: string, argument: string | undefined): Test | undefined {
  if (argument !== undefined) {
    const nth = parseNth(argument);
    if (!nth) return undefined;
    if (name === "nth-child") return ({ index }) => nth(index);
    if (name === "nth-last-child") return ({ index, siblings }) => nth(siblings - index + 1);
    if (name === "nth-of-type") return ({ typeIndex }) => nth(typeIndex);
    if (name === "nth-last-of-type") return ({ typeIndex, ofType }) => nth(ofType() - typeIndex + 1);
    return undefined;
  }
  if (name === "first-child") return ({ index }) => index === 1;
  if (name === "last-child") return ({ index, siblings }) => index === siblings;
  if (name === "only-child") return ({ siblings }) => siblings === 1;
  if (name === "first-of-type") return ({ typeIndex }) => typeIndex === 1;
  if (name === "last-of-type") return ({ typeIndex, ofType }) => typeIndex === ofType();
  if (name === "root") return ({ parent }) => parent === undefined;
  if (name === "empty") return ({ element }) => element.content.length === 0;
  return undefined;
}

/** `2n + 1`, `odd`, `even`, `3` (CSS Syntax 3 §9) as a test of a number that counts from 1. */
function parseNth(source: string): ((index: number) => boolean) | undefined {
  const text = source.length <= MAX_ARGUMENT ? source.trim().toLowerCase() : "";
  if (text === "odd") return (index) => index % 2 === 1;
  if (text === "even") return (index) => index % 2 === 0;
  const match = /^(?:([+-]?\d{0,6})n)?(?:\s*([+-]?)\s*(\d{1,6}))?$/.exec(text);
  if (!match || !text) return undefined;
  const [, steps, sign, offset] = match;
  const step =
    steps === undefined ? 0 : steps === "" || steps === "+" ? 1 : steps === "-" ? -1 : Number(steps);
  const first = Number(offset ?? 0) * (sign === "-" ? -1 : 1);
  return (index) =>
    step === 0 ? index === first : (index - first) % step === 0 && (index - first) / step >= 0;
}
