// A line of text, written to a sink.
import { visualOrder } from "../../fonts/shaping/bidi.ts";
import type { Line, PlainLine } from "./lines.ts";
import type { Part, TextStyle } from "./parts.ts";
import type { TextSink } from "./sink.ts";
import { PAGE_COUNT } from "./stack.ts";

/** Horizontal alignment; `start` and `end` follow the paragraph's direction. */
export type Align = "left" | "right" | "center" | "justify" | "start" | "end";

/** The area of a link on a line. */
export interface LinkArea {
  url: string;
  x: number;
  width: number;
}

/** One thing on the line: a part without the space behind it, or such a space. */
interface Item {
  part: Part;
  space: boolean;
  level: number;
}

/** Draws a line with its base line at `y` and gives the links on it. */
export function writeLine(
  sink: TextSink,
  line: Line,
  x: number,
  y: number,
  column: number,
  align: Align,
): LinkArea[] | undefined {
  const { parts, plain, rtl, width } = line;
  let stretch = 0;
  let at = x;
  let side =
    align === "start" ? (rtl ? "right" : "left") : align === "end" ? (rtl ? "left" : "right") : align;
  if (side === "justify") {
    let gaps = plain ? plain.words.length - 1 : 0;
    for (let i = 0; i < parts.length - 1; i++) gaps += parts[i]!.spaces;
    if (!line.last && gaps > 0 && column > width) stretch = (column - width) / gaps;
    else side = rtl ? "right" : "left";
  }
  if (side === "right") at = x + column - width;
  else if (side === "center") at = x + (column - width) / 2;
  if (plain) {
    writePlain(sink, plain, at, y, stretch);
    return undefined;
  }
  return writeItems(sink, line, at, y, stretch, side === "right" ? 1 : side === "center" ? 0.5 : 0);
}

function writePlain(
  sink: TextSink,
  { style, words }: PlainLine,
  x: number,
  y: number,
  stretch: number,
): void {
  sink.beginText(x, y - (style.rise ?? 0), style.size, style.color);
  sink.words(style.stack.latin, words, stretch / style.size);
  sink.endText();
}

function writeItems(
  sink: TextSink,
  line: Line,
  x: number,
  y: number,
  stretch: number,
  /** The share of the free room that is to the left of the text: 0 for left alignment. */
  lead: number,
): LinkArea[] | undefined {
  const items: Item[] = [];
  line.parts.forEach((part, i) => {
    items.push({ part, space: false, level: part.level });
    if (part.spaces && i < line.parts.length - 1) items.push({ part, space: true, level: part.spaceLevel });
  });
  // The number of pages is not known yet: the text before and after it is shifted once it is.
  const counted = line.parts.filter((part) => part.runs.some((run) => run.emoji === PAGE_COUNT));
  if (counted.length) sink.save();
  for (const { style } of counted) if (lead) sink.shiftByCount(style.stack, style.size, lead);
  let at = x;
  let links: LinkArea[] | undefined;
  for (const { part, space } of line.rtl || items.some((item) => item.level) ? visualOrder(items) : items) {
    const { style } = part;
    const from = at;
    const gap = part.space + stretch * part.spaces;
    if (style.lang) sink.language(style.lang);
    if (space) writeSpace(sink, part, at, y);
    else writeRuns(sink, part, at, y, at === x);
    at += space ? gap : part.width;
    if (style.lang) sink.endLanguage();
    if (style.underline || style.strike) writeRules(sink, style, from, at, y);
    if (!space && at < x + line.width - 0.01 && counted.includes(part))
      sink.shiftByCount(style.stack, style.size, -1);
    if (!style.link) continue;
    const last = links?.at(-1);
    if (last && last.url === style.link && Math.abs(last.x + last.width - from) < 0.5)
      last.width = at - last.x;
    else (links ??= []).push({ url: style.link, x: from, width: at - from });
  }
  if (counted.length) sink.restore();
  return links;
}

function writeSpace(sink: TextSink, { style, spaces }: Part, x: number, y: number): void {
  sink.beginText(x, y - (style.rise ?? 0), style.size, style.color);
  sink.spaces(style.stack.latin, spaces);
  sink.endText();
}

function writeRuns(sink: TextSink, part: Part, x: number, y: number, first: boolean): void {
  const { style } = part;
  const { size, letterSpacing } = style;
  const base = y - (style.rise ?? 0);
  let at = x;
  // Readers join spaced letters only if all distances are even, so one silent run puts all into the reading font.
  const beside = letterSpacing !== undefined && part.runs.some((run) => run.shaper && run.word.silent);
  for (const run of part.runs) {
    if (run.shaper) {
      const drawn = size * (run.scale ?? 1);
      sink.beginText(at, base, drawn, style.color);
      sink.run(run, { spacing: (letterSpacing ?? 0) / drawn, beside, leftmost: first && at === x });
      sink.endText();
      at += run.em * size + (letterSpacing ?? 0) * run.word.text.length;
    } else if (run.emoji === PAGE_COUNT) {
      sink.pageCount(style.stack, style.color, at, base, size);
      at += run.em * size;
    } else {
      sink.emoji(style.stack, run.emoji, at, base, size);
      at += run.em * size;
    }
  }
}

function writeRules(sink: TextSink, style: TextStyle, from: number, to: number, y: number): void {
  const width = style.size / 16;
  const { capHeight } = style.stack.primary.metrics;
  if (style.underline) sink.rect(from, y + style.size * 0.12, to - from, width, style.color);
  if (style.strike) sink.rect(from, y - (style.size * capHeight) / 2, to - from, width, style.color);
}
