// Readers of SVG and fonts that strangers bring.

import { imagesOf, svgSize } from "../../../src/pdf/svg/draw.ts";
import { applyStyles } from "../../../src/svg/css/apply.ts";
import { parseColor } from "../../../src/pdf/svg/color.ts";
import { number } from "../../../src/pdf/svg/frame.ts";
import { parseTransform } from "../../../src/svg/geometry.ts";
import { reference, urlsIn } from "../../../src/svg/references.ts";
import { pathShape } from "../../../src/pdf/svg/path.ts";
import { parseViewBox } from "../../../src/svg/viewbox.ts";
import { parseSvg } from "../../../src/svg/read.ts";
import { describeFont } from "../../../src/fonts/file.ts";
import { walkPoints } from "../../../src/svg/points.ts";
import { naturalSizeOf } from "../../../src/images/retained/layout/natural-size.ts";
import { bySum, byDigits, checkBeforeReading, reachOf } from "../../../src/images/resvg/far.ts";
import { hasThinRaster } from "../../../src/images/resvg/raster-rect.ts";
import { readColor } from "../../../src/images/retained/svg/color.ts";
import { readMarkup } from "../../../src/svg/markup.ts";
import { readDisplayList } from "../../../src/images/retained/svg/operations.ts";
import { addPath } from "../../../src/images/retained/svg/paths.ts";
import { dropOffPage } from "../../../src/images/sources/off-page.ts";
import { cleanSvg } from "../../../src/svg/clean.ts";
import type { Reader } from "../growth.ts";

const MARKUP = ["<", ">", "<g>", "</g>", "<!--", "-->", "<![CDATA[", "]]>", "<?", "?>", "<!", "[", "]", " ", "a", "=", '"', "'", "a='", "/", "&", "&amp;", "<a ", "\n"]; // prettier-ignore
const VALUE = [" ", "url(", "#", "a", ")", '"', "'", "(", ";", ":", "filter", "/*", "*/", "@import", "\\", ",", "\t"]; // prettier-ignore
const SHEET = ["a", ".a", "#a", " ", ">", "{", "}", ";", ":", ",", "/*", "*/", "*", "@media", "(", '"', "'", "fill:red", "\n"]; // prettier-ignore
const NUMBERS = ["1", ".", "-", " ", ",", "e", "0", "+", "a", "1e1"];
const clean = (source: string) => cleanSvg(source, async (uri) => uri);
const nests = [
  ["<g>", "</g>"],
  ["<svg>", "</svg>"],
] as const;
const svg = (inside: string, attributes = "") =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" ${attributes}>${inside}</svg>`;
const path = (text: string) => `M0 0${text}`;

export const PICTURES: Reader[] = [
  { name: "image SVG", atoms: MARKUP, nests, read: (text) => clean(svg(text)) },
  { name: "image SVG, whole", atoms: MARKUP, nests, read: (text) => clean(text) },
  { name: "image SVG tag", atoms: MARKUP, read: (text) => clean(svg(`<g ${text}/>`)) },
  {
    name: "image SVG style",
    atoms: VALUE,
    read: (text) => clean(svg(`<g style="${text.replaceAll('"', "'")}"/><style>${text}</style>`)),
  },
  { name: "image SVG use", atoms: ["a"], read: (text) => clean(svg(uses(text.length))), most: 4096 },
  { name: "image SVG off the page", atoms: MARKUP, read: (text) => dropOffPage(svg(text)) },
  {
    name: "natural size of SVG",
    atoms: [...MARKUP, "<svg", "width='", "viewBox='"],
    read: (text) => naturalSizeOf(`data:image/svg+xml;base64,${btoa(text.replaceAll(/[^\0-\xff]/g, ""))}`),
  },
  { name: "drawn markup", atoms: MARKUP, nests, read: (text) => readMarkup(svg(text)) },
  {
    name: "drawn operations",
    atoms: [
      "<g>",
      "</g>",
      "<rect/>",
      "<path d='M0 0'/>",
      "<defs>",
      "</defs>",
      "<mask id='a'>",
      "</mask>",
      '<g mask="url(#a)">',
    ],
    nests,
    read: (text) => readDisplayList(svg(text)),
  },
  {
    name: "drawn colour",
    atoms: ["#", "a", "1", " ", ",", "rgb(", "hsl(", ")", "%", "/", "."],
    read: (text) => readColor(text),
  },
  {
    name: "drawn numbers",
    atoms: [
      ...NUMBERS,
      "<image",
      ">",
      " d=",
      '"',
      "'",
      " transform='",
      "scale(2)",
      " stroke-width:",
      ";",
      "l",
      "marker",
    ],
    read(text) {
      checkBeforeReading(text);
      hasThinRaster(text);
      return reachOf(text, byDigits) + reachOf(text, bySum);
    },
  },
  { name: "drawn path", atoms: [...NUMBERS, "M", "L", "A", "C", "z"], read: (text) => addPath(path(text)) },
  {
    name: "points of a path",
    atoms: [...NUMBERS, "M", "L", "A", "C", "z"],
    read: (text) => walkPoints(path(text), () => {}),
  },
  { name: "document SVG", atoms: MARKUP, nests, read: (text) => parseSvg(svg(text)) },
  { name: "document SVG tag", atoms: MARKUP, read: (text) => parseSvg(svg(`<g ${text}/>`)) },
  {
    name: "document SVG size",
    atoms: MARKUP,
    read: (text) => [svgSize(parseSvg(svg("", text))), imagesOf(parseSvg(svg(text)))],
  },
  {
    name: "document SVG sheet",
    atoms: SHEET,
    read: (text) => applyStyles(parseSvg(svg(`<style>${text}</style><g class="a" id="a"/>`))),
  },
  {
    name: "document SVG style",
    atoms: [...VALUE, "font:", "1px", "bold"],
    read: (text) => applyStyles(parseSvg(svg(`<g style="${text.replaceAll('"', "'")}"/>`))),
  },
  {
    name: "document SVG font",
    atoms: [" ", "1", ".", "px", "/", "a", "bold", ",", "\t", "%"],
    read: (text) => applyStyles(parseSvg(svg(`<g style="font:${text}"/>`))),
  },
  {
    name: "document SVG class",
    atoms: [" a", " b", " ~", "c"],
    read: (text) =>
      applyStyles(parseSvg(svg(`<style>.a{x:y}.b .a{x:y}g .b{x:y}</style><g class="${text}"/>`))),
  },
  {
    name: "document SVG rules and classes",
    atoms: ["a"],
    read: (text) => applyStyles(parseSvg(svg(ruled(text.length)))),
    most: 32 * 1024,
    tries: 20,
  },
  {
    name: "document SVG descendants",
    atoms: ["a"],
    read: (text) => applyStyles(parseSvg(svg(descendants(text.length)))),
    most: 32 * 1024,
    tries: 20,
  },
  {
    name: "document SVG colour",
    atoms: ["#", "a", "1", " ", ",", "rgb(", "hsl(", ")", "%", "/", "."],
    read: (text) => parseColor(text),
  },
  {
    name: "document SVG transform",
    atoms: ["matrix(", "a", "(", ")", " ", ",", "1", "rotate(", "\t", "."],
    read: (text) => parseTransform(text),
  },
  {
    name: "document SVG path",
    atoms: [...NUMBERS, "M", "L", "A", "C", "z", "\t"],
    read: (text) => pathShape(path(text)),
  },
  {
    name: "document SVG arc",
    atoms: [...NUMBERS, "A", "0 0 0 0 1 1 1 "],
    read: (text) => pathShape(`M0 0A${text}`),
  },
  {
    name: "document SVG number",
    atoms: [...NUMBERS, "px", "%", "url(", "#"],
    read: (text) => [number(text, 0), reference(text), urlsIn(text), parseViewBox(text)],
  },
  {
    name: "font",
    atoms: ["\0", "\x01", "OTTO", "true", "ttcf", "wOFF", "wOF2", "name", "\xff", "glyf"],
    read: (text) => describeFont(Buffer.from(text, "latin1"), "a.ttf"),
  },
  {
    name: "font of many tables",
    atoms: ["a"],
    read: (text) => describeFont(tables(text.length), "a.ttf"),
    most: 16 * 1024,
    tries: 20,
  },
  {
    name: "WOFF of many tables",
    atoms: ["a"],
    read: (text) => describeFont(woff(text.length), "a.woff"),
    most: 16 * 1024,
    tries: 20,
  },
];

/** Groups within groups, each of which is used by the next. */
function uses(count: number): string {
  let text = '<g id="a0"/>';
  for (let i = 1; i < count / 8; i++) text += `<use id="a${i}" href="#a${i - 1}"/>`;
  return text;
}

function ruled(length: number): string {
  const count = length / 8;
  const rules = Array.from({ length: count / 4 }, (_, i) => `.c${i}.a{x:y}`).join("");
  return `<style>${rules}</style><g class="${Array.from({ length: count }, (_, i) => `c${i}`).join(" ")} a"/>`;
}

function descendants(length: number): string {
  const count = Math.min(90, Math.sqrt(length));
  return `<style>${Array.from({ length: count }, () => `${"g ".repeat(count)}g{x:y}`).join("")}</style>${"<g>".repeat(count)}${"</g>".repeat(count)}`;
}

function tables(count: number): Buffer {
  const font = Buffer.alloc(12 + 16 * count);
  font.writeUInt32BE(0x00010000, 0);
  font.writeUInt16BE(Math.min(count, 65535), 4);
  for (let i = 0; i < count; i++) {
    font.writeUInt32BE(i + 0x61616161, 12 + 16 * i);
    font.writeUInt32BE(font.length, 12 + 16 * i + 12);
  }
  return font;
}

function woff(count: number): Buffer {
  const font = Buffer.alloc(44 + 20 * count);
  font.write("wOFF", 0, "latin1");
  font.writeUInt32BE(0x00010000, 4);
  font.writeUInt32BE(font.length, 8);
  font.writeUInt16BE(Math.min(count, 65535), 12);
  for (let i = 0; i < count; i++) {
    font.writeUInt32BE(i + 0x61616161, 44 + 20 * i);
    for (const at of [8, 12]) font.writeUInt32BE(font.length - 44, 44 + 20 * i + at);
    font.writeUInt32BE(44, 44 + 20 * i + 4);
  }
  return font;
}
