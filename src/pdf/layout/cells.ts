// Cells of a table: their boxes, and their values as text.

import type { Tag } from "../file/tags.ts";
import type { Block, Cell, Column, Inline, Style, Table } from "../template/block.ts";
import { type Line, measure } from "../text/lines.ts";
import { tailOf } from "./decimals.ts";
import type { Piece } from "./piece.ts";
import type { Styles } from "./style.ts";

export interface ColumnBox {
  x: number;
  width: number;
  padding: number;
  style: Style;
  format: ((value: never) => string) | undefined;
  /** Room right of the decimal points. */
  tail: number;
  /** Widths of what stands there, in the column's style: see {@link tailWidth}. */
  tails: Map<string, number>;
  decimal: boolean;
  /** The decimal mark of its language. */
  mark: string;
  /** Its cells name their rows. */
  rowHeader: boolean;
}

export interface CellBox {
  column: number;
  colSpan: number;
  rowSpan: number;
  x: number;
  width: number;
  style: Style;
  background: string | undefined;
  lines: Line[] | undefined;
  blocks: readonly Block[] | undefined;
  /** Laid-out blocks; each has an element of its own. */
  pieces: Piece[] | undefined;
  tag: Tag | undefined;
  height: number;
  /** Distance of the text from the right edge, for decimal alignment. */
  inset: number;
}

/** True if sums of this table are carried over page breaks. */
export const carries = (block: Table): boolean => block.columns.some(({ carry }) => carry);

/** The value of a row in a column. */
export function valueOf(row: unknown, column: Column<unknown>, index: number): Cell {
  if (typeof column.value === "function") return column.value(row as never, index);
  return (row as Record<PropertyKey, Cell>)[column.value ?? ""];
}

/** The text of a plain cell; undefined for one made of blocks. */
export function formatCell(cell: Cell, column: ColumnBox): Inline | undefined {
  if (cell === null || cell === undefined) return "";
  if (cell instanceof Date)
    return column.format ? column.format(cell as never) : cell.toISOString().slice(0, 10);
  if (typeof cell === "number") return column.format ? column.format(cell as never) : String(cell);
  if (typeof cell === "object" && "cell" in cell) {
    const { cell: inner } = cell;
    if (isBlockLike(inner)) return undefined;
    return formatCell(inner as Cell, column);
  }
  return cell;
}

const isBlockLike = (value: unknown): boolean => {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return (
    typeof first === "object" &&
    first !== null &&
    "kind" in first &&
    first.kind !== "styled" &&
    first.kind !== "page-count"
  );
};

/** Widths that a column remembers: two decimals and a currency make a hundred. */
const TAILS = 500;

/** The width of what stands right of a number's point. */
export function tailWidth(
  content: string,
  cell: Cell,
  column: ColumnBox,
  style: Style,
  styles: Styles,
): number {
  const tail = tailOf(content, markIn(cell, column));
  if (!tail) return 0;
  const own = style === column.style;
  const known = own ? column.tails.get(tail) : undefined;
  if (known !== undefined) return known;
  const width = measure(styles.spans(tail, style), { direction: "ltr" }).max;
  if (own && column.tails.size < TAILS) column.tails.set(tail, width);
  return width;
}

/** The decimal mark in a cell: a number without a format is written as JavaScript does. */
export const markIn = (cell: Cell, { format, mark }: ColumnBox): string => {
  const value = typeof cell === "object" && cell !== null && "cell" in cell ? cell.cell : cell;
  return typeof value === "number" && !format ? "." : mark;
};
