// GSUB, GPOS and GDEF as far as readers unfold them (ISO/IEC 14496-22 §6): everything in its table, and
// no more in all than its size allows. Subtables may be shared, so that a few bytes can unfold to gigabytes.

import { broken, type Budget, reading } from "../bytes.ts";

/** Steps that a table may unfold to: so many, and so many for each byte. */
const [STEPS, STEPS_PER_BYTE] = [65_536, 2];

/** @throws FontError naming the table and the rule. */
export function checkLayout(tag: "GSUB" | "GPOS", table: Uint8Array, budget: Budget): void {
  reading(tag, table, (data) => new LayoutTable(tag, data, budget).check());
}

/** @throws FontError saying which rule is broken. */
export function checkDefinitions(table: Uint8Array, budget: Budget): void {
  reading("GDEF", table, (data) => {
    const gdef = new LayoutTable("GDEF", data, budget);
    const at = (field: number) => data.getUint16(field);
    if (at(4)) gdef.classes(at(4));
    const attach = at(6);
    if (attach) {
      gdef.coverage(attach + at(attach));
      gdef.each(attach + 2, (i) => gdef.list(attach + at(i)));
    }
    const carets = at(8);
    if (carets) {
      gdef.coverage(carets + at(carets));
      gdef.each(carets + 2, (i) => gdef.list(carets + at(i)));
    }
    if (at(10)) gdef.classes(at(10));
  });
}

class LayoutTable {
  #left: number;

  constructor(
    readonly tag: string,
    readonly data: DataView,
    readonly budget: Budget,
  ) {
    this.#left = STEPS + STEPS_PER_BYTE * data.byteLength;
  }

  u16(at: number): number {
    return this.data.getUint16(at);
  }

  #spend(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0) throw broken(this.tag, "its parts overlap or repeat beyond what its size allows");
    this.budget.spend(steps, this.tag);
  }

  /** Things of `size` bytes from `at` on are all in the table. */
  #room(at: number, count: number, size: number): void {
    this.#spend(count + 1);
    if (at + count * size > this.data.byteLength) throw broken(this.tag, "it points outside of itself");
  }

  /** A count and as many things. Gives where the next thing is. */
  list(at: number, size = 2, less = 0): number {
    const count = Math.max(0, this.u16(at) - less);
    this.#room(at + 2, count, size);
    return at + 2 + count * size;
  }

  /** A count and as many offsets, each of which is shown. Gives where the next thing is. */
  each(at: number, show: (at: number) => void, stride = 2): number {
    const end = this.list(at, stride);
    for (let next = at + 2; next < end; next += stride) show(next);
    return end;
  }

  coverage(at: number): void {
    const format = this.u16(at);
    if (format !== 1 && format !== 2)
      throw broken(this.tag, "a coverage table is of a format that is not known");
    this.list(at + 2, format === 1 ? 2 : 6);
  }

  classes(at: number): void {
    const format = this.u16(at);
    if (format === 1) this.list(at + 4);
    else if (format === 2) this.list(at + 2, 6);
    else throw broken(this.tag, "a class table is of a format that is not known");
  }

  check(): void {
    if (this.u16(0) !== 1) throw broken(this.tag, "it is of a version that is not known");
    const [scripts, features, lookups] = [this.u16(4), this.u16(6), this.u16(8)];
    const language = (at: number) => this.list(at + 4);
    if (scripts)
      this.each(
        scripts,
        (record) => {
          const script = scripts + this.u16(record + 4);
          if (this.u16(script)) language(script + this.u16(script));
          this.each(script + 2, (of) => language(script + this.u16(of + 4)), 6);
        },
        6,
      );
    if (features) this.each(features, (record) => this.list(features + this.u16(record + 4) + 2), 6);
    if (lookups) this.each(lookups, (at) => this.#lookup(lookups + this.u16(at)));
  }

  #lookup(at: number): void {
    const type = this.u16(at);
    const extension = this.tag === "GSUB" ? 7 : 9;
    this.each(at + 4, (offset) => {
      const subtable = at + this.u16(offset);
      if (type !== extension) return this.#subtable(type, subtable);
      const extended = this.u16(subtable + 2);
      if (extended === extension) throw broken(this.tag, "an extension extends itself");
      this.#subtable(extended, subtable + this.data.getUint32(subtable + 4));
    });
  }

  #subtable(type: number, at: number): void {
    const format = this.u16(at);
    const positions = this.tag === "GPOS";
    if (type === (positions ? 7 : 5)) this.#context(at, format, false);
    else if (type === (positions ? 8 : 6)) this.#context(at, format, true);
    else if (positions) this.#position(type, at, format);
    else this.#substitution(type, at, format);
  }

  #substitution(type: number, at: number, format: number): void {
    this.coverage(at + this.u16(at + 2));
    if (type === 1 && format === 2) this.list(at + 4);
    // Sequences and alternates; ligatures are lists of lists.
    else if (type === 2 || type === 3) this.each(at + 4, (set) => this.list(at + this.u16(set)));
    else if (type === 4)
      this.each(at + 4, (offset) => {
        const set = at + this.u16(offset);
        this.each(set, (ligature) => this.list(set + this.u16(ligature) + 2, 2, 1));
      });
    else if (type === 8) {
      const next = this.each(at + 4, (offset) => this.coverage(at + this.u16(offset)));
      this.list(this.each(next, (offset) => this.coverage(at + this.u16(offset))));
    }
  }

  #position(type: number, at: number, format: number): void {
    this.coverage(at + this.u16(at + 2));
    const [first, second] = [bits(this.u16(at + 4)), bits(this.u16(at + 6))];
    if (type === 1) {
      if (format === 1) this.#room(at + 6, first, 2);
      else this.list(at + 6, 2 * first);
    } else if (type === 2 && format === 1)
      this.each(at + 8, (set) => this.list(at + this.u16(set), 2 + 2 * (first + second)));
    else if (type === 2) {
      this.classes(at + this.u16(at + 8));
      this.classes(at + this.u16(at + 10));
      this.#room(at + 16, this.u16(at + 12) * this.u16(at + 14), 2 * (first + second));
    } else if (type === 3) this.list(at + 4, 4);
    else if (type >= 4 && type <= 6) {
      this.coverage(at + this.u16(at + 4));
      const classes = this.u16(at + 6);
      this.list(at + this.u16(at + 8), 4);
      const bases = at + this.u16(at + 10);
      if (type === 5) this.each(bases, (offset) => this.list(bases + this.u16(offset), 2 * classes));
      else this.#room(bases + 2, this.u16(bases) * classes, 2);
    }
  }

  /** Rules for glyphs in a row (formats 1 and 2), or for what covers them (3). */
  #context(at: number, format: number, chained: boolean): void {
    if (format === 3) {
      const cover = (offset: number) => this.coverage(at + this.u16(offset));
      if (chained) this.list(this.each(this.each(this.each(at + 2, cover), cover), cover), 4);
      else {
        this.#room(at + 6, this.u16(at + 2), 2);
        for (let i = 0; i < this.u16(at + 2); i++) cover(at + 6 + 2 * i);
      }
      return;
    }
    if (format !== 1 && format !== 2) throw broken(this.tag, "a rule is of a format that is not known");
    this.coverage(at + this.u16(at + 2));
    const tables = format === 1 ? 0 : chained ? 3 : 1;
    for (let i = 0; i < tables; i++) {
      const offset = this.u16(at + 4 + 2 * i);
      if (offset) this.classes(at + offset);
    }
    this.each(at + 4 + 2 * tables, (offset) => {
      if (!this.u16(offset)) return;
      const set = at + this.u16(offset);
      this.each(set, (rule) => this.#rule(set + this.u16(rule), chained));
    });
  }

  #rule(at: number, chained: boolean): void {
    if (chained) this.list(this.list(this.list(this.list(at), 2, 1)), 4);
    else this.#room(at + 4, Math.max(0, this.u16(at) - 1) + 2 * this.u16(at + 2), 2);
  }
}

/** How many numbers a value record of this format has. */
function bits(format: number): number {
  let count = 0;
  for (let rest = format & 0xff; rest; rest >>= 1) count += rest & 1;
  return count;
}
