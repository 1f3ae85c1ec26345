// Text in a room that it may not leave: as many lines as there may be, the last of them ending in "…".

import type { Inline, Style } from "../template/block.ts";
import type { Writer } from "../document/writer.ts";
import { type Line, layoutLines } from "../text/lines.ts";
import { plainText } from "./place.ts";

/** Lines of a text, at most so many. What is shortened loses the styles inside of it. */
export function shortened(
  content: Inline,
  style: Style,
  width: number,
  most: number,
  writer: Writer,
): Line[] {
  const layout = (text: Inline) => {
    const lines: Line[] = [];
    for (const line of layoutLines(writer.styles.spans(text, style), width, { direction: "auto" })) {
      lines.push(line);
      if (lines.length > most) break;
    }
    return lines;
  };
  const whole = layout(content);
  if (whole.length <= most) return whole;
  const letters = [...plainText(content)];
  let [fits, over] = [0, letters.length];
  while (over - fits > 1) {
    const middle = (fits + over) >> 1;
    if (layout(`${letters.slice(0, middle).join("").trimEnd()}…`).length <= most) fits = middle;
    else over = middle;
  }
  return layout(`${letters.slice(0, fits).join("").trimEnd()}…`).slice(0, most);
}
