// SVG from strangers: taken apart and written again without what reads files, runs, or takes for ever.

import { HttpError } from "../../error.ts";

/** Longest SVG from a stranger, in characters. */
const MAX_SOURCE = 2 * 1024 * 1024;
/** Elements that it may have, each counted as often as `use` and patterns draw it. */
const MAX_DRAWN = 50_000;

const DROPPED = new Set([
  "script",
  "foreignobject",
  "filter",
  "feimage",
  "animate",
  "set",
  "iframe",
  "video",
  "audio",
  "handler",
  "listener",
]);
const TOKEN =
  /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<![^>[]*(?:\[[\s\S]*?\])?[^>]*>|<\?[\s\S]*?\?>|<\/?[A-Za-z_][^\s/<>]*(?:[^<>"']|"[^"<]*"|'[^'<]*')*>|[^<]+|</g;
const ATTRIBUTE = /([^\s=/"'<>]+)\s*=\s*("[^"]*"|'[^']*')/g;
const SAFE_IMAGE = /^data:image\/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*$/i;

interface Element {
  name: string;
  id: string | undefined;
  uses: string[];
  children: Element[];
}

/**
 * The SVG without scripts, style sheets, filters, foreign content and references to anything outside
 * of itself.
 *
 * @throws HttpError 422 when it is not an SVG, or draws too much.
 */
export function sanitizeSvg(source: string): string {
  if (source.length > MAX_SOURCE) throw refuse(`is longer than ${MAX_SOURCE} characters`);
  const out: string[] = [];
  const root: Element = { name: "", id: undefined, uses: [], children: [] };
  const open: Element[] = [root];
  let skipping = 0;
  for (const [token] of source.matchAll(TOKEN)) {
    const text = token[0] !== "<" ? token : /^<!\[CDATA\[([\s\S]*)\]\]>$/.exec(token)?.[1];
    if (text !== undefined) {
      if (skipping || open.length === 1) continue;
      out.push(open.at(-1)!.name === "style" ? cleanSheet(text) : text.replaceAll("<", "&lt;"));
      continue;
    }
    const tag = /^<(\/?)([A-Za-z_][\w:.-]*)(?=[\s/>])/.exec(token);
    if (!tag) continue;
    const closing = tag[1] === "/";
    const name = tag[2]!.toLowerCase().replace(/^.*:/, "");
    const selfClosing = token.endsWith("/>");
    if (skipping || DROPPED.has(name)) {
      if (closing) skipping = Math.max(0, skipping - 1);
      else if (!selfClosing) skipping++;
      continue;
    }
    if (closing) {
      if (open.length > 1) open.pop();
      out.push(`</${tag[2]}>`);
      continue;
    }
    if (open.length > 200) throw refuse("is nested too deeply");
    const element: Element = { name, id: undefined, uses: [], children: [] };
    open.at(-1)!.children.push(element);
    out.push(`<${tag[2]}${attributes(token.slice(tag[0].length), name, element)}${selfClosing ? "/>" : ">"}`);
    if (!selfClosing) open.push(element);
  }
  if (root.children[0]?.name !== "svg") throw refuse("is not an SVG");
  checkCost(root);
  return out.join("");
}

function attributes(text: string, name: string, element: Element): string {
  let kept = "";
  for (const [, attribute, quoted] of text.matchAll(ATTRIBUTE)) {
    const local = attribute!.toLowerCase().replace(/^.*:/, "");
    const value = quoted!.slice(1, -1);
    if (local.startsWith("on") || local === "filter" || local === "base") continue;
    if (local === "href" || local === "src") {
      const target = value.trim();
      if (target.startsWith("#")) element.uses.push(target.slice(1));
      else if (name !== "image" || !SAFE_IMAGE.test(target)) continue;
    }
    // url(#gradient) stays; url(anything else), and a filter in a style, do not.
    if (
      /url\(\s*["']?\s*(?!#|["'])/i.test(value) ||
      (local === "style" && /filter\s*:|@import|\\/i.test(value))
    )
      continue;
    for (const [, id] of value.matchAll(/url\(\s*["']?#([^)"']+)/gi)) element.uses.push(id!);
    if (local === "id") element.id = value;
    kept += ` ${attribute}=${quoted}`;
  }
  return kept;
}

/** A style sheet without imports, addresses, filters and the escapes that could hide them. */
function cleanSheet(css: string): string {
  return css
    .replace(/[\\<]/g, "")
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/@import[^;]*;?/gi, "")
    .replace(/url\((?!\s*["']?#)[^)]*\)?/gi, "none")
    .replace(/filter\s*:[^;}]*/gi, "");
}

/** A few elements that use one another may draw billions: counted as drawing would go. */
function checkCost(root: Element): void {
  const byId = new Map<string, Element>();
  const collect = (element: Element) => {
    if (element.id !== undefined && !byId.has(element.id)) byId.set(element.id, element);
    element.children.forEach(collect);
  };
  collect(root);
  const costs = new Map<Element, number>();
  const cost = (element: Element, above: ReadonlySet<Element>): number => {
    const known = costs.get(element);
    if (known !== undefined) return known;
    if (above.has(element)) throw refuse("refers to itself");
    const path = new Set(above).add(element);
    let sum = 1;
    for (const child of element.children) sum += cost(child, path);
    for (const id of element.uses) {
      const target = byId.get(id);
      if (target) sum += cost(target, path);
    }
    if (sum > MAX_DRAWN) throw refuse(`draws more than ${MAX_DRAWN} elements`);
    costs.set(element, sum);
    return sum;
  };
  cost(root, new Set());
}

const refuse = (what: string) => new HttpError(422, { reason: `An SVG in the image ${what}.` });
