// Cuts a bidirectional line at an ellipsis in visual order, from the line's end edge (CSS Overflow 4).

import { graphemesOf } from "./graphemes.ts";
import type { Flow, Placed } from "./flow.ts";

export interface Cut {
  line: number;
  /** Pieces that are not drawn. */
  hidden: ReadonlySet<number>;
  /** The piece of which a part is drawn. */
  truncated: { index: number; text: string; left: number } | undefined;
  /** End of the text that is kept, and left edge of the ellipsis. */
  end: number;
  left: number;
}

interface Line {
  line: number;
  /** Of the text, and of its parent's content. */
  width: number;
  innerWidth: number;
  rtl: boolean;
  flow: Flow;
  levels: readonly number[];
  leftOf(piece: Placed): number;
  widthOfText(text: string): number;
}

/** Undefined where all of the text fits. */
export function planEllipsis(options: Line): Cut | undefined {
  const { line, width, innerWidth, rtl, flow, levels, leftOf, widthOfText } = options;
  const { lineWidths, placed, texts } = flow;
  if (line >= lineWidths.length || (line === lineWidths.length - 1 && lineWidths[line]! <= innerWidth))
    return undefined;
  const sign = widthOfText("\u2026");
  const limit = innerWidth - sign;
  const pieces = placed.flatMap((piece, index) =>
    piece.line === line ? [{ index, left: leftOf(piece), width: piece.width }] : [],
  );
  /** From the edge at which the line begins. */
  const near = (piece: { left: number; width: number }) =>
    rtl ? width - piece.left - piece.width : piece.left;
  pieces.sort((a, b) => near(a) - near(b));
  const hidden = new Set<number>();
  let truncated: Cut["truncated"];
  let end: number | undefined;
  for (const piece of pieces) {
    const text = texts[piece.index] ?? "";
    if (hidden.size || truncated) {
      hidden.add(piece.index);
      continue;
    }
    if (near(piece) + piece.width <= limit) {
      if (text.trim()) end = rtl ? piece.left : piece.left + piece.width;
      continue;
    }
    // A piece in the direction of the line keeps its start, and another one its end.
    const keepsStart = (levels[piece.index]! % 2 === 1) === rtl;
    const letters = graphemesOf(text.trim());
    if (!keepsStart) letters.reverse();
    let kept = "";
    let keptWidth = 0;
    for (const letter of letters) {
      const next = keepsStart ? kept + letter : letter + kept;
      const nextWidth = widthOfText(next);
      if ((kept || end !== undefined) && near(piece) + nextWidth > limit) break;
      kept = next;
      keptWidth = nextWidth;
    }
    if (!kept) {
      hidden.add(piece.index);
      continue;
    }
    const left = Math.round(rtl ? piece.left + piece.width - keptWidth : piece.left);
    truncated = { index: piece.index, text: kept, left };
    end = rtl ? left : left + keptWidth;
  }
  end ??= rtl ? width : 0;
  return { line, hidden, truncated, end, left: rtl ? end - sign : end };
}
