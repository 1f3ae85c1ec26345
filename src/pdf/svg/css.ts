// The style sheets of an SVG, and its `style` attributes: what they say is written into the attributes.
import { type Element, textOf } from "./xml.ts";

type Declarations = Record<string, string>;

/** A selector such as `g > path.a`, from its last part to its first. */
interface Rule {
  parts: { name: string; names: string[]; child: boolean }[];
  weight: number;
  declarations: Declarations;
}

/** Rules that a picture may have. */
const MAX_RULES = 5_000;
/** What the attribute `style` weighs: more than any selector. */
const INLINE = 1e9;

/**
 * Applies `<style>` and `style` to a picture: types, classes, ids and their combinations by space
 * and `>`. Rules with anything else, at-rules among them, say nothing here.
 */
export function applyStyles(svg: Element): void {
  const rules = new Map<string, Rule[]>();
  let count = 0;
  const read = (element: Element) => {
    if (element.name === "style")
      for (const rule of parseSheet(textOf(element))) {
        if (++count > MAX_RULES) throw new Error(`The SVG has more than ${MAX_RULES} rules of style.`);
        // Found by the rarest thing that its last part asks for.
        const [last] = rule.parts;
        const key = last!.names.at(-1) ?? last!.name;
        rules.set(key, [...(rules.get(key) ?? []), rule]);
      }
    element.children.forEach(read);
  };
  read(svg);
  style(svg, [], rules);
}

function style(element: Element, above: readonly Element[], rules: ReadonlyMap<string, Rule[]>): void {
  const { attributes } = element;
  if (rules.size || attributes.style !== undefined) {
    const found: { weight: number; declarations: Declarations }[] = [];
    const keys = ["*", element.name, ...namesOf(element)];
    for (const key of keys)
      for (const rule of rules.get(key) ?? []) if (matches(rule, element, above)) found.push(rule);
    found.push({ weight: INLINE, declarations: parseDeclarations(attributes.style ?? "") });
    found.sort((a, b) => a.weight - b.weight);
    for (const { declarations } of found) Object.assign(attributes, declarations);
    for (const { declarations } of found)
      for (const [name, value] of Object.entries(declarations))
        if (value.endsWith("!important")) attributes[name] = value;
    for (const [name, value] of Object.entries(attributes))
      if (value.endsWith("!important")) attributes[name] = value.slice(0, -10).trim();
  }
  const path = [element, ...above];
  for (const child of element.children) style(child, path, rules);
}

const namesOf = ({ attributes }: Element): string[] => [
  ...(attributes.class?.split(/\s+/).map((name) => `.${name}`) ?? []),
  ...(attributes.id === undefined ? [] : [`#${attributes.id}`]),
];

function matches({ parts }: Rule, element: Element, above: readonly Element[]): boolean {
  if (!matchesPart(parts[0]!, element)) return false;
  let at = 0;
  for (let i = 1; i < parts.length; i++) {
    if (parts[i - 1]!.child) {
      if (!above[at] || !matchesPart(parts[i]!, above[at]!)) return false;
    } else while (!matchesPart(parts[i]!, above[at]!)) if (++at >= above.length) return false;
    at++;
    if (at > above.length) return false;
  }
  return true;
}

function matchesPart(part: Rule["parts"][number], element: Element | undefined): boolean {
  if (!element || (part.name !== "*" && part.name !== element.name)) return false;
  if (!part.names.length) return true;
  const names = namesOf(element);
  return part.names.every((name) => names.includes(name));
}

function* parseSheet(source: string): Generator<Rule> {
  const sheet = source.replace(/\/\*[\s\S]*?(?:\*\/|$)/g, "");
  for (let at = 0, order = 0; at < sheet.length;) {
    const open = sheet.indexOf("{", at);
    if (open < 0) return;
    const head = sheet
      .slice(at, open)
      .replace(/^[\s\S]*;/, "")
      .trim();
    let close = sheet.indexOf("}", open);
    if (close < 0) close = sheet.length;
    if (head.startsWith("@")) {
      // With the rules in it.
      for (let inner = sheet.indexOf("{", open + 1); inner >= 0 && inner < close;) {
        inner = sheet.indexOf("{", close);
        close = sheet.indexOf("}", close + 1);
        if (close < 0) return;
      }
      at = close + 1;
      continue;
    }
    const declarations = parseDeclarations(sheet.slice(open + 1, close));
    for (const selector of head.split(",")) {
      const rule = parseSelector(selector, declarations);
      if (rule) yield { ...rule, weight: rule.weight + order++ / 1e6 };
    }
    at = close + 1;
  }
}

function parseSelector(selector: string, declarations: Declarations): Rule | undefined {
  const parts: Rule["parts"] = [];
  let weight = 0;
  let child = false;
  for (const word of selector.replaceAll(">", " > ").trim().split(/\s+/).toReversed()) {
    if (word === ">") {
      if (parts.length) parts.at(-1)!.child = true;
      child = true;
      continue;
    }
    const [, name = "", names = ""] = /^(\*|[\w-]*)((?:[.#][\w-]+)*)$/.exec(word) ?? [];
    if (!name && !names) return undefined;
    const list = names.match(/[.#][\w-]+/g) ?? [];
    parts.push({ name: name || "*", names: list, child: false });
    for (const each of list) weight += each.startsWith("#") ? 10_000 : 100;
    if (name && name !== "*") weight++;
    child = false;
  }
  return parts.length && !child ? { parts, weight, declarations } : undefined;
}

function parseDeclarations(source: string): Declarations {
  const out: Declarations = {};
  // Not at the semicolon of a data URI.
  for (const [declaration] of source.matchAll(/(?:[^;("']|\([^)]*\)?|"[^"]*"?|'[^']*'?)+/g)) {
    const colon = declaration.indexOf(":");
    if (colon < 0) continue;
    const name = declaration.slice(0, colon).trim().toLowerCase();
    const value = declaration.slice(colon + 1).trim();
    if (name === "marker") for (const place of ["start", "mid", "end"]) out[`marker-${place}`] = value;
    else if (name === "font") Object.assign(out, parseFont(value));
    else if (name && value) out[name] = value;
  }
  return out;
}

/** `font: italic 700 12px/1.4 Inter, sans-serif` */
function parseFont(value: string): Declarations {
  const [, before = "", size, family] =
    /^(.*?)\s*((?:[\d.]+)(?:px|pt|em|rem|%|mm|cm|in))(?:\s*\/\s*[\d.a-z%]+)?\s+(.+)$/.exec(value) ?? [];
  if (!size || !family) return {};
  const weight = /\b(?:bold|[1-9]\d{0,2}|1000)\b/.exec(before)?.[0];
  return {
    "font-size": size,
    "font-family": family,
    ...(weight && { "font-weight": weight }),
    ...(/italic|oblique/.test(before) && { "font-style": "italic" }),
  };
}
