// The walk of one delivery, the same for every kind of signed webhook: read, verify, take once.

import { refuseUnknown } from "../did-you-mean.ts";
import { HttpError } from "../error.ts";
import { parseJson, readRaw } from "./body.ts";
import { takeOnce, type OnceOptions } from "./once.ts";
import { provenBy, sha256, type Key, type Proof } from "./proof.ts";

/** Seconds by which a signed time may differ from ours, in either direction. */
export const WEBHOOK_TOLERANCE = 300;

/** How a delivery is verified. */
export interface WebhookOptions extends OnceOptions {
  /** The shared secret (or the sender's public key), or several while one is being replaced. */
  secret: string | readonly string[];
  /** Bytes that a body may have. Default 5 MiB. */
  limit?: number;
}

/** How a delivery is verified whose sender signs the time, too. */
export interface TimedWebhookOptions extends WebhookOptions {
  /** Seconds by which the signed time may differ from ours, in either direction. Default 300. */
  tolerance?: number;
  /** The present, in milliseconds. Default `Date.now`. */
  now?: () => number;
}

/** A delivery whose signature holds. */
export interface Delivery<T = unknown> {
  /** The sender's id of this delivery; a digest of what was signed where it gives none. */
  id: string;
  /** The body as JSON, or the fields of a form. */
  payload: T;
  /** The body as it was sent. */
  raw: Uint8Array;
  /**
   * Lets this delivery in again, whatever the answer is. Call it when work fails that goes on after an
   * answer of 2xx; any other answer releases the delivery by itself.
   */
  release(): Promise<void>;
}

/** A request as a scheme looks at it. */
export interface Sent {
  headers: Headers;
  raw: Uint8Array;
  /** The URL that the sender has sent it to. */
  url: string;
}

/** How one sender signs. */
export interface Scheme {
  /** The function's name in errors. */
  name: string;
  /** A secret in the forms in which it proves something. Default: as the key of an HMAC. @throws TypeError */
  key?(secret: string): Key;
  /** The claims of a request and when it was signed, in seconds, where that is signed too; undefined where there is none. */
  claim(sent: Sent): { proofs: readonly Proof[]; time?: number } | undefined;
  /** The body as data. Default: as JSON. @throws HttpError 400 */
  payload?(raw: Uint8Array, headers: Headers): unknown;
  /** The sender's id of this delivery; undefined where it gives none: the delivery is not remembered. @throws HttpError 400 */
  id(sent: Sent, payload: unknown): string | undefined;
}

const OPTIONS = ["secret", "seen", "replayWindow", "limit", "tolerance", "now", "url"];

/** Reads a delivery, makes sure that it is what it claims to be, and takes it. */
export async function verify<T>(
  request: Request,
  { name, key = (secret) => ({ hmac: secret }), claim, payload: parse = parseJson, id: idOf }: Scheme,
  options: TimedWebhookOptions & { url?: string },
): Promise<Delivery<T>> {
  refuseUnknown(`${name}()`, options, OPTIONS);
  const secrets = secretsOf(options.secret, name);
  const keys = secrets.map(key);
  const raw = await readRaw(request, options.limit);
  const sent: Sent = { headers: request.headers, raw, url: options.url ?? request.url };
  const claimed = claim(sent);
  const proven = claimed ? provenBy(claimed.proofs, keys) : -1;
  if (!claimed || proven < 0) throw new HttpError(401, { reason: "The signature does not match." });
  if (claimed.time !== undefined) checkAge(claimed.time, options);
  const payload = parse(raw, request.headers);
  const id = idOf(sent, payload);
  const scope = [name, new URL(request.url).pathname, secrets[proven]!];
  const release = id === undefined ? async () => {} : await takeOnce(request, id, scope, options);
  return { id: id ?? sha256(raw).toString("base64url"), payload: payload as T, raw, release };
}

/** @throws TypeError where there is no secret: everything would be let in. */
function secretsOf(secret: string | readonly string[], name: string): readonly string[] {
  const secrets = (Array.isArray(secret) ? secret : [secret]) as readonly (string | undefined)[];
  if (secrets.length > 0 && secrets.every((one) => typeof one === "string" && one !== ""))
    return secrets as string[];
  throw new TypeError(`${name}() needs a \`secret\`. Is the environment variable that holds it set?`);
}

/** @throws HttpError 400 for a time too far from ours, in the past or in the future. */
function checkAge(
  seconds: number,
  { tolerance = WEBHOOK_TOLERANCE, now = Date.now }: TimedWebhookOptions,
): void {
  if (!Number.isSafeInteger(seconds) || Math.abs(now() / 1000 - seconds) > tolerance)
    throw new HttpError(400, { reason: "The signed time is too far from the present." });
}

/** A time in seconds as headers have it; undefined for other text. */
export function secondsOf(text: string | null | undefined): number | undefined {
  return text && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
