// Render once: everyone who asks for the same thing while it is being fetched shares one request.

import { LRUCache } from "lru-cache";
import type { SharedFailure } from "./failure.ts";
import { LiveEntry } from "./live-entry.ts";
import type { Fields } from "./rules/fields.ts";
import type { Entry } from "./store.ts";

/** For whom an outcome holds besides the one whose request was sent. */
export interface Bearing {
  /**
   * Variant key of the request that was sent: the URL's key and the values of the fields in `Vary`. Compared with the
   * variant key of a request that waited; undefined for `Vary: *`, to which none is equal.
   */
  selects: string | undefined;
  /** The field names in its `Vary`. */
  varies: readonly string[];
  /** Whether others may be given it at all. */
  collapses: boolean;
}

/** Result of a request to the origin. */
export type Outcome = Bearing & OutcomeKind;

type OutcomeKind =
  /** An answer that may be shared: newly made, or stored and found to be right. */
  | {
      kind: "entry";
      entry: Entry;
      /** The key that it is stored under. */
      storedAt: string;
      /** Whether it is short enough to be stored, as far as its length is known. */
      fits: boolean;
      how: "made" | "validated";
      /** To be called when everyone who asked has begun to read: an answer that nobody reads is given up. */
      release(): void;
      /** Fields for the one whose request it was. */
      own: Fields;
    }
  /** The client's own copy is right (a 304 to its own conditions). */
  | { kind: "unmodified"; headers: Fields }
  /** For the one who asked and no one else. */
  | { kind: "private"; response: Response }
  /**
   * The origin failed: with an answer of status 500 and above, or without one. `body` is that of the answer for those
   * who only waited, where there are any and it may be shared: see {@link SharedFailure}.
   */
  | { kind: "failed"; response?: Response; error?: unknown; body?: SharedFailure["body"] };

/** Milliseconds after a 503 for a key during which the next request for it counts as collapsed and gets the longer queue. */
const CROWDED = 1_000;

/** Whether the origin is overloaded: 503 with `Retry-After`, from the pool or from a route. */
export const isTurnedAway = (outcome: Outcome) =>
  outcome.kind === "failed" &&
  outcome.response?.status === 503 &&
  outcome.response.headers.has("retry-after");

/** One request to the origin, for everyone who joined it. */
export class Flight {
  /** Position of the purge log at the start: after a later purge no request may join. */
  readonly position: number;
  /** Several requests wait for it, and it has had a 503 once: it is queued in a lane of its own. */
  readonly awaited: boolean;
  readonly outcome: Promise<Outcome>;
  readonly #controller = new AbortController();
  #sent = false;
  #settled: Outcome | undefined;
  #waiting = 0;
  #release: (() => void) | undefined;
  #abandon: () => void = () => {};

  constructor(position: number, awaited: boolean, send: (signal: AbortSignal) => Promise<Outcome>) {
    this.position = position;
    this.awaited = awaited;
    // Sent in the next microtask, so that requests which the same event has released join this one.
    this.outcome = Promise.resolve().then(async () => {
      this.#sent = true;
      const outcome = await send(this.#controller.signal);
      if (outcome.kind === "entry") this.#release = outcome.release;
      this.#settled = outcome;
      if (this.#waiting === 0) this.#release?.();
      return outcome;
    });
  }

  /** Not yet sent. A request that joins now may use any answer, since the origin is asked after the request came. */
  get open(): boolean {
    return !this.#sent;
  }

  /** Several wait for it. */
  get shared(): boolean {
    return this.#waiting > 1;
  }

  /** The answer, once its headers are here. */
  get settled(): Outcome | undefined {
    return this.#settled;
  }

  /** Called when everyone who joined has left before there was an answer. */
  set onAbandon(abandon: () => void) {
    this.#abandon = abandon;
  }

  /** Ends the request to the origin. */
  abort(): void {
    this.#controller.abort(new DOMException("Nobody waits for this any more.", "AbortError"));
  }

  /**
   * Joins. Call the function that it returns when done with the outcome; leaving early (the signal)
   * counts as that. When the last one leaves before the answer, the origin's work is stopped.
   */
  join(signal: AbortSignal | undefined): () => void {
    this.#waiting++;
    let joined = true;
    const leave = () => {
      if (!joined) return;
      joined = false;
      signal?.removeEventListener("abort", leave);
      if (--this.#waiting > 0) return;
      this.#release?.();
      if (!this.#settled) {
        this.#abandon();
        this.abort();
      }
    };
    if (signal?.aborted) leave();
    else signal?.addEventListener("abort", leave);
    return leave;
  }
}

/** The flights under way, by key. */
export class Flights {
  readonly #flights = new Map<string, Flight>();
  readonly #turnedAway = new LRUCache<string, true>({
    max: 10_000,
    maxSize: 4 * 1024 * 1024,
    sizeCalculation: (_, key) => key.length,
    ttl: CROWDED,
  });

  get(key: string): Flight | undefined {
    return this.#flights.get(key);
  }

  /** Whether there was no room for it a moment ago. */
  wasTurnedAway(key: string): boolean {
    return this.#turnedAway.has(key);
  }

  /** Flights under way: for metrics and tests. */
  get size(): number {
    return this.#flights.size;
  }

  /**
   * Starts one. It can be found, also under the key that its answer is stored at, until the answer
   * is in the store, or there is none.
   */
  start(
    key: string,
    position: number,
    awaited: boolean,
    send: (signal: AbortSignal, flight: Flight) => Promise<Outcome>,
  ): Flight {
    const flight: Flight = new Flight(position, awaited, (signal) => send(signal, flight));
    flight.onAbandon = () => this.remove(key, flight);
    this.#flights.set(key, flight);
    flight.outcome.then(
      (outcome) => {
        if (isTurnedAway(outcome)) this.#turnedAway.set(key, true);
        // A body that is still arriving can be joined.
        if (outcome.kind !== "entry" || !(outcome.entry instanceof LiveEntry))
          return this.remove(key, flight);
        const { landed } = outcome.entry;
        void landed.then(() => this.remove(key, flight));
        if (outcome.storedAt === key || this.#flights.has(outcome.storedAt)) return;
        this.#flights.set(outcome.storedAt, flight);
        void landed.then(() => this.remove(outcome.storedAt, flight));
      },
      () => this.remove(key, flight),
    );
    return flight;
  }

  remove(key: string, flight: Flight): void {
    if (this.#flights.get(key) === flight) this.#flights.delete(key);
  }
}
