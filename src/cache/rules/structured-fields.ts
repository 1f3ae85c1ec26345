// Structured Field dictionaries (RFC 9651 §4.2.2): the part that CDN-Cache-Control and No-Vary-Search need.

import { trimOf } from "../../trim.ts";

/** A bare item; tokens and byte sequences are told from strings by their type. */
export type Item =
  | { type: "boolean"; value: boolean }
  | { type: "number"; value: number; integer: boolean }
  | { type: "string" | "token" | "bytes"; value: string }
  | { type: "list"; value: readonly Item[] };

const KEY = /[a-z*][a-z0-9_\-.*]*/y;
const NUMBER = /-?(?:\d{1,12}\.\d{1,3}|\d{1,15})(?![\d.])/y;
const STRING = /"((?:[\x20-\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"/y;
const TOKEN = /[A-Za-z*][!#$%&'*+.^_`|~:/\w-]*/y;
const BYTES = /:[A-Za-z0-9+/=]*:/y;
const BOOLEAN = /\?[01]/y;

/** Reads one field value from left to right; every method throws a SyntaxError where the grammar ends. */
class Reader {
  #at = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (!found) return undefined;
    this.#at = pattern.lastIndex;
    return found[0];
  }

  skip(space: RegExp): void {
    this.take(space);
  }

  get done(): boolean {
    return this.#at >= this.#text.length;
  }

  fail(): never {
    throw new SyntaxError(`Not a structured field at ${this.#at}: ${this.#text.slice(0, 80)}`);
  }

  bareItem(): Item {
    const number = this.take(NUMBER);
    if (number !== undefined)
      return { type: "number", value: Number(number), integer: !number.includes(".") };
    const string = this.take(STRING);
    if (string !== undefined)
      return { type: "string", value: string.slice(1, -1).replace(/\\(["\\])/g, "$1") };
    const token = this.take(TOKEN);
    if (token !== undefined) return { type: "token", value: token };
    const bytes = this.take(BYTES);
    if (bytes !== undefined) return { type: "bytes", value: bytes.slice(1, -1) };
    const boolean = this.take(BOOLEAN);
    if (boolean !== undefined) return { type: "boolean", value: boolean === "?1" };
    return this.fail();
  }

  /** Parameters have no meaning in either field that is read with this: checked, then dropped. */
  parameters(): void {
    while (this.take(/;/y) !== undefined) {
      this.skip(/ */y);
      if (this.take(KEY) === undefined) this.fail();
      if (this.take(/=/y) !== undefined) this.bareItem();
    }
  }

  member(): Item {
    if (this.take(/\(/y) === undefined) {
      const item = this.bareItem();
      this.parameters();
      return item;
    }
    const list: Item[] = [];
    for (;;) {
      this.skip(/ */y);
      if (this.take(/\)/y) !== undefined) break;
      list.push(this.bareItem());
      this.parameters();
      if (this.take(/(?=[ )])/y) === undefined) this.fail();
    }
    this.parameters();
    return { type: "list", value: list };
  }
}

/**
 * Parses a dictionary. Several field lines are joined with `, ` before.
 *
 * @returns `undefined` when the text is not a dictionary: RFC 9651 §4.2 has such a field ignored whole.
 */
export function parseDictionary(text: string): Map<string, Item> | undefined {
  const reader = new Reader(trimOf(text, " "));
  const members = new Map<string, Item>();
  try {
    while (!reader.done) {
      const key = reader.take(KEY) ?? reader.fail();
      let value: Item = { type: "boolean", value: true };
      if (reader.take(/=/y) !== undefined) value = reader.member();
      else reader.parameters();
      members.set(key, value);
      reader.skip(/[ \t]*/y);
      if (reader.done) break;
      if (reader.take(/,/y) === undefined) reader.fail();
      reader.skip(/[ \t]*/y);
      if (reader.done) reader.fail();
    }
    return members;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
