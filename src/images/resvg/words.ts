// An SVG in resvg's own words: no style sheets, no `use`; every shape is a path, every transform a matrix.

import { ImageCache } from "../caches.ts";
import { loadResvg } from "../../require.ts";
import { readMarkup, type Element } from "../../svg/markup.ts";
import { checkBeforeReading } from "./far.ts";

export interface Words {
  /** The SVG that it was made of. */
  source: string;
  text: string;
  root: Element;
  /** The SVG behind each image that is one. Its place in `text` is taken by an SVG of the same size without content. */
  inner: ReadonlyMap<Element, Inner>;
  /** The source of each clip path's content, by id. In `text` all contain the same square. */
  clips: ReadonlyMap<string, string>;
}

export interface Inner {
  svg: string;
  /** As it was in the SVG, with its quotes left out. */
  href: string;
}

/** System fonts stay out: searching them costs 30 ms, and the same input would give other bytes on another machine. */
export const OPTIONS = { font: { loadSystemFonts: false }, logLevel: "off" } as const;

const HREF = /(\bhref\s*=\s*)("data:[^"]*"|'data:[^']*')/g;
const CLIP_PATH = /(<(?:\w+:)?clipPath\b(?:[^>"']|"[^"]*"|'[^']*')*)(?<!\/)>([^]*?)<\/(?:\w+:)?clipPath\s*>/g;
const ID = /\sid\s*=\s*["']([^"']*)["']/;
const RASTER = /^data:image\/(?:png|jpe?g|gif)[;,]/i;
const ROOT = /<(?:\w+:)?svg\b(?:[^>"']|"[^"]*"|'[^']*')*>/;
const SQUARE = "M0 0h1v1H0z";
const MARKER = /id="offprint-inner-(\d+)"/;
/** resvg writes the images of an SVG like this. */
const WRITTEN = "data:image/svg+xml;base64, ";

/** Of SVG within SVG: the same emoji and logos come again and again. At most 16 MiB, trees included. */
const known = new ImageCache<Words>({
  maxSize: 16 << 20,
  sizeCalculation: ({ text, inner, clips }, svg) => {
    let characters = 2 * text.length + svg.length;
    for (const { svg: source, href } of inner.values()) characters += source.length + href.length;
    for (const [id, content] of clips) characters += id.length + content.length;
    return 2 * characters + ELEMENT_BYTES * text.split("<").length + 1000;
  },
});
/** Bytes of an element in a tree, beside its attributes' texts. */
const ELEMENT_BYTES = 400;

export function wordsOfInner(svg: string): Words {
  let words = known.get(svg);
  if (!words) known.set(svg, (words = wordsOf(svg)));
  return words;
}

/**
 * Writing an SVG ends the process too where a clip path has an empty group in it (`write_elements` unwraps its first
 * child), so that clip paths go without their content.
 *
 * @throws Error for what resvg cannot read.
 */
export function wordsOf(svg: string): Words {
  checkBeforeReading(svg);
  const { Resvg } = loadResvg();
  const found: Inner[] = [];
  const clips = new Map<string, string>();
  const bare = svg
    .replace(HREF, (whole, name: string, quoted: string) => {
      const href = quoted.slice(1, -1);
      if (RASTER.test(href)) return whole;
      const inner = decoded(href);
      const root = inner === undefined ? undefined : placeholder(inner, found.length);
      if (root === undefined) return `${name}"data:,"`;
      found.push({ svg: inner!, href });
      return `${name}"data:image/svg+xml;base64,${Buffer.from(root).toString("base64")}"`;
    })
    .replace(CLIP_PATH, (_, head: string, content: string) => {
      const prefix = /^<(\w+:)?/.exec(head)![1] ?? "";
      const id = ID.exec(head)?.[1];
      if (id !== undefined && content.trim() !== "") clips.set(id, content);
      return `${head}>${content.trim() === "" ? "" : `<${prefix}path d="${SQUARE}"/>`}</${prefix}clipPath>`;
    });
  const text = new Resvg(bare, OPTIONS).toString();
  const root = readMarkup(text).children[0]!;
  const inner = new Map<Element, Inner>();
  if (found.length) collect(root, found, inner);
  return { source: svg, text, root, inner, clips };
}

function collect(element: Element, found: readonly Inner[], into: Map<Element, Inner>): void {
  const href = element.attributes["xlink:href"];
  if (href?.startsWith(WRITTEN)) {
    const number = MARKER.exec(fromBase64(href.slice(WRITTEN.length)))?.[1];
    if (number !== undefined) into.set(element, found[Number(number)]!);
  }
  for (const child of element.children) collect(child, found, into);
}

const fromBase64 = (text: string) => Buffer.from(text, "base64").toString();

/** The text of a data URI; undefined where resvg could not read it, or would have to unpack it. */
function decoded(href: string): string | undefined {
  const comma = href.indexOf(",");
  if (comma < 0) return undefined;
  try {
    const data = href.slice(comma + 1);
    const text = /;\s*base64\s*$/i.test(href.slice(0, comma))
      ? fromBase64(data)
      : decodeURIComponent(unescaped(data));
    return text.startsWith("\x1f") ? undefined : text;
  } catch {
    return undefined;
  }
}

/** Of an attribute: XML 1.0 §4.1, §4.6. */
const unescaped = (text: string) =>
  text.replace(/&(?:#(\d+)|#x([\da-f]+)|(lt|gt|quot|apos|amp));/gi, (_, decimal, hex, name: string) =>
    name
      ? NAMED[name.toLowerCase()]!
      : String.fromCodePoint(decimal ? Number(decimal) : Number.parseInt(hex, 16)),
  );
const NAMED: Record<string, string> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };

/** The root of an SVG around a square with a number; undefined where resvg cannot read it. */
function placeholder(svg: string, number: number): string | undefined {
  const tag = ROOT.exec(svg)?.[0];
  if (tag === undefined) return undefined;
  checkBeforeReading(svg);
  const { Resvg } = loadResvg();
  const [prefix, open] = [/^<(\w+:)?/.exec(tag)![1] ?? "", tag.replace(/\/?>$/, ">")];
  const made = `${open}<${prefix}path id="offprint-inner-${number}" d="${SQUARE}"/></${prefix}svg>`;
  try {
    void new Resvg(svg, OPTIONS);
    void new Resvg(made, OPTIONS);
  } catch {
    return undefined;
  }
  return made;
}
