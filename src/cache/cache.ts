// An RFC 9111 shared cache around any fetch. Reads from top to bottom as the walk of one request.

import { onRevalidate } from "../revalidate.ts";
import type { Fetch } from "../routing/route.ts";
import { marked, type Told } from "./rules/cache-status.ts";
import { conclusionOf } from "./conclusion.ts";
import { cacheControl } from "./rules/directives.ts";
import { failureForOthers, shareFailure } from "./failure.ts";
import { type Flight, Flights, isTurnedAway, type Outcome } from "./flight.ts";
import { judge, type Use } from "./rules/judge.ts";
import { type Target, targetOf } from "./rules/key.ts";
import { LiveEntry } from "./live-entry.ts";
import { memory } from "./stores/memory.ts";
import type { Cache, CacheOptions } from "./options.ts";
import { askOrigin, failureKey, type OriginOptions } from "./origin.ts";
import { passHead, passOn } from "./pass.ts";
import type { Purge } from "./purges/purge-log.ts";
import { toPurges } from "./purges/purge.ts";
import { Scouts } from "./scouts.ts";
import { type Found, Shelf } from "./shelf.ts";
import { Unshared } from "./unshared.ts";
import { isConditional } from "./rules/validate.ts";
import { createViews, type View } from "./view.ts";

/** Times that a request may start over when what it was to be answered with turns out to be gone. */
const MAX_ROUNDS = 5;

/**
 * Puts a shared HTTP cache (RFC 9111) in front of a fetch.
 *
 * Fresh answers are served from the store; stale ones are validated, so that what has not changed is
 * never made again; whoever asks for the same thing at the same time shares one request. What it
 * did is in `Cache-Status` (RFC 9211).
 *
 * @param fetch what is asked: an app, a pool, or any other
 * @example
 * const cached = cache(app.fetch, { origin: "https://example.com" });
 * const response = await cached(new Request("https://example.com/og/JP.png"));
 * response.headers.get("cache-status");   // offprint; fwd=uri-miss; stored
 */
export function cache(fetch: Fetch, options: CacheOptions = {}): Cache {
  const store = options.store ?? memory();
  const now = options.now ?? Date.now;
  const name = options.name ?? "offprint";
  const reloadInterval = options.reloadInterval ?? 1_000;
  const oneOrigin = options.origin === undefined ? undefined : new URL(options.origin).origin;
  const policy = { maxErrorAge: options.maxErrorAge ?? 10, shareCookies: options.shareCookies ?? false };
  const shelf = new Shelf(store);
  const flights = new Flights();
  const scouts = new Scouts();
  const unshared = new Unshared();
  const viewOf = createViews({ ...policy, name });
  const concluding = { name, maxStaleUnreachable: options.maxStaleUnreachable ?? 60, viewOf };
  const origin: OriginOptions = {
    ...policy,
    fetch,
    origin: oneOrigin,
    store,
    shelf,
    now,
    maxEntryBytes: options.maxEntryBytes ?? 16 * 1024 * 1024,
    readerStall: options.readerStall ?? 10_000,
    budget: { max: options.maxArrivingBytes ?? 64 * 1024 * 1024, used: 0 },
  };

  /** 1. Which stored answer is it about? */
  function walk(request: Request, target: Target, rounds: number): Response | Promise<Response> {
    if (!shelf.knowsRule(target)) return learnRule(request, target, rounds);
    const found = shelf.find(target, request);
    return found instanceof Promise
      ? found.then((answer) => decide(request, target, answer, rounds))
      : decide(request, target, found, rounds);
  }

  /** 2. May it be used as it is (RFC 9111 §4)? */
  function decide(
    request: Request,
    target: Target,
    found: Found,
    rounds: number,
    known?: View,
  ): Response | Promise<Response> {
    let view = known ?? (found.entry ? viewOf(found.entry) : arriving(request, target, found.at));
    let use: Use = "none";
    const time = now();
    if (view) {
      const { meta } = view.entry;
      const purged = store.purges.since(meta.position, meta.path, meta.tags);
      if (purged === "gone") {
        store.delete(found.at);
        view = undefined;
      } else use = judge(view, request, time, purged, reloadInterval);
    }
    if (view && (use === "fresh" || use === "stale")) {
      const ttl = view.ttl(time);
      const told: Told =
        use === "stale"
          ? { hit: true, ttl, detail: "revalidating" }
          : found.entry
            ? { hit: true, ttl }
            : { fwd: "uri-miss", stored: true, collapsed: true };
      if (use === "stale" && rounds === 0) revalidate(request, target, found, view);
      return send(view, request, target, found.at, told, rounds, time);
    }
    const control = request.headers.get("cache-control");
    if (control !== null && cacheControl(control).onlyIfCached)
      return marked(new Response(null, { status: 504 }), name, { detail: "only-if-cached" });
    if (rounds > MAX_ROUNDS) return alone(request, target, found, undefined);
    return ask(request, target, found, view, rounds);
  }

  /**
   * 3. If not, the origin is asked: once for everyone who waits. Those who wait are given the answer only if it says
   * that it may be shared and they are equal in all that it was made from; else each of them asks.
   */
  async function ask(
    request: Request,
    target: Target,
    found: Found,
    view: View | undefined,
    rounds: number,
  ): Promise<Response> {
    // One who has cookies asks for the whole, so that it can be kept for all if it was made without them.
    const conditional =
      view === undefined && !request.headers.has("cookie") && isConditional(request.headers);
    if (
      request.method === "HEAD" ||
      request.headers.has("authorization") ||
      unshared.has(found.at, request) ||
      (view !== undefined && !view.policy.collapses)
    )
      return alone(request, target, found, view);

    const key = conditional
      ? `${found.at}\nif:${request.headers.get("if-none-match")}\n${request.headers.get("if-modified-since")}`
      : found.at;
    let flight = flights.get(key);
    const leads = !flight || flight.settled !== undefined || flight.position !== store.purges.position();
    if (!flight || leads) {
      const awaited = !view && (rounds > 0 || flights.wasTurnedAway(key));
      flight = start(key, request, target, found, view, { conditional, awaited });
    }
    // Asked before it was sent, so that it holds for this one whatever the answer says of reuse.
    const asksFor = leads || flight.open;
    const leave = flight.join(request.signal);
    try {
      const outcome = await flight.outcome;
      // What many wait for is worth a second try, in a line of its own.
      const again = !flight.awaited && !view && flight.shared && isTurnedAway(outcome);
      if (leads && isWholeForPart(request, outcome)) return await alone(request, target, found, undefined);
      if (leads && !again) return await conclude(outcome, request, target, found, view, rounds, false);
      if (!leads && !isEqual(request, target, outcome)) return await walk(request, target, rounds + 1);
      if (!outcome.collapses && !leads) return await alone(request, target, found, view);
      switch (outcome.kind) {
        case "private":
          return await alone(request, target, found, view);
        case "unmodified":
          if (!asksFor) return await decide(request, target, found, rounds + 1, view);
          return await conclude(outcome, request, target, found, view, rounds, true);
        case "failed":
          // It may have been something of the one who asked first: the others try once more, together.
          if (leads) outcome.response?.body?.cancel().catch(() => {});
          if ((again || rounds === 0) && !request.signal.aborted)
            return await decide(request, target, found, rounds + 1, view);
          return await concludeFailure(outcome, request, target, found, view, rounds);
        case "entry": {
          if (asksFor) return await conclude(outcome, request, target, found, view, rounds, true);
          // It holds for those who come later only as far as it says so itself.
          const here = { ...found, at: outcome.storedAt, entry: outcome.entry };
          return await decide(request, target, here, rounds + 1, viewOf(outcome.entry));
        }
      }
    } finally {
      leave();
    }
  }

  /** 4a. The origin's failure, for one who only waited. */
  async function concludeFailure(
    outcome: Outcome & { kind: "failed" },
    request: Request,
    target: Target,
    found: Found,
    view: View | undefined,
    rounds: number,
  ): Promise<Response> {
    const { response } = outcome;
    const body = response && (await outcome.body);
    if (response && !body) return alone(request, target, found, view);
    const told = { ...outcome, response: response && failureForOthers(response, body ?? null) };
    return conclude(told, request, target, found, view, rounds, true);
  }

  /** 4. What came of it, for one of those who waited. */
  function conclude(
    outcome: Outcome,
    request: Request,
    target: Target,
    { at, otherVariants }: Found,
    view: View | undefined,
    rounds: number,
    collapsed: boolean,
  ): Response | Promise<Response> {
    // That a part is for one alone tells nothing of the whole.
    const isPrivate = outcome.kind === "private" && outcome.response.status !== 206;
    if (isPrivate || (outcome.kind === "entry" && !outcome.collapses)) unshared.add(at, request);
    const time = now();
    const conclusion = conclusionOf(
      outcome,
      { request, view, at, otherVariants, collapsed },
      time,
      concluding,
    );
    if (!("told" in conclusion)) return conclusion;
    const { told, own } = conclusion;
    return send(conclusion.view, request, target, conclusion.at, told, rounds, time, own);
  }

  /** Sends an answer, and starts over when its bytes are gone. */
  function send(
    view: View,
    request: Request,
    target: Target,
    at: string,
    told: Told,
    rounds: number,
    time: number,
    own?: readonly (readonly [string, string])[],
  ): Response | Promise<Response> {
    const again = () => {
      store.delete(at);
      return walk(request, target, rounds + 1);
    };
    const response = view.answer(request, told, time, own);
    if (response instanceof Promise) return response.then((sent) => sent ?? again());
    return response ?? again();
  }

  /** An answer that is on its way to the store, if it is the variant that this request selects. */
  function arriving(request: Request, target: Target, at: string): View | undefined {
    const outcome = flights.get(at)?.settled;
    if (outcome?.kind !== "entry") return undefined;
    return isEqual(request, target, outcome) ? viewOf(outcome.entry) : undefined;
  }

  /** Whether a request is equal to that of an outcome in all that the outcome was made from. */
  const isEqual = ({ headers }: Request, target: Target, { kind, selects, varies }: Outcome) =>
    selects !== undefined &&
    selects ===
      (kind === "failed" ? failureKey(target, varies, headers) : shelf.keyOf(target, headers, varies));

  function start(
    key: string,
    request: Request,
    target: Target,
    found: Found,
    view: View | undefined,
    { conditional = false, background = false, awaited = false },
  ): Flight {
    return flights.start(key, store.purges.position(), awaited, async (signal, flight) => {
      const outcome = await askOrigin(origin, {
        request,
        target,
        stored: view && { view, at: found.at },
        conditional,
        background,
        awaited,
        signal,
        abort: () => flight.abort(),
      });
      if (outcome.kind !== "entry") shelf.noteVary(target, outcome.varies);
      if (outcome.kind === "failed" && outcome.response && flight.shared)
        return { ...outcome, ...shareFailure(outcome.response) };
      return outcome;
    });
  }

  /** Asks for this request only: its answer may depend on who asks, or nothing can be shared. */
  async function alone(
    request: Request,
    target: Target,
    found: Found,
    view: View | undefined,
  ): Promise<Response> {
    if (request.method === "HEAD") return passHead(origin, name, request, view && { view, at: found.at });
    const conditional = view === undefined && isConditional(request.headers);
    const stored = view && { view, at: found.at };
    const controller = new AbortController();
    const abort = () => controller.abort(request.signal.reason);
    request.signal.addEventListener("abort", abort, { once: true });
    const outcome = await askOrigin(origin, {
      request,
      target,
      stored,
      conditional,
      alone: true,
      signal: controller.signal,
      abort: () => controller.abort(),
    });
    if (view && isWholeForPart(request, outcome)) return alone(request, target, found, undefined);
    if (outcome.kind === "entry") {
      // From here on its reader decides when it ends.
      request.signal.removeEventListener("abort", abort);
      if (outcome.collapses) unshared.delete(found.at, request);
    }
    try {
      return await conclude(outcome, request, target, found, view, MAX_ROUNDS, false);
    } finally {
      if (outcome.kind === "entry") outcome.release();
    }
  }

  /**
   * The whole for one who asked for a part: it was asked for what could be stored, and cannot be. Asked by this one
   * alone, with its `Range`, the origin may give the part.
   */
  function isWholeForPart(request: Request, outcome: Outcome): boolean {
    if (outcome.kind !== "private" || outcome.response.status !== 200 || !request.headers.has("range"))
      return false;
    outcome.response.body?.cancel().catch(() => {});
    return true;
  }

  /** Makes a new copy while a stale one is being served (RFC 5861 §3). */
  function revalidate(request: Request, target: Target, found: Found, view: View): void {
    const running = flights.get(found.at);
    if (running && running.settled === undefined && running.position === store.purges.position()) return;
    const flight = start(found.at, request, target, found, view, { background: true });
    const leave = flight.join(undefined);
    const work = flight.outcome.then(async (outcome) => {
      if (outcome.kind === "entry" && outcome.entry instanceof LiveEntry) await outcome.entry.landed;
      leave();
      if ((outcome.kind === "private" || outcome.kind === "failed") && outcome.response)
        await outcome.response.body?.cancel().catch(() => {});
    });
    (request as Request & { waitUntil?: (work: Promise<unknown>) => void }).waitUntil?.(work);
  }

  /** 1a. Which of its parameters count? The first to ask for a path with a query shows it to the others. */
  async function learnRule(request: Request, target: Target, rounds: number): Promise<Response> {
    await shelf.recallRule(target);
    if (shelf.knowsRule(target)) return walk(request, target, rounds);
    // Who starts over may be the one who went ahead: to wait for itself it would wait for ever.
    if (rounds > 0) return proceed(request, target, rounds);
    return scouts.follow(
      target.origin + target.path,
      () => proceed(request, target, rounds),
      () => shelf.knowsRule(target),
    );
  }

  async function proceed(request: Request, target: Target, rounds: number): Promise<Response> {
    const found = await shelf.find(target, request);
    return decide(request, target, found, rounds);
  }

  const purge = (what: Purge) => store.purges.add(what);
  const stop = onRevalidate((what) => {
    for (const each of toPurges(what)) purge(each);
  });

  const handler = (request: Request) => {
    const target = targetOf(request, oneOrigin !== undefined);
    const { method } = request;
    return method === "GET" || method === "HEAD"
      ? walk(request, target, 0)
      : passOn(origin, name, request, target);
  };
  return Object.defineProperties(handler, {
    purge: { value: purge },
    arriving: { get: () => flights.size },
    close: {
      value: async () => {
        stop();
        await store.close();
      },
    },
  }) as Cache;
}
