// How fast places become free while somebody waits for one: it tells how long a line can be without being in vain.

export interface Pace {
  /** A place was given to one who waited; `more` is whether others still wait. */
  gave(more: boolean): void;
  /** Milliseconds that one waits who comes behind `waiting` others; 0 while nothing is known of it. */
  expected(waiting: number): number;
}

/** Share of the newest interval in the mean. */
const WEIGHT = 0.1;

/** @param forget milliseconds after which what was seen is no guide any more */
export function createPace(forget: number, now: () => number = () => performance.now()): Pace {
  let mean = 0;
  let last: number | undefined;
  let known = -Infinity;
  return {
    gave(more) {
      const at = now();
      if (last !== undefined) {
        mean += (at - last - mean) * WEIGHT;
        known = at;
      }
      // Where nobody is left, the next interval is as long as it takes somebody to come.
      last = more ? at : undefined;
    },
    expected: (waiting) => (now() - known > forget ? 0 : mean * (waiting + 1)),
  };
}
