// Warm-up: children render an example of each kind before they get requests, while others answer.

import type { Child } from "./child-process.ts";

/** Milliseconds from a child's being ready to a rehearsal, and from one to the next. */
const QUIET = 300;

/** Milliseconds that a rehearsal may take: the app's own limits are lower. */
const WITHIN = 20_000;

export class Rehearsals {
  readonly #ready: () => Child[];
  readonly #ended: () => void;
  #timer: NodeJS.Timeout | undefined;
  #on: boolean;

  /**
   * @param ready the children that could answer now
   * @param ended called after each: the child takes requests again
   */
  constructor(on: boolean, ready: () => Child[], ended: () => void) {
    this.#on = on;
    this.#ready = ready;
    this.#ended = ended;
  }

  /** To be called when a child has become ready. */
  soon(): void {
    if (!this.#on) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#next(), QUIET);
    this.#timer.unref();
  }

  stop(): void {
    this.#on = false;
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
    const next = ready.find(({ rehearsal, dueForRecycling }) => rehearsal === "before" && !dueForRecycling);
    if (!next) return;
    const first = !ready.some(({ rehearsal }) => rehearsal === "done");
    if (first && ready.some(({ jobs }) => jobs.size > 0)) return this.soon();
    if (!(await next.rehearse(WITHIN)) && next.endReason === "crash" && this.#on) {
      // An example that kills a child must not be tried on the next ones, and kill them too.
      this.stop();
      next.kill("stuck");
    }
    this.#ended();
    this.soon();
  }
}

/** Without those that rehearse, unless there is no other. */
export function awake(children: Child[]): Child[] {
  const others = children.filter(({ rehearsal }) => rehearsal !== "now");
  return others.length > 0 ? others : children;
}
