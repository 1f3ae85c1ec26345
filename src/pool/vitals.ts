// Health of a child: event loop lag, processor time without a result, starvation by other processes.

import type { ProcessorTime } from "../process/processor-time.ts";

/** Upper bound of a child's own time that one sample adds: a parent that was blocked itself has not received replies either. */
const MAX_STEP = 500;

/** Share of processor time between two samples below which a child counts as idle. */
const IDLE = 0.1;

/** Share of time spent runnable but not running, between two samples, from which a child counts as starved. */
const STARVED = 0.5;

/**
 * Upper bound of the share of time by which starvation extends `maxWait`: by half at most. Clients have timeouts of
 * their own, and where the load is the pool's own, a longer queue does not make it less.
 */
const MAX_EXCUSED = 1 / 3;

/**
 * A child's vital signs, in its own time: the clock on the wall less what its most delayed thread has waited
 * for a processor. So a limit means the same on a machine that has other things to do.
 */
export class Vitals {
  /** Milliseconds since it was asked whether its event loop turns. */
  silent = 0;
  /** Milliseconds of work since it last got anything done. */
  burnt = 0;
  /** Milliseconds lost to others so far. */
  lost = 0;
  /** Milliseconds since the previous sample that are not charged to queued requests. */
  excused = 0;
  /** Nothing ran and nothing wanted to since the look before: what it serves waits for data. */
  idle = false;
  /** It has used the processor since the look before, whatever for. */
  active = false;
  /** Others have the processor. */
  starved = false;
  readonly #measure: () => ProcessorTime | undefined;
  readonly #now: () => number;
  readonly #born: number;
  #last: number;
  #reported = 0;
  #told = 0;

  /**
   * @param measure what the child got of the processor since the last call; undefined where only it can tell
   * @param now the clock, in milliseconds
   */
  constructor(measure: () => ProcessorTime | undefined, now: () => number = () => performance.now()) {
    this.#measure = measure;
    this.#now = now;
    this.#born = this.#last = now();
  }

  /** It begins to work after a rest: what was before does not count. */
  begin(): void {
    this.silent = 0;
    this.burnt = 0;
  }

  /** Its event loop has turned. `used` is its processor time so far, in milliseconds. */
  turned(used: number): void {
    this.silent = 0;
    this.#reported = used;
  }

  /** It has finished something, or sent some of it. */
  progressed(): void {
    this.burnt = 0;
  }

  /**
   * To be called several times a second while it works, and once in a while when it does not.
   * @param asked whether it has been asked since the look before, and not answered yet
   */
  look(asked: boolean): void {
    const wall = this.#now() - this.#last;
    if (wall <= 0) return;
    this.#last += wall;
    const { used, waited } = this.#measure() ?? { used: this.#reported - this.#told, waited: 0 };
    this.#told = this.#reported;
    // Some of the waiting is told late, once it is over: never more of it than there was time.
    this.lost = Math.min(this.lost + waited, this.#last - this.#born);
    this.excused = Math.min(waited, MAX_EXCUSED * wall);
    const step = Math.min(wall, MAX_STEP);
    this.silent = asked ? Math.max(0, this.silent + Math.min(wall - waited, MAX_STEP)) : 0;
    this.burnt += Math.min(used, step);
    this.active = used >= IDLE * wall;
    this.idle = !this.active && waited < IDLE * wall;
    this.starved = waited > STARVED * wall;
  }
}
