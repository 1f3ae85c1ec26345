// Blocks to pieces: one function for each kind of block, chosen here.

import type { Block } from "../template/block.ts";
import { chartPieces } from "./chart.ts";
import { columnPieces, groupPieces } from "./groups.ts";
import { fieldPieces } from "./form.ts";
import { drawPieces } from "./drawing.ts";
import { listPieces } from "./list.ts";
import { picturePieces } from "./picture.ts";
import { gap, type Piece } from "./piece.ts";
import { finite, type Pieces, type Place } from "./place.ts";
import { tablePieces } from "./table.ts";
import { headingPieces, paragraphPieces } from "./text.ts";
import { colorOf } from "../template/theme.ts";

/** The functions that make the blocks which only the flow of pages can hold. */
const NAMES = { "page-break": "pageBreak()", toc: "toc()", place: "place(…)" };

/** The pieces of a block, made while they are asked for. */
export function layoutBlock(block: Block, place: Place): Pieces {
  switch (block.kind) {
    case "heading":
      return headingPieces(block, place);
    case "paragraph":
      return paragraphPieces(block, place);
    case "list":
      return listPieces(block, place);
    case "image":
    case "svg":
      return picturePieces(block, place);
    case "chart":
      return chartPieces(block, place);
    case "table":
      return tablePieces(block, place);
    case "columns":
      return columnPieces(block, place);
    case "group":
      return groupPieces(block, place);
    case "rule":
      return [rulePiece(block, place)];
    case "space":
      return [gap(finite(block.height, "space"))];
    case "draw":
      return drawPieces(block, place);
    case "form":
      return fieldPieces(block, place);
    case "page-break":
    case "toc":
    case "place":
      throw new Error(`${NAMES[block.kind]} cannot stand inside of another block: yield it by itself.`);
    default:
      throw new Error(
        `A template yielded ${describe(block)}, which is no block: use heading(…), paragraph(…), table(…) and so on.`,
      );
  }
}

function rulePiece(block: Extract<Block, { kind: "rule" }>, { writer, width }: Place): Piece {
  const thickness = finite(block.thickness ?? 0.75, "rule");
  const color = colorOf(block.color ?? "line", writer.settings.theme);
  return {
    height: thickness,
    before: block.before ?? 8,
    after: block.after ?? 8,
    draw: (page, x, y) => {
      page.artifact();
      page.rect(x, y, width, thickness, color);
      page.endMark();
    },
  };
}

const describe = (value: unknown): string => {
  if (typeof value !== "object" || value === null) return String(value).slice(0, 40);
  return "kind" in value
    ? `{ kind: ${String(value.kind)} }`
    : `an object with ${Object.keys(value).join(", ").slice(0, 40)}`;
};
