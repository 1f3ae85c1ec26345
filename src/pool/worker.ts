// One child as the parent sees it: its process, its socket, what it is serving, how it ends.

import { fork, type ChildProcess } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { Agent } from "node:http";
import { setPriority } from "node:os";
import { fileURLToPath } from "node:url";
import { serverSecret } from "../secret.ts";
import { SETUP, type ChildSetup, type FromApp, type FromChild, type FromParent } from "./messages.ts";

/** Bytes of a child's standard error that are kept for the line that tells of its end. */
const TAIL_BYTES = 4_096;

/**
 * Arenas of glibc's allocator. Its default, eight for each core, never gives back what the threads of
 * image libraries have scattered over them.
 */
const ARENAS = "2";

/** A request that a child is serving. */
export interface Job {
  request?: { method: string; url: string; id: string | null };
  /** The reader of the answer has paused, and the child with it: the request holds no place. */
  resting: boolean;
}

/** Why a child was ended. */
export type EndReason = "deadline" | "stall" | "memory" | "recycled" | "reload" | "close" | "crash";

export interface ProcessOptions {
  execArgv: readonly string[];
  nice: number;
}

export interface WorkerEvents {
  ready(worker: Worker, info: unknown): void;
  exit(worker: Worker): void;
  message(worker: Worker, message: FromApp): void;
}

// Run from the sources (by tests) the child needs a loader; built, it is plain JavaScript.
const OWN_EXTENSION = import.meta.url.endsWith(".ts") ? ".ts" : ".js";
const ENTRY = fileURLToPath(new URL(`./child${OWN_EXTENSION}`, import.meta.url));
const LOADER = OWN_EXTENSION === ".ts" ? ["--import", import.meta.resolve("jiti/register")] : [];

export class Worker {
  readonly agent = new Agent({ keepAlive: true, maxFreeSockets: 64 });
  readonly socket: string;
  startedAt = performance.now();
  readonly jobs = new Set<Job>();
  readonly exited: Promise<void>;
  /** True once it could serve. */
  wasReady = false;
  /** `waiting` is started, but not to make its app yet; `draining` and `gone` get no new requests. */
  state: "waiting" | "starting" | "ready" | "draining" | "gone" = "starting";
  /** To be replaced as soon as another is ready. */
  tired = false;
  /** `before` it has been asked to, `now`, or `done`. It is given requests meanwhile only where no other child is there. */
  rehearsal: "before" | "now" | "done" = "before";
  /** Kept for one suspect: nobody else is let in. */
  reserved = false;
  served = 0;
  rss = 0;
  endReason: EndReason = "crash";
  /** What it was serving when it ended. */
  doomed: readonly Job[] = [];
  failure: { name: string; message: string; stack?: string } | undefined;
  readonly #process: ChildProcess;
  readonly #pings = new Map<number, () => void>();
  #pingCount = 0;
  #wakeExited: () => void = () => {};
  #endRehearsal: () => void = () => {};
  #tail = "";

  constructor(setup: ChildSetup, { execArgv, nice }: ProcessOptions, events: WorkerEvents) {
    if (setup.wait) this.state = "waiting";
    this.socket = setup.socket;
    this.#process = fork(ENTRY, {
      execArgv: [...LOADER, ...execArgv],
      stdio: ["ignore", "inherit", "pipe", "ipc"],
      env: {
        MALLOC_ARENA_MAX: ARENAS,
        ...process.env,
        // Children know by it what another of them has signed, such as the cookie of a draft mode.
        OFFPRINT_SECRET: serverSecret(),
        [SETUP]: JSON.stringify(setup),
      },
    });
    this.exited = new Promise((resolve) => (this.#wakeExited = resolve));
    this.#process.stderr!.on("data", (chunk: Buffer) => {
      process.stderr.write(chunk);
      this.#tail = (this.#tail + chunk.toString("latin1")).slice(-TAIL_BYTES);
    });
    this.#process.on("message", (message: FromChild) => {
      if (message.type === "offprint:ready") {
        this.state = "ready";
        this.wasReady = true;
        this.#yieldToParent(nice);
        events.ready(this, message.info);
      } else if (message.type === "offprint:pong") {
        this.#pings.get(message.id)?.();
        this.#pings.delete(message.id);
      } else if (message.type === "offprint:rehearsed") this.#endRehearsal();
      else if (message.type === "offprint:failed") this.failure = message;
      else events.message(this, message);
    });
    // Fork itself may fail (no memory, no file handles): then there is no exit to wait for.
    this.#process.once("error", (error) => {
      if (this.#process.pid !== undefined) return;
      this.failure = error;
      this.#gone(events);
    });
    this.#process.once("exit", () => this.#gone(events));
  }

  /** Requests that hold a place. */
  get running(): number {
    let count = 0;
    for (const job of this.state === "gone" ? this.doomed : this.jobs) if (!job.resting) count++;
    return count;
  }

  /** Killed, but neither by us nor for its memory: somebody else did, and no request is to blame. */
  get murdered(): boolean {
    return this.endReason === "crash" && this.#process.signalCode === "SIGKILL";
  }

  /**
   * Renders take what the port leaves: a stored answer must not wait for a core that renders. The start is
   * no render, and others may be waiting for it.
   */
  #yieldToParent(nice: number): void {
    try {
      if (nice > 0) for (const thread of threadsOf(this.pid)) setPriority(thread, nice);
    } catch {
      // Not allowed here, or it has gone already.
    }
  }

  #gone(events: WorkerEvents): void {
    this.state = "gone";
    this.doomed = [...this.jobs];
    this.agent.destroy();
    if (process.platform !== "win32") rmSync(this.socket, { force: true });
    for (const wake of this.#pings.values()) wake();
    this.#pings.clear();
    this.#wakeExited();
    events.exit(this);
  }

  get pid(): number {
    return this.#process.pid ?? -1;
  }

  /** How it ended, for the log. `lastWords` is the end of what it wrote to standard error. */
  get epitaph(): { code: number | null; signal: NodeJS.Signals | null; lastWords: string } {
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
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), ms)));
    this.send({ type: "offprint:rehearse" });
    const rehearsed = await Promise.race([done, late, this.exited.then(() => false)]);
    clearTimeout(timer);
    this.rehearsal = "done";
    return rehearsed;
  }

  send(message: FromParent): void {
    if (this.#process.connected) this.#process.send(message, () => {});
  }

  /** Resolves true once its event loop has turned, or false when it has not in `ms` milliseconds or has gone. */
  async responds(ms: number): Promise<boolean> {
    if (this.state === "gone") return false;
    const id = ++this.#pingCount;
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#pings.delete(id);
        resolve(false);
      }, ms);
      this.#pings.set(id, () => {
        clearTimeout(timer);
        resolve(this.state !== "gone");
      });
      this.send({ type: "offprint:ping", id });
    });
  }

  /** Ends it now, in the middle of whatever it does. */
  kill(reason: EndReason): void {
    if (this.state === "gone") return;
    if (this.endReason === "crash") this.endReason = reason;
    this.state = "draining";
    this.#process.kill("SIGKILL");
  }

  /** Gives it no more requests, lets it finish those it has for up to `grace` milliseconds, and ends it. */
  retire(reason: EndReason, grace: number): void {
    if (this.state === "gone" || this.state === "draining") return;
    this.endReason = reason;
    if (this.state === "starting" || this.state === "waiting") return this.kill(reason);
    this.state = "draining";
    const timer = setTimeout(() => this.kill(reason), grace);
    void this.exited.then(() => clearTimeout(timer));
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
