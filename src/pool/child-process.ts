// The parent's view of one child: its process, its socket, the requests on it, how it ended.

import { fork, type ChildProcess } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { Agent } from "node:http";
import { setPriority } from "node:os";
import { fileURLToPath } from "node:url";
import { patientTimeout } from "../process/patience.ts";
import { ProcFile } from "../process/proc-file.ts";
import { createProcessorMeter, type ProcessorMeter } from "../process/processor-time.ts";
import { serverSecret } from "../process/secret.ts";
import { diedOfMemory, limited } from "./memory-limit.ts";
import { OutputLimit } from "./output.ts";
import { SETUP, type ChildSetup, type FromApp, type FromChild, type FromParent } from "./messages.ts";
import { Vitals } from "./vitals.ts";

/** Bytes of a child's standard error that are kept for the line that tells of its end. */
const TAIL_BYTES = 4_096;

/**
 * Arenas of glibc's allocator. Its default, eight for each core, never gives back what the threads of
 * image libraries have scattered over them.
 */
const ARENAS = "2";

/** Milliseconds from a child's exit for which the end of what it wrote is waited for: a process of its own may hold the pipe. */
const LAST_WORDS = 1_000;

/** A request that a child is serving. */
export interface Job {
  request?: { method: string; url: string; id: string | null };
  /** When it began: `performance.now()`. */
  readonly since: number;
  /**
   * Why it holds no place now: its client has paused, and the child with it; or it waits for its data, and
   * may go on at any moment.
   */
  resting: false | "client" | "data";
  /** It goes on, but the child does nothing for it: another may have the place. */
  rest(why: "client" | "data"): void;
}

/** Why a child was ended. */
export type EndReason = "stuck" | "memory" | "recycled" | "reload" | "close" | "crash";

export interface ProcessOptions {
  execArgv: readonly string[];
  nice: number;
  maxRss: number;
  softRss: number;
}

export interface ChildEvents {
  ready(child: Child, info: unknown): void;
  exit(child: Child): void;
  message(child: Child, message: FromApp): void;
}

// Run from the sources (by tests) the child needs a loader; built, it is plain JavaScript.
const OWN_EXTENSION = import.meta.url.endsWith(".ts") ? ".ts" : ".js";
const ENTRY = fileURLToPath(new URL(`./child-main${OWN_EXTENSION}`, import.meta.url));
const LOADER = OWN_EXTENSION === ".ts" ? ["--import", import.meta.resolve("jiti/register")] : [];

// Node 20 has the WebSocket of browsers (RFC 6455) behind a flag, later ones without.
const FLAGS = typeof WebSocket === "undefined" ? ["--experimental-websocket"] : [];

export class Child {
  readonly agent = new Agent({ keepAlive: true, maxFreeSockets: 64 });
  readonly socket: string;
  startedAt = performance.now();
  readonly jobs = new Set<Job>();
  readonly exited: Promise<void>;
  /** True once it could serve. */
  wasReady = false;
  /** `waiting` is started, but not to make its app yet; `draining` and `gone` get no new requests. */
  state: "waiting" | "starting" | "ready" | "draining" | "gone" = "starting";
  /** Due for recycling: replaced as soon as another child is ready. */
  dueForRecycling = false;
  /** `before` it has been asked to, `now`, or `done`. It is given requests meanwhile only where no other child is there. */
  rehearsal: "before" | "now" | "done" = "before";
  /** Reserved for one suspect request: no other is admitted. */
  reserved = false;
  served = 0;
  rss = 0;
  endReason: EndReason = "crash";
  /** The requests that it was serving when it ended. */
  jobsAtExit: readonly Job[] = [];
  failure: { name: string; message: string; stack?: string } | undefined;
  readonly vitals: Vitals;
  /** `/proc/<pid>/status`, which has its memory. */
  readonly status: ProcFile;
  readonly #meter: ProcessorMeter;
  readonly #process: ChildProcess;
  readonly #softRss: number;
  /** Callbacks for the answer to a ping; undefined while none has been sent. */
  #asked: Set<() => void> | undefined;
  #wakeExited: () => void = () => {};
  #endRehearsal: () => void = () => {};
  #tail = "";

  constructor(setup: ChildSetup, options: ProcessOptions, events: ChildEvents) {
    const { execArgv, nice, maxRss, softRss } = options;
    if (setup.wait) this.state = "waiting";
    this.socket = setup.socket;
    this.#softRss = softRss;
    this.#process = fork(ENTRY, {
      ...limited(maxRss, [...FLAGS, ...LOADER, ...execArgv]),
      stdio: ["ignore", "inherit", "pipe", "ipc"],
      env: {
        MALLOC_ARENA_MAX: ARENAS,
        ...process.env,
        // Children know by it what another of them has signed, such as the cookie of a draft mode.
        OFFPRINT_SECRET: serverSecret(),
        [SETUP]: JSON.stringify(setup),
      },
    });
    this.#meter = createProcessorMeter(this.pid);
    this.vitals = new Vitals(this.#meter);
    this.status = new ProcFile(`${this.pid}/status`);
    this.exited = new Promise((resolve) => (this.#wakeExited = resolve));
    const output = new OutputLimit(`The child ${this.pid}`);
    this.#process.stderr!.on("data", (chunk: Buffer) => {
      output.take(chunk);
      this.#tail = (this.#tail + chunk.subarray(-TAIL_BYTES).toString("latin1")).slice(-TAIL_BYTES);
    });
    this.#process.stderr!.once("close", () => output.flush());
    this.#process.on("message", (message: FromChild) => {
      if (message.type === "offprint:ready") {
        this.state = "ready";
        this.wasReady = true;
        this.#yieldToParent(nice);
        events.ready(this, message.info);
      } else if (message.type === "offprint:pong") {
        this.vitals.turned(message.used);
        const asked = this.#asked;
        this.#asked = undefined;
        for (const tell of asked ?? []) tell();
      } else if (message.type === "offprint:rehearsed") this.#endRehearsal();
      else if (message.type === "offprint:failed") this.failure = message;
      else events.message(this, message);
    });
    // Fork itself may fail (no memory, no file descriptors). There is no exit event then.
    this.#process.once("error", (error) => {
      if (this.#process.pid !== undefined) return;
      this.failure = error;
      void this.#gone(events);
    });
    this.#process.once("exit", () => void this.#gone(events));
  }

  /** Requests that hold a place. */
  get running(): number {
    let count = 0;
    for (const job of this.jobs) if (!job.resting) count++;
    return count;
  }

  /** True if the child worked for this request alone. */
  servesOnly(job: Job): boolean {
    const all = this.state === "gone" ? this.jobsAtExit : this.jobs;
    return [...all].every((other) => other === job || other.resting === "client");
  }

  /** It works, or may do so at any moment. */
  get atWork(): boolean {
    return (
      this.state === "starting" ||
      this.state === "draining" ||
      this.rehearsal === "now" ||
      this.jobs.size > 0 ||
      this.vitals.active
    );
  }

  /** Killed by a signal from outside the pool and not for its memory, so no request is to blame. */
  get killedExternally(): boolean {
    return this.endReason === "crash" && this.#process.signalCode === "SIGKILL";
  }

  /**
   * Lowers the priority (nice) of a ready child: a cached answer of the parent must not wait for a core that renders.
   * A child that starts keeps the normal one, since requests may wait for it.
   */
  #yieldToParent(nice: number): void {
    try {
      if (nice > 0) for (const thread of threadsOf(this.pid)) setPriority(thread, nice);
    } catch {
      // Not allowed here, or it has gone already.
    }
  }

  async #gone(events: ChildEvents): Promise<void> {
    this.state = "gone";
    this.jobsAtExit = [...this.jobs];
    this.agent.destroy();
    this.#meter.close();
    this.status.close();
    if (process.platform !== "win32") rmSync(this.socket, { force: true });
    await this.#hearOut();
    if (this.endReason !== "stuck" && this.#hadNoMemory()) this.endReason = "memory";
    for (const tell of this.#asked ?? []) tell();
    this.#wakeExited();
    events.exit(this);
  }

  /** The end of its standard error may arrive after its exit. */
  async #hearOut(): Promise<void> {
    const stderr = this.#process.stderr;
    if (!stderr || stderr.closed) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, LAST_WORDS);
      stderr.once("close", () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  /** Out of memory: its standard error says so, or it was large when the kernel killed it. */
  #hadNoMemory(): boolean {
    return diedOfMemory(this.#tail) || (this.killedExternally && this.rss > this.#softRss);
  }

  get pid(): number {
    return this.#process.pid ?? -1;
  }

  /** How it ended, for the log. `lastWords` is the end of what it wrote to standard error. */
  get exitInfo(): { code: number | null; signal: NodeJS.Signals | null; lastWords: string } {
    const { exitCode: code, signalCode: signal } = this.#process;
    return { code, signal, lastWords: Buffer.from(this.#tail, "latin1").toString() };
  }

  /** Makes one that waits begin. */
  go(): void {
    this.state = "starting";
    this.startedAt = performance.now();
    this.send({ type: "offprint:go" });
  }

  /** Resolves true once it has rehearsed, or false when it has not in `ms` milliseconds or has gone. */
  async rehearse(ms: number): Promise<boolean> {
    this.rehearsal = "now";
    const done = new Promise<boolean>((resolve) => (this.#endRehearsal = () => resolve(true)));
    let callOff = () => {};
    const late = new Promise<boolean>((resolve) => (callOff = this.after(ms, () => resolve(false))));
    this.send({ type: "offprint:rehearse" });
    const rehearsed = await Promise.race([done, late, this.exited.then(() => false)]);
    callOff();
    this.rehearsal = "done";
    return rehearsed;
  }

  send(message: FromParent): void {
    if (this.#process.connected) this.#process.send(message, () => {});
  }

  /** Resolves true once its event loop has turned, or false when it has gone. */
  async turned(): Promise<boolean> {
    if (this.state === "gone") await this.exited;
    else await new Promise<void>((resolve) => this.#ask().add(resolve));
    return this.state !== "gone";
  }

  /** To be called several times a second while it works. */
  sample(): void {
    this.vitals.sample(this.#asked !== undefined);
    if (this.wasReady && this.state !== "gone" && this.atWork) this.#ask();
  }

  #ask(): Set<() => void> {
    if (!this.#asked) {
      this.#asked = new Set();
      this.send({ type: "offprint:ping" });
    }
    return this.#asked;
  }

  /** A timeout in the child's own time, see `vitals.ts`. Returns a function that cancels it. */
  after(ms: number, then: () => void): () => void {
    return patientTimeout(ms, () => this.vitals.lost, then);
  }

  /** Ends it now, in the middle of whatever it does. */
  kill(reason: EndReason): void {
    if (this.state === "gone") return;
    // A draining child may still exceed a limit: the reason of its end is then the limit.
    if (this.endReason === "crash" || reason === "memory" || reason === "stuck") this.endReason = reason;
    this.state = "draining";
    this.#process.kill("SIGKILL");
  }

  /** Gives it no more requests, lets it finish those it has for up to `grace` milliseconds, and ends it. */
  retire(reason: EndReason, grace: number): void {
    if (this.state === "gone" || this.state === "draining") return;
    this.endReason = reason;
    if (this.state === "starting" || this.state === "waiting") return this.kill(reason);
    this.state = "draining";
    void this.exited.then(this.after(grace, () => this.kill(reason)));
    this.finished();
  }

  /** To be called when a request has ended. */
  finished(): void {
    if (this.state === "draining" && this.jobs.size === 0) this.send({ type: "offprint:stop" });
  }
}

/** Linux has a priority for each thread, which those that it makes later begin with. */
function threadsOf(pid: number): number[] {
  return process.platform === "linux" ? readdirSync(`/proc/${pid}/task`).map(Number) : [pid];
}
