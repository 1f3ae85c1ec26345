// A content stream under construction: PDF operators, with the graphics state that they leave. The origin is the top left.

import type { GlyphRun, Spread, TextSink } from "../text/sink.ts";
import type { Stack } from "../text/stack.ts";
import type { Shaper, Typeface } from "../text/typeface.ts";
import type { Word } from "../text/word.ts";
import { atEdge, readingOf } from "../text/reading.ts";
import { fine, num, text as textString } from "../file/syntax.ts";

/** The kinds of names that a page's content can use. */
export type ResourceKind = "XObject" | "ExtGState" | "Pattern" | "Shading" | "Font" | "ColorSpace";

/** The document's side of a canvas: names for the resources that it uses. */
export interface Supplies {
  /** The resource name of a font, made on first use. */
  font(typeface: Typeface): string;
  /** The resource name of the same font without a Unicode mapping, for silent words. */
  silentFont(typeface: Typeface): string;
  /** The resource name of the invisible font, see `reading.ts`. */
  readingFont(): string;
  /** Notes the glyphs of a word; true when the word must carry its text along to be read right. */
  note(typeface: Typeface, word: Word): boolean;
  /** The resource name of an emoji's drawing, one unit wide and high; undefined if there is none. */
  emoji(grapheme: string): string | undefined;
  /** The resource name of a form that shows the number of pages, one unit high, from its base line. */
  pageCount(stack: Stack, color: string): string;
  /** A stream that will move by a part of what {@link Supplies.pageCount} leaves free. */
  countShift(stack: Stack, size: number, part: number): number;
}

/** Collects operators. All coordinates are points from the top left of a sheet of this height. */
export class Canvas implements TextSink {
  /** The operators so far. */
  ops = "";
  #fill = "";
  #stroke = "";
  #font = "";
  readonly #saved: [fill: string, stroke: string, font: string][] = [];

  constructor(
    readonly supplies: Supplies,
    readonly height: number,
  ) {}

  /** Saves the graphics state. */
  save(): void {
    this.#saved.push([this.#fill, this.#stroke, this.#font]);
    this.ops += "q\n";
  }

  restore(): void {
    [this.#fill, this.#stroke, this.#font] = this.#saved.pop() ?? ["", "", ""];
    this.ops += "Q\n";
  }

  /** Sets the colour of areas and text: six hexadecimal digits. */
  fill(color: string): void {
    if (color === this.#fill) return;
    this.#fill = color;
    this.ops += `${components(color)}rg\n`;
  }

  stroke(color: string): void {
    if (color === this.#stroke) return;
    this.#stroke = color;
    this.ops += `${components(color)}RG\n`;
  }

  /** A filled rectangle. */
  rect(x: number, y: number, width: number, height: number, color: string): void {
    this.fill(color);
    this.ops += `${num(x)} ${num(this.height - y - height)} ${num(width)} ${num(height)} re f\n`;
  }

  /** A rectangle with round corners, filled or outlined. */
  roundedRect(
    x: number,
    y: number,
    width: number,
    height: number,
    radius: number,
    fill?: string,
    stroke?: string,
  ): void {
    const r = Math.min(radius, width / 2, height / 2);
    const k = r * 0.5523;
    const [l, t, b] = [x, this.height - y, this.height - y - height];
    const right = x + width;
    if (fill) this.fill(fill);
    if (stroke) this.stroke(stroke);
    const at = (...values: number[]) => values.map(num).join(" ");
    this.ops +=
      r > 0
        ? `${at(l + r, b)} m ${at(right - r, b)} l ${at(right - r + k, b, right, b + r - k, right, b + r)} c ` +
          `${at(right, t - r)} l ${at(right, t - r + k, right - r + k, t, right - r, t)} c ${at(l + r, t)} l ` +
          `${at(l + r - k, t, l, t - r + k, l, t - r)} c ${at(l, b + r)} l ${at(l, b + r - k, l + r - k, b, l + r, b)} c h `
        : `${at(l, b, width, height)} re `;
    this.ops += fill && stroke ? "B\n" : fill ? "f\n" : "0.75 w S\n";
  }

  /** A straight line. */
  line(x1: number, y1: number, x2: number, y2: number, color: string, width: number): void {
    this.stroke(color);
    const { height } = this;
    this.ops += `${num(width)} w ${num(x1)} ${num(height - y1)} m ${num(x2)} ${num(height - y2)} l S\n`;
  }

  /** Draws a form or an image so that its unit square covers this rectangle. */
  place(resource: string, x: number, y: number, width: number, height: number): void {
    this.ops += `q ${fine(width)} 0 0 ${fine(height)} ${num(x)} ${num(this.height - y - height)} cm /${resource} Do Q\n`;
  }

  /** Draws an emoji on a base line, with its text for those who copy or listen. */
  emoji({ latin }: Stack, grapheme: string, x: number, y: number, size: number): void {
    const resource = this.supplies.emoji(grapheme);
    if (!resource) return;
    this.ops += `/Span<</ActualText${textString(grapheme)}>>BDC\n`;
    this.place(resource, x + size * 0.04, y - size * 0.9, size * 1.17, size * 1.17);
    // Readers attach ActualText to glyphs, so an invisible space marks the position of the picture.
    this.supplies.note(latin.typeface, latin.space);
    this.ops += `BT 3 Tr ${num(size)} 0 0 ${num(size)} ${num(x)} ${num(this.height - y)} Tm `;
    this.#show(latin.typeface, latin.space.shown);
    this.ops += "0 Tr ET EMC\n";
  }

  /** The number of pages, which is filled in at the end. */
  pageCount(stack: Stack, color: string, x: number, y: number, size: number): void {
    const form = this.supplies.pageCount(stack, color);
    this.ops += `q ${fine(size)} 0 0 ${fine(size)} ${num(x)} ${num(this.height - y)} cm /${form} Do Q\n`;
  }

  /**
   * Moves what follows by a part of the difference between the room that was kept for the number of
   * pages and what it takes. Only a page can: a form is finished before the number is known.
   */
  shiftByCount(_stack: Stack, _size: number, _part: number): void {}

  beginText(x: number, y: number, size: number, color: string): void {
    this.fill(color);
    const s = num(size);
    this.ops += `BT ${s} 0 0 ${s} ${num(x)} ${num(this.height - y)} Tm\n`;
  }

  words({ typeface, space }: Shaper, words: readonly Word[], stretch: number): void {
    const { supplies } = this;
    const gap = stretch ? `${space.shown})${-Math.round(stretch * 1e6) / 1000}(` : space.shown;
    if (words.length > 1) supplies.note(typeface, space);
    let shown = "";
    for (let i = 0; i < words.length; i++) {
      const word = words[i]!;
      if (i) shown += gap;
      if (supplies.note(typeface, word)) {
        if (shown) this.#show(typeface, shown);
        shown = "";
        this.#speak(typeface, word);
      } else shown += word.shown;
    }
    if (shown) this.#show(typeface, shown);
  }

  spaces({ typeface, space }: Shaper, count: number): void {
    this.supplies.note(typeface, space);
    this.#show(typeface, space.shown.repeat(count));
  }

  #show(typeface: Typeface, shown: string): void {
    this.#showIn(this.supplies.font(typeface), shown);
  }

  #showIn(font: string, shown: string): void {
    if (font !== this.#font) {
      this.#font = font;
      this.ops += `/${font} 1 Tf `;
    }
    this.ops += `[(${shown})]TJ\n`;
  }

  endText(): void {
    this.ops += "ET\n";
  }

  language(tag: string): void {
    this.ops += `/Span<</Lang${textString(tag)}>>BDC\n`;
  }

  endLanguage(): void {
    this.ops += "EMC\n";
  }

  /** Writes a run that {@link beginText} was called for, with its text beside it where its glyphs do not tell. */
  run(run: GlyphRun, spread: Spread = {}): void {
    const { spacing = 0 } = spread;
    if (spacing) this.ops += `${spacing} Tc\n`;
    this.#glyphs(run, spread);
    if (spacing) this.ops += "0 Tc\n";
  }

  #glyphs({ shaper, word }: GlyphRun, { spacing = 0, beside = false, leftmost = false }: Spread): void {
    const { typeface } = shaper;
    const unclear = this.supplies.note(typeface, word);
    let { reading } = word;
    if (!reading && (beside || (unclear && word.rtl))) reading = readingOf(word.text, word.rtl);
    if (!reading) {
      if (unclear || word.silent) this.#speak(typeface, word);
      else this.#show(typeface, word.shown);
      return;
    }
    if (leftmost && word.rtl) reading = atEdge(reading, word.text);
    // First the silent glyphs; then, from the same origin, the letters in text rendering mode 3 (invisible), scaled to the
    // same width.
    this.ops += "/Span<</ActualText()>>BDC\n";
    this.#showIn(this.supplies.silentFont(typeface), word.shown);
    const wide = word.advance / typeface.upem + spacing * word.text.length;
    const percent = (100 * wide) / reading.count;
    this.ops += `EMC\n${spacing ? "0 Tc " : ""}3 Tr ${fine(percent)} Tz 0 0 Td `;
    this.#showIn(this.supplies.readingFont(), reading.shown);
    this.ops += "100 Tz 0 Tr\n";
  }

  /** Writes a word together with its text. */
  #speak(typeface: Typeface, word: Word): void {
    this.ops += `/Span<</ActualText${textString(word.text)}>>BDC\n`;
    this.#show(typeface, word.shown);
    this.ops += "EMC\n";
  }
}

function components(color: string): string {
  const value = parseInt(color, 16);
  return `${part(value >> 16)} ${part((value >> 8) & 255)} ${part(value & 255)} `;
}

const part = (byte: number): string => String(Math.round((byte / 255) * 1000) / 1000);
