// Slack's requests: HMAC-SHA256 of "v0:time:body", in X-Slack-Signature.

import { parseJsonOrForm, textOf } from "./body.ts";
import { hexBytes } from "./proof.ts";
import { secondsOf, verify, type Delivery, type Scheme, type TimedWebhookOptions } from "./verify.ts";

/** A request of Slack's: an event, an interaction, or the fields of a slash command. */
export interface SlackDelivery<T = unknown> extends Delivery<T> {
  /** `url_verification`, `event_callback`, `block_actions`, …; `command` for a slash command. */
  type: string;
}

/**
 * Reads a request of Slack's and makes sure that it is one, and a fresh one.
 *
 * @throws HttpError 401 for a signature that is missing, malformed or wrong; 400 for a time too far
 *   from ours in either direction, or a body that is neither JSON nor a form; 409 for a delivery that
 *   is being worked on; 413 for one that is too large. Response 204 for one that was answered.
 *   TypeError where there is no secret.
 *
 * @example
 * export async function POST({ request }: RouteEvent) {
 *   const { type, payload } = await verifySlack<{ challenge?: string }>(request, { secret: process.env.SLACK_SIGNING_SECRET! });
 *   return type === "url_verification" ? { challenge: payload.challenge } : null;
 * }
 */
export async function verifySlack<T = unknown>(
  request: Request,
  options: TimedWebhookOptions,
): Promise<SlackDelivery<T>> {
  const delivery = await verify<T>(request, slack, options);
  const { payload } = delivery;
  return { ...delivery, type: textOf(payload, "type") ?? (textOf(payload, "command") ? "command" : "") };
}

const slack: Scheme = {
  name: "verifySlack",
  claim({ headers, raw }) {
    const text = headers.get("x-slack-request-timestamp");
    const time = secondsOf(text);
    const hex = /^v0=([\da-f]{64})$/i.exec(headers.get("x-slack-signature") ?? "")?.[1];
    if (time === undefined || !hex) return undefined;
    return { proofs: [{ by: "sha256", text: [`v0:${text}:`, raw], signatures: [hexBytes(hex)] }], time };
  },
  payload: parseJsonOrForm,
  // An interaction's trigger is of that interaction alone. A check of the URL has neither.
  id: (_, payload) => textOf(payload, "event_id") ?? textOf(payload, "trigger_id"),
};
