// Widths and styles of borders: the part of them that layout must know.

import { readPixels, readSides, readWord, SIDES, unsupported, type Length, type Units } from "./lengths.ts";
import { splitByWhitespace } from "../../../css-lists.ts";

const STYLES = new Set("none hidden dotted dashed solid double groove ridge inset outset".split(" "));
const WIDTHS: Readonly<Record<string, number>> = { thin: 1, medium: 3, thick: 5 };

/** The borders of an element while its declarations are read. */
export class Borders {
  readonly #sides = Object.fromEntries(
    SIDES.map((side): [string, { width?: number; style?: string }] => [side, {}]),
  );

  /** Takes `border`, `borderTop`, `borderWidth`, `borderTopStyle` and so on. */
  read(name: string, value: unknown, units: Units): void {
    const match = /^border(Top|Right|Bottom|Left)?(Width|Style)?$/.exec(name);
    if (!match) throw unsupported(name, value);
    const sides = match[1] ? [match[1] as "Top"] : SIDES;
    const widthOf = (part: unknown): number => WIDTHS[String(part)] ?? readPixels(name, part, units);
    if (match[2]) {
      const values = match[1] ? [value, value, value, value] : readSides(name, value);
      for (const side of sides) {
        const part = values[SIDES.indexOf(side)];
        if (match[2] === "Width") this.#sides[side]!.width = widthOf(part);
        else this.#sides[side]!.style = readWord(name, part);
      }
      return;
    }
    let width: number | undefined;
    let style = "none";
    for (const part of splitByWhitespace(String(value))) {
      if (STYLES.has(part)) style = part;
      else if (/^(?:[\d.]+(?:px|em|rem)?|thin|medium|thick)$/.test(part)) width = widthOf(part);
    }
    for (const side of sides) this.#sides[side] = { width: width ?? 3, style };
  }

  /** True where a line is dotted. resvg sets dots differently from one place to another. */
  get areDotted(): boolean {
    return SIDES.some((side) => this.#sides[side]!.style === "dotted");
  }

  /** Sets the widths of the sides that have a line, cut to whole pixels, but never to none. */
  layOut(layout: Record<string, Length>): void {
    for (const side of SIDES) {
      const { width = 3, style } = this.#sides[side]!;
      if (!style || style === "none" || style === "hidden" || !width) continue;
      layout[`border${side}Width`] =
        width < 0 || Number.isInteger(width) ? width : Math.max(1, Math.floor(width));
    }
  }
}
