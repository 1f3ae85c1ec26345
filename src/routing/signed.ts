// Signed URLs: HMAC-SHA256 (RFC 2104) over the method, the path and the whole query, which holds until when.

import { createHmac, timingSafeEqual } from "node:crypto";
import { HttpError } from "../error.ts";
import { refuseUnknown } from "../did-you-mean.ts";
import { type Duration, toSeconds } from "../http/cache-control.ts";
import { canonicalPath, refusePath } from "../http/canonical-path.ts";
import { serverSecrets } from "../process/secret.ts";
import { endBy } from "../http/end-by.ts";
import { METHODS, type Method, type Middleware } from "./route.ts";

/** Parameters of a signed URL. */
const EXPIRES = "expires";
const SIGNATURE = "signature";

/** Options of `sign()`. */
export interface SignOptions {
  /** For how long it holds from now on (`"15m"`, `"1d"`, a number of seconds), or until when. Default: for ever. */
  expires?: Duration | Date | null;
  /** The method that it allows. GET allows HEAD. Default GET. */
  method?: Method | null;
}

/** A base for paths, of which nothing is left in the result. */
const BASE = "http://offprint.invalid";

/**
 * A URL that a route with `export const signed = true` answers, and nobody else can make. Of an absolute URL the
 * path and the query are signed. Parameters may be put in another order later, and none added, left out or changed.
 *
 * @param href a path with or without a query, or an absolute URL
 * @throws TypeError for what is no URL, for parameters that are called `expires` or `signature`, and for an option
 *   that is not known
 * @throws RangeError for a duration or a date that is none
 *
 * @example
 * sign("/invoices/7.pdf?copy=1", { expires: "15m" }); // /invoices/7.pdf?copy=1&expires=…&signature=…
 */
export function sign(href: string, options: SignOptions = {}): string {
  refuseUnknown("sign()", options, ["expires", "method"]);
  const method = options.method ?? "GET";
  if (!METHODS.includes(method))
    throw new TypeError(`sign(): the method ${JSON.stringify(method)} is not one of ${METHODS.join(", ")}.`);
  const isPath = /^\/(?![/\\])/.test(href);
  if (!isPath && !/^https?:\/\//i.test(href))
    throw new TypeError(
      `sign(): ${JSON.stringify(href)} is neither a path that starts with / nor an absolute URL.`,
    );
  const url = new URL(href, BASE);
  const path = canonicalPath(url.pathname);
  const refused = refusePath(path);
  if (refused)
    throw new TypeError(`sign(): no route answers ${JSON.stringify(path)}. ${refused.reason ?? ""}`);
  const query = new URLSearchParams(url.search);
  for (const name of [EXPIRES, SIGNATURE])
    if (query.has(name))
      throw new TypeError(`sign(): the URL has a parameter ${name}, which a signature adds.`);
  if (options.expires !== undefined && options.expires !== null)
    query.set(EXPIRES, String(secondsOf(options.expires)));
  query.set(SIGNATURE, signatureOf(method, path, query, serverSecrets()[0]!).toString("base64url"));
  return `${isPath ? "" : url.origin}${path}?${query}${url.hash}`;
}

/** Seconds since 1970. */
function secondsOf(expires: Duration | Date): number {
  const seconds =
    expires instanceof Date
      ? Math.floor(expires.getTime() / 1_000)
      : Math.floor(Date.now() / 1_000) + toSeconds(expires);
  if (Number.isSafeInteger(seconds) && seconds >= 0) return seconds;
  throw new RangeError(`sign(): ${String(expires)} is no date that a URL can expire at.`);
}

/**
 * The query in one order, without the signature: names sorted, values of one name as they follow one another, because
 * a handler may be given the last. Percent-encoding is that of URLSearchParams, whatever the client's was.
 */
function signatureOf(method: string, path: string, query: URLSearchParams, secret: string): Buffer {
  const signed = new URLSearchParams(query);
  signed.delete(SIGNATURE);
  signed.sort();
  // A key of its own: what is signed for another purpose with the same secret is no signature here.
  const key = createHmac("sha256", secret).update("signed-url").digest();
  return createHmac("sha256", key).update(`${method}\n${path}\n${signed}`).digest();
}

/** Base64url of 32 bytes in its one spelling: the last character has two bits that mean nothing. */
const SIGNATURE_FORM = /^[\w-]{42}[AEIMQUYcgkosw048]$/;

/**
 * Whether a URL is signed and holds.
 *
 * @returns until when in seconds since 1970, `Infinity` without an end, and undefined for a URL that is not good
 */
function holdsUntil(method: string, path: string, search: string): number | undefined {
  const query = new URLSearchParams(search);
  const [sent, ...more] = query.getAll(SIGNATURE);
  if (sent === undefined || more.length > 0 || !SIGNATURE_FORM.test(sent)) return undefined;
  const signature = Buffer.from(sent, "base64url");
  let isGood = false;
  for (const secret of serverSecrets())
    isGood = timingSafeEqual(signature, signatureOf(method, path, query, secret)) || isGood;
  if (!isGood) return undefined;
  const expires = query.get(EXPIRES);
  if (expires === null) return Infinity;
  return Number(expires) > Date.now() / 1_000 ? Number(expires) : undefined;
}

/**
 * Around all else of a signed route: 403 before anything of it runs. The whole query is read, so no cache gives an
 * answer to another URL; and no cache may use it after the URL has expired. OPTIONS passes, which browsers ask
 * without a signature before a request of another origin (Fetch §4.8).
 */
export const signedOnly: Middleware = async ({ request, url }, next) => {
  if (request.method === "OPTIONS") return next();
  const end = holdsUntil(request.method === "HEAD" ? "GET" : request.method, url.pathname, url.search);
  if (end === undefined) throw new HttpError(403, { headers: { "cache-control": "no-store" } });
  const response = await next();
  if (end !== Infinity) endBy(response.headers, end - Math.floor(Date.now() / 1_000));
  return response;
};
