// Asking the origin: what is sent, what its answer means, and what of it is stored.

import type { Fetch } from "../route.ts";
import { freshenedFields, momentFields, storedFields, toMeta } from "./rules/fields.ts";
import type { Outcome } from "./flight.ts";
import { type Budget, LiveEntry } from "./live-entry.ts";
import { isStorable, omittedFields, type PolicyOptions, toPolicy } from "./rules/policy.ts";
import type { Shelf } from "./shelf.ts";
import type { Entry, Store } from "./store.ts";
import { type Ask, upstreamRequest } from "./upstream.ts";
import type { View } from "./view.ts";

export interface OriginOptions extends PolicyOptions {
  fetch: Fetch;
  /** The one origin that is served, if there is one. */
  origin: string | undefined;
  store: Store;
  shelf: Shelf;
  now: () => number;
  maxEntryBytes: number;
  readerStall: number;
  budget: Budget;
}

/** Statuses of an origin that failed rather than answered (RFC 9111 §4.2.4, RFC 5861 §4). */
export const isFailure = (status: number) => status >= 500 && status !== 501 && status !== 505;

/** The same failure for those who only waited: nothing of what it said to the one who asked. */
export function failureForOthers({ status, headers }: Response): Response {
  const told = new Headers({ "cache-control": "no-store" });
  const later = headers.get("retry-after");
  if (later !== null) told.set("retry-after", later);
  return new Response(null, { status, headers: told });
}

/** A body's length as promised; `undefined` when it was not, or when the bytes are not the body's own. */
function promisedSize(headers: Headers): number | undefined {
  const text = headers.get("content-length");
  return text !== null && /^\d+$/.test(text) ? Number(text) : undefined;
}

/** An answer's own stored form after a 304 or a HEAD told that its bytes are still right. */
export function freshen(
  options: Pick<OriginOptions, "store" | "shareCookies">,
  stored: { view: View; at: string },
  told: Headers,
  times: { requested: number; received: number; position: number },
): Entry {
  const { entry } = stored.view;
  const fields = storedFields(told, options.shareCookies ? [] : ["set-cookie"], times.received);
  const meta = toMeta(entry.meta.status, freshenedFields(entry.meta.headers, fields), {
    path: entry.meta.path,
    ...times,
  });
  const fresh = entry.with(meta);
  if (!(fresh instanceof LiveEntry)) options.store.freshen(stored.at, fresh);
  return fresh;
}

/**
 * Sends a GET to the origin and sorts out the answer. Never rejects.
 *
 * What may be stored is stored while it is passed on; the entry in the outcome can be read at once.
 */
export async function askOrigin(options: OriginOptions, ask: Ask): Promise<Outcome> {
  const { store, shelf, now } = options;
  const { request, target, stored } = ask;
  const position = store.purges.position();
  const requested = now();
  let response: Response;
  try {
    response = await options.fetch(upstreamRequest(options.origin, ask));
  } catch (error) {
    return { kind: "failed", error };
  }
  const { status, headers } = response;
  const times = { requested, received: now(), position };

  if (status === 304 && stored) {
    const entry = freshen(options, stored, headers, times);
    shelf.learn(target, status, headers);
    const selects = shelf.keyOf(target, request.headers, stored.view.headers.get("vary"));
    const cookies = options.shareCookies ? [] : [...headers].filter(([name]) => name === "set-cookie");
    const own = [...momentFields(headers), ...cookies];
    const release = entry instanceof LiveEntry ? entry.hold() : () => {};
    return { kind: "entry", entry, storedAt: stored.at, selects, how: "validated", release, own };
  }
  if (status === 304) return { kind: "unmodified", headers: [...headers] };

  const policy = toPolicy(status, headers, times.received, options);
  if (!isStorable(request.headers, status, headers, policy, options)) {
    if (isFailure(status)) return { kind: "failed", response };
    // What was stored has been overtaken by something that must not be; but nobody's credentials
    // may take from the others what is theirs.
    if (stored && !request.headers.has("authorization") && !request.headers.has("cookie"))
      store.delete(stored.at);
    return { kind: "private", response };
  }
  if (isFailure(status) && stored) return { kind: "failed", response };

  shelf.learn(target, status, headers);
  const vary = headers.get("vary");
  const storedAt = await shelf.place(target, request.headers, vary);
  const fields = storedFields(headers, omittedFields(headers), times.received);
  const meta = toMeta(status, fields, { path: target.path, ...times });
  const live = LiveEntry.from(meta, response.body, {
    maxBytes: options.maxEntryBytes,
    budget: options.budget,
    readerStall: options.readerStall,
    size: promisedSize(headers),
    abandoned: () => ask.abort(),
    keep: (body) => store.put(storedAt, meta, body),
  });
  const release = live.hold();
  live.start();
  const selects = shelf.keyOf(target, request.headers, vary);
  return { kind: "entry", entry: live, storedAt, selects, how: "made", release, own: momentFields(headers) };
}
