// Keeps the wanted number of children: restarts those that die, and starts a replacement before it retires one.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Rehearsals } from "./rehearsals.ts";
import { watch, type Watch } from "./watch.ts";
import { Child } from "./child-process.ts";
import { Places } from "./places.ts";
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
  ended(child: Child): void;
  message(child: Child, message: FromApp): void;
}

/** Backoff in milliseconds after a child that never became ready; doubled each time. */
const FIRST_BACKOFF = 50;
const MAX_BACKOFF = 5_000;

/** The same in development, where a change of the project is waited for. */
const WARM_BACKOFF = 30_000;

/** Requests on one child that may wait for their data without a place; more keep theirs. */
const MAX_WAITING = 250;

/** Milliseconds from a request's start before it can count as waiting for data. */
const TO_BEGIN = 250;

/** All children of a pool. */
export class Roster {
  /** Error of the last child that failed to start; undefined after one has started. */
  failure: Child["failure"];
  readonly places: Places;
  readonly #options: RosterOptions;
  readonly #children = new Set<Child>();
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
    this.places = new Places({
      size: options.size,
      concurrency: options.concurrency,
      ready: () => this.ready,
      taken: (child) => this.#taken(child),
      freed: options.freed,
    });
    this.#rehearsals = new Rehearsals(options.rehearse, () => this.ready, options.freed);
    this.#watch = watch(() =>
      [...this.#children]
        .filter(({ pid }) => pid > 0)
        .map((child) => ({
          pid: child.pid,
          status: child.status,
          atWork: child.atWork,
          starved: child.vitals.starved,
          onRss: (bytes) => this.#weigh(child, bytes),
          onSample: () => this.#sample(child),
        })),
    );
    process.once("exit", this.#cleanUp);
    this.#fill();
  }

  /** Children that answer requests now. */
  get ready(): Child[] {
    return [...this.#children].filter(({ state }) => state === "ready");
  }

  /** Requests that are being served. */
  get running(): number {
    return [...this.#children].reduce((sum, { running }) => sum + running, 0);
  }

  /** Children that serve anything. */
  get #serving(): number {
    return [...this.#children].filter(({ jobs }) => jobs.size > 0).length;
  }

  get all(): ReadonlySet<Child> {
    return this.#children;
  }

  /** Milliseconds excused to queued requests because the busy children were starved, on average. */
  get lost(): number {
    return this.#lost;
  }

  /** Replaces all children. `at once`: without waiting for what they serve, or for the new ones. */
  reload(when: "at once" | "when ready"): void {
    this.#failures = 0;
    this.failure = undefined;
    clearTimeout(this.#backoff);
    this.#backoff = undefined;
    for (const child of this.#children) {
      if (child.state === "waiting") continue;
      if (when === "at once") child.kill("reload");
      else if (child.state === "starting") child.kill("reload");
      else this.#recycle(child);
    }
    this.#fill();
  }

  /** Ends all children: those that serve get `grace` milliseconds. */
  async close(grace: number): Promise<void> {
    this.#closed = true;
    this.#rehearsals.stop();
    clearTimeout(this.#backoff);
    const children = [...this.#children];
    for (const child of children) child.retire("close", grace);
    await Promise.all(children.map(({ exited }) => exited));
    this.#watch.stop();
    process.off("exit", this.#cleanUp);
    this.#cleanUp();
  }

  /** Starts children until there are enough. */
  #fill(): void {
    if (this.#closed || this.#backoff) return;
    const { size, spare } = this.#options;
    const living = () =>
      [...this.#children].filter(
        ({ state, dueForRecycling }) => !dueForRecycling && (state === "ready" || state === "starting"),
      );
    while (living().length < size + spare) this.#start();
  }

  #start(): void {
    const waiting = [...this.#children].find(({ state }) => state === "waiting");
    if (!waiting) return this.#fork(false);
    waiting.go();
    this.#expect(waiting);
  }

  /** Keeps one process that has loaded everything but the app. */
  #keepWaiting(): void {
    if (![...this.#children].some(({ state }) => state === "waiting")) this.#fork(true);
  }

  #fork(wait: boolean): void {
    const { app, args } = this.#options;
    const number = ++this.#count;
    const socket = this.#folder
      ? join(this.#folder, `${number}.sock`)
      : `\\\\.\\pipe\\offprint-${process.pid}-${number}`;
    const setup: ChildSetup = { socket, app, args, wait };
    const child = new Child(setup, this.#options, {
      ready: (child, info) => {
        this.#failures = 0;
        this.failure = undefined;
        this.#options.started(info, performance.now() - child.startedAt);
        this.#retireDue();
        this.#options.freed();
        this.#rehearsals.soon();
        // At a moment without work, so that no request waits for the processor.
        if (this.#options.warm) this.#keepWaiting();
      },
      exit: (child) => {
        this.#children.delete(child);
        if (!child.wasReady && child.endReason === "crash") this.#later(child);
        else this.#fill();
        this.#options.ended(child);
        this.#options.freed();
      },
      message: this.#options.message,
    });
    this.#children.add(child);
    if (!wait) this.#expect(child);
  }

  /** Kills a child that is not ready in time. */
  #expect(child: Child): void {
    const { startWithin } = this.#options;
    const callOff = child.after(startWithin, () => {
      if (child.wasReady) return;
      child.failure ??= { name: "Error", message: `It was not ready in ${startWithin / 1000} s.` };
      child.kill("crash");
    });
    void child.exited.then(callOff);
    this.#watch.wake();
  }

  /** Schedules the next start after a failed one, with exponential backoff. */
  #later(child: Child): void {
    this.failure = child.failure ??= { name: "Error", message: lastWordsOf(child) };
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

  #taken(child: Child): void {
    this.#watch.wake();
    if (child.served >= this.#options.maxRequests) this.#recycle(child);
  }

  #recycle(child: Child): void {
    if (child.dueForRecycling) return;
    child.dueForRecycling = true;
    this.#fill();
    this.#retireDue();
  }

  /** Retires children that are due for recycling, as far as others can take over. */
  #retireDue(): void {
    let fresh = this.ready.filter(({ dueForRecycling }) => !dueForRecycling).length;
    for (const child of this.ready.filter(({ dueForRecycling }) => dueForRecycling)) {
      if (fresh < this.#options.size) return;
      child.retire("recycled", this.#options.retireWithin);
    }
  }

  #weigh(child: Child, bytes: number): void {
    child.rss = bytes;
    if (bytes > this.#options.maxRss) child.kill("memory");
    else if (bytes > this.#options.softRss && child.state === "ready") this.#recycle(child);
  }

  #sample(child: Child): void {
    const { vitals, jobs } = child;
    const { stuckAfter } = this.#options;
    child.sample();
    if (!child.wasReady || child.state === "gone") return;
    if (vitals.blocked > stuckAfter || (vitals.unproductive > stuckAfter && jobs.size === 1))
      child.kill("stuck");
    // It serves other requests too: they may finish while its event loop turns.
    else if (vitals.unproductive > stuckAfter && child.state === "ready") {
      child.retire("stuck", stuckAfter);
      this.#fill();
    }
    if (jobs.size > 0) this.#lost += vitals.excused / this.#serving;
    if (vitals.idle) this.#restThoseWhoWait(child);
    else this.#options.freed();
  }

  /** An idle child's requests wait for data: they give up their places, so that others can be served. */
  #restThoseWhoWait({ jobs }: Child): void {
    const now = performance.now();
    let resting = 0;
    for (const { resting: why } of jobs) if (why) resting++;
    for (const job of jobs)
      if (!job.resting && now - job.since >= TO_BEGIN && resting++ < MAX_WAITING) job.rest("data");
  }
}

function lastWordsOf({ exitInfo: { code, signal, lastWords } }: Child): string {
  return `It ended with ${signal ?? `exit code ${code}`} while starting. ${lastWords.trim()}`.trim();
}
