// Pieces: the results of laying out blocks. Each has a height; the flow puts them on pages one after another.

import type { Page } from "../document/page.ts";

/**
 * The smallest thing that a page break never cuts, except a table row that says it can be. Its
 * functions are given where it is made: V8 puts a function that is assigned to a property (`piece.draw
 * = () => …`) among its old objects at once, where it keeps all that it sees until a full collection.
 */
export interface Piece {
  height: number;
  /** Space above it, dropped at the top of a page. The larger one of two neighbours' counts. */
  before: number;
  /** Space below it. */
  after: number;
  /** True if it must not be the last on its page. */
  keep?: boolean;
  /** Drawn again above this piece where it comes first on a page: a table's header. */
  repeat?: Piece;
  /** Sums of the table up to this piece, where a page ends before it. */
  carry?: Carried;
  draw(page: Page, x: number, y: number): void;
  /** Cuts it so that the first part is at most this high; undefined where nothing would fit. */
  split?(height: number): [first: Piece, rest: Piece] | undefined;
}

/** Rows of carried sums for a page break: at the foot of the page, and at the head of the next. Made on demand. */
export interface Carried {
  /** Height that each piece leaves free below it for a foot. */
  room: number;
  /** Undefined before the first row. */
  foot(): Piece | undefined;
  head(): Piece | undefined;
}

/** A piece without a height: something to be done when all before it has been drawn. */
export const afterwards = (act: () => void): Piece => ({ height: 0, before: 0, after: 0, draw: act });

export const gap = (height: number): Piece => ({ height, before: 0, after: 0, draw: () => {} });

/** How high pieces are when they stand in one column. */
export function stackHeight(pieces: readonly Piece[]): number {
  let y = 0;
  let after = 0;
  for (const piece of pieces) {
    if (piece.height === 0) continue;
    if (y > 0) y += Math.max(after, piece.before);
    y += piece.height;
    after = piece.after;
  }
  return y;
}

/** Draws pieces in one column. */
export function drawStack(pieces: readonly Piece[], page: Page, x: number, y: number): void {
  let at = y;
  let after = 0;
  for (const piece of pieces) {
    if (piece.height > 0 && at > y) at += Math.max(after, piece.before);
    piece.draw(page, x, at);
    at += piece.height;
    if (piece.height > 0) ({ after } = piece);
  }
}

/** Cuts a column of pieces at a height. */
export function splitStack(pieces: readonly Piece[], height: number): [Piece[], Piece[]] {
  let y = 0;
  let after = 0;
  for (let i = 0; i < pieces.length; i++) {
    const piece = pieces[i]!;
    const top = y > 0 && piece.height > 0 ? y + Math.max(after, piece.before) : y;
    if (top + piece.height > height + 0.01) {
      const halves = piece.split?.(height - top);
      if (halves)
        return [
          [...pieces.slice(0, i), halves[0]],
          [halves[1], ...pieces.slice(i + 1)],
        ];
      return [pieces.slice(0, i), pieces.slice(i)];
    }
    y = top + piece.height;
    if (piece.height > 0) ({ after } = piece);
  }
  return [[...pieces], []];
}
