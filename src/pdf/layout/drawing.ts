// A bridge to pdfkit: it draws on our pages, and its objects become ours.

import type { Draw } from "../template/block.ts";
import { figure } from "./picture.ts";
import type { Piece } from "./piece.ts";
import { finite, type Place } from "./place.ts";

/** Space for a drawing of the author's own. */
export function drawPieces(block: Draw, place: Place): Piece[] {
  const height = finite(block.height, "drawing");
  const bridge = place.writer.bridge!;
  return [
    figure(block, place.width, height, place, (page, x, y) => {
      bridge.paint(page, (doc) => block.draw(doc, { x, y, width: place.width, height }));
    }),
  ];
}
