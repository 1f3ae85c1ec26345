// For whom an answer holds, told by what was read of the request for it: Vary, No-Vary-Search, Cache-Control.

import type { Event } from "./event.ts";
import { cacheControl, FOR_ALL_WHO_WAIT, privateControl, TARGETED } from "../http/cache-control.ts";
import { vary } from "../http/deliver.ts";
import type { HeaderMap } from "../http/header-map.ts";
import { randomDraws } from "../http/random-draws.ts";
import type { Reply } from "../http/reply.ts";
import type { Answering } from "./respond.ts";
import type { Route } from "../routing/route.ts";

export const isCollapsible = (headers: HeaderMap): boolean => headers.get(TARGETED) === FOR_ALL_WHO_WAIT;

/**
 * Whether a random number may be in an answer. Draws are counted for the whole process: those of others cost a joint
 * answer, and never make one.
 */
export const isRandom = (event: Event): boolean => randomDraws() !== event.draws;

/** An answer that depends on more parameters than this is taken to depend on all. */
const MAX_QUERY_NAMES = 50;

/**
 * The fields that were read; and for whom nobody else's answer holds, errors included. No field stands for the
 * address of the connection: `*` does (RFC 9110 §12.5.5).
 */
export function tellFields(headers: HeaderMap, { reads }: Event): void {
  if (reads.alone) headers.set(TARGETED, "no-store");
  if (reads.everything || reads.address) headers.set("vary", "*");
  else if (reads.fields) for (const name of reads.varying) vary(headers, fieldName(name));
}

/**
 * May a failure be given to all who waited for it? No author says that of one; it is the same for those who are equal
 * in what was read, unless there is a random number in it.
 */
export function tellFailure(headers: HeaderMap, { reads }: Event, isDrawn: boolean): void {
  if (reads.alone) return;
  if (isDrawn) headers.set(TARGETED, "no-store");
  // One that has a lifetime is kept for that.
  else if (!/max-age/i.test(headers.get("cache-control") ?? "")) headers.set(TARGETED, FOR_ALL_WHO_WAIT);
}

/** The parts of the query that were read, unless an author said it on this very answer. */
function tellSearch({ headers, body }: Reply, event: Event): void {
  const own = headers.get("no-vary-search");
  if (own !== null && own !== event.searchField) return;
  event.searchField = searchRule(event, body instanceof ReadableStream);
  if (event.searchField === undefined) headers.delete("no-vary-search");
  else if (own === null) headers.add("no-vary-search", event.searchField);
  else headers.set("no-vary-search", event.searchField);
}

/**
 * Undefined where the whole query matters.
 *
 * @param isMadeLater whether the body may still look at a query that it was given
 */
function searchRule({ reads, queryGiven, queryNames }: Event, isMadeLater: boolean): string | undefined {
  if (reads.search || (queryGiven && isMadeLater && !queryNames)) return undefined;
  if (!queryNames && !reads.names) return "params";
  const names = new Set([...(queryNames ?? []), ...(reads.names ?? [])]);
  return names.size <= MAX_QUERY_NAMES ? noVarySearch([...names]) : undefined;
}

/** All of a query's parameters but these make no difference. Names are percent-encoded there, as in the query. */
function noVarySearch(names: readonly string[]): string {
  return names.length > 0
    ? `params, except=(${names.map((name) => `"${encodeURIComponent(name.toWellFormed())}"`).join(" ")})`
    : "params";
}

/** `accept-language` as it is written in the specifications: `Accept-Language`. */
const fieldName = (name: string): string => name.replace(/(?:^|-)[a-z]/g, (start) => start.toUpperCase());

/**
 * May others keep the answer? By its author's word on this very answer, else by its route's policy and what was
 * read. May be told again when more was read.
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
 * Watches an answer that is made while it is sent: what it reads of the request for the first time is not in its
 * head any more, so others might be given an answer that is not theirs. It is cut off, unless nobody may keep it.
 */
export function guardLateReads(reply: Reply, event: Event, route: Route, app: Answering): void {
  const control = reply.headers.get("cache-control");
  if (!event.given || control === null || /\b(?:private|no-store)\b/i.test(control)) return;
  const { reads } = event;
  let late: string | undefined;
  reads.late = (what) => {
    // A middleware around it that reads more tells its head anew.
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
