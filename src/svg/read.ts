// SVG source to a tree: the one reader of SVG from strangers.

import { refuse, SVG_LIMITS } from "./limits.ts";

export interface Element {
  /** Without its prefix; elements of other namespaces are not in the tree. */
  name: string;
  /** Without their prefixes, but for `xml:space` and `xml:lang`; `xlink:href` is `href`. */
  attributes: Record<string, string>;
  children: Element[];
  /** Texts and elements in their order. */
  content: (Element | string)[];
}

const SVG = "http://www.w3.org/2000/svg";
const XLINK = "http://www.w3.org/1999/xlink";
const XML = "http://www.w3.org/XML/1998/namespace";

/** Namespaces by prefix; those of the elements around are the prototype. */
type Scope = Record<string, string>;

/** Prefixes that are understood without a declaration, as SVG is written inside of HTML. */
const KNOWN: Scope = Object.assign(Object.create(null) as Scope, { svg: SVG, xlink: XLINK, xml: XML });

interface Open {
  element: Element;
  /** The tag's name as it is written. */
  tag: string;
  scope: Scope;
  /** False for an element of another namespace, and for all in it. */
  isSvg: boolean;
}

/**
 * Parses SVG source in one pass. It is more tolerant than XML (attributes without quotes, unknown entities), so
 * what it read must be written anew ({@link import("./write.ts").writeElement}) before any other reader sees it.
 * External entities and documents are never read; internal ones are replaced where they are plain text.
 *
 * @throws HttpError 422 when it is no SVG, is not closed, or is over a limit.
 */
export function parseSvg(source: string): Element {
  if (source.length > SVG_LIMITS.maxSource)
    throw refuse(`The SVG is longer than ${SVG_LIMITS.maxSource} characters.`);
  return new Reader(source).read();
}

/** The text in an element and in those within it. */
export const textOf = (element: Element): string =>
  element.content.map((part) => (typeof part === "string" ? part : textOf(part))).join("");

class Reader {
  readonly #source: string;
  readonly #open: Open[] = [];
  readonly #entities = new Map(Object.entries({ amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" }));
  #root: Element | undefined;
  #namespace = SVG;
  #elements = 0;
  #pictures = 0;
  #expanded = 0;
  #hasType = false;

  constructor(source: string) {
    this.#source = source;
  }

  read(): Element {
    const source = this.#source;
    for (let at = 0; at < source.length;) {
      const start = source.indexOf("<", at);
      if (start !== at) this.#text(source.slice(at, start < 0 ? undefined : start), true);
      if (start < 0) break;
      if (source.startsWith("<!--", start)) at = this.#after("-->", start + 4);
      else if (source.startsWith("<![CDATA[", start)) {
        at = this.#after("]]>", start + 9);
        this.#text(source.slice(start + 9, at - 3), false);
      } else if (source.startsWith("<!DOCTYPE", start)) at = this.#documentType(start + 9);
      else if (source.startsWith("<?", start)) at = this.#after("?>", start);
      else if (source[start + 1] === "/") at = this.#close(start);
      else at = this.#element(start);
    }
    if (!this.#root || this.#open.length) throw refuse("The SVG is broken: its <svg> element is not closed.");
    if (source.length - this.#pictures > SVG_LIMITS.maxMarkup)
      throw refuse(`The SVG has more than ${SVG_LIMITS.maxMarkup} characters.`);
    return this.#root;
  }

  #text(text: string, escaped: boolean): void {
    const parent = this.#open.at(-1);
    if (parent?.isSvg) parent.element.content.push(escaped ? this.#decode(text) : text);
  }

  #close(start: number): number {
    const end = this.#after(">", start);
    const tag = this.#source.slice(start + 2, end - 1).trimEnd();
    if (this.#open.pop()?.tag !== tag)
      throw refuse(`The SVG is broken: </${tag.slice(0, 40)}> closes nothing.`);
    return end;
  }

  #element(start: number): number {
    TAG.lastIndex = start + 1;
    const tag = TAG.exec(this.#source)?.[0];
    if (!tag) throw refuse("The SVG is broken: a < is neither escaped nor the beginning of a tag.");
    const end = this.#afterTag(start);
    const isEmpty = this.#source[end - 2] === "/";
    const written = this.#attributes(start + 1 + tag.length, end - (isEmpty ? 2 : 1));
    const parent = this.#open.at(-1);
    const scope = scopeOf(written, parent?.scope ?? KNOWN);
    const [prefix, name] = split(tag);
    const namespace = scope[prefix] ?? (prefix || SVG);
    if (!parent) {
      if (this.#root || name !== "svg") throw refuse("The SVG is broken: it is not one <svg> element.");
      // An <svg> of an unknown namespace is taken for one: it says so itself.
      this.#namespace = namespace;
    }
    if (++this.#elements > SVG_LIMITS.maxElements)
      throw refuse(`The SVG has more than ${SVG_LIMITS.maxElements} elements.`);
    const isSvg = (parent?.isSvg ?? true) && (namespace === this.#namespace || namespace === SVG);
    const element: Element = { name, attributes: {}, children: [], content: [] };
    if (isSvg) {
      nameAttributes(written, scope, element.attributes);
      const { href } = element.attributes;
      if (name === "image" && href?.startsWith("data:")) this.#pictures += href.length;
      parent?.element.children.push(element);
      parent?.element.content.push(element);
      this.#root ??= element;
    }
    if (isEmpty) return end;
    if (this.#open.push({ element, tag, scope, isSvg }) > SVG_LIMITS.maxDepth)
      throw refuse(`The SVG is nested deeper than ${SVG_LIMITS.maxDepth} elements.`);
    return end;
  }

  #after(end: string, from: number): number {
    const at = this.#source.indexOf(end, from);
    if (at < 0) throw refuse(`The SVG is broken: ${end} is missing.`);
    return at + end.length;
  }

  #afterTag(from: number): number {
    const source = this.#source;
    for (let at = from + 1; at < source.length; at++) {
      const code = source.charCodeAt(at);
      if (code === GREATER) return at + 1;
      if (code === QUOTE || code === APOSTROPHE) at = this.#after(source[at]!, at + 1) - 1;
    }
    throw refuse("The SVG is broken: a tag is not closed.");
  }

  /** After a document type, whose entities are kept (XML 1.0 §2.8, §4.2). */
  #documentType(from: number): number {
    if (this.#hasType || this.#root)
      throw refuse("The SVG is broken: its document type is not at its start.");
    this.#hasType = true;
    const source = this.#source;
    let subset = -1;
    for (let at = from; at < source.length; at++) {
      const code = source.charCodeAt(at);
      if (code === QUOTE || code === APOSTROPHE) at = this.#after(source[at]!, at + 1) - 1;
      else if (subset >= 0 && source.startsWith("<!--", at)) at = this.#after("-->", at + 4) - 1;
      else if (code === OPEN) subset = at;
      else if (code === CLOSE) {
        this.#declareEntities(source.slice(subset, at));
        subset = -1;
      } else if (code === GREATER && subset < 0) return at + 1;
    }
    throw refuse("The SVG is broken: its document type is not closed.");
  }

  /** Those whose text is plain: an entity in an entity is how a few lines become gigabytes. */
  #declareEntities(subset: string): void {
    for (const [, name, value] of subset.matchAll(ENTITY)) {
      const text = value!.slice(1, -1);
      if (!/[&<%]/.test(text) && !this.#entities.has(name!)) this.#entities.set(name!, text);
    }
  }

  #decode(text: string): string {
    if (!text.includes("&")) return text;
    return text.replace(
      /&(?:#x([\da-f]{1,6})|#(\d{1,7})|([\w.-]{1,100}));/gi,
      (whole, hex?: string, decimal?: string, name?: string) => {
        if (name) {
          const value = this.#entities.get(name) ?? whole;
          if (value.length > 1 && (this.#expanded += value.length) > SVG_LIMITS.maxEntityText)
            throw refuse(`The SVG's entities stand for more than ${SVG_LIMITS.maxEntityText} characters.`);
          return value;
        }
        const code = hex ? parseInt(hex, 16) : Number(decimal);
        const isCharacter = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
        return isCharacter ? String.fromCodePoint(code) : "";
      },
    );
  }

  /** The attributes as they are written. Each pattern takes what it can and nothing is tried twice. */
  #attributes(from: number, end: number): Map<string, string> {
    const out = new Map<string, string>();
    const source = this.#source;
    let at = from;
    const take = (pattern: RegExp): string => {
      pattern.lastIndex = at;
      pattern.test(source);
      const start = at;
      at = Math.min(end, Math.max(at, pattern.lastIndex));
      return source.slice(start, at);
    };
    while (at < end) {
      take(BETWEEN);
      const name = take(NAME);
      take(SPACE);
      if (source.charCodeAt(at) !== EQUALS || at >= end) {
        // An attribute without a value, or something that is none.
        if (!name) at++;
        continue;
      }
      at++;
      take(SPACE);
      const value = take(VALUE);
      const quoted = value[0] === '"' || value[0] === "'";
      if (!out.has(name)) out.set(name, this.#decode(quoted ? value.slice(1, -1) : value));
    }
    return out;
  }
}

const [QUOTE, APOSTROPHE, EQUALS, GREATER, OPEN, CLOSE] = [34, 39, 61, 62, 91, 93];
const TAG = /[A-Za-z_][^\s/<>"'=]*/y;
const ENTITY = /<!ENTITY\s+([\w.-]{1,100})\s+("[^"]*"|'[^']*')\s*>/g;
const [BETWEEN, NAME, SPACE, VALUE] = [/[\s/]*/y, /[^\s=>]+/y, /\s*/y, /"[^"]*"|'[^']*'|[^\s"'>]*/y];

/** Attributes that may be as long as the file. */
const LONG = new Set("d points href transform style class x y dx dy rotate".split(" "));

/** Prefix and local name; the prefix is empty where there is none. */
function split(name: string): [prefix: string, local: string] {
  const colon = name.indexOf(":");
  return colon < 0 ? ["", name] : [name.slice(0, colon), name.slice(colon + 1)];
}

/** Namespaces by prefix: those of `xmlns` attributes over those of the parent (Namespaces in XML 1.0 §6). */
function scopeOf(written: ReadonlyMap<string, string>, around: Scope): Scope {
  let own: Scope | undefined;
  for (const [name, value] of written) {
    if (!name.startsWith("xmlns")) continue;
    const prefix = name === "xmlns" ? "" : name.startsWith("xmlns:") ? name.slice(6) : undefined;
    if (prefix !== undefined) (own ??= Object.create(around) as Scope)[prefix] = value.trim();
  }
  return own ?? around;
}

/** Attributes by their local names: those of SVG, XLink and XML. `href` wins over `xlink:href` (SVG 2 §16.1.5). */
function nameAttributes(
  written: ReadonlyMap<string, string>,
  scope: Scope,
  out: Record<string, string>,
): void {
  for (const [name, value] of written) {
    const [prefix, local] = split(name);
    if (name === "xmlns" || prefix === "xmlns" || local === "__proto__") continue;
    if (value.length > SVG_LIMITS.maxValue && !LONG.has(local)) continue;
    if (!prefix) out[name] = value;
    else if (scope[prefix] === XML) out[`xml:${local}`] = value;
    else if (scope[prefix] === XLINK || scope[prefix] === SVG) {
      if (!written.has(local)) out[local] = value;
    }
  }
}
