// Stripe's webhooks: Stripe-Signature has a time and HMAC-SHA256 of "time.body".

import {
  checkAge,
  hmac,
  isSame,
  parseJson,
  readRaw,
  refuse,
  secretsOf,
  takeOnce,
  type Delivery,
  type TimedWebhookOptions,
} from "./verify.ts";
import { HttpError } from "../error.ts";

/** A delivery of Stripe's: its payload is the event. */
export interface StripeDelivery<T = unknown> extends Delivery<T> {
  /** `checkout.session.completed`, … */
  type: string;
}

/**
 * Reads a webhook of Stripe's and makes sure that it is one, and a fresh one.
 *
 * @throws HttpError 401 for a signature that is missing, malformed or wrong; 400 for a time too far
 *   from ours in either direction, or a body that is no event; 409 for an event that was already
 *   taken; 413 for one that is too large. TypeError where there is no secret.
 *
 * @example
 * export async function POST({ request }: RouteEvent) {
 *   const { type, payload } = await verifyStripe(request, { secret: process.env.STRIPE_WEBHOOK_SECRET! });
 *   return { received: true };
 * }
 */
export async function verifyStripe<T = unknown>(
  request: Request,
  options: TimedWebhookOptions,
): Promise<StripeDelivery<T>> {
  const secrets = secretsOf(options.secret, "verifyStripe()");
  const raw = await readRaw(request, options.limit);
  const pairs = (request.headers.get("stripe-signature") ?? "")
    .split(",")
    .map((pair) => pair.trim().split(/=(.*)/s));
  const time = pairs.find(([name]) => name === "t")?.[1] ?? "";
  const given = pairs
    .filter(([name, value]) => name === "v1" && /^[\da-f]{64}$/i.test(value ?? ""))
    .map(([, value]) => Buffer.from(value!, "hex"));
  if (!/^\d{1,15}$/.test(time)) refuse();
  const valid = secrets.some((secret) => {
    const expected = hmac(secret, `${time}.`, raw);
    return given.some((one) => isSame(expected, one));
  });
  if (!valid) refuse();
  checkAge(Number(time), options);
  const payload = parseJson(raw) as T & { id?: unknown; type?: unknown };
  if (typeof payload?.id !== "string" || typeof payload.type !== "string")
    throw new HttpError(400, { reason: "The body is not a Stripe event." });
  const release = await takeOnce(payload.id, "stripe", options);
  return { id: payload.id, type: payload.type, payload, raw, release };
}
