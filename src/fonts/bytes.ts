// Reads tables of untrusted fonts: within their bounds, and within a budget of work.

import { FontError } from "./error.ts";
import { LIMITS } from "./limits.ts";

/** A view bounded to these bytes: reads beyond them throw, even if their buffer goes on. */
export const view = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** A fault in a table; its message follows "The font x". */
export const broken = (tag: string, rule: string): FontError =>
  new FontError(`has a broken ${tag.trim()} table: ${rule}`);

/**
 * Reads a table.
 * @throws FontError naming the table, when the reader left its bounds.
 */
export function reading<T>(tag: string, table: Uint8Array, read: (data: DataView) => T): T {
  try {
    return read(view(table));
  } catch (error) {
    throw error instanceof RangeError ? broken(tag, "it points outside of itself") : error;
  }
}

/** The work that one file may ask for: tables may overlap and refer to each other, so their size bounds nothing. */
export class Budget {
  #left: number;
  readonly #done = new Set<string>();

  /** @param bytes length of the file when decompressed */
  constructor(bytes: number) {
    this.#left = LIMITS.steps + LIMITS.stepsPerByte * bytes;
  }

  /** Does what depends on these tables and values only, once: the fonts of a collection share most tables. */
  once(tables: readonly Uint8Array[], values: readonly unknown[], work: () => void): void {
    const key = [...tables.flatMap((table) => [table.byteOffset, table.length]), ...values].join();
    if (this.#done.has(key)) return;
    work();
    this.#done.add(key);
  }

  /**
   * Takes steps, to be called before they are done.
   * @throws FontError naming the table, when there are none left.
   */
  spend(steps: number, tag: string): void {
    this.#left -= steps;
    if (this.#left < 0) throw broken(tag, "its parts overlap or repeat beyond what a font of its size needs");
  }
}
