// Stripe's webhooks: Stripe-Signature has a time and HMAC-SHA256 of "time.body".

import { HttpError } from "../error.ts";
import { verify, type Delivery, type TimedWebhookOptions } from "./verify.ts";

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
  const delivery = await verify<T>(request, stripe, options);
  return { ...delivery, type: (delivery.payload as { type: string }).type };
}

const stripe = {
  name: "stripe",
  claim(headers: Headers) {
    const pairs = (headers.get("stripe-signature") ?? "")
      .split(",")
      .map((pair) => pair.trim().split(/=(.*)/s));
    const time = pairs.find(([name]) => name === "t")?.[1] ?? "";
    if (!/^\d{1,15}$/.test(time)) return undefined;
    const signatures = pairs
      .filter(([name, value]) => name === "v1" && /^[\da-f]{64}$/i.test(value ?? ""))
      .map(([, value]) => Buffer.from(value!, "hex"));
    return { signatures, prefix: `${time}.`, time: Number(time) };
  },
  id(_: Headers, payload: unknown) {
    const event = payload as { id?: unknown; type?: unknown } | null;
    if (typeof event?.id === "string" && typeof event.type === "string") return event.id;
    throw new HttpError(400, { reason: "The body is not a Stripe event." });
  },
};
