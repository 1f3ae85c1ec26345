// A stored answer as it is sent: its policy and its headers, worked out once and kept beside it.

import { TARGETED } from "../http/cache-control.ts";
import { HeaderMap } from "../http/header-map.ts";
import { ifRangeHolds, parseRange, unsatisfiable } from "../http/range.ts";
import { toResponse } from "../http/reply.ts";
import { hasField, takesAsItIs } from "../http/sent.ts";
import { cacheStatus, type Told } from "./rules/cache-status.ts";
import { MemoryEntry } from "./stores/memory.ts";
import { currentAge, initialAge, type Policy, type PolicyOptions, toPolicy } from "./rules/policy.ts";
import type { Entry } from "./store.ts";
import { dateOf, isUnmodified } from "./rules/validate.ts";

type Pairs = [name: string, value: string][];

/** Fields of a 304: those that RFC 9110 §15.4.5 wants repeated, and those that browsers apply anew. */
const IN_304 = new Set([
  "cache-control",
  "cdn-cache-control",
  "content-location",
  "date",
  "etag",
  "expires",
  "last-modified",
  "no-vary-search",
  "set-cookie",
  "vary",
]);

export class View {
  readonly entry: Entry;
  readonly headers: Headers;
  readonly policy: Policy;
  readonly #initialAge: number;
  readonly #pairs: Pairs;
  readonly #name: string;
  #hitPairs: Pairs = [];
  #hitFlat: string[] = [];
  #hitAge = -1;

  constructor(entry: Entry, options: PolicyOptions & { name: string }) {
    const { meta } = entry;
    this.entry = entry;
    this.#name = options.name;
    this.headers = new Headers(meta.headers as Pairs);
    this.policy = toPolicy(meta.status, this.headers, meta.received, options);
    this.#initialAge = initialAge(this.headers, meta.requested, meta.received);
    this.#pairs = meta.headers.filter(
      ([name]) => name !== "age" && name !== "cache-status" && name !== "content-length" && name !== TARGETED,
    ) as Pairs;
  }

  /** Age in seconds. */
  age(now: number): number {
    return currentAge(this.#initialAge, this.entry.meta.received, now);
  }

  /** Seconds of freshness left; negative when stale. */
  ttl(now: number): number {
    return this.policy.lifetime - this.age(now);
  }

  #with(told: Told, age: number, own: readonly (readonly [string, string])[]): Pairs {
    const pairs: Pairs = [...this.#pairs, ...(own as Pairs)];
    if (age > 0 || told.hit) pairs.push(["age", String(Math.min(Math.floor(age), 2_147_483_648))]);
    pairs.push(["cache-status", cacheStatus(this.#name, told, this.headers.get("cache-status"))]);
    return pairs;
  }

  /** The headers of a plain hit, made anew once a second. */
  #hit(age: number, now: number): Pairs {
    const second = Math.floor(age);
    if (second !== this.#hitAge) {
      this.#hitPairs = this.#with({ hit: true, ttl: this.ttl(now) }, age, []);
      if (this.entry.size !== undefined) this.#hitPairs.push(["content-length", String(this.entry.size)]);
      this.#hitFlat = this.#hitPairs.flat();
      this.#hitAge = second;
    }
    return this.#hitPairs;
  }

  /**
   * The answer to a GET or HEAD: whole, a part, or a 304.
   *
   * @param own fields for this one client only
   * @returns `undefined` when the bytes are gone
   */
  answer(
    request: Request,
    told: Told,
    now: number,
    own: readonly (readonly [string, string])[] = [],
  ): Response | undefined | Promise<Response | undefined> {
    const { meta, size } = this.entry;
    const age = this.age(now);
    const plain = told.hit === true && told.detail === undefined && own.length === 0 && age !== Infinity;
    const pairs = plain ? this.#hit(age, now) : this.#with(told, age === Infinity ? 0 : age, own);
    if (!plain && size !== undefined) pairs.push(["content-length", String(size)]);
    const head = request.method === "HEAD";

    if (meta.status === 200 && !takesAsItIs(request)) {
      if (isUnmodified(request, this.headers)) {
        const kept = pairs.filter(([name]) => IN_304.has(name) || name === "age" || name === "cache-status");
        return new Response(null, { status: 304, headers: kept });
      }
      const range =
        size !== undefined && !head && hasField(request, "range") ? request.headers.get("range") : null;
      const { headers } = this;
      if (
        range !== null &&
        size !== undefined &&
        ifRangeHolds(request.headers.get("if-range"), headers.get("etag"), dateOf(headers))
      ) {
        const part = parseRange(range, size);
        if (part === "unsatisfiable") {
          // Nothing of it describes the stored answer, which is not what was asked for.
          const refused = unsatisfiable(size);
          refused.headers.set("cache-status", cacheStatus(this.#name, told, headers.get("cache-status")));
          return toResponse(refused);
        }
        if (part !== "whole") {
          const { start, end } = part;
          const fields: Pairs = [
            ...pairs.filter(([name]) => name !== "content-length"),
            ["content-range", `bytes ${start}-${end}/${size}`],
            ["content-length", String(end - start + 1)],
          ];
          return this.#send(206, fields, start, end + 1);
        }
      }
    }
    if (head || meta.status === 204 || meta.status === 205)
      return new Response(null, { status: meta.status, headers: pairs });
    if (plain && this.entry instanceof MemoryEntry)
      // The list is this answer's own from here on.
      return toResponse({
        status: meta.status,
        headers: new HeaderMap(undefined, this.#hitFlat.slice()),
        body: this.entry.body,
      });
    return this.#send(meta.status, pairs, 0, size ?? Infinity);
  }

  #send(
    status: number,
    headers: Pairs,
    start: number,
    end: number,
  ): Response | undefined | Promise<Response | undefined> {
    const content = this.entry.read(start, end);
    if (content instanceof Promise)
      return content.then((found) => (found ? new Response(found, { status, headers }) : undefined));
    return content ? new Response(content, { status, headers }) : undefined;
  }
}

/** Views by entry: made on first use, gone with the entry. */
export function createViews(options: PolicyOptions & { name: string }): (entry: Entry) => View {
  const views = new WeakMap<Entry, View>();
  return (entry) => {
    let view = views.get(entry);
    if (!view) {
      view = new View(entry, options);
      views.set(entry, view);
    }
    return view;
  };
}
