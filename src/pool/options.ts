// The pool's options and limits: each with a unit, a default and a reason.

import { availableParallelism } from "node:os";
import type { Logger } from "pino";

const MIB = 1024 * 1024;

export interface PoolOptions {
  /**
   * The module that makes the app, as an absolute path or a `file:` URL. Its default export is
   * called in each child with `args` and gives a fetch, or `{ fetch, info }`.
   */
  app: string | URL;
  /** Given to that function; must survive JSON. */
  args?: unknown;
  /** Children that work at the same time. Default: one for each core. */
  size?: number;
  /** Children more that are ready to take the place of one that dies. Default 1. */
  spare?: number;
  /** Requests that one child serves at a time, so that it can render for one while another waits for its data. Default 4. */
  concurrency?: number;
  /**
   * Requests that may wait for a place, for each priority, if at the present pace they get one in time. Default 1,000.
   */
  maxWaiting?: number;
  /** Milliseconds that a request may wait for a place. Default 5,000. */
  maxWait?: number;
  /** Milliseconds that a request may wait which a cache sends for several clients. Default 30,000. */
  maxSharedWait?: number;
  /**
   * Milliseconds after which a child counts as stuck and is ended: its event loop has stood still, or it has
   * worked without sending or finishing anything. Time for which it was ready to run and others had the
   * processor is not counted (Linux), nor is what its requests wait for. Default 10,000.
   */
  stuckAfter?: number;
  /** Bytes of resident memory at which a child is ended at once. Default 1 GiB. */
  maxRss?: number;
  /** Bytes of resident memory from which a child is replaced once its requests are done. Default 640 MiB. */
  softRss?: number;
  /** Requests after which a child is replaced. Default 50,000. */
  maxRequests?: number;
  /** Streamed answers whose readers have paused; beyond it the one that has paused the longest is cut off. Default 250. */
  maxPaused?: number;
  /** Milliseconds for which a URL is refused after it has ended two children. Default 60,000. */
  refuseFor?: number;
  /** Milliseconds in which a child must be ready. Default 30,000. */
  startWithin?: number;
  /** Milliseconds that a child which is being replaced gets for what it still serves. Default 600,000. */
  retireWithin?: number;
  /**
   * Keep one more process that has loaded everything but the app's own code, for a quick `reload`: for
   * development. What its module exports as `warmUp` is called there with `args`. Default false.
   */
  warm?: boolean;
  /**
   * Let a child rehearse (`MadeApp.rehearse`) before it is given requests, one child at a time, while
   * others answer: their first answers come fast then, and every child holds every engine from the
   * start. Default false.
   */
  rehearse?: boolean;
  /** Nice value of ready children, 0 to 19: a cached answer of the parent must not wait for a core that renders. Default 10. */
  nice?: number;
  /**
   * Options of the runtime for children, such as `--max-old-space-size=512`. Default
   * `--max-semi-space-size=4`, in MiB: what a render makes dies young. The runtime's 16 hold some 25 MiB
   * more in every child that rests, and 8 some 10, without being faster. And `--compact-on-every-full-gc`: caches
   * whose entries come and go leave holes, which hold another 25 MB otherwise.
   */
  execArgv?: readonly string[];
  /**
   * Which of two lines a request waits in. Default: `low` for what no one waits for, such as
   * prefetches and revalidation in the background (`Sec-Purpose: prefetch`), else `high`.
   */
  priority?: (request: Request) => Priority;
  /** Called when a child has ended, with the requests that it was serving. Default: none. */
  log?: Pick<Logger, "error" | "warn" | "info">;
  /** Told of answers, and of children that come and go: for metrics. */
  observe?: PoolObserver;
}

export type Priority = "high" | "low";

export interface PoolObserver {
  /** An answer has begun. `type` is its media type; `seconds` from its place to its first byte. */
  answered?(type: string, seconds: number, serverTiming: string | undefined): void;
  /** A child is ready, `ms` milliseconds after it was started; `info` is what its app told. */
  started?(info: unknown, ms: number): void;
  /** A child could not start. */
  failed?(failure: Error): void;
  /** A child has ended. */
  ended?(reason: string): void;
  /** A request was turned away. */
  refused?(why: "full" | "poison"): void;
}

/** Numbers with their defaults, and the least that makes sense. */
const NUMBERS = {
  size: [availableParallelism(), 1],
  spare: [1, 0],
  concurrency: [4, 1],
  maxWaiting: [1_000, 0],
  maxWait: [5_000, 0],
  maxSharedWait: [30_000, 0],
  stuckAfter: [10_000, 1],
  maxRss: [1024 * MIB, 64 * MIB],
  softRss: [640 * MIB, 64 * MIB],
  maxRequests: [50_000, 1],
  maxPaused: [250, 0],
  refuseFor: [60_000, 1],
  startWithin: [30_000, 1],
  retireWithin: [600_000, 0],
  nice: [10, 0],
} satisfies Partial<Record<keyof PoolOptions, [otherwise: number, least: number]>>;

type Name = keyof typeof NUMBERS;

/**
 * Options with their defaults.
 * @throws TypeError naming an option that is not a number, or too small a one
 */
export function withDefaults(options: PoolOptions) {
  const numbers = {} as Record<Name, number>;
  for (const [name, [otherwise, least]] of Object.entries(NUMBERS) as [Name, [number, number]][]) {
    const value: unknown = options[name];
    if (value !== undefined && !(typeof value === "number" && value >= least))
      throw new TypeError(
        `pool: \`${name}\` must be a number from ${least} on, not ${JSON.stringify(value)}.`,
      );
    numbers[name] = options[name] ?? otherwise;
  }
  numbers.softRss = options.softRss ?? Math.min(numbers.softRss, numbers.maxRss * 0.75);
  return {
    ...options,
    ...numbers,
    execArgv: options.execArgv ?? ["--max-semi-space-size=4", "--compact-on-every-full-gc"],
    warm: options.warm ?? false,
    rehearse: options.rehearse ?? false,
    priority: options.priority ?? defaultPriority,
  };
}

function defaultPriority(request: Request): Priority {
  return /\bprefetch\b/.test(request.headers.get("sec-purpose") ?? "") ? "low" : "high";
}
