// The same fetch, run in child processes: one that hangs, crashes or eats memory is killed and replaced.

import { isAwaited } from "../http/stand-in-request.ts";
import { HttpError } from "../error.ts";
import { FOR_ALL_WHO_WAIT, TARGETED } from "../http/cache-control.ts";
import { problem } from "../http/problem.ts";
import { toResponse } from "../http/reply.ts";
import type { Fetch } from "../routing/route.ts";
import { BodyError, ChildLost, forward } from "./forward.ts";
import { withDefaults, type PoolOptions } from "./options.ts";
import { createPaused } from "./paused.ts";
import { createPoison } from "./poison.ts";
import { createQueue } from "./queue.ts";
import type { Place } from "./places.ts";
import { Roster } from "./roster.ts";
import { createShared } from "./shared.ts";
import type { Job, Child } from "./child-process.ts";

/** The app that the module of `PoolOptions.app` makes in each child. */
export interface MadeApp {
  fetch: Fetch;
  /** Told to the parent (`Pool.ready`); must survive JSON. */
  info?: unknown;
  /** Makes something of each kind and throws it away: called while other children answer. */
  rehearse?(): Promise<void>;
}

/** How a pool is doing. */
export interface PoolStats {
  /** Children that answer. */
  ready: number;
  /** Requests being served. */
  running: number;
  /** Requests that wait for a place. */
  waiting: number;
  /** Streamed answers whose readers have paused. */
  paused: number;
  children: { pid: number; rss: number; served: number; running: number }[];
}

/** A pool is a fetch with children behind it. */
export interface Pool {
  (request: Request): Promise<Response>;
  /**
   * Resolves with what the app told about itself, once a child is ready.
   * @throws what kept the first child from starting.
   */
  ready(): Promise<unknown>;
  /** True while a child is there to answer. */
  alive(): boolean;
  stats(): PoolStats;
  /**
   * Replaces all children, for code that has changed. `"when ready"`: each goes when another has
   * come; `"at once"`: they are killed, and requests wait for the new ones.
   */
  reload(when: "at once" | "when ready"): void;
  /** Why the children can't start at present; undefined if they can. */
  failure(): { name: string; message: string; stack?: string } | undefined;
  /** Ends all children; those that still serve get `grace` milliseconds (default 0). */
  close(grace?: number): Promise<void>;
}

/**
 * Runs an app in child processes.
 *
 * A request waits in a bounded queue for a place on a child, and goes there over a Unix socket. What
 * waits for its data there may wait. A child whose event loop stands still, that works without getting
 * anything done or that passes a memory limit is killed and replaced. GET and HEAD are tried once more
 * when the child died before it had answered; a URL that has so ended two children is refused for a
 * while. What cannot be served is `503` with `Retry-After`.
 *
 * @throws the request's abort reason when the client has gone; what the request's own body throws
 * @example
 * const pooled = pool({ app: new URL("./my-app.js", import.meta.url) });
 * const response = await pooled(new Request("http://localhost/og/JP.png"));
 */
export function pool(given: PoolOptions): Pool {
  const options = withDefaults(given);
  const { log, observe } = options;
  const { promise: firstReady, resolve: becomeReady, reject: failToStart } = deferred<unknown>();
  // A caller that never asks for ready() must not get an unhandled rejection.
  firstReady.catch(() => {});
  const poison = createPoison(options.refuseFor);
  const paused = createPaused(options.maxPaused);
  const shared = createShared(() => roster.all, log);

  const roster = new Roster({
    ...options,
    app: String(options.app),
    args: options.args,
    freed: () => offer(),
    started(info, ms) {
      becomeReady(info);
      observe?.started?.(info, ms);
    },
    ended,
    message: shared.handle,
  });
  const { maxWaiting, maxWait, maxSharedWait } = options;
  const take = () => roster.places.take();
  const queue = createQueue<Place, "alone" | "shared" | "high" | "low">(
    {
      alone: { take: () => roster.places.takeAlone(), maxWaiting, maxWait },
      shared: { take, maxWaiting, maxWait: maxSharedWait },
      high: { take, maxWaiting, maxWait },
      low: { take, maxWaiting, maxWait },
    },
    () => roster.lost,
  );
  const laneOf = (request: Request, attempt: number) =>
    attempt > 1 ? "alone" : isAwaited(request) ? "shared" : options.priority(request);

  function offer(): void {
    queue.offer();
    if (queue.waiting("alone") === 0) roster.places.unreserve();
  }

  async function fetch(request: Request): Promise<Response> {
    const again = request.method === "GET" || request.method === "HEAD";
    // Only GET and HEAD: with a body, the URL does not identify what killed the child.
    const key = again ? `${request.method} ${request.url}` : undefined;
    for (let attempt = 1; ; attempt++) {
      const refusedFor = key === undefined ? 0 : poison.refusedFor(key);
      if (refusedFor > 0) return refuse("poison", refusedFor);
      const place = await queue.enter(laneOf(request, attempt), request.signal);
      if (!place) return refuse("full", 1_000);
      try {
        return await send(request, place, key);
      } catch (error) {
        if (!(error instanceof ChildLost)) throw error;
        if (!again || attempt > 1)
          return unavailable("The answer could not be made. Try again later.", 1_000);
      }
    }
  }

  async function send(request: Request, place: Place, key: string | undefined): Promise<Response> {
    const { child, job } = place;
    job.request = { method: request.method, url: request.url, id: request.headers.get("x-request-id") };
    const from = performance.now();
    const response = await forward(child, request, {
      onSlowBody: () => job.rest("client"),
      onPark: (parked, cut) => {
        paused.set(cut, parked);
        // Back-pressure: while the reader pauses, the child is idle, so its place is free for another request.
        if (parked) job.rest("client");
      },
      onProgress: () => child.vitals.progressed(),
      ended(how) {
        if (how === "whole") place.end();
        // The client has gone. The place is free once the child's event loop has turned and has seen that.
        else if (how === "cancelled") void child.turned().then(place.end);
        else void lose(place, key).then(place.end);
      },
    }).catch(async (error: unknown) => {
      if (!(error instanceof ChildLost)) {
        void child.turned().then(place.end);
        // Reported here: a cache may answer with something else in its place.
        if (!request.signal.aborted && !(error instanceof BodyError))
          log?.error({ err: error }, "A request could not be handed to a child");
        throw error;
      }
      const died = await lose(place, key);
      place.end();
      // A child that is alive may have begun the work, so the request is not repeated.
      throw died ? error : error.cause;
    });
    observe?.answered?.(
      response.headers.get("content-type")?.split(";")[0] ?? "none",
      (performance.now() - from) / 1_000,
      response.headers.get("server-timing") ?? undefined,
    );
    return response;
  }

  /** The connection to a child has broken. Resolves with whether the child has ended, and not the connection alone. */
  async function lose({ child, job }: Place, key: string | undefined): Promise<boolean> {
    if (await child.turned()) return false;
    const innocent =
      // Its client had paused, so the child was working for another request.
      job.resting === "client" ||
      ["reload", "close", "recycled"].includes(child.endReason) ||
      child.killedExternally;
    if (!innocent && key !== undefined) poison.blame(key, child.servesOnly(job));
    return true;
  }

  function refuse(why: "full" | "poison", ms: number): Response {
    observe?.refused?.(why);
    return why === "full"
      ? unavailable("The server is busy. Try again in a moment.", ms)
      : unavailable("This URL could not be answered twice. Try again later.", ms);
  }

  function ended(child: Child): void {
    shared.ended(child);
    observe?.ended?.(child.endReason);
    const planned = ["recycled", "reload", "close"].includes(child.endReason);
    const exitInfo = {
      pid: child.pid,
      reason: child.endReason,
      ...child.exitInfo,
      rss: child.rss,
      serving: child.jobsAtExit.map(told),
    };
    if (child.failure) {
      const failure = Object.assign(new Error(child.failure.message), child.failure);
      failToStart(failure);
      observe?.failed?.(failure);
      log?.error({ pid: child.pid, err: child.failure }, "A child could not start");
    } else if (child.endReason === "close") return;
    else if (planned) log?.info({ pid: child.pid, reason: child.endReason }, "A child was replaced");
    else log?.error(exitInfo, "A child has ended");
  }

  return Object.assign(fetch, {
    ready: () => firstReady,
    alive: () => roster.ready.length > 0,
    failure: () => roster.failure,
    reload(when: "at once" | "when ready"): void {
      shared.forgetData();
      roster.reload(when);
    },
    close: (grace = 0) => roster.close(grace),
    stats: (): PoolStats => ({
      ready: roster.ready.length,
      running: roster.running,
      waiting: queue.waiting(),
      paused: paused.size(),
      children: [...roster.all].map(({ pid, rss, served, jobs }) => ({
        pid,
        rss,
        served,
        running: jobs.size,
      })),
    }),
  });
}

/** A request as it may be logged: without its query, which may be signed. */
function told({ request }: Job): object {
  return request ? { method: request.method, path: new URL(request.url).pathname, id: request.id } : {};
}

function unavailable(reason: string, retryMs: number): Response {
  const headers = {
    "retry-after": String(Math.max(1, Math.ceil(retryMs / 1_000))),
    [TARGETED]: FOR_ALL_WHO_WAIT,
  };
  return toResponse(problem(new HttpError(503, { reason, headers })));
}

function deferred<T>() {
  let resolve!: (value: T) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<T>((yes, no) => ([resolve, reject] = [yes, no]));
  return { promise, resolve, reject };
}
