// A text node: measured for layout, then placed as pieces, as satori's text layout does it (docs/engines/satori.md §3).

import { hasRtl, levelsOf, reorder, splitByDirection } from "./bidi.ts";
import { cleanText } from "./breaking.ts";
import { planEllipsis } from "./ellipsis.ts";
import { Unsupported } from "../unsupported.ts";
import type { Measured } from "../engine.ts";
import type { Typesetter } from "./typesetter.ts";
import { graphemesOf } from "./graphemes.ts";
import { createFlow, type Flow, type Placed, type SizedPiece, type SizedWord } from "./flow.ts";
import type { TextStyle } from "../style/text-style.ts";
import { advanceOf, advanceWithEmoji, readEmojiWord, widthOf } from "./words.ts";
import type { Word } from "./typesetter.ts";

/** Text that is set together, from one space to the next, or one emoji. */
export interface Piece {
  text: string;
  /** From the container's left, in pixels; may be a fraction. */
  x: number;
  /** The baseline, from the container's top; of an emoji, its upper edge. */
  y: number;
  line: number;
  /** From the top of its inline box to the baseline. */
  ascender: number;
  /** Set only in text that has right-to-left characters or direction. */
  direction: "ltr" | "rtl" | undefined;
  /** The size of an emoji, which is drawn as a picture. */
  image: { width: number; height: number } | undefined;
}

/** Position of a line's text, for its decoration. */
export interface TextLine {
  left: number;
  /** Of its first piece's inline box. */
  top: number;
  ascender: number;
  width: number;
}

/** A text of the template, ready to be measured and drawn. */
export interface TextBlock {
  measure(width: number, narrowest: boolean): Measured;
  /** Places the text in a container of this width; an ellipsis fits into `innerWidth`, the parent's content width. */
  place(width: number, innerWidth: number): { pieces: Piece[]; lines: ReadonlyMap<number, TextLine> };
}

export interface TextOptions {
  style: TextStyle;
  typesetter: Typesetter;
  locale: string | undefined;
  /** Emoji that are drawn as pictures. */
  emoji: Readonly<Record<string, string>>;
  /** The most lines, the last with an ellipsis (`line-clamp`); `Infinity` for no limit. */
  lines: number;
  /** It fills the width of a block, so that a single line is aligned too. */
  fills: boolean;
}

export const ELLIPSIS = "\u2026";
const SEPARATORS = new Set([" ", "\u00a0", "\u1361", "\u{10100}", "\u{10101}", "\u1039", "\u1091", "\n"]);

/** Prepares a text. */
export function createText(content: string, options: TextOptions): TextBlock {
  const { style, typesetter, lines: limit, fills, emoji, locale } = options;
  const { fontSize, letterSpacing, textAlign, textWrap } = style;
  const text = cleanText(content, style, locale);
  const isImage = (grapheme: string) => Object.hasOwn(emoji, grapheme);
  const hasImages = Object.keys(emoji).length > 0 && graphemesOf(text).some(isImage);
  const rtl = style.direction === "rtl";
  const isBidi = rtl || hasRtl(text);
  const known = new Map<string, SizedWord>();

  const widthOfText = (part: string) =>
    widthOf(
      hasImages ? advanceWithEmoji(part, typesetter, isImage) : advanceOf(part, typesetter),
      fontSize,
      letterSpacing,
    );
  if (style.letterSpacing !== 0) refuseLigatures(text, typesetter);
  const baselineOf = (part: string) => heightsOf(typesetter.faceFor(part), style).baseline;

  function wordOf(part: string): SizedWord {
    let word = known.get(part);
    if (!word) {
      const read =
        hasImages && graphemesOf(part).some(isImage)
          ? readEmojiWord(part, typesetter, isImage)
          : typesetter.word(part);
      word = sizeWord(read, style);
      if (isBidi) word = { ...word, parts: word.parts.flatMap(splitDirections) };
      known.set(part, word);
    }
    return word;
  }

  function splitDirections(piece: SizedPiece): SizedPiece[] {
    const parts = piece.image ? [piece.text] : splitByDirection(piece.text);
    if (parts.length === 1) return [piece];
    return parts.map((part) => ({ text: part, width: widthOfText(part), image: false }));
  }

  const flow = createFlow(text, { style, limit, wordOf, widthOfText });

  function balanced(width: number, narrowest: boolean): Flow {
    const whole = flow(width, narrowest);
    if (textWrap !== "balance") return whole;
    let low = whole.width / 2;
    let high = whole.width;
    while (low + 1 < high) {
      const middle = (low + high) / 2;
      if (flow(middle, narrowest).height > whole.height) low = middle;
      else high = middle;
    }
    return { ...flow(high, narrowest), width: whole.width, height: whole.height };
  }

  const measured = new Map<number, Measured>();
  const physical =
    textAlign === "end"
      ? rtl
        ? "left"
        : "right"
      : textAlign === "start"
        ? rtl
          ? "right"
          : "left"
        : textAlign;

  /** Puts the pieces into visual order (UAX 9, L2). Returns their embedding levels. */
  function reorderPieces(laid: Flow, width: number): number[] {
    const { placed, texts, lineWidths } = laid;
    const base = rtl ? 1 : 0;
    const levels = levelsOf(
      placed.map((_, i) => texts[i] ?? ""),
      base,
    );
    for (let start = 0, end = 0; start < placed.length; start = end) {
      const { line } = placed[start]!;
      while (placed[end]?.line === line) end++;
      const pieces = placed.slice(start, end);
      // Spaces at the end of a line have the base level (L1).
      for (let i = end - 1; i >= start && !texts[i]?.trim(); i--) levels[i] = base;
      const lefts = reorder(pieces, levels.slice(start, end), lineWidths[line] ?? 0);
      pieces.forEach((piece, i) => (piece.x = lefts[i]!));
      if (physical === "justify" && line < lineWidths.length - 1) justify(pieces, width - lineWidths[line]!);
    }
    return levels;
  }

  return {
    measure(width, narrowest) {
      const key = narrowest ? -1 : width;
      let size = measured.get(key);
      if (!size) {
        const { width: used, height, baselines, last } = balanced(width, narrowest);
        size = { width: Math.ceil(used), height, first: baselines[0], last };
        measured.set(key, size);
      }
      return size;
    },

    place(width, innerWidth) {
      const laid = balanced(width, false);
      const { lineWidths, lineWords, baselines, texts, placed } = laid;
      const levels = isBidi ? reorderPieces(laid, width) : undefined;
      const spread = (line: number) => physical === "justify" && line < lineWidths.length - 1;
      const aligned =
        rtl || lineWidths.length > 1 || (fills && (physical === "right" || physical === "center"));

      /** Offset of a line by `text-align`. */
      function startOf(line: number): number {
        if (!aligned) return 0;
        const rest = width - lineWidths[line]!;
        if (physical === "right" || (rtl && physical === "justify" && !spread(line))) return rest;
        return physical === "center" ? rest / 2 : 0;
      }
      function leftOf({ line, x, word }: Placed): number {
        if (!aligned) return x;
        let left = x + startOf(line);
        if (!levels && spread(line)) {
          const gaps = lineWords[line]! - 1;
          left += gaps > 0 ? ((width - lineWidths[line]!) / gaps) * word : 0;
        }
        return Math.round(left);
      }

      const pieces: Piece[] = [];
      const lines = new Map<number, TextLine>();
      const cut =
        levels && limit !== Infinity
          ? planEllipsis({
              line: limit - 1,
              width,
              innerWidth,
              rtl,
              flow: laid,
              levels,
              leftOf,
              widthOfText,
            })
          : undefined;
      let buffered: { text: string; left: number; right: number } | undefined;
      for (let i = 0; i < texts.length; i++) {
        const { top, line, width: wide, image, x } = placed[i]!;
        if (cut && (line > cut.line || cut.hidden.has(i))) continue;
        let part = texts[i]!;
        const next = placed[i + 1];
        let left = leftOf(placed[i]!);
        const ascender = baselineOf(part);
        const baseline = baselines[line]!;
        const decorated = lines.get(line) ?? {
          left: levels ? Math.round(startOf(line)) : left,
          top: top + baseline - ascender,
          ascender,
          width: spread(line) && aligned ? width : lineWidths[line]!,
        };
        lines.set(line, decorated);
        if (cut?.truncated?.index === i) ({ text: part, left } = cut.truncated);
        let ends = false;
        if (limit !== Infinity && line + 1 === limit && !cut) {
          const sign = widthOfText(ELLIPSIS);
          const isCut = line < lineWidths.length - 1 || lineWidths[line]! > innerWidth;
          if (isCut && (left + wide + sign > innerWidth || (next && next.line !== line))) {
            const { kept, end } = fitting(part.replace(/\s+$/, ""), left, x > 0, innerWidth - sign);
            part = kept + ELLIPSIS;
            decorated.width = Math.max(0, end - decorated.left);
            ends = true;
          }
        }
        const direction: Piece["direction"] = levels && (levels[i]! % 2 === 1 ? "rtl" : "ltr");
        const whole = { line, ascender, direction };
        if (image) {
          const { height } = heightsOf(typesetter.faceFor(part), style);
          pieces.push({ ...whole, text: part, x: left, y: top, image: { width: wide, height } });
        } else {
          const right = left + wide;
          if (!buffered) buffered = { text: part, left, right };
          else {
            buffered.text += part;
            // An RTL run starts at the left edge of its last piece.
            if (levels) buffered.left = Math.min(buffered.left, left);
          }
          const goesOn =
            !part.includes("\t") &&
            !SEPARATORS.has(part) &&
            texts[i + 1] !== undefined &&
            next &&
            !next.image &&
            next.top === top &&
            !ends &&
            (!levels || (levels[i] === levels[i + 1] && !cut?.hidden.has(i + 1)));
          if (!goesOn) {
            const shown = buffered.text.replace(/[\t\n]/g, "");
            // A joined run has the baseline of its last piece. White space alone is not drawn.
            if (shown.trim() !== "")
              pieces.push({ ...whole, text: shown, x: buffered.left, y: top + baseline, image: undefined });
            buffered = undefined;
          }
        }
        if (ends) break;
      }
      if (cut) {
        const top = placed.find(({ line }) => line === cut.line)!.top;
        const y = top + baselines[cut.line]!;
        pieces.push({
          text: ELLIPSIS,
          x: cut.left,
          y,
          line: cut.line,
          ascender: baselineOf(ELLIPSIS),
          direction: rtl ? "rtl" : "ltr",
          image: undefined,
        });
        const decorated = lines.get(cut.line);
        if (decorated) {
          const right = decorated.left + decorated.width;
          if (rtl) decorated.left = Math.min(cut.end, right);
          decorated.width = Math.max(0, (rtl ? right : cut.end) - decorated.left);
        }
      }
      return { pieces, lines };
    },
  };

  /** The letters that fit before the ellipsis, and where they end; the first of a line always stays. */
  function fitting(
    part: string,
    left: number,
    mayBeEmpty: boolean,
    end: number,
  ): { kept: string; end: number } {
    let kept = "";
    let reached = 0;
    for (const letter of graphemesOf(part)) {
      const next = left + widthOfText(kept + letter);
      if ((kept || mayBeEmpty) && next > end) break;
      kept += letter;
      reached = next;
    }
    return { kept, end: reached };
  }
}

/** Justifies a line: distributes `rest` pixels over the gaps between its words. */
function justify(pieces: readonly Placed[], rest: number): void {
  const seen = pieces.toSorted((a, b) => a.x - b.x);
  const isGap = (k: number) => k > 0 && seen[k]!.word !== seen[k - 1]!.word;
  const gaps = seen.filter((_, k) => isGap(k)).length;
  if (!gaps) return;
  let count = 0;
  const shifts = seen.map((_, k) => (rest / gaps) * (isGap(k) ? ++count : count));
  seen.forEach((piece, k) => (piece.x += shifts[k]!));
}

/** Line height of a face, and its baseline: half-leading (CSS 2.2 §10.8.1), rounded as satori does. */
export function heightsOf(
  { unitsPerEm, metrics }: Word["face"],
  { fontSize, lineHeight }: TextStyle,
): { height: number; baseline: number } {
  const up = (metrics.ascent / unitsPerEm) * fontSize;
  const down = (metrics.descent / unitsPerEm) * fontSize;
  const height = lineHeight === undefined ? up - down : fontSize * lineHeight;
  const roundedUp = Math.round(up);
  return { height, baseline: roundedUp + Math.floor((height - roundedUp - Math.round(-down)) / 2) };
}

function sizeWord({ whole, trimmed, pieces, face }: Word, style: TextStyle): SizedWord {
  const { fontSize, letterSpacing } = style;
  return {
    width: widthOf(whole, fontSize, letterSpacing),
    trimmed: widthOf(trimmed, fontSize, letterSpacing),
    ...heightsOf(face, style),
    parts: pieces.map(({ text, advance, image }) => ({
      text,
      width: widthOf(advance, fontSize, letterSpacing),
      image,
    })),
  };
}

/** Text with a grapheme for each code unit: no combining marks, no cursive scripts, whose ligatures are required. */
const LETTERS =
  /^[!-~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u0587\u10a0-\u10ff\u1e00-\u1fff\u2010-\u2027\u2030-\u205e\u3001-\u3029\u3041-\u3096\u30a0-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff60]+$/;

/** Spaced letters are never joined (CSS Text 3 §8.2); HarfBuzz joins them where a face has a ligature. */
function refuseLigatures(text: string, typesetter: Typesetter): void {
  for (const part of text.split(/\s+/))
    if (LETTERS.test(part) && advanceOf(part, typesetter).clusters < part.length)
      throw new Unsupported("a ligature between spaced letters", { transient: true });
}
