// Reads GSUB and GPOS to find the glyphs whose shaping depends on nothing but the next glyph (pair kerning).
import type { Feature } from "./harfbuzz.ts";

/** Features that HarfBuzz applies to Latin text without being asked. */
const DEFAULT_FEATURES = new Set([
  "rvrn",
  "ltra",
  "ltrm",
  "ccmp",
  "locl",
  "rlig",
  "calt",
  "clig",
  "liga",
  "rclt",
  "abvm",
  "blwm",
  "curs",
  "dist",
  "kern",
  "mark",
  "mkmk",
]);
const X_ADVANCE_ONLY = 0x0004;

/**
 * The glyphs among `candidates` whose shaping may depend on more than the glyph that follows them.
 * Undefined when the font positions text in a way that this does not read (Apple's tables, say).
 *
 * A rule can only begin at a glyph of its first coverage table, and only match where all that it
 * asks for is there. So in a word of candidates alone, a glyph that no rule can begin at, but pair
 * kerning, is placed by its pair (OpenType 1.9, GSUB and GPOS). A feature that puts one glyph in
 * the place of another, such as `tnum`, makes candidates of what it puts there.
 */
export function contextualGlyphs(
  data: Uint8Array,
  candidates: readonly number[],
  features: readonly Feature[] = [],
): Set<number> | undefined {
  try {
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    const tables = directory(view);
    if (["morx", "mort", "kerx", "kern", "fvar"].some((tag) => tables.has(tag))) return undefined;
    const found = new Set<number>();
    /** Glyph -> the candidate that it is substituted for; a candidate maps to itself. */
    const origins = new Map(candidates.map((glyph) => [glyph, glyph]));
    for (const tag of ["GSUB", "GPOS"] as const) {
      const at = tables.get(tag);
      if (at === undefined) continue;
      const table = new Table(view, at, tag === "GPOS", origins, found);
      table.substitute(features);
      table.read(features);
    }
    return new Set(Array.from(found, (glyph) => origins.get(glyph)!));
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** True when the font names a feature among those that choose glyphs. */
export function hasFeature(data: Uint8Array, tag: string): boolean {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const at = directory(view).get("GSUB");
  if (at === undefined) return false;
  try {
    const features = at + view.getUint16(at + 6);
    for (let i = 0; i < view.getUint16(features); i++)
      if (tagAt(view, features + 2 + i * 6) === tag) return true;
    return false;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

const tagAt = (view: DataView, at: number): string =>
  String.fromCharCode(...[0, 1, 2, 3].map((byte) => view.getUint8(at + byte)));

/** Offsets of a font's tables, by tag. */
function directory(view: DataView): Map<string, number> {
  const tables = new Map<string, number>();
  for (let i = 0; i < view.getUint16(4); i++)
    tables.set(tagAt(view, 12 + i * 16), view.getUint32(12 + i * 16 + 8));
  return tables;
}

class Table {
  /** Lookups that only put single glyphs in each other's place. */
  readonly #simple = new Set<number>();
  #candidates: readonly number[];

  constructor(
    readonly view: DataView,
    readonly base: number,
    readonly positions: boolean,
    /** The candidates and what takes their place, each with the candidate that it comes from. */
    readonly origins: Map<number, number>,
    readonly found: Set<number>,
  ) {
    this.#candidates = [...origins.keys()];
  }

  /** Adds the glyphs that wanted features put in the place of candidates. */
  substitute(features: readonly Feature[]): void {
    if (this.positions) return;
    const wanted = new Set(features.filter(([, value]) => value > 0).map(([tag]) => tag));
    const standard = this.#lookups((tag) => DEFAULT_FEATURES.has(tag) && !wanted.has(tag));
    const asked = this.#lookups((tag) => wanted.has(tag));
    for (const lookup of asked)
      if (!standard.has(lookup) && this.#subtables(lookup).every(([type]) => type === 1))
        this.#simple.add(lookup);
    for (let before = -1; before < this.origins.size;) {
      before = this.origins.size;
      for (const lookup of this.#simple) for (const [, at] of this.#subtables(lookup)) this.#replace(at);
    }
    this.#candidates = [...this.origins.keys()];
  }

  /** Adds the glyphs at which a rule of the default or the given features may begin. */
  read(features: readonly Feature[]): void {
    const given = new Map(features);
    const active = this.#lookups((tag) => (given.get(tag) ?? Number(DEFAULT_FEATURES.has(tag))) > 0);
    for (const lookup of active)
      if (!this.#simple.has(lookup))
        for (const [type, at] of this.#subtables(lookup)) this.#subtable(type, at);
  }

  /** Offsets of the lookups that these features refer to. */
  #lookups(wants: (tag: string) => boolean): Set<number> {
    const { view, base } = this;
    const features = base + view.getUint16(base + 6);
    const lookups = base + view.getUint16(base + 8);
    const found = new Set<number>();
    for (let i = 0; i < view.getUint16(features); i++) {
      const at = features + 2 + i * 6;
      if (!wants(tagAt(view, at))) continue;
      const feature = features + view.getUint16(at + 4);
      for (let j = 0; j < view.getUint16(feature + 2); j++)
        found.add(lookups + view.getUint16(lookups + 2 + view.getUint16(feature + 4 + j * 2) * 2));
    }
    return found;
  }

  /** The subtables of a lookup, each with its type; extensions (GSUB 7, GPOS 9) are resolved. */
  #subtables(lookup: number): [type: number, at: number][] {
    const { view } = this;
    const type = view.getUint16(lookup);
    return Array.from({ length: view.getUint16(lookup + 4) }, (_, i) => {
      const at = lookup + view.getUint16(lookup + 6 + i * 2);
      return type === (this.positions ? 9 : 7)
        ? [view.getUint16(at + 2), at + view.getUint32(at + 4)]
        : [type, at];
    });
  }

  /** One subtable of single substitutions (GSUB lookup type 1). */
  #replace(at: number): void {
    const { view, origins } = this;
    const coverage = at + view.getUint16(at + 2);
    for (const [glyph, origin] of origins) {
      const index = this.#indexIn(coverage, glyph);
      if (index < 0) continue;
      const listed = view.getUint16(at) === 2;
      const other = listed ? view.getUint16(at + 6 + index * 2) : (glyph + view.getUint16(at + 4)) & 0xffff;
      const known = origins.get(other);
      if (known === undefined) origins.set(other, origin);
      else if (known !== origin) this.found.add(glyph);
    }
  }

  #subtable(type: number, at: number): void {
    const { view, positions } = this;
    if (positions) {
      // Types 1 and 2 depend on at most the next glyph. Attachment (3 to 6) moves glyphs of its coverage, read below.
      if (type === 1) return;
      if (type === 2 && view.getUint16(at + 4) === X_ADVANCE_ONLY && view.getUint16(at + 6) === 0) return;
    }
    const context = type === (positions ? 7 : 5);
    const chained = type === (positions ? 8 : 6);
    if (context || chained) {
      if (view.getUint16(at) === 3) this.#rule(at, chained);
      else this.#ruleSets(at, chained, view.getUint16(at) === 2);
      return;
    }
    const coverage = at + view.getUint16(at + 2);
    const ligature = !positions && type === 4;
    const reaches = (glyph: number) => !ligature || this.#ligates(at, coverage, glyph);
    for (const glyph of this.#candidates)
      if (this.#covers(coverage, glyph) && reaches(glyph)) this.found.add(glyph);
  }

  /** Context format 3, a coverage table for each position: it can match only if each of them covers a candidate. */
  #rule(at: number, chained: boolean): void {
    const { view } = this;
    const candidates = this.#candidates;
    let read = at + 2;
    const list = (): number[] => {
      const count = view.getUint16(read);
      const out = Array.from({ length: count }, (_, i) => at + view.getUint16(read + 2 + i * 2));
      read += 2 + count * 2;
      return out;
    };
    const before = chained ? list() : [];
    let input: number[];
    if (chained) input = list();
    else {
      input = Array.from({ length: view.getUint16(read) }, (_, i) => at + view.getUint16(read + 4 + i * 2));
    }
    const after = chained ? list() : [];
    const fills = (coverage: number) => candidates.some((glyph) => this.#covers(coverage, glyph));
    if (![...before, ...input, ...after].every(fills)) return;
    for (const glyph of candidates) if (this.#covers(input[0]!, glyph)) this.found.add(glyph);
  }

  /** Context formats 1 and 2: a set of rules for each first glyph, or class of glyphs. */
  #ruleSets(at: number, chained: boolean, classes: boolean): void {
    const { view } = this;
    const candidates = this.#candidates;
    const coverage = at + view.getUint16(at + 2);
    // Format 2 names its class tables first: backtrack, input, lookahead, or only the input's.
    const tables = classes
      ? (chained ? [4, 6, 8] : [4, 4, 4]).map((offset) => at + view.getUint16(at + offset))
      : [];
    const sets = at + (classes ? (chained ? 10 : 6) : 4);
    const fills = (value: number, table: number | undefined) =>
      table === undefined
        ? candidates.includes(value)
        : candidates.some((glyph) => this.#classOf(table, glyph) === value);
    for (const glyph of candidates) {
      const covered = this.#indexIn(coverage, glyph);
      if (covered < 0) continue;
      const index = classes ? this.#classOf(tables[1]!, glyph) : covered;
      const offset = index < view.getUint16(sets) ? view.getUint16(sets + 2 + index * 2) : 0;
      if (offset && this.#matches(at + offset, chained, tables, fills)) this.found.add(glyph);
    }
  }

  /** True if a rule of the set can match candidates alone. */
  #matches(
    set: number,
    chained: boolean,
    tables: readonly number[],
    fills: (value: number, table: number | undefined) => boolean,
  ): boolean {
    const { view } = this;
    for (let i = 0; i < view.getUint16(set); i++) {
      let read = set + view.getUint16(set + 2 + i * 2);
      const list = (first: number, skip: number): number[] => {
        const count = view.getUint16(read) - first;
        const out = Array.from({ length: Math.max(0, count) }, (_, j) =>
          view.getUint16(read + 2 + skip + j * 2),
        );
        read += 2 + skip + Math.max(0, count) * 2;
        return out;
      };
      const before = chained ? list(0, 0) : [];
      const input = list(1, chained ? 0 : 2);
      const after = chained ? list(0, 0) : [];
      const [first, second, third] = tables;
      const possible =
        before.every((value) => fills(value, first)) &&
        input.every((value) => fills(value, second)) &&
        after.every((value) => fills(value, third));
      if (possible) return true;
    }
    return false;
  }

  #classOf(at: number, glyph: number): number {
    const { view } = this;
    if (view.getUint16(at) === 1) {
      const index = glyph - view.getUint16(at + 2);
      return index >= 0 && index < view.getUint16(at + 4) ? view.getUint16(at + 6 + index * 2) : 0;
    }
    for (let i = 0; i < view.getUint16(at + 2); i++) {
      const from = at + 4 + i * 6;
      if (glyph >= view.getUint16(from) && glyph <= view.getUint16(from + 2)) return view.getUint16(from + 4);
    }
    return 0;
  }

  /** True if a ligature of nothing but candidates begins at this glyph. */
  #ligates(at: number, coverage: number, glyph: number): boolean {
    const { view } = this;
    const index = this.#indexIn(coverage, glyph);
    const set = at + view.getUint16(at + 6 + index * 2);
    for (let i = 0; i < view.getUint16(set); i++) {
      const ligature = set + view.getUint16(set + 2 + i * 2);
      const others = Array.from({ length: view.getUint16(ligature + 2) - 1 }, (_, j) =>
        view.getUint16(ligature + 4 + j * 2),
      );
      if (others.every((other) => this.#candidates.includes(other))) return true;
    }
    return false;
  }

  #covers(at: number, glyph: number): boolean {
    return this.#indexIn(at, glyph) >= 0;
  }

  /** A glyph's place in a coverage table; -1 if it is not there. */
  #indexIn(at: number, glyph: number): number {
    const { view } = this;
    const ranges = view.getUint16(at) === 2;
    const count = view.getUint16(at + 2);
    for (let i = 0; i < count; i++) {
      const from = at + 4 + i * (ranges ? 6 : 2);
      const first = view.getUint16(from);
      if (ranges) {
        if (glyph >= first && glyph <= view.getUint16(from + 2))
          return view.getUint16(from + 4) + glyph - first;
      } else if (glyph === first) return i;
    }
    return -1;
  }
}
