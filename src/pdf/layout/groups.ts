// Blocks that stay together, and blocks side by side.

import type { Block, Columns, Group } from "../template/block.ts";
import { carries } from "./cells.ts";
import { drawStack, type Piece, splitStack, stackHeight } from "./piece.ts";
import { finite, type Place } from "./place.ts";
import { colorOf } from "../template/theme.ts";

/** All pieces of blocks that stand in one box. */
export async function collectPieces(blocks: readonly Block[], place: Place): Promise<Piece[]> {
  const pieces: Piece[] = [];
  const { sink } = place.writer;
  for (const block of blocks) {
    if (block.kind === "table" && carries(block))
      throw new Error("A table that carries sums cannot stand inside of another block: yield it by itself.");
    for await (const piece of place.layout(block, place)) {
      pieces.push(piece);
      if (sink.tired) await sink.turn();
    }
  }
  return pieces;
}

/** Blocks on one page, with a ground and a border if wanted. */
export async function* groupPieces(block: Group, place: Place): AsyncGenerator<Piece> {
  const { theme } = place.writer.settings;
  const padding = finite(block.padding ?? (block.background || block.border ? 12 : 0), "padding");
  const pieces = await collectPieces(block.content, {
    ...place,
    width: place.width - 2 * padding,
    high: place.high && place.high - 2 * padding,
  });
  const background = block.background === undefined ? undefined : colorOf(block.background, theme);
  const border = block.border === undefined ? undefined : colorOf(block.border, theme);
  const make = (inner: readonly Piece[]): Piece => {
    const height = stackHeight(inner) + 2 * padding;
    return {
      height,
      before: block.before ?? 0,
      after: block.after ?? 10,
      draw(page, x, y) {
        page.artifact();
        if (background) page.roundedRect(x, y, place.width, height, block.radius ?? 0, background);
        if (border) page.roundedRect(x, y, place.width, height, block.radius ?? 0, undefined, border);
        page.endMark();
        drawStack(inner, page, x + padding, y + padding);
      },
      split(room) {
        const [first, rest] = splitStack(inner, room - 2 * padding);
        return first.length && rest.length ? [make(first), make(rest)] : undefined;
      },
    };
  };
  yield make(pieces);
}

/** Blocks side by side, each in a column of its own. */
export async function* columnPieces(block: Columns, place: Place): AsyncGenerator<Piece> {
  const { writer } = place;
  const gap = finite(block.gap ?? 18, "gap");
  const count = block.columns.length;
  if (count < 1 || count > 20) throw new Error(`columns(…) takes 1 to 20 columns, not ${count}.`);
  const shares = block.columns.map((_, i) => block.widths?.[i] ?? 1);
  const total = shares.reduce((sum, share) => sum + share, 0);
  const room = place.width - gap * (count - 1);
  if (!(total > 0) || shares.some((share) => !(share > 0)) || room < count * 12)
    throw new Error(
      `${count} columns with a gap of ${gap} points do not fit into ${Math.round(place.width)} points.`,
    );
  const columns: { x: number; pieces: Piece[] }[] = [];
  let x = 0;
  for (const [i, content] of block.columns.entries()) {
    const width = (room * shares[i]!) / total;
    const left = writer.settings.rtl ? place.width - x - width : x;
    columns.push({ x: left, pieces: await collectPieces(content, { ...place, width }) });
    x += width + gap;
  }
  const make = (parts: typeof columns): Piece => ({
    height: Math.max(0.01, ...parts.map((part) => stackHeight(part.pieces))),
    before: block.before ?? 0,
    after: block.after ?? 10,
    draw(page, left, y) {
      for (const part of parts) drawStack(part.pieces, page, left + part.x, y);
    },
    split(height) {
      const cut = parts.map((part) => splitStack(part.pieces, height));
      if (cut.every(([first]) => first.length === 0)) return undefined;
      const half = (side: 0 | 1) => make(parts.map((part, i) => ({ x: part.x, pieces: cut[i]![side] })));
      return [half(0), half(1)];
    },
  });
  yield make(columns);
}
