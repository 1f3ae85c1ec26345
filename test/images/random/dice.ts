// Choices that fast-check makes, and makes smaller again: in words that a template's generator reads well in.

import * as fc from "fast-check";

export class Dice {
  readonly #has = new Map<string, boolean>();

  constructor(private readonly value: fc.GeneratorValue) {}

  int(min: number, max: number): number {
    return this.value(fc.integer, { min, max });
  }

  /** True once in so many times. */
  chance(one: number): boolean {
    return this.int(1, one) === one;
  }

  one<T>(choices: readonly T[]): T {
    return choices[this.int(0, choices.length - 1)]!;
  }

  /**
   * True now and then, in one template out of thirty: a template that has an unusual property has it in
   * several places, and most have none.
   */
  rare(name: string): boolean {
    return this.has(name) && this.chance(3);
  }

  /** Whether this template has a rare thing. */
  has(name: string): boolean {
    let has = this.#has.get(name);
    if (has === undefined) this.#has.set(name, (has = this.chance(30)));
    return has;
  }

  many<T>(min: number, max: number, make: () => T): T[] {
    return Array.from({ length: this.int(min, max) }, make);
  }
}

/** What `make` builds from one throw of the dice after another. */
export function rolled<T>(make: (dice: Dice) => T): fc.Arbitrary<T> {
  return fc.gen().map((value) => make(new Dice(value)));
}

/** Each declaration with its own chance (0: a rare one), so that a plain box has two or three. */
export type Choices = Record<string, [oneIn: number, choose: (dice: Dice) => unknown]>;

export function choose(dice: Dice, choices: Choices): Record<string, unknown> {
  const style: Record<string, unknown> = {};
  for (const name in choices) {
    const [oneIn, make] = choices[name]!;
    if (oneIn ? dice.chance(oneIn) : dice.rare(name)) style[name] = make(dice);
  }
  return style;
}
