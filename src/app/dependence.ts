// Which requests an answer may be reused for, from what its handler read: Vary, No-Vary-Search, Cache-Control.

import type { Event } from "./event.ts";
import { cacheControl, FOR_ALL_WHO_WAIT, privateControl, TARGETED } from "../http/cache-control.ts";
import { vary } from "../http/deliver.ts";
import type { HeaderMap } from "../http/header-map.ts";
import { randomDraws } from "../http/random-draws.ts";
import type { Reply } from "../http/raw-reply.ts";
import type { Answering } from "./answering.ts";
import type { Route } from "../routing/route.ts";

export const isCollapsible = (headers: HeaderMap): boolean => headers.get(TARGETED) === FOR_ALL_WHO_WAIT;

/**
 * Whether an answer may contain a random number. Draws are counted for the whole process: one of a concurrent request
 * can keep an answer from being shared, and can never cause one to be shared.
 */
export const isRandom = (event: Event): boolean => randomDraws() !== event.draws;

/** An answer that depends on more parameters than this is taken to depend on all. */
const MAX_QUERY_NAMES = 50;

/**
 * Sets `Vary`, on errors too: the fields that were read, or `*` for all of them and for the connection's address, which
 * is in no field (RFC 9110 §12.5.5).
 */
export function tellFields(headers: HeaderMap, { reads }: Event): void {
  if (reads.alone) headers.set(TARGETED, "no-store");
  if (reads.everything || reads.address) headers.set("vary", "*");
  else if (reads.fields) for (const name of reads.varying) vary(headers, fieldName(name));
}

/**
 * Says whether waiting requests may share a failure. It is the same for requests that are equal in what was read,
 * unless it contains a random number.
 */
export function tellFailure(headers: HeaderMap, { reads }: Event, isDrawn: boolean): void {
  if (reads.alone) return;
  if (isDrawn) headers.set(TARGETED, "no-store");
  // A failure with a lifetime of its own is stored for that.
  else if (!/max-age/i.test(headers.get("cache-control") ?? "")) headers.set(TARGETED, FOR_ALL_WHO_WAIT);
}

/** Sets `No-Vary-Search` from the parts of the query that were read, unless the handler has set it. */
function tellSearch({ headers, body }: Reply, event: Event): void {
  const own = headers.get("no-vary-search");
  if (own !== null && own !== event.searchField) return;
  event.searchField = searchRule(event, body instanceof ReadableStream);
  if (event.searchField === undefined) headers.delete("no-vary-search");
  else if (own === null) headers.add("no-vary-search", event.searchField);
  else headers.set("no-vary-search", event.searchField);
}

/**
 * The value of `No-Vary-Search`; undefined if the whole query matters.
 *
 * @param isMadeLater whether the body may still look at a query that it was given
 */
function searchRule({ reads, queryGiven, queryNames }: Event, isMadeLater: boolean): string | undefined {
  if (reads.search || (queryGiven && isMadeLater && !queryNames)) return undefined;
  if (!queryNames && !reads.names) return "params";
  const names = new Set([...(queryNames ?? []), ...(reads.names ?? [])]);
  return names.size <= MAX_QUERY_NAMES ? noVarySearch([...names]) : undefined;
}

/** The rule that only these parameters matter. Names are percent-encoded in it, as in a query. */
function noVarySearch(names: readonly string[]): string {
  return names.length > 0
    ? `params, except=(${names.map((name) => `"${encodeURIComponent(name.toWellFormed())}"`).join(" ")})`
    : "params";
}

/** `accept-language` as it is written in the specifications: `Accept-Language`. */
const fieldName = (name: string): string => name.replace(/(?:^|-)[a-z]/g, (start) => start.toUpperCase());

/**
 * Sets `Cache-Control`, unless the handler has: from the route's policy, and `private` if a read identifies the client.
 * May be called again when more was read.
 *
 * @param isMade whether it is an asset, whose bytes follow from its key
 */
export function tellPolicy(reply: Reply, event: Event, route: Route, app: Answering, isMade: boolean): void {
  tellSearch(reply, event);
  const { status, headers, body } = reply;
  const { reads } = event;
  const personal = reads.personal ?? (headers.has("set-cookie") ? "Set-Cookie" : undefined);
  const own = headers.get("cache-control");
  if (own !== null && own !== event.policyField) {
    if (personal && /\b(?:public|s-maxage)\b/i.test(own) && !reads.alone)
      warnOfPublic(personal, own, route, app);
    return;
  }
  if (body === null && status === 204) return;
  event.policyField = reads.alone
    ? "private, no-store"
    : personal
      ? privateControl(route.cache)
      : cacheControl(route.cache);
  if (own === null) headers.add("cache-control", event.policyField);
  else headers.set("cache-control", event.policyField);
  if (isMade && !isRandom(event) && event.policyField === "no-cache") headers.set(TARGETED, FOR_ALL_WHO_WAIT);
  else if (!reads.alone) headers.delete(TARGETED);
}

function warnOfPublic(personal: string, own: string, route: Route, app: Answering): void {
  app.warn(
    personal === "Set-Cookie"
      ? `An answer with Set-Cookie says \`Cache-Control: ${own}\`: whoever keeps it gives its cookies to others. Say private.`
      : `An answer that was made from ${personal} says \`Cache-Control: ${own}\`: a cache that does not heed Vary gives it to others. Say private.`,
    route,
  );
}

/**
 * Watches a streamed answer for first reads after its head was sent. `Vary` can't name them any more, so a cache could
 * give the answer to other clients: it is cut off, unless it may not be stored anyway.
 */
export function guardLateReads(reply: Reply, event: Event, route: Route, app: Answering): void {
  const control = reply.headers.get("cache-control");
  if (!event.given || control === null || /\b(?:private|no-store)\b/i.test(control)) return;
  const { reads } = event;
  let late: string | undefined;
  reads.late = (what) => {
    // Middleware is still around it, and the head is made again after that.
    if (!event.isTold) return;
    late ??= what;
    app.warn(
      `Its body read ${what} after its head had left, too late to tell caches of it, so it was cut off. ` +
        "Read it before returning the answer, or say `Cache-Control: private`.",
      route,
    );
  };
  const reader = (reply.body as ReadableStream<Uint8Array>).getReader();
  reply.body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { value, done } = await reader.read();
        if (late !== undefined) {
          const error = new Error(`${route.file} read ${late} too late.`);
          controller.error(error);
          await reader.cancel(error).catch(() => {});
        } else if (done) {
          reads.late = undefined;
          controller.close();
        } else controller.enqueue(value);
      },
      cancel(reason) {
        reads.late = undefined;
        return reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}
