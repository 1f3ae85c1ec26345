// How fast places become free while somebody waits for one: it tells how long a line can be without being in vain.

export interface Pace {
  /** A place was given to one who waited; `more` is whether others still wait. */
  gave(more: boolean): void;
  /** Milliseconds that one waits who comes behind `waiting` others; 0 while nothing is known of it. */
  expected(waiting: number): number;
}

/** Intervals that the mean is of, the newest weighing the most: on a busy machine places come in bursts. */
const MEMORY = 50;

/** @param forget milliseconds after which what was seen is no guide any more */
export function createPace(forget: number, now: () => number = () => performance.now()): Pace {
  let mean = 0;
  let seen = 0;
  let last: number | undefined;
  let known = -Infinity;
  return {
    gave(more) {
      const at = now();
      // After so long it was the line that was empty.
      if (last !== undefined && at - last <= forget) {
        seen = at - known > forget ? 1 : Math.min(seen + 1, MEMORY);
        mean += (at - last - mean) / seen;
        known = at;
      }
      // Where nobody is left, the next interval is as long as it takes somebody to come.
      last = more ? at : undefined;
    },
    expected: (waiting) => (now() - known > forget ? 0 : mean * (waiting + 1)),
  };
}
