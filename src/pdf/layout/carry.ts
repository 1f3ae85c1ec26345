// Sums carried over page breaks: at the foot of a page that a table goes on from, and at the head of the next.

import type { Cell, Inline, Table } from "../template/block.ts";
import { carries } from "./cells.ts";
import { numberOf, plus, type Sum, ZERO } from "./running-sum.ts";
import type { Carried, Piece } from "./piece.ts";
import { cellBox, rowPiece, type RowLook } from "./rows.ts";

/** The running sums of a table's columns. */
export class Carry {
  readonly #sums = new Map<number, Sum>();
  readonly #words: { foot: Inline; head: Inline };
  /** The column of the words, and how many these span. */
  readonly #first: number;
  readonly #span: number;
  readonly #height: number;
  /** True once a row was added. */
  #begun = false;

  /** The sums of a table that carries any. @throws Error where it cannot be said what they are. */
  static of(block: Table, look: RowLook): Carry | undefined {
    if (carries(block)) return new Carry(block, look);
    if (block.carry === undefined) return undefined;
    throw new Error("A table's `carry` names sums that no column has: add `carry: true` to a column.");
  }

  private constructor(
    block: Table,
    readonly look: RowLook,
  ) {
    const { columns, carry } = block;
    if (carry === undefined)
      throw new Error(
        'A table whose columns have `carry` needs the words beside the sums: `carry: "Carried forward"`.',
      );
    this.#words = isPair(carry) ? carry : { foot: carry, head: carry };
    for (const [i, column] of columns.entries()) if (column.carry) this.#sums.set(i, ZERO);
    this.#first = columns.findIndex(({ carry }) => !carry);
    if (this.#first < 0)
      throw new Error("A table in which all columns have `carry` has no room for its words.");
    const next = columns.findIndex(({ carry }, i) => carry && i > this.#first);
    this.#span = (next < 0 ? columns.length : next) - this.#first;
    this.#height = this.#row(this.#words.foot, this.#sums, "first").height;
  }

  /** Adds a cell of a row. */
  add(column: number, cell: Cell, row: number): void {
    const sum = this.#sums.get(column);
    this.#begun = true;
    if (!sum) return;
    const value = typeof cell === "object" && cell !== null && "cell" in cell ? cell.cell : cell;
    if (value === null || value === undefined || value === "") return;
    if (typeof value !== "number" || !Number.isFinite(value))
      throw new Error(
        `Row ${row + 1} of a table has ${describe(value)} in column ${column + 1}, whose sum is carried: it takes numbers.`,
      );
    this.#sums.set(column, plus(sum, value));
  }

  /** The rows with the sums so far. */
  now(): Carried {
    const sums = new Map(this.#sums);
    const begun = this.#begun;
    return {
      room: this.#height,
      foot: () => (begun ? this.#row(this.#words.foot, sums, "first") : undefined),
      head: () => (begun ? this.#row(this.#words.head, sums, "more") : undefined),
    };
  }

  /** An artifact, as repeated titles are: it says nothing that the rows do not. */
  #row(words: Inline, sums: ReadonlyMap<number, Sum>, total: "first" | "more"): Piece {
    const { columns } = this.look;
    const look: RowLook = { ...this.look, decoration: true, total };
    const boxes = [];
    for (let i = 0; i < columns.length; i++) {
      const sum = sums.get(i);
      if (sum) boxes.push(cellBox({ cell: numberOf(sum), style: BOLD }, i, columns, look));
      if (i !== this.#first) continue;
      boxes.push(cellBox({ cell: words, colSpan: this.#span, style: BOLD }, i, columns, look));
      i += this.#span - 1;
    }
    return rowPiece([boxes], look, 0, undefined);
  }
}

/** One object: styles are resolved once for each. */
const BOLD = { weight: 600 };

/** Gives a row the sums before it, and for where it is cut those with its own numbers. */
export function carry(piece: Piece, before: Carried, after: Carried): void {
  piece.carry = before;
  piece.split = cutBefore(after, piece.split);
}

/** A row that is cut shows its numbers on the first of its pages: the rest of it comes after the sums that have them. */
const cutBefore = (carry: Carried, split: Piece["split"]): Piece["split"] =>
  split &&
  ((room) => {
    const halves = split(room);
    return halves && [halves[0], { ...halves[1], carry, split: cutBefore(carry, halves[1].split) }];
  });

const isPair = (carry: NonNullable<Table["carry"]>): carry is { foot: Inline; head: Inline } =>
  typeof carry === "object" && "foot" in carry;

const describe = (value: unknown): string =>
  typeof value === "string" || typeof value === "number"
    ? JSON.stringify(String(value).slice(0, 40))
    : "no number";
