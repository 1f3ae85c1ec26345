// An author's text styles -> the styles and spans of the text engine.

import type { Fonts } from "../../fonts/fonts.ts";
import type { Inline, Style } from "../template/block.ts";
import { safeLink } from "../file/links.ts";
import { isRtlLanguage } from "../../fonts/shaping/bidi.ts";
import type { Feature } from "../../fonts/shaping/harfbuzz.ts";
import { languageTag } from "../text/language.ts";
import type { Span, TextStyle } from "../text/parts.ts";
import { PAGE_COUNT, Stack } from "../text/stack.ts";
import { colorOf, type Theme } from "../template/theme.ts";

/** Turns styles into what the text engine takes. */
export class Styles {
  readonly base: Style;
  /** The places in the document that its links go to. */
  readonly places = new Set<string>();
  readonly #known = new WeakMap<Style, Map<Style, TextStyle>>();

  constructor(
    readonly fonts: Fonts,
    readonly theme: Theme,
    readonly lang: string,
  ) {
    this.base = {
      font: theme.font ?? fonts.defaultFamily,
      size: theme.size,
      weight: 400,
      color: "text",
      lineHeight: theme.lineHeight,
      lang,
      direction: isRtlLanguage(lang) ? "auto-rtl" : "auto",
    };
  }

  /** A style on top of another. */
  over(base: Style, style: Style): Style {
    const out: Record<string, unknown> = { ...base };
    for (const key of STYLE_KEYS) if (style[key] !== undefined) out[key] = style[key];
    if (style.lang !== undefined) out.lang = languageTag(style.lang);
    if (base.features && style.features) out.features = { ...base.features, ...style.features };
    return out as Style;
  }

  /** The spans of inline content; the same style gives the same object. */
  spans(content: Inline, style: Style): Span[] {
    const spans: Span[] = [];
    this.#collect(content, style, undefined, this.textStyle(style), spans, style.lang);
    return spans;
  }

  /** @param around the language of the whole text, which its element has */
  #collect(
    content: Inline,
    style: Style,
    url: string | undefined,
    resolved: TextStyle,
    out: Span[],
    around: string | undefined,
  ): void {
    if (typeof content === "string" || typeof content === "number") {
      out.push({ text: clean(String(content)), style: resolved });
    } else if (Array.isArray(content)) {
      for (const item of content as readonly Inline[]) this.#collect(item, style, url, resolved, out, around);
    } else if (isKind(content, "styled")) {
      const inner = this.over(style, content.style);
      const link = content.link === undefined ? url : safeLink(content.link);
      if (link?.startsWith("#")) this.places.add(link.slice(1));
      const lang = inner.lang === around ? undefined : inner.lang;
      this.#collect(content.content, inner, link, { ...this.textStyle(inner), link, lang }, out, around);
    } else if (isKind(content, "page-count")) {
      out.push({ text: PAGE_COUNT, style: resolved });
    } else
      throw new Error(
        `Text must be a string, a number, bold(…), link(…) or a list of these, not ${describe(content)}.`,
      );
  }

  textStyle(style: Style): TextStyle {
    let known = this.#known.get(style);
    if (!known) this.#known.set(style, (known = new Map()));
    let resolved = known.get(this.base);
    if (!resolved) known.set(this.base, (resolved = this.#resolve(style)));
    return resolved;
  }

  #resolve(style: Style): TextStyle {
    const { size = this.theme.size, lineHeight = this.theme.lineHeight } = style;
    if (!(size >= 0.5 && size <= 2000))
      throw new Error(`Text of ${size} points cannot be: it takes 0.5 to 2000.`);
    if (!(lineHeight >= 0.5 && lineHeight <= 10))
      throw new Error(`A line height of ${lineHeight} cannot be: it takes 0.5 to 10.`);
    const features: Feature[] = [];
    if (style.smallCaps) features.push(["smcp", 1]);
    for (const [tag, value] of Object.entries(style.features ?? {})) {
      if (!/^[A-Za-z0-9]{4}$/.test(tag))
        throw new Error(`"${tag}" is no OpenType feature: its name has four letters.`);
      features.push([tag, Number(value)]);
    }
    features.sort((a, b) => (a[0] < b[0] ? -1 : 1));
    const stack = Stack.of(this.fonts, {
      family: style.font ?? this.fonts.defaultFamily,
      weight: style.weight ?? 400,
      italic: style.italic ?? false,
      features,
      language: languageTag(style.lang ?? this.lang),
    });
    const { underline, strike, rise, letterSpacing, hyphenate } = style;
    const color = colorOf(style.color ?? "text", this.theme);
    return { stack, size, lineHeight, color, underline, strike, rise, letterSpacing, hyphenate };
  }
}

const STYLE_KEYS = [
  "font",
  "size",
  "weight",
  "italic",
  "color",
  "lineHeight",
  "align",
  "direction",
  "lang",
  "underline",
  "strike",
  "letterSpacing",
  "rise",
  "smallCaps",
  "features",
  "hyphenate",
] as const satisfies readonly (keyof Style)[];

function isKind<K extends string>(
  value: unknown,
  kind: K,
): value is { kind: K } & Extract<Inline, { kind: K }> {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === kind;
}

const ODD = /[\0-\x08\x0e-\x1f\x7f]/g;

/** Removes control characters and replaces lone surrogates: no font has glyphs for them. */
function clean(text: string): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed();
  return ODD.test(whole) ? whole.replace(ODD, "") : whole;
}

const describe = (value: unknown): string =>
  value === null
    ? "null"
    : typeof value === "object"
      ? (JSON.stringify(value)?.slice(0, 60) ?? "an object")
      : typeof value;
