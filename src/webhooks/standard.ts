// Standard Webhooks (standardwebhooks.com): HMAC-SHA256 of "id.time.body", in webhook-signature.

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
export async function verifyStandard<T = unknown>(
  request: Request,
  options: TimedWebhookOptions,
): Promise<Delivery<T>> {
  const keys = secretsOf(options.secret, "verifyStandard()").map((secret) =>
    Buffer.from(secret.replace(/^whsec_/, ""), "base64"),
  );
  if (keys.some((key) => key.byteLength === 0))
    throw new TypeError(
      "verifyStandard(): a `secret` must be base64, such as whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw.",
    );
  const raw = await readRaw(request, options.limit);
  const header = (name: string) =>
    request.headers.get(`webhook-${name}`) ?? request.headers.get(`svix-${name}`) ?? "";
  const id = header("id");
  const time = header("timestamp");
  const given = header("signature")
    .split(" ")
    .filter((one) => one.startsWith("v1,"))
    .map((one) => Buffer.from(one.slice(3), "base64"));
  if (id === "" || !/^\d{1,15}$/.test(time)) refuse();
  const valid = keys.some((key) => {
    const expected = hmac(key, `${id}.${time}.`, raw);
    return given.some((one) => isSame(expected, one));
  });
  if (!valid) refuse();
  checkAge(Number(time), options);
  const payload = parseJson(raw) as T;
  const release = await takeOnce(id, "standard", options);
  return { id, payload, raw, release };
}
