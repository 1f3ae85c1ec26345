// The pictures of one card in their order: every engine draws the same ones, none of them twice.

import { fittedSizes } from "./engines.ts";

export interface Picture {
  card: string;
  seed: number;
  sizes: readonly number[];
}

export interface Pictures {
  /** Makes the next pictures of an engine ready, outside of what is timed. */
  prepare(engine: string, count: number): Promise<void>;
  /** The next picture of an engine; undefined where no more were made ready. */
  next(engine: string): Picture | undefined;
}

let firstSeed = 1_000_000;

export function picturesOf(card: string): Pictures {
  const all: Picture[] = [];
  const drawn: Record<string, number> = {};
  const first = (firstSeed += 1_000_000);
  return {
    async prepare(engine, count) {
      const wanted = (drawn[engine] ?? 0) + count;
      while (all.length < wanted) {
        const seed = first + all.length;
        all.push({ card, seed, sizes: await fittedSizes(card, seed) });
      }
    },
    next(engine) {
      const at = (drawn[engine] = (drawn[engine] ?? 0) + 1) - 1;
      return all[at];
    },
  };
}

export const pathOf = ({ card, seed, sizes }: Picture): string => `/${card}/${seed}/${sizes.join()}`;
