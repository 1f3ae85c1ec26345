// Keeps the wanted number of children: restarts those that die, and starts a replacement before it retires one.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { awake, Rehearsals } from "./rehearsals.ts";
import { watch, type Watch } from "./watch.ts";
import { Worker, type Job } from "./child-process.ts";
import type { ChildSetup, FromApp } from "./messages.ts";

export interface RosterOptions {
  app: string;
  args: unknown;
  size: number;
  spare: number;
  concurrency: number;
  maxRss: number;
  softRss: number;
  maxRequests: number;
  /** Deadline in milliseconds for a child to become ready. */
  startWithin: number;
  /** Milliseconds of its own time without a result after which a child counts as stuck. */
  stuckAfter: number;
  /** Milliseconds that a child which is being replaced gets to finish its requests. */
  retireWithin: number;
  execArgv: readonly string[];
  nice: number;
  warm: boolean;
  rehearse: boolean;
  /** A child is ready, or a request has ended: the queue may give a place. */
  freed(): void;
  started(info: unknown, ms: number): void;
  ended(worker: Worker): void;
  message(worker: Worker, message: FromApp): void;
}

/** Backoff in milliseconds after a child that never became ready; doubled each time. */
const FIRST_BACKOFF = 50;
const MAX_BACKOFF = 5_000;

/** The same in development, where a change of the project is waited for. */
const WARM_BACKOFF = 30_000;

/** Requests on one child that may wait for their data without a place; more keep theirs. */
const MAX_WAITING = 250;

/** Milliseconds of work without a result after which a child that lacks processor time gets no more requests. */
const LONG_WORK = 50;

/** Milliseconds from a request's start before it can count as waiting for data. */
const TO_BEGIN = 250;

/** A place on a child: the right to send it one request. Ending it twice has no effect. */
export interface Place {
  worker: Worker;
  /** The job that holds it; set by the code that takes the place. */
  job: Job;
  /** The request has ended. */
  end(): void;
}

/** All children of a pool. */
export class Roster {
  /** Error of the last child that failed to start; undefined after one has started. */
  failure: Worker["failure"];
  readonly #options: RosterOptions;
  readonly #workers = new Set<Worker>();
  readonly #folder = process.platform === "win32" ? undefined : mkdtempSync(join(tmpdir(), "offprint-"));
  readonly #watch: Watch;
  readonly #rehearsals: Rehearsals;
  readonly #cleanUp = () => this.#folder && rmSync(this.#folder, { recursive: true, force: true });
  #lost = 0;
  #count = 0;
  #failures = 0;
  #backoff: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: RosterOptions) {
    this.#options = options;
    this.#rehearsals = new Rehearsals(options.rehearse, () => this.ready, options.freed);
    this.#watch = watch(() =>
      [...this.#workers]
        .filter(({ pid }) => pid > 0)
        .map((worker) => ({
          pid: worker.pid,
          status: worker.status,
          atWork: worker.atWork,
          starved: worker.vitals.starved,
          onRss: (bytes) => this.#weigh(worker, bytes),
          onLook: () => this.#look(worker),
        })),
    );
    process.once("exit", this.#cleanUp);
    this.#fill();
  }

  /** Children that answer requests now. */
  get ready(): Worker[] {
    return [...this.#workers].filter(({ state }) => state === "ready");
  }

  /** Requests that are being served. */
  get running(): number {
    return [...this.#workers].reduce((sum, { running }) => sum + running, 0);
  }

  /** Children that serve anything. */
  get #serving(): number {
    return [...this.#workers].filter(({ jobs }) => jobs.size > 0).length;
  }

  get all(): ReadonlySet<Worker> {
    return this.#workers;
  }

  /** A place on the least busy child, or undefined when all are full. */
  take(): Place | undefined {
    let best: Worker | undefined;
    for (const worker of this.#working())
      if (worker.running < this.#placesOf(worker) && (!best || worker.running < best.running)) best = worker;
    return best && this.#seat(best);
  }

  /**
   * While the machine is busy, a child finishes long work before it begins more.
   * Short work it does several of in the little time that it is given.
   */
  #placesOf({ vitals: { starved, burnt } }: Worker): number {
    return starved && burnt > LONG_WORK ? 1 : this.#options.concurrency;
  }

  /** Milliseconds excused to queued requests because the busy children were starved, on average. */
  get lost(): number {
    return this.#lost;
  }

  /** A place on a child that serves nothing else, a spare one if possible. Reserves a child until it is free. */
  takeAlone(): Place | undefined {
    const ready = awake(this.ready);
    const held = ready.filter(({ reserved }) => reserved);
    const free = held.find(({ running }) => running === 0);
    if (free) return this.#seat(free);
    // Suspects must not take the whole pool, unless there is only one child.
    if (held.length >= Math.max(1, ready.length - 1)) return undefined;
    const next = ready
      .toReversed()
      .reduce<Worker | undefined>(
        (best, worker) => (!worker.reserved && (!best || worker.running < best.running) ? worker : best),
        undefined,
      );
    if (!next) return undefined;
    next.reserved = true;
    return next.running === 0 ? this.#seat(next) : undefined;
  }

  #seat(worker: Worker): Place {
    const alone = worker.reserved;
    const job: Job = {
      since: performance.now(),
      resting: false,
      rest: (why) => {
        const held = !job.resting;
        job.resting = why;
        if (!held) return;
        if (alone) worker.reserved = false;
        this.#options.freed();
      },
    };
    if (worker.jobs.size === 0) worker.vitals.begin();
    worker.jobs.add(job);
    worker.served++;
    this.#watch.wake();
    const end = () => {
      if (worker.jobs.delete(job)) worker.vitals.progressed();
      if (!job.resting) job.rest("client");
      worker.finished();
    };
    // Last, since it may start other children, which re-enters this function.
    if (worker.served >= this.#options.maxRequests) this.#tire(worker);
    return { worker, job, end };
  }

  /** No suspect is waiting: reserve no child any more. */
  unreserve(): void {
    for (const worker of this.#workers) if (worker.running === 0) worker.reserved = false;
  }

  /** Replaces all children. `at once`: without waiting for what they serve, or for the new ones. */
  reload(when: "at once" | "when ready"): void {
    this.#failures = 0;
    this.failure = undefined;
    clearTimeout(this.#backoff);
    this.#backoff = undefined;
    for (const worker of this.#workers) {
      if (worker.state === "waiting") continue;
      if (when === "at once") worker.kill("reload");
      else if (worker.state === "starting") worker.kill("reload");
      else this.#tire(worker);
    }
    this.#fill();
  }

  /** Ends all children: those that serve get `grace` milliseconds. */
  async close(grace: number): Promise<void> {
    this.#closed = true;
    this.#rehearsals.stop();
    clearTimeout(this.#backoff);
    const workers = [...this.#workers];
    for (const worker of workers) worker.retire("close", grace);
    await Promise.all(workers.map(({ exited }) => exited));
    this.#watch.stop();
    process.off("exit", this.#cleanUp);
    this.#cleanUp();
  }

  /** The children that take requests: the first `size` that are not due for recycling, and those that are in their place. */
  #working(): Worker[] {
    const usable = awake(this.ready.filter(({ reserved }) => !reserved));
    const fresh = usable.filter(({ dueForRecycling }) => !dueForRecycling);
    const missing = this.#options.size - fresh.length;
    return missing > 0
      ? [...fresh, ...usable.filter(({ dueForRecycling }) => dueForRecycling).slice(0, missing)]
      : fresh.slice(0, this.#options.size);
  }

  /** Starts children until there are enough. */
  #fill(): void {
    if (this.#closed || this.#backoff) return;
    const { size, spare } = this.#options;
    const living = () =>
      [...this.#workers].filter(
        ({ state, dueForRecycling }) => !dueForRecycling && (state === "ready" || state === "starting"),
      );
    while (living().length < size + spare) this.#start();
  }

  #start(): void {
    const waiting = [...this.#workers].find(({ state }) => state === "waiting");
    if (!waiting) return this.#fork(false);
    waiting.go();
    this.#expect(waiting);
  }

  /** Keeps one process that has loaded everything but the app. */
  #keepWaiting(): void {
    if (![...this.#workers].some(({ state }) => state === "waiting")) this.#fork(true);
  }

  #fork(wait: boolean): void {
    const { app, args } = this.#options;
    const number = ++this.#count;
    const socket = this.#folder
      ? join(this.#folder, `${number}.sock`)
      : `\\\\.\\pipe\\offprint-${process.pid}-${number}`;
    const setup: ChildSetup = { socket, app, args, wait };
    const worker = new Worker(setup, this.#options, {
      ready: (worker, info) => {
        this.#failures = 0;
        this.failure = undefined;
        this.#options.started(info, performance.now() - worker.startedAt);
        this.#retireTired();
        this.#options.freed();
        this.#rehearsals.soon();
        // At a moment without work, so that no request waits for the processor.
        if (this.#options.warm) this.#keepWaiting();
      },
      exit: (worker) => {
        this.#workers.delete(worker);
        if (!worker.wasReady && worker.endReason === "crash") this.#later(worker);
        else this.#fill();
        this.#options.ended(worker);
        this.#options.freed();
      },
      message: this.#options.message,
    });
    this.#workers.add(worker);
    if (!wait) this.#expect(worker);
  }

  /** Kills a child that is not ready in time. */
  #expect(worker: Worker): void {
    const { startWithin } = this.#options;
    const callOff = worker.after(startWithin, () => {
      if (worker.wasReady) return;
      worker.failure ??= { name: "Error", message: `It was not ready in ${startWithin / 1000} s.` };
      worker.kill("crash");
    });
    void worker.exited.then(callOff);
    this.#watch.wake();
  }

  /** Schedules the next start after a failed one, with exponential backoff. */
  #later(worker: Worker): void {
    this.failure = worker.failure ??= { name: "Error", message: lastWordsOf(worker) };
    if (this.#closed || this.#backoff) return;
    const { warm } = this.#options;
    // A change of the project most likely repairs it: have a child ready by then.
    if (warm) this.#keepWaiting();
    this.#backoff = setTimeout(
      () => {
        this.#backoff = undefined;
        this.#fill();
      },
      warm ? WARM_BACKOFF : Math.min(FIRST_BACKOFF * 2 ** this.#failures++, MAX_BACKOFF),
    );
  }

  #tire(worker: Worker): void {
    if (worker.dueForRecycling) return;
    worker.dueForRecycling = true;
    this.#fill();
    this.#retireTired();
  }

  /** Retires children that are due for recycling, as far as others can take over. */
  #retireTired(): void {
    let fresh = this.ready.filter(({ dueForRecycling }) => !dueForRecycling).length;
    for (const worker of this.ready.filter(({ dueForRecycling }) => dueForRecycling)) {
      if (fresh < this.#options.size) return;
      worker.retire("recycled", this.#options.retireWithin);
    }
  }

  #weigh(worker: Worker, bytes: number): void {
    worker.rss = bytes;
    if (bytes > this.#options.maxRss) worker.kill("memory");
    else if (bytes > this.#options.softRss && worker.state === "ready") this.#tire(worker);
  }

  #look(worker: Worker): void {
    const { vitals, jobs } = worker;
    const { stuckAfter } = this.#options;
    worker.look();
    if (!worker.wasReady || worker.state === "gone") return;
    if (vitals.silent > stuckAfter || (vitals.burnt > stuckAfter && jobs.size === 1)) worker.kill("stuck");
    // It serves other requests too: they may finish while its event loop turns.
    else if (vitals.burnt > stuckAfter && worker.state === "ready") {
      worker.retire("stuck", stuckAfter);
      this.#fill();
    }
    if (jobs.size > 0) this.#lost += vitals.excused / this.#serving;
    if (vitals.idle) this.#restThoseWhoWait(worker);
    else this.#options.freed();
  }

  /** An idle child's requests wait for data: they give up their places, so that others can be served. */
  #restThoseWhoWait({ jobs }: Worker): void {
    const now = performance.now();
    let resting = 0;
    for (const { resting: why } of jobs) if (why) resting++;
    for (const job of jobs)
      if (!job.resting && now - job.since >= TO_BEGIN && resting++ < MAX_WAITING) job.rest("data");
  }
}

function lastWordsOf({ exitInfo: { code, signal, lastWords } }: Worker): string {
  return `It ended with ${signal ?? `exit code ${code}`} while starting. ${lastWords.trim()}`.trim();
}
