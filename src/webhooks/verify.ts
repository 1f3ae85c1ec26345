// The walk of one delivery, the same for every kind of signed webhook: read, verify, take once.

import { createHmac, timingSafeEqual } from "node:crypto";
import { HttpError } from "../error.ts";
import { sharedSeen, type SeenStore } from "./seen.ts";

/** Bytes that a webhook may have. */
export const WEBHOOK_LIMIT = 5 * 1024 * 1024;

/** Seconds by which a signed time may differ from ours, in either direction. */
export const WEBHOOK_TOLERANCE = 300;

/** Seconds for which a delivery is remembered. */
export const WEBHOOK_REPLAY_WINDOW = 24 * 3600;

/** How a delivery is verified. */
export interface WebhookOptions {
  /** The shared secret, or several while one is being replaced. */
  secret: string | readonly string[];
  /** Memory of the deliveries that were taken. Default: the memory of this process, or of the pool that it is in. `false` takes replays. */
  seen?: SeenStore | false;
  /** Seconds for which a delivery is remembered. Default 86,400. */
  replayWindow?: number;
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
  /** The sender's id of this delivery. */
  id: string;
  /** The body as JSON. */
  payload: T;
  /** The body as it was sent. */
  raw: Uint8Array;
  /**
   * Lets this delivery in again. Call it when the work has failed: the sender tries again, with the
   * same id, and would be refused as a replay.
   */
  release(): Promise<void>;
}

/** How one sender signs. */
interface Scheme {
  /** Errors and remembered ids are under this name. */
  name: string;
  /** A secret as the key of the HMAC. Default: as it is given. */
  key?(secret: string): string | Uint8Array;
  /** The signatures and the time in the headers, unverified; undefined where there is none that could hold. */
  claim(headers: Headers): Claim | undefined;
  /** The body as JSON. */
  payload?(raw: Uint8Array, headers: Headers): unknown;
  /** The sender's id of this delivery. @throws where it has none */
  id(headers: Headers, payload: unknown): string;
}

interface Claim {
  /** Signatures, any of which may hold: senders give several while a secret is being replaced. */
  signatures: readonly Uint8Array[];
  /** The signed text in front of the body. */
  prefix?: string;
  /** When it was signed, in seconds, for schemes that sign it. */
  time?: number;
}

/** Reads a delivery, makes sure that it is what it claims to be, and takes it. */
export async function verify<T>(
  request: Request,
  { name, key = (secret) => secret, claim, payload: parse = parseJson, id: idOf }: Scheme,
  options: TimedWebhookOptions,
): Promise<Delivery<T>> {
  const keys = secretsOf(options.secret, name).map(key);
  const raw = await readRaw(request, options.limit);
  const { headers } = request;
  const claimed = claim(headers);
  if (!claimed || !holds(claimed, keys, raw))
    throw new HttpError(401, { reason: "The signature does not match." });
  if (claimed.time !== undefined) checkAge(claimed.time, options);
  const payload = parse(raw, headers);
  const id = idOf(headers, payload);
  const release = await takeOnce(id, name, options);
  return { id, payload: payload as T, raw, release };
}

/** @throws TypeError where there is no secret: everything would be let in. */
function secretsOf(secret: string | readonly string[], name: string): readonly string[] {
  const secrets = (Array.isArray(secret) ? secret : [secret]) as readonly (string | undefined)[];
  if (secrets.length > 0 && secrets.every((one) => typeof one === "string" && one !== ""))
    return secrets as string[];
  throw new TypeError(`A ${name} webhook needs a \`secret\`. Is the environment variable that holds it set?`);
}

/**
 * The whole body, as bytes: a signature is over bytes, and JSON that is written again has others.
 * @throws HttpError 413 beyond the limit, 400 where the body was already read.
 */
async function readRaw(request: Request, limit = WEBHOOK_LIMIT): Promise<Uint8Array> {
  const tooLarge = () => new HttpError(413, { reason: `A webhook may have ${limit} bytes.` });
  if (Number(request.headers.get("content-length")) > limit) throw tooLarge();
  if (request.bodyUsed)
    throw new Error("The webhook's body was already read: verify it first, and use what that gives.");
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > limit) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Whether one of the signatures is the HMAC-SHA256 by one of the keys, compared in a time that does not depend on where they differ. */
function holds({ signatures, prefix = "" }: Claim, keys: readonly (string | Uint8Array)[], raw: Uint8Array) {
  return keys.some((key) => {
    const expected = createHmac("sha256", key).update(prefix).update(raw).digest();
    return signatures.some(
      (given) => given.byteLength === expected.byteLength && timingSafeEqual(expected, given),
    );
  });
}

/** @throws HttpError 400 for a time too far from ours, in the past or in the future. */
function checkAge(
  seconds: number,
  { tolerance = WEBHOOK_TOLERANCE, now = Date.now }: TimedWebhookOptions,
): void {
  if (!Number.isSafeInteger(seconds) || Math.abs(now() / 1000 - seconds) > tolerance)
    throw new HttpError(400, { reason: "The signed time is too far from the present." });
}

/**
 * Takes a delivery, once; gives the function that lets it in again.
 * @throws HttpError 409 for one that was already taken: the sender may stop sending it.
 */
async function takeOnce(
  id: string,
  name: string,
  { seen = sharedSeen(), replayWindow = WEBHOOK_REPLAY_WINDOW }: WebhookOptions,
): Promise<() => Promise<void>> {
  if (seen === false) return async () => {};
  const taken = `${name}:${id}`;
  if (!(await seen.take(taken, replayWindow)))
    throw new HttpError(409, { reason: "This delivery was already taken." });
  return async () => seen.release(taken);
}

/** @throws HttpError 400 for a body that is no JSON. */
export function parseJson(raw: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(raw));
  } catch {
    throw new HttpError(400, { reason: "The body is not valid JSON." });
  }
}
