// Readers of styles: declarations of images, Tailwind classes, theme tokens, colours.

import { theme } from "../../../src/assets/theme.ts";
import { styleOfClasses } from "../../../src/images/retained/layout/style/tailwind/classes.ts";
import { computeStyle } from "../../../src/images/retained/layout/style/style.ts";
import { ROOT_TEXT } from "../../../src/images/retained/layout/style/text-style.ts";
import { writePlainBox } from "../../../src/images/retained/paint/plain-box.ts";
import { readShadows } from "../../../src/images/retained/paint/shadows.ts";
import { readTextShadows } from "../../../src/images/retained/paint/text-shadow.ts";
import { resolveSources } from "../../../src/images/sources/sources.ts";
import { checkStyle, MAX_TEXT } from "../../../src/images/style-limits.ts";
import { toSatoriLocale } from "../../../src/images/text/locale.ts";
import { styleOf } from "../../../src/images/text/scan.ts";
import { regionsFor } from "../../../src/fonts/han.ts";
import { colorOf, defaultTheme } from "../../../src/pdf/template/theme.ts";
import { contrastRatio, formatColor, parseColor } from "../../../src/assets/theme/color.ts";
import { writeTokens } from "../../../src/assets/theme/tokens.ts";
import { typeOfValue, WRITERS } from "../../../src/assets/theme/value.ts";
import type { Reader } from "../growth.ts";

const CSS = [" ", "\t", ",", "(", ")", "1", "px", "a", "#", "-", ".", "/", "rgb(", "e", "%", "solid", "+", "url("]; // prettier-ignore
const COLOR = ["#", "a", "1", " ", ",", "/", "(", ")", "rgb(", "oklch(", "none", "%", ".", "deg", "-", "e", "color("]; // prettier-ignore
const viewport = { width: 1200, height: 630 };
const parent = { families: [], weight: 400, italic: false, language: undefined };
const computed = (style: Record<string, unknown>) => computeStyle("div", style, ROOT_TEXT, viewport);
const LONGHANDS = ["border", "padding", "flex", "gap", "textDecoration", "textShadow", "aspectRatio", "fontFamily", "listStyle", "lineHeight", "width", "display", "color", "borderRadius", "placeContent"]; // prettier-ignore

/** Readers of images' styles: `checkStyle` lets no value through that has more than MAX_TEXT characters. */
const OF_IMAGES = /^(?:image |classes|distinct classes|font classes)/;

const ALL: Reader[] = [
  ...LONGHANDS.map((name): Reader => ({
    name: `image style ${name}`,
    atoms: CSS,
    read: (text) => computed({ [name]: text }),
    tries: 500,
  })),
  {
    name: "image style limits",
    atoms: [...CSS, "blur(", "0000"],
    read: (text) => {
      checkStyle({ boxShadow: text });
      checkStyle({ filter: text });
      checkStyle({ width: text });
    },
  },
  {
    name: "image font shorthand",
    atoms: [" ", "1", ".", "px", "/", "a", "bold", ",", "'", "%", "\t"],
    read: (text) => styleOf({ type: "div", props: { style: { font: text } } }, parent),
  },
  {
    name: "image font families",
    atoms: [" ", ",", "'", '"', "a"],
    read: (text) => styleOf({ type: "div", props: { style: { fontFamily: text } } }, parent),
  },
  { name: "image box shadow", atoms: CSS, read: (text) => readShadows(text) },
  { name: "image text shadow", atoms: CSS, read: (text) => readTextShadows(text) },
  {
    name: "image plain box",
    atoms: CSS,
    read: (text) =>
      writePlainBox(
        { type: "div", paint: { border: text, borderRadius: text, backgroundColor: text } } as never,
        0,
      ),
  },
  {
    name: "style url()",
    atoms: ["url(", " ", ")", '"', "'", "#", "a", "+", "\t", "("],
    read: (text) =>
      resolveSources(
        { type: "div", props: { style: { backgroundImage: `url(${text}` } } },
        new AbortController().signal,
      ),
    tries: 600,
  },
  {
    name: "style element url()",
    atoms: ["url(", " ", ")", '"', "'", "#a", "#", "\t", "(", "{", "}"],
    read: (text) =>
      resolveSources({ type: "style", props: { children: text } }, new AbortController().signal),
    tries: 600,
  },
  {
    name: "classes",
    atoms: [
      " ",
      "p-1",
      "md:",
      "text-",
      "[",
      "]",
      "1",
      "px",
      "/",
      "bg-",
      "a",
      ":",
      "-",
      ".",
      "web:",
      "shadow",
      "#fff",
      "rgb(",
    ],
    read: (text) => styleOfClasses(text, undefined, viewport),
  },
  {
    name: "distinct classes",
    atoms: ["~ ", "p-", "text-[", "px] ", "md:"],
    read: (text) => {
      let count = 0;
      return styleOfClasses(
        text.replaceAll("~", () => String(++count)),
        undefined,
        viewport,
      );
    },
  },
  {
    name: "font classes",
    atoms: [" ", "font-bold", "font-", "a", "\t"],
    read: (text) => styleOf({ type: "div", props: { tw: text } }, parent),
  },
  {
    name: "language",
    atoms: ["zh", "-", "Hant", "a", " ", "hk", "tw", "yue"],
    read: (text) => [regionsFor(text, 0x4e00), toSatoriLocale(text)],
  },
  {
    name: "colour of a theme",
    atoms: COLOR,
    read: (text) => {
      const color = parseColor(text);
      return color && formatColor(color);
    },
  },
  {
    name: "contrast",
    atoms: COLOR,
    read: (text) => {
      const color = parseColor(text);
      return color && contrastRatio(color, color);
    },
  },
  { name: "colour of a document", atoms: COLOR, read: (text) => colorOf(text, defaultTheme) },
  {
    name: "token value",
    atoms: [" ", "1", ".", "e", "px", "ms", "{", "}", "a", "-", "+", "#", "/", "%"],
    read: (text) => [typeOfValue(text), writeTokens({ a: text }, "", () => {})],
  },
  {
    name: "token as length",
    atoms: [" ", "1", ".", "e", "px", "-", "a"],
    read: (text) => WRITERS.dimension!(text, () => ""),
  },
  {
    name: "token font family",
    atoms: ["a", " ", ".", "-", ",", '"', "é"],
    read: (text) => WRITERS.fontFamily!(text, () => ""),
  },
  {
    name: "token name",
    atoms: ["a", "A", " ", ".", "-", "1", "é", "$", "É"],
    read: (text) => writeTokens({ [text]: 1 }, "", () => {}),
  },
  {
    name: "tokens",
    atoms: ["a", ":{", "}", "1,", '"'],
    read: (text) => theme({ tokens: wide(text.length) } as never),
  },
  {
    name: "nested tokens",
    atoms: ["a"],
    read: (text) => writeTokens(deep(text.length), "", () => {}),
    most: 8192,
  },
  {
    name: "tokens that refer to one another",
    atoms: ["a"],
    read: (text) => writeTokens(chained(text.length), "", () => {}),
    most: 8192,
  },
];

const wide = (count: number) => Object.fromEntries(Array.from({ length: count / 8 }, (_, i) => [`a${i}`, 1]));
const chained = (count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, i) => [`a${i}`, i % 45 === 0 ? "1px" : `{a${i - 1}}`]),
  );
function deep(count: number): Record<string, unknown> {
  let tree: Record<string, unknown> = { a: 1 };
  for (let left = count; left > 0; left--) tree = { a: tree };
  return tree;
}

export const STYLES: readonly Reader[] = ALL.map((reader) =>
  OF_IMAGES.test(reader.name) ? Object.assign(reader, { most: MAX_TEXT }) : reader,
);
