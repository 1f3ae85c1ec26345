// The outlines of a text, for what is drawn as pixels.
import { OPERANDS } from "../../fonts/shaping/outlines.ts";
import { fine, num } from "../file/syntax.ts";
import type { GlyphRun, Spread, TextSink } from "../text/sink.ts";
import type { Shaper } from "../text/typeface.ts";
import type { Word } from "../text/word.ts";
import { writeLine } from "../text/write.ts";
import type { Frame } from "./frame.ts";
import type { Scene } from "./scene.ts";
import { matrixOf, type Placed, placeText } from "./text-layout.ts";
import type { Element } from "../../svg/read.ts";

/** The path data of a `<text>` element. */
export const outlineText = (scene: Scene, element: Element, frame: Frame): string =>
  placeText(scene, element, frame).map(outlineOf).join("");

/** The path data of a piece of text. */
export function outlineOf(placed: Placed): string {
  const { line } = placed;
  if (!line) return "";
  const outlines = new Outlines(matrixOf(placed));
  writeLine(outlines, line, 0, 0, line.width, "left");
  return outlines.path;
}

/** Collects path data of glyphs; y points up, as on a canvas. */
class Outlines implements TextSink {
  path = "";
  #x = 0;
  #y = 0;
  #size = 0;

  constructor(readonly matrix: ReturnType<typeof matrixOf>) {}

  beginText(x: number, y: number, size: number): void {
    // To a hundredth, as on the canvas that has the same text.
    this.#x = Number(num(x));
    this.#y = Number(num(-y));
    this.#size = Number(num(size));
  }

  words(shaper: Shaper, words: readonly Word[], stretch: number): void {
    const gap = shaper.space.advance / shaper.typeface.upem + stretch;
    words.forEach((word, i) => {
      if (i) this.#x += gap * this.#size;
      this.#draw(shaper, word.text, 0);
      this.#x += (word.advance / shaper.typeface.upem) * this.#size;
    });
  }

  run({ shaper, word, drawn }: GlyphRun, { spacing = 0 }: Spread): void {
    this.#draw(shaper, drawn ?? word.text, spacing);
  }

  /** Clockwise where y points up, as letters of TrueType are: what overlaps is filled too. */
  rect(x: number, y: number, width: number, height: number): void {
    this.#command("M", x, -y);
    this.#command("L", x + width, -y);
    this.#command("L", x + width, -y - height);
    this.#command("L", x, -y - height);
    this.path += "Z";
  }

  #draw(shaper: Shaper, text: string, spacing: number): void {
    const scale = this.#size / shaper.typeface.upem;
    shaper.glyphs(text).forEach((placed, n) => {
      const x = this.#x + placed.x * scale + n * spacing * this.#size;
      const y = this.#y + placed.y * scale;
      const outline = shaper.outline(placed.glyph);
      for (let i = 0; i < outline.length;) {
        const command = outline[i++]!;
        const points = Array.from(outline.subarray(i, (i += OPERANDS[command]!)));
        this.#command("MLQCZ"[command]!, ...points.map((value, k) => (k % 2 ? y : x) + value * scale));
      }
    });
  }

  #command(name: string, ...points: number[]): void {
    const [a, , , d, e, f] = this.matrix;
    this.path +=
      name + points.map((value, i) => `${i % 2 ? fine(value * d + f) : fine(value * a + e)} `).join("");
  }

  // Nothing of these is an outline of letters.
  save(): void {}
  restore(): void {}
  spaces(): void {}
  endText(): void {}
  language(): void {}
  endLanguage(): void {}
  emoji(): void {}
  pageCount(): void {}
  shiftByCount(): void {}
}
