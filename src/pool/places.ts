// Which child gets a request: the least busy one that has a free place.

import type { Child, Job } from "./child-process.ts";
import { awake } from "./rehearsals.ts";

/** Milliseconds of work without a result after which a child that lacks processor time gets no more requests. */
const LONG_WORK = 50;

/** A place on a child: the right to send it one request. Ending it twice has no effect. */
export interface Place {
  child: Child;
  /** The job that holds it; set by the code that takes the place. */
  job: Job;
  /** The request has ended. */
  end(): void;
}

export interface PlacesOptions {
  /** Children that work at the same time. */
  size: number;
  /** Places of one child. */
  concurrency: number;
  /** The children that could answer now. */
  ready(): Child[];
  /** A place on this child has been taken. May start other children, which calls back here. */
  taken(child: Child): void;
  /** A place has become free. */
  freed(): void;
}

export class Places {
  readonly #size: number;
  readonly #concurrency: number;
  readonly #ready: () => Child[];
  readonly #taken: (child: Child) => void;
  readonly #freed: () => void;

  constructor({ size, concurrency, ready, taken, freed }: PlacesOptions) {
    this.#size = size;
    this.#concurrency = concurrency;
    this.#ready = ready;
    this.#taken = taken;
    this.#freed = freed;
  }

  /** A place on the least busy child, or undefined when all are full. */
  take(): Place | undefined {
    let best: Child | undefined;
    for (const child of this.#working())
      if (child.running < this.#placesOf(child) && (!best || child.running < best.running)) best = child;
    return best && this.#seat(best);
  }

  /**
   * While the machine is busy, a child finishes long work before it begins more.
   * Short work it does several of in the little time that it is given.
   */
  #placesOf({ vitals: { starved, unproductive } }: Child): number {
    return starved && unproductive > LONG_WORK ? 1 : this.#concurrency;
  }

  /** A place on a child that serves nothing else, a spare one if possible. Reserves a child until it is free. */
  takeAlone(): Place | undefined {
    const ready = awake(this.#ready());
    const held = ready.filter(({ reserved }) => reserved);
    const free = held.find(({ running }) => running === 0);
    if (free) return this.#seat(free);
    // Suspects must not take the whole pool, unless there is only one child.
    if (held.length >= Math.max(1, ready.length - 1)) return undefined;
    const next = ready
      .toReversed()
      .reduce<Child | undefined>(
        (best, child) => (!child.reserved && (!best || child.running < best.running) ? child : best),
        undefined,
      );
    if (!next) return undefined;
    next.reserved = true;
    return next.running === 0 ? this.#seat(next) : undefined;
  }

  #seat(child: Child): Place {
    const alone = child.reserved;
    const job: Job = {
      since: performance.now(),
      resting: false,
      rest: (why) => {
        const held = !job.resting;
        job.resting = why;
        if (!held) return;
        if (alone) child.reserved = false;
        this.#freed();
      },
    };
    if (child.jobs.size === 0) child.vitals.begin();
    child.jobs.add(job);
    child.served++;
    const end = () => {
      if (child.jobs.delete(job)) child.vitals.progressed();
      if (!job.resting) job.rest("client");
      child.finished();
    };
    // Last, since it may start other children, which re-enters this function.
    this.#taken(child);
    return { child, job, end };
  }

  /** No suspect is waiting: reserve no child any more. */
  unreserve(): void {
    for (const child of this.#ready()) if (child.running === 0) child.reserved = false;
  }

  /** The children that take requests: the first `size` that are not due for recycling, and those that are in their place. */
  #working(): Child[] {
    const usable = awake(this.#ready().filter(({ reserved }) => !reserved));
    const fresh = usable.filter(({ dueForRecycling }) => !dueForRecycling);
    const missing = this.#size - fresh.length;
    return missing > 0
      ? [...fresh, ...usable.filter(({ dueForRecycling }) => dueForRecycling).slice(0, missing)]
      : fresh.slice(0, this.#size);
  }
}
