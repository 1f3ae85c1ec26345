// SVG source to a tree. It reads what SVG files have, and stops at what no picture needs.

export interface Element {
  name: string;
  attributes: Record<string, string>;
  children: Element[];
  text: string;
}

/** Elements that a picture may have. */
export const MAX_ELEMENTS = 50_000;
/** How deep elements may lie in each other. */
export const MAX_DEPTH = 100;

const TOKEN =
  /<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<[!?][^>]*>|<(\/?)([^\s/>]+)([^>]*?)(\/?)>|([^<]+)/g;
const ATTRIBUTE = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/**
 * Parses SVG source.
 * @throws Error when it is no SVG, is not closed, or is beyond {@link MAX_ELEMENTS} or {@link MAX_DEPTH}.
 */
export function parseSvg(source: string): Element {
  const root: Element = { name: "", attributes: {}, children: [], text: "" };
  const open = [root];
  let count = 0;
  for (const match of source.matchAll(TOKEN)) {
    const [, cdata, closing, name, attributes = "", selfClosing, text] = match;
    const parent = open.at(-1)!;
    if (cdata !== undefined) parent.text += cdata;
    else if (text !== undefined) parent.text += decode(text);
    else if (name === undefined) continue;
    else if (closing) {
      if (open.length < 2 || parent.name !== local(name))
        throw new Error(`The SVG is broken: </${name.slice(0, 40)}> closes nothing.`);
      open.pop();
    } else {
      if (++count > MAX_ELEMENTS) throw new Error(`The SVG has more than ${MAX_ELEMENTS} elements.`);
      const element: Element = {
        name: local(name),
        attributes: attributesOf(attributes),
        children: [],
        text: "",
      };
      parent.children.push(element);
      if (!selfClosing) open.push(element);
      if (open.length > MAX_DEPTH) throw new Error(`The SVG is nested deeper than ${MAX_DEPTH} elements.`);
    }
  }
  const svg = root.children.find((child) => child.name === "svg");
  if (!svg || open.length !== 1)
    throw new Error("The SVG is broken: it has no <svg> element, or one that is not closed.");
  return svg;
}

const local = (name: string): string => name.slice(name.indexOf(":") + 1);

/** Attributes, with those of `style` on top. */
function attributesOf(source: string): Record<string, string> {
  const out: Record<string, string> = {};
  for (const [, name = "", double, single] of source.matchAll(ATTRIBUTE))
    out[local(name)] = decode(double ?? single ?? "");
  for (const rule of (out.style ?? "").split(";")) {
    const colon = rule.indexOf(":");
    if (colon > 0) out[rule.slice(0, colon).trim()] = rule.slice(colon + 1).trim();
  }
  return out;
}

function decode(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (name) return ENTITIES[name] ?? whole;
      const code = hex ? parseInt(hex, 16) : Number(decimal);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : "";
    },
  );
}
