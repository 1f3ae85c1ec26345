// Tables: rows from any iterable become pieces while pages are drawn.

import type { Cell, Table } from "../template/block.ts";
import { type CellBox, type ColumnBox, valueOf } from "./cells.ts";
import { Carry, carry } from "./carry.ts";
import { columnWidths, headingStyle } from "./columns.ts";
import { afterwards, type Piece } from "./piece.ts";
import { prepare } from "./prepare.ts";
import type { Place } from "./place.ts";
import { blockRowPiece, cellBox, rowPiece, type RowLook } from "./rows.ts";
import { text } from "../file/syntax.ts";

/** Rows sampled for the widths of `auto` columns and the position of decimal points. */
export const SAMPLE_ROWS = 100;
/** Maximum number of columns. */
export const MAX_COLUMNS = 100;
/** Rows one after another that may ask to stay with the next. */
const MAX_KIN = 5;
/** Rows in one TBody of the structure tree. */
const BODY_ROWS = 64;

/** A table, row by row. Rows are taken from the iterable as pages have room for them. */
export async function* tablePieces(block: Table, place: Place): AsyncGenerator<Piece> {
  const { writer } = place;
  checkColumns(block);
  const iterator = iterate(block.rows);
  const summary = block.summary === undefined ? "" : `/A<</O/Table/Summary ${text(block.summary)}>>`;
  const tag = place.tag?.open("Table", summary);
  try {
    const sample: unknown[] = [];
    while (sample.length < SAMPLE_ROWS) {
      const next = iterator.next();
      const result = next instanceof Promise ? await next : next;
      if (result.done) break;
      sample.push(result.value);
    }
    const columns = columnWidths(block, sample, place);
    const look: RowLook = { place, columns, zebra: block.zebra !== false };
    const header = headerPiece(block, look, tag);
    if (header) yield header.first;
    const repeat = block.repeatHeader === false ? undefined : header?.repeat;
    const sums = Carry.of(block, look);
    let before = sums?.now();
    let index = 0;
    let body = tag?.open("TBody");
    let bodyRows = 0;
    let group: CellBox[][] = [];
    let spanned = 0;
    const taken = spans(columns.length);
    let kin = 0;
    for await (const row of rest(sample, iterator)) {
      const cells = cellsOf(row, index, block, columns, look, taken, sums);
      for (const cell of cells) if (cell.blocks) await prepare(cell.blocks, writer);
      spanned = Math.max(spanned - 1, ...cells.map((cell) => cell.rowSpan - 1));
      group.push(cells);
      index++;
      if (spanned > 0) continue;
      const made = group.some((row) => row.some((cell) => cell.blocks)) ? blockRowPiece : rowPiece;
      const piece = await made(group, look, index - group.length, body);
      if (sums) carry(piece, before!, (before = sums.now()));
      piece.repeat = repeat;
      if (index === group.length) piece.before = 0;
      const kept =
        kin < MAX_KIN && (isTitle(cells, columns.length) || block.keepWithNext?.(row as never, index - 1));
      kin = kept ? kin + 1 : 0;
      if (kept) piece.keep = true;
      yield piece;
      bodyRows += group.length;
      group = [];
      if (bodyRows < BODY_ROWS || !body) continue;
      const full = body;
      yield afterwards(() => full.close());
      body = tag?.open("TBody");
      bodyRows = 0;
    }
    for (const [r, row] of group.entries())
      for (const cell of row) cell.rowSpan = Math.min(cell.rowSpan, group.length - r);
    if (group.length) yield { ...(await blockRowPiece(group, look, index - group.length, body)), repeat };
    if (index === 0) yield emptyPiece(block, look, body);
    if (body) yield afterwards(() => body.close());
    for await (const piece of totalPieces(block, look, tag, index))
      yield before && piece.height > 0 ? { ...piece, repeat, carry: { ...before, room: 0 } } : piece;
    if (tag) yield afterwards(() => tag.close());
    yield { height: 0.01, before: 0, after: block.after ?? 12, draw: () => {} };
  } finally {
    await iterator.return?.();
  }
}

function checkColumns(block: Table): void {
  const count = block.columns.length;
  if (count < 1 || count > MAX_COLUMNS)
    throw new Error(
      `A table has 1 to ${MAX_COLUMNS} columns, not ${count}: split it, or turn it on its side.`,
    );
}

type Rows = { next(): IteratorResult<unknown> | Promise<IteratorResult<unknown>>; return?(): unknown };

function iterate(rows: Table["rows"]): Rows {
  if (typeof rows === "object" && rows !== null) {
    if (Symbol.asyncIterator in rows) return rows[Symbol.asyncIterator]() as Rows;
    if (Symbol.iterator in rows) return rows[Symbol.iterator]() as Rows;
  }
  throw new Error("A table's rows must be an array or another (async) iterable.");
}

/** The sampled rows, then the others. */
function rest(sample: readonly unknown[], iterator: Rows): AsyncIterable<unknown> | Iterable<unknown> {
  if (sample.length < SAMPLE_ROWS) return sample;
  return {
    [Symbol.asyncIterator]() {
      let at = 0;
      return {
        next: async () =>
          at < sample.length ? { done: false as const, value: sample[at++] } : iterator.next(),
      };
    },
  };
}

/** Rows that each column is still covered by a spanning cell from above. */
const spans = (count: number): number[] => Array.from({ length: count }, () => 0);

function cellsOf(
  row: unknown,
  index: number,
  block: Table,
  columns: readonly ColumnBox[],
  look: RowLook,
  taken: number[],
  carry: Carry | undefined,
): CellBox[] {
  const cells: CellBox[] = [];
  for (let i = 0; i < columns.length; i++) {
    if (taken[i]! > 0) {
      taken[i]!--;
      continue;
    }
    const value = valueOf(row, block.columns[i]!, index);
    carry?.add(i, value, index);
    const box = cellBox(value, i, columns, look, index);
    for (let j = i; j < i + box.colSpan; j++) taken[j] = box.rowSpan - 1;
    cells.push(box);
    i += box.colSpan - 1;
  }
  return cells;
}

/** True for a row of one cell across the table: the title of the rows below it, which it stays with. */
const isTitle = (cells: readonly CellBox[], columns: number): boolean =>
  columns > 1 && cells.length === 1 && cells[0]!.colSpan === columns;

function headerPiece(block: Table, look: RowLook, tag: Parameters<typeof rowPiece>[3]) {
  if (block.columns.every((column) => column.title === undefined)) return undefined;
  const style = headingStyle(block, look.place);
  const boxes = () =>
    block.columns.map((column, i) =>
      cellBox({ cell: column.title ?? "", style }, i, look.columns, { ...look, plain: true }),
    );
  const head = tag?.open("THead");
  const first = rowPiece([boxes()], { ...look, header: true }, 0, head, "TH");
  first.keep = true;
  first.before = block.before ?? 6;
  const { draw } = first;
  first.draw = (page, x, y) => {
    draw(page, x, y);
    head?.close();
  };
  const repeat = rowPiece([boxes()], { ...look, header: true, decoration: true }, 0, undefined);
  return { first, repeat };
}

async function* totalPieces(
  block: Table,
  look: RowLook,
  tag: Parameters<typeof rowPiece>[3],
  rows: number,
): AsyncGenerator<Piece> {
  const totals = block.totals?.();
  if (!totals?.length) return;
  const lines = (Array.isArray(totals[0]) ? totals : [totals]) as readonly (readonly Cell[])[];
  const foot = tag?.open("TFoot");
  for (const [n, line] of lines.entries()) {
    const boxes: CellBox[] = [];
    for (let i = 0, at = 0; i < look.columns.length; at++) {
      const box = cellBox(bolder(line[at]), i, look.columns, look);
      boxes.push(box);
      i += box.colSpan;
    }
    for (const { blocks } of boxes) if (blocks) await prepare(blocks, look.place.writer);
    const made = boxes.some(({ blocks }) => blocks) ? blockRowPiece : rowPiece;
    yield {
      ...(await made([boxes], { ...look, total: n === 0 ? "first" : "more" }, rows, foot)),
      keep: n < lines.length - 1,
    };
  }
  if (foot) yield afterwards(() => foot.close());
}

function bolder(cell: Cell): Cell {
  const style = { weight: 700 };
  if (typeof cell === "object" && cell !== null && "cell" in cell)
    return { ...cell, style: { ...style, ...cell.style } };
  if (cell instanceof Date) return cell;
  return { cell: cell ?? "", style };
}

function emptyPiece(block: Table, look: RowLook, body: Parameters<typeof rowPiece>[3]): Piece {
  const style = { color: "muted", align: "center" } as const;
  const cell = { cell: block.empty ?? "–", colSpan: look.columns.length, style };
  return rowPiece([[cellBox(cell, 0, look.columns, look)]], look, 0, body);
}
