// Random choices that can be replayed, and made smaller: a tree is a function of the list of them.

export class Choices {
  /** What was chosen, in order. */
  readonly made: number[] = [];
  #state: number;
  readonly #given: readonly number[] | undefined;

  /** @param from a seed, or choices to replay: after the last of them the smallest is chosen */
  constructor(from: number | readonly number[]) {
    this.#given = typeof from === "number" ? undefined : from;
    this.#state = typeof from === "number" ? Math.imul(from + 1, 0x9e3779b1) >>> 0 : 0;
  }

  /** 0 to `below` - 1. */
  int(below: number): number {
    const raw = this.#given ? (this.#given[this.made.length] ?? 0) : this.#next();
    const value = raw % below;
    this.made.push(value);
    return value;
  }

  /** mulberry32. */
  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  }

  one<T>(values: readonly T[]): T {
    return values[this.int(values.length)]!;
  }

  /** True once in so many times; the smallest choice is false. */
  chance(one: number): boolean {
    return this.int(one) === one - 1;
  }

  between(min: number, max: number): number {
    return min + this.int(max - min + 1);
  }
}
