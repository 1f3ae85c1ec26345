// Standard Webhooks (standardwebhooks.com): HMAC-SHA256 of "id.time.body", in webhook-signature.

import { verify, type Delivery, type TimedWebhookOptions } from "./verify.ts";

/**
 * Reads a webhook signed by the Standard Webhooks specification (or Svix, whose headers start with
 * `svix-`) and makes sure that it is one, and a fresh one. Secrets are base64, with or without `whsec_`.
 *
 * @throws HttpError 401 for a signature that is missing, malformed or wrong; 400 for a time too far
 *   from ours in either direction, or a body that is no JSON; 409 for a delivery that was already
 *   taken; 413 for one that is too large. TypeError where there is no secret.
 *
 * @example
 * export async function POST({ request }: RouteEvent) {
 *   const { payload } = await verifyStandard(request, { secret: process.env.WEBHOOK_SECRET! });
 *   return { ok: true };
 * }
 */
export function verifyStandard<T = unknown>(
  request: Request,
  options: TimedWebhookOptions,
): Promise<Delivery<T>> {
  return verify<T>(request, standard, options);
}

const standard = {
  name: "standard",
  key(secret: string) {
    const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
    if (key.byteLength > 0) return key;
    throw new TypeError(
      "verifyStandard(): a `secret` must be base64, such as whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw.",
    );
  },
  claim(headers: Headers) {
    const id = field(headers, "id");
    const time = field(headers, "timestamp");
    if (id === "" || !/^\d{1,15}$/.test(time)) return undefined;
    const signatures = field(headers, "signature")
      .split(" ")
      .filter((one) => one.startsWith("v1,"))
      .map((one) => Buffer.from(one.slice(3), "base64"));
    return { signatures, prefix: `${id}.${time}.`, time: Number(time) };
  },
  id: (headers: Headers) => field(headers, "id"),
};

const field = (headers: Headers, name: string) =>
  headers.get(`webhook-${name}`) ?? headers.get(`svix-${name}`) ?? "";
