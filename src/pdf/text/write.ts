// A line of text, put on a canvas.
import type { Canvas } from "../document/canvas.ts";
import { visualOrder } from "../../fonts/shaping/bidi.ts";
import type { Line, PlainLine } from "./lines.ts";
import type { Part, TextStyle } from "./parts.ts";
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
  canvas: Canvas,
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
    writePlain(canvas, plain, at, y, stretch);
    return undefined;
  }
  return writeItems(canvas, line, at, y, stretch, side === "right" ? 1 : side === "center" ? 0.5 : 0);
}

function writePlain(
  canvas: Canvas,
  { style, words }: PlainLine,
  x: number,
  y: number,
  stretch: number,
): void {
  const { supplies } = canvas;
  const { typeface, space } = style.stack.latin;
  canvas.beginText(x, y - (style.rise ?? 0), style.size, style.color);
  const gap = stretch ? `${space.shown})${-Math.round((stretch / style.size) * 1e6) / 1000}(` : space.shown;
  if (words.length > 1) supplies.note(typeface, space);
  let shown = "";
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (i) shown += gap;
    if (supplies.note(typeface, word)) {
      if (shown) canvas.show(typeface, shown);
      shown = "";
      canvas.speak(typeface, word);
    } else shown += word.shown;
  }
  if (shown) canvas.show(typeface, shown);
  canvas.endText();
}

function writeItems(
  canvas: Canvas,
  line: Line,
  x: number,
  y: number,
  stretch: number,
  /** The share of free room that is left of the text: 0 where it begins at the left. */
  lead: number,
): LinkArea[] | undefined {
  const items: Item[] = [];
  line.parts.forEach((part, i) => {
    items.push({ part, space: false, level: part.level });
    if (part.spaces && i < line.parts.length - 1) items.push({ part, space: true, level: part.spaceLevel });
  });
  // The number of pages is not known yet: what stands before and after it is moved when it is.
  const counted = line.parts.filter((part) => part.runs.some((run) => run.emoji === PAGE_COUNT));
  if (counted.length) canvas.save();
  for (const { style } of counted) if (lead) canvas.shiftByCount(style.stack, style.size, lead);
  let at = x;
  let links: LinkArea[] | undefined;
  for (const { part, space } of line.rtl || items.some((item) => item.level) ? visualOrder(items) : items) {
    const { style } = part;
    const from = at;
    const gap = part.space + stretch * part.spaces;
    if (space) writeSpace(canvas, part, at, y);
    else writeRuns(canvas, part, at, y, at === x);
    at += space ? gap : part.width;
    if (style.underline || style.strike) writeRules(canvas, style, from, at, y);
    if (!space && at < x + line.width - 0.01 && counted.includes(part))
      canvas.shiftByCount(style.stack, style.size, -1);
    if (!style.link) continue;
    const last = links?.at(-1);
    if (last && last.url === style.link && Math.abs(last.x + last.width - from) < 0.5)
      last.width = at - last.x;
    else (links ??= []).push({ url: style.link, x: from, width: at - from });
  }
  if (counted.length) canvas.restore();
  return links;
}

function writeSpace(canvas: Canvas, { style, spaces }: Part, x: number, y: number): void {
  const { latin } = style.stack;
  canvas.supplies.note(latin.typeface, latin.space);
  canvas.beginText(x, y - (style.rise ?? 0), style.size, style.color);
  canvas.show(latin.typeface, latin.space.shown.repeat(spaces));
  canvas.endText();
}

function writeRuns(canvas: Canvas, part: Part, x: number, y: number, first: boolean): void {
  const { style } = part;
  const { size, letterSpacing } = style;
  const base = y - (style.rise ?? 0);
  let at = x;
  // Readers know letters that are spaced by the even distance of all of them.
  const beside = letterSpacing !== undefined && part.runs.some((run) => run.shaper && run.word.silent);
  for (const run of part.runs) {
    if (run.shaper) {
      const drawn = size * (run.scale ?? 1);
      canvas.beginText(at, base, drawn, style.color);
      if (letterSpacing) canvas.ops += `${letterSpacing / drawn} Tc\n`;
      canvas.run(run, { spacing: (letterSpacing ?? 0) / drawn, beside, leftmost: first && at === x });
      if (letterSpacing) canvas.ops += "0 Tc\n";
      canvas.endText();
      at += run.em * size + (letterSpacing ?? 0) * run.word.text.length;
    } else if (run.emoji === PAGE_COUNT) {
      canvas.pageCount(style.stack, style.color, at, base, size);
      at += run.em * size;
    } else {
      const form = canvas.supplies.emoji(run.emoji);
      if (form) canvas.emoji(style.stack, form, run.emoji, at, base, size);
      at += run.em * size;
    }
  }
}

function writeRules(canvas: Canvas, style: TextStyle, from: number, to: number, y: number): void {
  const width = style.size / 16;
  const { capHeight } = style.stack.primary.metrics;
  if (style.underline) canvas.rect(from, y + style.size * 0.12, to - from, width, style.color);
  if (style.strike) canvas.rect(from, y - (style.size * capHeight) / 2, to - from, width, style.color);
}
