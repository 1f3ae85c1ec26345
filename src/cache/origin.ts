// Asking the origin: what is sent, what its answer means, and what of it is stored.

import { TARGETED } from "../http/cache-control.ts";
import type { Fetch } from "../routing/route.ts";
import { freshenedFields, momentFields, storedFields, toMeta } from "./rules/fields.ts";
import type { Bearing, Outcome } from "./flight.ts";
import { type Target, toKey } from "./rules/key.ts";
import { type Budget, LiveEntry } from "./live-entry.ts";
import { isStorable, omittedFields, type Policy, type PolicyOptions, toPolicy } from "./rules/policy.ts";
import { parseVary, variantKey } from "./rules/vary.ts";
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

/** The value of `Content-Length`; undefined if there is none, or a malformed one. */
function promisedSize(headers: Headers): number | undefined {
  const text = headers.get("content-length");
  return text !== null && /^\d+$/.test(text) ? Number(text) : undefined;
}

/** Which other requests an answer holds for, by its own fields. */
function bearingOf(
  { shelf, shareCookies }: OriginOptions,
  { request, target }: Ask,
  headers: Headers,
  policy: Policy,
): Bearing {
  const names = parseVary(headers.get("vary") ?? "");
  const varies = names === "*" ? [] : names;
  return {
    selects: names === "*" ? undefined : shelf.keyOf(target, request.headers, varies),
    varies,
    collapses: policy.collapses && (shareCookies || !headers.has("set-cookie")),
  };
}

/**
 * A failure holds for requests that are equal in the fields of its `Vary` and in the whole query (a failure has no
 * `No-Vary-Search`). It is for one client alone if it says `private`; `no-store` does not mean that.
 */
function bearingOfFailure(
  { shareCookies }: OriginOptions,
  { request, target }: Ask,
  headers: Headers | undefined,
): Bearing {
  const names = parseVary(headers?.get("vary") ?? "");
  const varies = names === "*" ? [] : names;
  const isOfOne =
    headers !== undefined &&
    ((headers.has("set-cookie") && !shareCookies) ||
      /\bno-store\b/.test(headers.get(TARGETED) ?? "") ||
      /\bprivate\b/i.test(headers.get("cache-control") ?? ""));
  return {
    selects: names === "*" ? undefined : failureKey(target, varies, request.headers),
    varies,
    collapses: !isOfOne,
  };
}

export const failureKey = (target: Target, varies: readonly string[], request: Pick<Headers, "get">) =>
  variantKey(toKey(target, undefined), varies, request);

const NO_FIELDS = new Headers();

/** Whether a validation's `Vary` names fields that are not part of the key that the answer is stored at. */
function variesByMore(stored: Headers, told: Headers): boolean {
  const vary = told.get("vary");
  if (vary === null) return false;
  const names = parseVary(vary);
  const known = parseVary(stored.get("vary") ?? "");
  return names === "*" || (known !== "*" && names.some((name) => !known.includes(name)));
}

/** The entry with fields updated from a 304, or a HEAD, that validated it (RFC 9111 §4.3.4, §4.3.5). */
export function freshen(
  options: Pick<OriginOptions, "store" | "shareCookies" | "maxErrorAge">,
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
  const headers = new Headers(meta.headers as [string, string][]);
  const policy = toPolicy(meta.status, headers, times.received, options);
  const keeps =
    !variesByMore(stored.view.headers, told) &&
    isStorable(NO_FIELDS, meta.status, headers, policy, { ...options, shareCookies: true });
  if (!keeps) options.store.delete(stored.at);
  if (fresh instanceof LiveEntry) {
    if (!keeps) fresh.doNotKeep();
  } else if (keeps) options.store.freshen(stored.at, fresh);
  return fresh;
}

/**
 * Sends a GET to the origin and sorts out the answer. Never rejects.
 *
 * A storable answer is stored while it is passed on; the entry in the outcome can be read at once.
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
    return { kind: "failed", error, ...bearingOfFailure(options, ask, undefined) };
  }
  const { status, headers } = response;
  const times = { requested, received: now(), position };

  if (status === 304 && stored) {
    const entry = freshen(options, stored, headers, times);
    shelf.learn(target, status, headers);
    const told = new Headers(entry.meta.headers as [string, string][]);
    const bearing = bearingOf(options, ask, told, toPolicy(entry.meta.status, told, times.received, options));
    // Set-Cookie of a 304 is for the client whose request was sent; each other one would have been given its own.
    if (!options.shareCookies && headers.has("set-cookie")) bearing.collapses = false;
    const cookies = options.shareCookies ? [] : [...headers].filter(([name]) => name === "set-cookie");
    const own = [...momentFields(headers), ...cookies];
    const release = entry instanceof LiveEntry ? entry.hold() : () => {};
    return {
      kind: "entry",
      entry,
      storedAt: stored.at,
      fits: true,
      how: "validated",
      release,
      own,
      ...bearing,
    };
  }
  const policy = toPolicy(status, headers, times.received, options);
  if (status === 304)
    return { kind: "unmodified", headers: [...headers], ...bearingOf(options, ask, headers, policy) };

  if (!isStorable(request.headers, status, headers, policy, options)) {
    if (isFailure(status)) return { kind: "failed", response, ...bearingOfFailure(options, ask, headers) };
    // The stored answer is outdated, and the new one must not be stored. A request with credentials tells nothing of
    // the answer for others, so it does not delete theirs.
    if (stored && !request.headers.has("authorization") && !request.headers.has("cookie"))
      store.delete(stored.at);
    return { kind: "private", response, ...bearingOf(options, ask, headers, policy) };
  }
  if (isFailure(status) && stored)
    return { kind: "failed", response, ...bearingOfFailure(options, ask, headers) };

  shelf.learn(target, status, headers);
  const bearing = bearingOf(options, ask, headers, policy);
  const storedAt = await shelf.place(target, request.headers, headers.get("vary"));
  const fields = storedFields(headers, omittedFields(headers), times.received);
  const meta = toMeta(status, fields, { path: target.path, ...times });
  const size = promisedSize(headers);
  const live = LiveEntry.from(meta, response.body, {
    maxBytes: options.maxEntryBytes,
    budget: options.budget,
    readerStall: options.readerStall,
    size,
    abandoned: () => ask.abort(),
    keep: (body) => store.put(storedAt, meta, body),
  });
  const release = live.hold();
  live.start();
  const fits = size === undefined || size <= options.maxEntryBytes;
  return {
    kind: "entry",
    entry: live,
    storedAt,
    fits,
    how: "made",
    release,
    own: momentFields(headers),
    ...bearing,
  };
}
