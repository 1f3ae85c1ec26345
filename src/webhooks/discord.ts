// Discord's interactions and events: Ed25519 over "time" and body, in X-Signature-Ed25519.

import { fieldOf, textOf } from "./body.ts";
import { hexBytes, sha256 } from "./proof.ts";
import { ed25519Key } from "./standard.ts";
import { secondsOf, verify, type Delivery, type Scheme, type TimedWebhookOptions } from "./verify.ts";

/** An interaction or an event of Discord's. */
export interface DiscordDelivery<T = unknown> extends Delivery<T> {
  /** 1 for an interaction that is a ping, 2 for a command; 0 for an event that is a ping, 1 for others. */
  type: number;
}

/**
 * Reads a request of Discord's and makes sure that it is one, and a fresh one. The secret is the
 * app's public key, in hexadecimal.
 *
 * @throws HttpError 401 for a signature that is missing, malformed or wrong (Discord tries one); 400
 *   for a time too far from ours in either direction, or a body that is no JSON; 409 for a delivery
 *   that is being worked on; 413 for one that is too large. Response 204 for one that was answered.
 *   TypeError where there is no key, or one in another form.
 *
 * @example
 * export async function POST({ request }: RouteEvent) {
 *   const { type } = await verifyDiscord(request, { secret: process.env.DISCORD_PUBLIC_KEY! });
 *   return type === 1 ? { type: 1 } : { type: 4, data: { content: "Hello." } };
 * }
 */
export async function verifyDiscord<T = unknown>(
  request: Request,
  options: TimedWebhookOptions,
): Promise<DiscordDelivery<T>> {
  const delivery = await verify<T>(request, discord, options);
  return { ...delivery, type: Number(fieldOf(delivery.payload, "type")) };
}

const discord: Scheme = {
  name: "verifyDiscord",
  key(secret) {
    const bytes = hexBytes(secret);
    if (bytes.byteLength === 32) return { ed25519: ed25519Key(bytes) };
    throw new TypeError("verifyDiscord(): the `secret` is the app's public key, 64 hexadecimal digits.");
  },
  claim({ headers, raw }) {
    const text = headers.get("x-signature-timestamp");
    const time = secondsOf(text);
    if (time === undefined) return undefined;
    const signatures = [hexBytes(headers.get("x-signature-ed25519"))];
    return { proofs: [{ by: "ed25519", text: [text!, raw], signatures }], time };
  },
  // An event has no id, and holds the moment at which it happened.
  id: ({ raw }, payload) =>
    textOf(payload, "id") ?? (fieldOf(payload, "event") ? sha256(raw).toString("base64url") : undefined),
};
