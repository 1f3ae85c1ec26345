// SVG source to a tree. It reads what SVG files have, and stops at what no picture needs.

export interface Element {
  /** Without its namespace. */
  name: string;
  /** Without their namespaces. */
  attributes: Record<string, string>;
  children: Element[];
  /** Texts and elements in their order. */
  content: (Element | string)[];
}

/** Characters that a picture's source may have: a photograph within it takes many. */
const MAX_SOURCE = 32 * 1024 * 1024;
/** Elements that a picture may have. */
const MAX_ELEMENTS = 50_000;
/** How deep elements may lie in each other, or use each other. */
export const MAX_DEPTH = 100;

const ENTITIES = new Map(Object.entries({ amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" }));

/**
 * Parses SVG source. Documents that it refers to are not read and entities that it defines are not
 * expanded.
 *
 * @throws Error when it is no SVG, is not closed, or is larger than a picture needs.
 */
export function parseSvg(source: string): Element {
  if (source.length > MAX_SOURCE) throw new Error(`The SVG is longer than ${MAX_SOURCE} characters.`);
  const root = makeElement("", {});
  const open = [root];
  let count = 0;
  for (let at = 0; at < source.length;) {
    const start = source.indexOf("<", at);
    const parent = open.at(-1)!;
    if (start !== at) parent.content.push(decode(source.slice(at, start < 0 ? undefined : start)));
    if (start < 0) break;
    if (source.startsWith("<!--", start)) at = after(source, "-->", start + 4);
    else if (source.startsWith("<![CDATA[", start)) {
      at = after(source, "]]>", start + 9);
      parent.content.push(source.slice(start + 9, at - 3));
    } else if (source.startsWith("<!", start)) at = afterDeclaration(source, start);
    else if (source.startsWith("<?", start)) at = after(source, "?>", start);
    else {
      at = afterTag(source, start);
      const tag = source.slice(start + 1, at - 1);
      const name = local(/^\/?[^\s/]*/.exec(tag)![0]);
      if (tag.startsWith("/")) {
        if (open.length < 2 || parent.name !== name.replace("/", ""))
          throw new Error(`The SVG is broken: </${name.slice(1, 40)}> closes nothing.`);
        open.pop();
        continue;
      }
      if (++count > MAX_ELEMENTS) throw new Error(`The SVG has more than ${MAX_ELEMENTS} elements.`);
      const element = makeElement(name, attributesOf(tag.slice(/^[^\s/]*/.exec(tag)![0].length)));
      parent.children.push(element);
      parent.content.push(element);
      if (!tag.endsWith("/")) open.push(element);
      if (open.length > MAX_DEPTH) throw new Error(`The SVG is nested deeper than ${MAX_DEPTH} elements.`);
    }
  }
  const svg = root.children.find((child) => child.name === "svg");
  if (!svg || open.length !== 1)
    throw new Error("The SVG is broken: it has no <svg> element, or one that is not closed.");
  return svg;
}

/** The text in an element and in those within it. */
export const textOf = (element: Element): string =>
  element.content.map((part) => (typeof part === "string" ? part : textOf(part))).join("");

const makeElement = (name: string, attributes: Record<string, string>): Element => ({
  name,
  attributes,
  children: [],
  content: [],
});

const local = (name: string): string => name.slice(name.indexOf(":") + 1);

function after(source: string, end: string, from: number): number {
  const at = source.indexOf(end, from);
  if (at < 0) throw new Error(`The SVG is broken: ${end} is missing.`);
  return at + end.length;
}

/** After a document type, with what it declares. */
function afterDeclaration(source: string, from: number): number {
  const end = after(source, ">", from);
  const subset = source.indexOf("[", from);
  return subset < 0 || subset > end ? end : after(source, ">", after(source, "]", subset));
}

function afterTag(source: string, from: number): number {
  for (let at = from + 1; at < source.length; at++) {
    const character = source[at]!;
    if (character === ">") return at + 1;
    if (character === '"' || character === "'") at = after(source, character, at + 1) - 1;
  }
  throw new Error("The SVG is broken: a tag is not closed.");
}

const [BETWEEN, NAME, SPACE, VALUE] = [/[\s/]*/y, /[^\s=]+/y, /\s*/y, /"[^"]*"|'[^']*'|[^\s"']*/y];

/** Each pattern takes what it can and nothing is tried twice: strangers write attributes, too. */
function attributesOf(source: string): Record<string, string> {
  const out: Record<string, string> = {};
  let at = 0;
  const take = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    pattern.test(source);
    const from = at;
    at = Math.max(at, pattern.lastIndex);
    return source.slice(from, at);
  };
  while (at < source.length) {
    take(BETWEEN);
    const name = take(NAME);
    take(SPACE);
    if (source[at] !== "=") {
      // An attribute without a value, or something that is none.
      if (!name) at++;
      continue;
    }
    at++;
    take(SPACE);
    const value = take(VALUE);
    const quoted = value[0] === '"' || value[0] === "'";
    out[local(name)] ??= decode(quoted ? value.slice(1, -1) : value);
  }
  return out;
}

function decode(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (name) return ENTITIES.get(name) ?? whole;
      const code = hex ? parseInt(hex, 16) : Number(decimal);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : "";
    },
  );
}
