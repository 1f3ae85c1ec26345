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
 * A child's vital signs, in its own time: wall-clock time less the run-queue wait of its most delayed thread. So a
 * limit means the same on a busy machine.
 */
export class Vitals {
  /** Milliseconds for which a ping has not been answered: its event loop is blocked. */
  blocked = 0;
  /** Milliseconds of processor time since it last sent or finished something. */
  unproductive = 0;
  /** Milliseconds so far for which it was runnable and other processes had the processor. */
  lost = 0;
  /** Milliseconds since the previous sample that are not charged to queued requests. */
  excused = 0;
  /** It neither ran nor was runnable since the previous sample: its requests wait for data. */
  idle = false;
  /** It has used the processor since the previous sample. */
  active = false;
  /** It is runnable, but other processes have the processor. */
  starved = false;
  readonly #measure: () => ProcessorTime | undefined;
  readonly #now: () => number;
  readonly #born: number;
  #last: number;
  #reported = 0;
  #told = 0;

  /**
   * @param measure the child's processor time since the last call; undefined where only the child can measure it
   * @param now the clock, in milliseconds
   */
  constructor(measure: () => ProcessorTime | undefined, now: () => number = () => performance.now()) {
    this.#measure = measure;
    this.#now = now;
    this.#born = this.#last = now();
  }

  /** It begins to work after having been idle: resets the counters. */
  begin(): void {
    this.blocked = 0;
    this.unproductive = 0;
  }

  /** Its event loop has turned. `used` is its processor time so far, in milliseconds. */
  turned(used: number): void {
    this.blocked = 0;
    this.#reported = used;
  }

  /** It has finished something, or sent some of it. */
  progressed(): void {
    this.unproductive = 0;
  }

  /**
   * Takes a sample: several times a second while it works, less often when idle.
   * @param asked whether a ping was sent since the previous sample, and has not been answered
   */
  sample(asked: boolean): void {
    const wall = this.#now() - this.#last;
    if (wall <= 0) return;
    this.#last += wall;
    const { used, waited } = this.#measure() ?? { used: this.#reported - this.#told, waited: 0 };
    this.#told = this.#reported;
    // The kernel reports some waits only once they are over: capped at the time that there was.
    this.lost = Math.min(this.lost + waited, this.#last - this.#born);
    this.excused = Math.min(waited, MAX_EXCUSED * wall);
    const step = Math.min(wall, MAX_STEP);
    this.blocked = asked ? Math.max(0, this.blocked + Math.min(wall - waited, MAX_STEP)) : 0;
    this.unproductive += Math.min(used, step);
    this.active = used >= IDLE * wall;
    this.idle = !this.active && waited < IDLE * wall;
    this.starved = waited > STARVED * wall;
  }
}
