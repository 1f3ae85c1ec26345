// GitHub's webhooks: HMAC-SHA256 over the raw body, in X-Hub-Signature-256.

import { HttpError } from "../error.ts";
import { parseJsonOrForm } from "./body.ts";
import { hexBytes } from "./proof.ts";
import { verify, type Delivery, type Scheme, type WebhookOptions } from "./verify.ts";

/** A delivery of GitHub's. */
export interface GithubDelivery<T = unknown> extends Delivery<T> {
  /** `push`, `pull_request`, …, of X-GitHub-Event. */
  event: string;
}

/**
 * Reads a webhook of GitHub's and makes sure that it is one.
 *
 * @throws HttpError 401 for a signature that is missing, malformed or wrong; 400 for a body that is
 *   no JSON or a delivery without an id; 409 for a delivery that is being worked on; 413 for one that
 *   is too large. Response 204 for one that was answered. TypeError where there is no secret.
 *
 * GitHub signs neither the id nor a time: who has seen one delivery could send it again under another
 * id. Where that matters, let what the payload asks for happen once only.
 *
 * @example
 * export async function POST({ request }: RouteEvent) {
 *   const { event, payload } = await verifyGithub(request, { secret: process.env.GITHUB_WEBHOOK_SECRET! });
 *   return { ok: true };
 * }
 */
export async function verifyGithub<T = unknown>(
  request: Request,
  options: WebhookOptions,
): Promise<GithubDelivery<T>> {
  const delivery = await verify<T>(request, github, options);
  return { ...delivery, event: request.headers.get("x-github-event") ?? "" };
}

const github: Scheme = {
  name: "verifyGithub",
  claim({ headers, raw }) {
    const hex = /^sha256=([\da-f]{64})$/i.exec(headers.get("x-hub-signature-256") ?? "")?.[1];
    return hex ? { proofs: [{ by: "sha256", text: [raw], signatures: [hexBytes(hex)] }] } : undefined;
  },
  payload: parseJsonOrForm,
  id({ headers }) {
    const id = headers.get("x-github-delivery");
    if (!id) throw new HttpError(400, { reason: "X-GitHub-Delivery is missing." });
    return id;
  },
};
