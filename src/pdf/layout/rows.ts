// The rows of a table: cells with their lines, drawn as one piece, cut only when taller than a page.

import type { Block, Cell, Inline, Style } from "../template/block.ts";
import { collectPieces } from "./groups.ts";
import { type CellBox, type ColumnBox, formatCell, tailWidth } from "./cells.ts";
import { isNumeric } from "./decimals.ts";
import type { Page } from "../document/page.ts";
import { drawStack, type Piece, stackHeight } from "./piece.ts";
import { cutRows, grown, type Half, sum } from "./row-cut.ts";
import { blocksOf, type Place } from "./place.ts";
import type { Tag } from "../file/tags.ts";
import { drawLine, langEntry } from "./text.ts";
import { layoutLines, type Line } from "../text/lines.ts";
import { colorOf } from "../template/theme.ts";

/** How rows look: all of a table's, or its header's. */
export interface RowLook {
  place: Place;
  columns: readonly ColumnBox[];
  zebra: boolean;
  header?: boolean;
  /** A repeated header: an artifact, which screen readers skip. */
  decoration?: boolean;
  total?: "first" | "more";
  /** Ignore the column's `decimal` alignment. */
  plain?: boolean;
}

/**
 * Lays out one cell.
 * @param row its row from 0, for errors; undefined for titles and sums
 */
export function cellBox(
  cell: Cell,
  column: number,
  columns: readonly ColumnBox[],
  look: RowLook,
  row?: number,
): CellBox {
  const { writer } = look.place;
  const first = columns[column]!;
  let { x, width, style } = first;
  let colSpan = 1;
  let rowSpan = 1;
  let background: string | undefined;
  if (typeof cell === "object" && cell !== null && "cell" in cell) {
    ({ colSpan = 1, rowSpan = 1 } = cell);
    if (!(colSpan >= 1 && column + colSpan <= columns.length) || !(rowSpan >= 1 && rowSpan <= 1000))
      throw new Error(
        `A cell in ${whereOf(row, column)} of ${columns.length} cannot span ${colSpan} columns and ${rowSpan} rows.`,
      );
    for (let i = 1; i < colSpan; i++) width += columns[column + i]!.width;
    x = Math.min(x, columns[column + colSpan - 1]!.x);
    if (cell.style) style = writer.styles.over(style, cell.style);
    if (cell.background) background = colorOf(cell.background, writer.settings.theme);
  }
  const box: CellBox = {
    column,
    colSpan,
    rowSpan,
    x,
    width,
    style,
    background,
    lines: undefined,
    blocks: undefined,
    pieces: undefined,
    tag: undefined,
    height: 0,
    inset: 0,
  };
  const inner = width - 2 * first.padding;
  const content = formatCell(cell, first);
  if (content === undefined) {
    box.blocks = blocksOf((cell as { cell: Inline | Block | readonly Block[] }).cell);
    return box;
  }
  const number = !look.plain && isNumber(cell, content, first);
  const { direction = "auto" } = style;
  if (first.decimal && typeof content === "string" && !look.plain)
    box.inset = Math.max(0, first.tail - tailWidth(content, cell, first, style, writer.styles));
  // In text from the right the sign of a number would change its side.
  const turned = number && direction !== "ltr" && direction !== "auto" && isNumeric(content);
  if (turned) box.style = { ...style, align: sideOf(style.align) };
  const layout = (look: Style) => [
    ...layoutLines(writer.styles.spans(content, look), number || first.decimal ? Infinity : inner, {
      direction: turned ? "ltr" : direction,
    }),
  ];
  box.lines = layout(style);
  if (number) fitNumber(box, content, inner, layout, row);
  for (const line of box.lines) box.height += line.height;
  return box;
}

const whereOf = (row: number | undefined, column: number): string =>
  `${row === undefined ? "" : `row ${row + 1}, `}column ${column + 1}`;

/** Points below which a number is not legible any more. */
const SMALLEST = 4.5;

/** A number is never cut: what does not fit gives up its place under the others, then is set smaller. */
function fitNumber(
  box: CellBox,
  content: string,
  room: number,
  layout: (style: Style) => Line[],
  row: number | undefined,
): void {
  const wide = Math.max(0, ...box.lines!.map((line) => line.width));
  if (wide + box.inset <= room + 0.01) return;
  box.inset = Math.max(0, room - wide);
  if (wide <= room) return;
  const { size = 10 } = box.style;
  const smaller = Math.floor(((size * room) / wide) * 100) / 100;
  if (smaller < SMALLEST)
    throw new Error(
      `The number "${content}" in ${whereOf(row, box.column)} of a table does not fit into ${Math.round(room)} points: ` +
        "give the column more room, or leave out others.",
    );
  box.lines = layout({ ...box.style, size: smaller });
}

/** Whether a cell is a number to its column: one that JavaScript has, or any in a decimal column. */
function isNumber(cell: Cell, content: Inline, { decimal }: ColumnBox): content is string {
  if (typeof content !== "string") return false;
  const value = typeof cell === "object" && cell !== null && "cell" in cell ? cell.cell : cell;
  return typeof value === "number" || (decimal && isNumeric(content));
}

/** Alignment as text from the right has it. */
const sideOf = (align: Style["align"]): Style["align"] =>
  align === undefined || align === "start" ? "right" : align === "end" ? "left" : align;

/** A row of text cells, or several rows joined by a `rowSpan`, as one piece. */
export function rowPiece(
  rows: CellBox[][],
  look: RowLook,
  index: number,
  parent: Tag | undefined,
  type = "TD",
): Piece {
  return finishRow(rows, look, index, openTags(rows, look, parent, type));
}

/** The same for rows whose cells hold blocks. */
export async function blockRowPiece(
  rows: CellBox[][],
  look: RowLook,
  index: number,
  parent: Tag | undefined,
): Promise<Piece> {
  const trs = openTags(rows, look, parent, "TD");
  for (const row of rows) for (const cell of row) if (cell.blocks) await layoutCell(cell, look);
  return finishRow(rows, look, index, trs);
}

function openTags(rows: CellBox[][], look: RowLook, parent: Tag | undefined, type: string) {
  return rows.map((row) => {
    const tr = look.decoration ? undefined : parent?.open("TR");
    const document = look.place.writer.lang;
    if (tr)
      for (const cell of row) {
        const kind = type === "TD" && look.columns[cell.column]!.rowHeader && !look.total ? "RH" : type;
        cell.tag = tr.open(
          kind === "TD" ? "TD" : "TH",
          attributes(cell, kind) + langEntry(cell.style, document),
        );
      }
    return tr;
  });
}

function finishRow(
  rows: CellBox[][],
  look: RowLook,
  index: number,
  trs: readonly (Tag | undefined)[],
): Piece {
  const { padding } = look.columns[0]!;
  const top = padding * 0.6;
  const alone = rows.map((row) =>
    Math.max(0, ...row.map((cell) => (cell.rowSpan === 1 ? cell.height + 2 * top : 0))),
  );
  const heights = grown(rows, alone, top);
  const close = () => {
    for (const row of rows) for (const cell of row) cell.tag?.close();
    for (const tr of trs) tr?.close();
  };
  return makeRow({ rows, heights }, look, index, { close });
}

function attributes(cell: CellBox, type: string): string {
  let out = type === "TH" ? "/Scope/Column" : type === "RH" ? "/Scope/Row" : "";
  if (cell.colSpan > 1) out += `/ColSpan ${cell.colSpan}`;
  if (cell.rowSpan > 1) out += `/RowSpan ${cell.rowSpan}`;
  return out && `/A<</O/Table${out}>>`;
}

/** Lays out a cell's blocks, all at once (not as a stream): a cell is no longer than a page or two. */
async function layoutCell(cell: CellBox, look: RowLook): Promise<void> {
  const { padding } = look.columns[0]!;
  const place: Place = {
    ...look.place,
    width: cell.width - 2 * padding,
    // A tenth is left to the titles of the columns.
    high: look.place.high && look.place.high * 0.9 - 2 * padding,
    style: cell.style,
    tag: cell.tag,
  };
  cell.pieces = await collectPieces(cell.blocks!, place);
  cell.height = stackHeight(cell.pieces);
}

function makeRow(
  { rows, heights }: Half,
  look: RowLook,
  index: number,
  tags: { close: () => void } | undefined,
): Piece {
  const { padding } = look.columns[0]!;
  const top = padding * 0.6;
  const height = sum(heights);
  const draw = (page: Page, x: number, y: number) => {
    drawGround(page, rows, heights, height, look, index, x, y);
    let at = y;
    for (const [r, row] of rows.entries()) {
      for (const cell of row) drawCell(page, cell, x + cell.x, at + top, padding);
      at += heights[r]!;
    }
    tags?.close();
  };
  const split: Piece["split"] = (room) => {
    const halves = cutRows(rows, heights, room, top);
    return halves && [makeRow(halves[0], look, index, undefined), makeRow(halves[1], look, index, tags)];
  };
  return { height, before: 0, after: 0, draw, split };
}

function drawGround(
  page: Page,
  rows: CellBox[][],
  heights: readonly number[],
  height: number,
  look: RowLook,
  index: number,
  x: number,
  y: number,
): void {
  const { theme } = look.place.writer.settings;
  const { width } = look.place;
  const line = colorOf(theme.line, theme);
  page.artifact();
  if (!look.header && !look.total && look.zebra && index % 2 === 1)
    page.rect(x, y, width, height, colorOf(theme.tint, theme));
  let at = y;
  for (const [r, row] of rows.entries()) {
    for (const cell of row) {
      if (!cell.background) continue;
      const last = Math.min(r + cell.rowSpan, rows.length);
      page.rect(x + cell.x, at, cell.width, sum(heights.slice(r, last)), cell.background);
    }
    at += heights[r]!;
  }
  if (look.header)
    page.line(x, y + height - 0.4, x + width, y + height - 0.4, colorOf(theme.text, theme), 0.8);
  else if (look.total === "first") page.line(x, y, x + width, y, colorOf(theme.text, theme), 0.8);
  else if (!look.zebra && !look.total) page.line(x, y + height, x + width, y + height, line, 0.5);
  page.endMark();
}

function drawCell(page: Page, cell: CellBox, x: number, y: number, padding: number): void {
  const left = x + padding;
  const width = cell.width - 2 * padding - cell.inset;
  if (cell.pieces) {
    drawStack(cell.pieces, page, left, y);
    return;
  }
  let at = y;
  const align = cell.style.align ?? "start";
  for (const line of cell.lines ?? []) {
    if (line.width > 0) drawLine(page, line, left, at, width, align, cell.tag);
    at += line.height;
  }
}
