// Children make something of each kind before requests are given to them, while others answer.

import type { Worker } from "./worker.ts";

/** Milliseconds from one rehearsal to the next, and to that of a child which has become ready later. */
const QUIET = 300;

/** Milliseconds that a rehearsal may take: the app's own limits are lower. */
const WITHIN = 20_000;

export class Rehearsals {
  readonly #ready: () => Worker[];
  readonly #ended: () => void;
  #timer: NodeJS.Timeout | undefined;
  /** Milliseconds to wait for the next one; false when there is to be none. */
  #after: number | false;
  #first = true;

  /**
   * @param after milliseconds to the first; false for none at all
   * @param ready the children that could answer now
   * @param ended called after each: the child takes requests again
   */
  constructor(after: number | false, ready: () => Worker[], ended: () => void) {
    this.#after = after;
    this.#ready = ready;
    this.#ended = ended;
  }

  /** To be called when a child has become ready. */
  soon(): void {
    if (this.#after === false) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#next(), this.#after);
    this.#timer.unref();
  }

  stop(): void {
    this.#after = false;
    clearTimeout(this.#timer);
  }

  /**
   * One at a time, and only while another child answers. The first of all waits until nobody is
   * being served, slow readers among them: the other children would have to do that with engines as
   * cold as its own.
   */
  async #next(): Promise<void> {
    const ready = this.#ready();
    if (ready.length < 2 || ready.some(({ rehearsal }) => rehearsal === "now")) return;
    const next = ready.find(({ rehearsal, tired }) => rehearsal === "before" && !tired);
    if (!next) return;
    if (this.#first && ready.some(({ jobs }) => jobs.size > 0)) return this.soon();
    this.#first = false;
    if (this.#after !== false) this.#after = QUIET;
    if (!(await next.rehearse(WITHIN)) && next.endReason === "crash" && this.#after !== false) {
      // An example that ends a child must not end one after the other.
      this.stop();
      next.kill("deadline");
    }
    this.#ended();
    this.soon();
  }
}

/** Without those that rehearse, unless there is no other. */
export function awake(workers: Worker[]): Worker[] {
  const others = workers.filter(({ rehearsal }) => rehearsal !== "now");
  return others.length > 0 ? others : workers;
}
