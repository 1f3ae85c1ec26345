// Cuts groups of rows that are taller than a page: between rows if one fits, with the cells that span
// the cut going on below it, else through the lines of the first.

import { splitStack, stackHeight } from "./piece.ts";
import type { CellBox } from "./cells.ts";

/** Rows on one side of a cut. */
export interface Half {
  rows: CellBox[][];
  heights: number[];
}

/**
 * Cuts rows so that the first part is at most this high; undefined where nothing would fit.
 * @param padding points above and below the content of a cell
 */
export function cutRows(
  rows: readonly CellBox[][],
  heights: readonly number[],
  room: number,
  padding: number,
): [Half, Half] | undefined {
  let count = 0;
  let used = 0;
  while (count < rows.length && used + heights[count]! <= room + 0.01) used += heights[count++]!;
  if (count === rows.length) return undefined;
  if (count === 0) return cutFirst(rows, heights, room, padding);
  const heads = rows.slice(0, count).map((row) => row.slice());
  const rests = rows.slice(count).map((row) => row.slice());
  for (const [r, row] of heads.entries())
    for (const [i, cell] of row.entries()) {
      const over = r + cell.rowSpan - count;
      if (over <= 0) continue;
      const above = sum(heights.slice(r, count)) - 2 * padding;
      const [head, rest] = splitCell(cell, above);
      row[i] = { ...head, rowSpan: count - r };
      rests[0]!.push({ ...rest, rowSpan: over });
    }
  return [
    { rows: heads, heights: heights.slice(0, count) },
    { rows: rests, heights: grown(rests, heights.slice(count), padding) },
  ];
}

function cutFirst(
  rows: readonly CellBox[][],
  heights: readonly number[],
  room: number,
  padding: number,
): [Half, Half] | undefined {
  const cut = rows[0]!.map((cell) => splitCell(cell, room - 2 * padding));
  const heads = cut.map(([head]) => ({ ...head, rowSpan: 1 }));
  const rests = cut.map(([, rest]) => rest);
  if (heads.every((cell) => cell.height === 0)) return undefined;
  const tallest = (cells: readonly CellBox[]) =>
    2 * padding + Math.max(0, ...cells.filter((cell) => cell.rowSpan === 1).map((cell) => cell.height));
  const below = [rests, ...rows.slice(1)];
  return [
    { rows: [heads], heights: [tallest(heads)] },
    { rows: below, heights: grown(below, [tallest(rests), ...heights.slice(1)], padding) },
  ];
}

/** Row heights, grown until cells with a `rowSpan` fit. */
export function grown(rows: readonly CellBox[][], heights: number[], padding: number): number[] {
  for (const [r, row] of rows.entries())
    for (const cell of row) {
      if (cell.rowSpan === 1) continue;
      const last = Math.min(r + cell.rowSpan, rows.length);
      heights[last - 1]! += Math.max(0, cell.height + 2 * padding - sum(heights.slice(r, last)));
    }
  return heights;
}

export const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0);

function splitCell(cell: CellBox, room: number): [CellBox, CellBox] {
  if (cell.pieces) {
    const [first, rest] = splitStack(cell.pieces, room);
    return [
      { ...cell, pieces: first, height: stackHeight(first) },
      { ...cell, pieces: rest, height: stackHeight(rest) },
    ];
  }
  const lines = cell.lines ?? [];
  let height = 0;
  let count = 0;
  while (count < lines.length && height + lines[count]!.height <= room + 0.01)
    height += lines[count++]!.height;
  return [
    { ...cell, lines: lines.slice(0, count), height },
    { ...cell, lines: lines.slice(count), height: cell.height - height },
  ];
}
