// One request on its way through the cache: numbered steps, from top to bottom.

import { conclusionOf, type ConclusionOptions } from "./conclusion.ts";
import { failureForOthers, isShareable, shareFailure } from "./failure.ts";
import { type Flight, type Flights, isTurnedAway, type Outcome } from "./flight.ts";
import { LiveEntry } from "./live-entry.ts";
import { askOrigin, failureKey, type OriginOptions } from "./origin.ts";
import { passHead } from "./pass.ts";
import { marked, type Told } from "./rules/cache-status.ts";
import { cacheControl } from "./rules/directives.ts";
import { judge, type Use } from "./rules/judge.ts";
import type { Target } from "./rules/key.ts";
import { isConditional } from "./rules/validate.ts";
import type { Probes } from "./probes.ts";
import type { Found } from "./shelf.ts";
import type { HitForPass } from "./hit-for-pass.ts";
import type { View } from "./view.ts";

/** Parts that all visits to one cache share. */
export interface CacheParts extends ConclusionOptions {
  origin: OriginOptions;
  flights: Flights;
  probes: Probes;
  hitForPass: HitForPass;
  /** Milliseconds between reloads that are passed on to the origin. */
  reloadInterval: number;
}

/** Times that a request may start over because the answer it was to get has been evicted or is not for it. */
const MAX_ROUNDS = 5;

export class Visit {
  readonly #cache: CacheParts;
  readonly #request: Request;
  readonly #target: Target;
  /** Times that it has started over. */
  #rounds = 0;
  /** The place of the stored answer, or of the one to come. Set in step 2. */
  #found!: Found;
  /** The stored answer, which may be stale. */
  #view: View | undefined;

  constructor(cache: CacheParts, request: Request, target: Target) {
    this.#cache = cache;
    this.#request = request;
    this.#target = target;
  }

  /** 1. Which stored answer is it about? */
  walk(): Response | Promise<Response> {
    const { shelf } = this.#cache.origin;
    if (!shelf.knowsRule(this.#target)) return this.#learnRule();
    const found = shelf.find(this.#target, this.#request);
    return found instanceof Promise ? found.then((answer) => this.#decide(answer)) : this.#decide(found);
  }

  #startOver(): Response | Promise<Response> {
    this.#rounds++;
    return this.walk();
  }

  /** 1a. Which of its parameters count? The first to ask for a path with a query shows it to the others. */
  async #learnRule(): Promise<Response> {
    const { probes, origin } = this.#cache;
    const target = this.#target;
    await origin.shelf.recallRule(target);
    if (origin.shelf.knowsRule(target)) return this.walk();
    const proceed = async () => this.#decide(await origin.shelf.find(target, this.#request));
    // A visit that starts over may be the probe itself, and would wait for itself for ever.
    if (this.#rounds > 0) return proceed();
    return probes.follow(target.origin + target.path, proceed, () => origin.shelf.knowsRule(target));
  }

  /** 2. May it be used as it is (RFC 9111 §4)? */
  #decide(found: Found, known?: View): Response | Promise<Response> {
    const { origin, viewOf, reloadInterval, name } = this.#cache;
    const request = this.#request;
    let view = known ?? (found.entry ? viewOf(found.entry) : this.#arriving(found.at));
    let use: Use = "none";
    const time = origin.now();
    if (view) {
      const { meta } = view.entry;
      const purged = origin.store.purges.since(meta.position, meta.path, meta.tags);
      if (purged === "gone") {
        origin.store.delete(found.at);
        view = undefined;
      } else use = judge(view, request, time, purged, reloadInterval);
    }
    this.#found = found;
    this.#view = view;
    if (view && (use === "fresh" || use === "stale")) {
      const ttl = view.ttl(time);
      const told: Told =
        use === "stale"
          ? { hit: true, ttl, detail: "revalidating" }
          : found.entry
            ? { hit: true, ttl }
            : { fwd: "uri-miss", stored: true, collapsed: true };
      if (use === "stale" && this.#rounds === 0) this.#revalidate();
      return this.#send(view, found.at, told, time);
    }
    const control = request.headers.get("cache-control");
    if (control !== null && cacheControl(control).onlyIfCached)
      return marked(new Response(null, { status: 504 }), name, { detail: "only-if-cached" });
    return this.#rounds > MAX_ROUNDS ? this.#aloneWithoutStored() : this.#ask();
  }

  /** 2a. Makes a new copy while a stale one is being served (RFC 5861 §3). */
  #revalidate(): void {
    const { flights, origin } = this.#cache;
    const { at } = this.#found;
    const running = flights.get(at);
    if (running && running.settled === undefined && running.position === origin.store.purges.position())
      return;
    const flight = this.#start(at, { background: true });
    const leave = flight.join(undefined);
    const work = flight.outcome.then(async (outcome) => {
      if (outcome.kind === "entry" && outcome.entry instanceof LiveEntry) await outcome.entry.landed;
      leave();
      if ((outcome.kind === "private" || outcome.kind === "failed") && outcome.response)
        await outcome.response.body?.cancel().catch(() => {});
    });
    const request = this.#request as Request & { waitUntil?: (work: Promise<unknown>) => void };
    request.waitUntil?.(work);
  }

  /**
   * 3. If not, the origin is asked: once for everyone who waits. Those who wait are given the answer only if it says
   * that it may be shared and they are equal in all that it was made from; else each of them asks.
   */
  async #ask(): Promise<Response> {
    const { flights, hitForPass, origin, viewOf } = this.#cache;
    const request = this.#request;
    const found = this.#found;
    const view = this.#view;
    // One who has cookies asks for the whole, so that it can be kept for all if it was made without them.
    const conditional =
      view === undefined && !request.headers.has("cookie") && isConditional(request.headers);
    if (
      request.method === "HEAD" ||
      request.headers.has("authorization") ||
      hitForPass.has(found.at, request) ||
      (view !== undefined && !view.policy.collapses)
    )
      return this.#alone();

    const key = conditional
      ? `${found.at}\nif:${request.headers.get("if-none-match")}\n${request.headers.get("if-modified-since")}`
      : found.at;
    let flight = flights.get(key);
    const leads =
      !flight || flight.settled !== undefined || flight.position !== origin.store.purges.position();
    if (!flight || leads) {
      const awaited = !view && (this.#rounds > 0 || flights.wasTurnedAway(key));
      flight = this.#start(key, { conditional, awaited });
    }
    // Asked before it was sent, so that it holds for this one whatever the answer says of reuse.
    const asksFor = leads || flight.open;
    const leave = flight.join(request.signal);
    try {
      const outcome = await flight.outcome;
      // A request that several wait for gets a second try, in a line of its own.
      const again = !flight.awaited && !view && flight.shared && isTurnedAway(outcome);
      if (leads && isWholeForPart(request, outcome)) return await this.#aloneWithoutStored();
      if (leads && !again) return await this.#conclude(outcome, false);
      if (!leads && !this.#isEqual(outcome)) return await this.#startOver();
      if (!outcome.collapses && !leads) return await this.#alone();
      switch (outcome.kind) {
        case "private":
          return await this.#alone();
        case "unmodified":
          if (!asksFor) return await this.#decideAgain(found, view);
          return await this.#conclude(outcome, true);
        case "failed":
          // The failure may have been due to the first client's request: the others try once more, together.
          if (leads) outcome.response?.body?.cancel().catch(() => {});
          if ((again || this.#rounds === 0) && !request.signal.aborted)
            return await this.#decideAgain(found, view);
          return await this.#concludeFailure(outcome);
        case "entry": {
          if (asksFor) return await this.#conclude(outcome, true);
          // The flight had been sent when this request came: it may be used only if it is fresh, as a stored one may.
          const here = { ...found, at: outcome.storedAt, entry: outcome.entry };
          return await this.#decideAgain(here, viewOf(outcome.entry));
        }
      }
    } finally {
      leave();
    }
  }

  #decideAgain(found: Found, view: View | undefined): Response | Promise<Response> {
    this.#rounds++;
    return this.#decide(found, view);
  }

  /** 3a. One request to the origin, for everyone who joins it. */
  #start(key: string, { conditional = false, background = false, awaited = false }): Flight {
    const { flights, origin } = this.#cache;
    const request = this.#request;
    const target = this.#target;
    const stored = this.#stored(); // the visit may be further on when the flight begins
    return flights.start(key, origin.store.purges.position(), awaited, async (signal, flight) => {
      const abort = () => flight.abort();
      const asked = { request, target, stored, conditional, background, awaited, signal, abort };
      const outcome = await askOrigin(origin, asked);
      if (outcome.kind !== "entry") origin.shelf.noteVary(target, outcome.varies);
      if (outcome.kind === "failed" && outcome.response && flight.shared && isShareable(outcome.response))
        return { ...outcome, ...shareFailure(outcome.response) };
      return outcome;
    });
  }

  /** 3b. Asks for this request only: its answer may depend on who asks, or nothing can be shared. */
  async #alone(): Promise<Response> {
    const { origin, name, hitForPass } = this.#cache;
    const request = this.#request;
    const stored = this.#stored();
    if (request.method === "HEAD") return passHead(origin, name, request, stored);
    const controller = new AbortController();
    const abort = () => controller.abort(request.signal.reason);
    request.signal.addEventListener("abort", abort, { once: true });
    const outcome = await askOrigin(origin, {
      request,
      target: this.#target,
      stored,
      conditional: stored === undefined && isConditional(request.headers),
      alone: true,
      signal: controller.signal,
      abort: () => controller.abort(),
    });
    if (stored && isWholeForPart(request, outcome)) return this.#aloneWithoutStored();
    if (outcome.kind === "entry") {
      // From here on the body's reader decides when the request ends.
      request.signal.removeEventListener("abort", abort);
      if (outcome.collapses) hitForPass.delete(this.#found.at, request);
    }
    try {
      this.#rounds = MAX_ROUNDS;
      return await this.#conclude(outcome, false);
    } finally {
      if (outcome.kind === "entry") outcome.release();
    }
  }

  /** The same without the stored answer: the request's own conditions and `Range` are passed on. */
  #aloneWithoutStored(): Promise<Response> {
    this.#view = undefined;
    return this.#alone();
  }

  /** 4. Applies the outcome to this request. */
  #conclude(outcome: Outcome, collapsed: boolean): Response | Promise<Response> {
    const request = this.#request;
    const { at, otherVariants } = this.#found;
    // A 206 is never shared, whether or not the whole could be.
    const isPrivate = outcome.kind === "private" && outcome.response.status !== 206;
    if (isPrivate || (outcome.kind === "entry" && !outcome.collapses))
      this.#cache.hitForPass.add(at, request);
    const time = this.#cache.origin.now();
    const waiting = { request, view: this.#view, at, otherVariants, collapsed };
    const conclusion = conclusionOf(outcome, waiting, time, this.#cache);
    if (!("told" in conclusion)) return conclusion;
    return this.#send(conclusion.view, conclusion.at, conclusion.told, time, conclusion.own);
  }

  /** 4a. The origin's failure, for a collapsed request. */
  async #concludeFailure(outcome: Outcome & { kind: "failed" }): Promise<Response> {
    const { response } = outcome;
    const body = await outcome.body;
    if (outcome.body && !body) return this.#alone();
    const told = { ...outcome, response: response && failureForOthers(response, body) };
    return this.#conclude(told, true);
  }

  /** 5. Sends an answer, and starts over when its bytes are gone. */
  #send(
    view: View,
    at: string,
    told: Told,
    time: number,
    own?: readonly (readonly [string, string])[],
  ): Response | Promise<Response> {
    const response = view.answer(this.#request, told, time, own);
    if (response instanceof Promise) return response.then((sent) => sent ?? this.#sendAnother(at));
    return response ?? this.#sendAnother(at);
  }

  #sendAnother(gone: string): Response | Promise<Response> {
    this.#cache.origin.store.delete(gone);
    return this.#startOver();
  }

  #stored(): { view: View; at: string } | undefined {
    return this.#view && { view: this.#view, at: this.#found.at };
  }

  /** An answer that is on its way to the store, if it is the variant that this request selects. */
  #arriving(at: string): View | undefined {
    const outcome = this.#cache.flights.get(at)?.settled;
    if (outcome?.kind !== "entry") return undefined;
    return this.#isEqual(outcome) ? this.#cache.viewOf(outcome.entry) : undefined;
  }

  /** Whether this request is equal to that of an outcome in all that the outcome was made from. */
  #isEqual({ kind, selects, varies }: Outcome): boolean {
    const { headers } = this.#request;
    if (selects === undefined) return false;
    const { shelf } = this.#cache.origin;
    return (
      selects ===
      (kind === "failed"
        ? failureKey(this.#target, varies, headers)
        : shelf.keyOf(this.#target, headers, varies))
    );
  }
}

/**
 * True for a 200 that is not storable, to a range request: the cache had asked for the whole, without `Range`, to store
 * it. Asked again for this client alone, with its `Range`, the origin may send the part.
 */
function isWholeForPart(request: Request, outcome: Outcome): boolean {
  if (outcome.kind !== "private" || outcome.response.status !== 200 || !request.headers.has("range"))
    return false;
  outcome.response.body?.cancel().catch(() => {});
  return true;
}
