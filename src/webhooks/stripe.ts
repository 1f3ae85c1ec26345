// Stripe's webhooks: Stripe-Signature has a time and HMAC-SHA256 of "time.body".

import { HttpError } from "../error.ts";
import { textOf } from "./body.ts";
import { hexBytes } from "./proof.ts";
import { secondsOf, verify, type Delivery, type Scheme, type TimedWebhookOptions } from "./verify.ts";

/** A delivery of Stripe's: its payload is the event. */
export interface StripeDelivery<T = unknown> extends Delivery<T> {
  /** `checkout.session.completed`, … */
  type: string;
}

/**
 * Reads a webhook of Stripe's and makes sure that it is one, and a fresh one.
 *
 * @throws HttpError 401 for a signature that is missing, malformed or wrong; 400 for a time too far
 *   from ours in either direction, or a body that is no event; 409 for an event that is being worked
 *   on; 413 for one that is too large. Response 204 for one that was answered. TypeError where there
 *   is no secret.
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
  const delivery = await verify<T>(request, stripe, options);
  return { ...delivery, type: textOf(delivery.payload, "type")! };
}

const stripe: Scheme = {
  name: "verifyStripe",
  claim({ headers, raw }) {
    const pairs = (headers.get("stripe-signature") ?? "")
      .split(",")
      .map((pair) => pair.trim().split(/=(.*)/s));
    const text = pairs.find(([name]) => name === "t")?.[1];
    const time = secondsOf(text);
    if (time === undefined) return undefined;
    const signatures = pairs.filter(([name]) => name === "v1").map(([, value]) => hexBytes(value));
    return { proofs: [{ by: "sha256", text: [`${text}.`, raw], signatures }], time };
  },
  id(_, payload) {
    const id = textOf(payload, "id");
    if (id && textOf(payload, "type")) return id;
    throw new HttpError(400, { reason: "The body is not a Stripe event." });
  },
};
