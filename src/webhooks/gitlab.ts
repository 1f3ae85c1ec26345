// GitLab's webhooks: signed by the Standard Webhooks specification, or with the secret itself in X-Gitlab-Token.

import { base64Bytes } from "./proof.ts";
import { claimStandard } from "./standard.ts";
import { verify, type Delivery, type Scheme, type TimedWebhookOptions } from "./verify.ts";

/** A delivery of GitLab's. */
export interface GitlabDelivery<T = unknown> extends Delivery<T> {
  /** `Push Hook`, `Merge Request Hook`, …, of X-Gitlab-Event. */
  event: string;
}

/**
 * Reads a webhook of GitLab's and makes sure that it is one. The secret is the webhook's secret token,
 * or its signing token, which proves the body too.
 *
 * @throws HttpError 401 for a token or a signature that is missing, malformed or wrong; 400 for a
 *   signed time too far from ours in either direction, or a body that is no JSON; 409 for a delivery
 *   that is being worked on; 413 for one that is too large. Response 204 for one that was answered.
 *   TypeError where there is no secret.
 *
 * @example
 * export async function POST({ request }: RouteEvent) {
 *   const { event, payload } = await verifyGitlab(request, { secret: process.env.GITLAB_WEBHOOK_TOKEN! });
 *   return { ok: true };
 * }
 */
export async function verifyGitlab<T = unknown>(
  request: Request,
  options: TimedWebhookOptions,
): Promise<GitlabDelivery<T>> {
  const delivery = await verify<T>(request, gitlab, options);
  return { ...delivery, event: request.headers.get("x-gitlab-event") ?? "" };
}

const gitlab: Scheme = {
  name: "verifyGitlab",
  key: (secret) => ({
    token: secret,
    hmac: secret.startsWith("whsec_") ? base64Bytes(secret.slice("whsec_".length)) : secret,
  }),
  claim(sent) {
    const { headers } = sent;
    if (headers.has("webhook-signature")) return claimStandard(sent);
    const token = headers.get("x-gitlab-token");
    return token ? { proofs: [{ by: "token", text: [], signatures: [Buffer.from(token)] }] } : undefined;
  },
  // The same in each attempt.
  id: ({ headers }) =>
    headers.get("webhook-id") ??
    headers.get("idempotency-key") ??
    headers.get("x-gitlab-event-uuid") ??
    undefined,
};
