// The rate at which places become free while requests wait. From it, waiting times are estimated.

export interface Pace {
  /** A place was given to one who waited; `more` is whether others still wait. */
  gave(more: boolean): void;
  /** Milliseconds that one waits who comes behind `waiting` others; 0 while nothing is known of it. */
  expected(waiting: number): number;
}

/** Intervals that the mean is of, the newest weighing the most: on a busy machine places come in bursts. */
const MEMORY = 50;

/** @param forget milliseconds after which measurements are discarded */
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
      // The queue is empty: the next interval would measure arrivals and not the service.
      last = more ? at : undefined;
    },
    expected: (waiting) => (now() - known > forget ? 0 : mean * (waiting + 1)),
  };
}
