// Standard Webhooks (standardwebhooks.com), by Svix and all who send through it: "id.time.body" signed by
// HMAC-SHA256 (v1) or Ed25519 (v1a).

import { createPublicKey, type KeyObject } from "node:crypto";
import { textOf } from "./body.ts";
import { base64Bytes, type Key, type Proof } from "./proof.ts";
import {
  secondsOf,
  verify,
  type Delivery,
  type Scheme,
  type Sent,
  type TimedWebhookOptions,
} from "./verify.ts";

/** A delivery by the Standard Webhooks specification. */
export interface StandardDelivery<T = unknown> extends Delivery<T> {
  /** `user.created`, `email.bounced`, …, of the payload; empty where it has none. */
  type: string;
}

const verifier =
  (name: string) =>
  async <T = unknown>(request: Request, options: TimedWebhookOptions): Promise<StandardDelivery<T>> => {
    const delivery = await verify<T>(
      request,
      { ...standard, name, key: (secret) => standardKey(secret, name) },
      options,
    );
    return { ...delivery, type: textOf(delivery.payload, "type") ?? "" };
  };

/**
 * Reads a webhook signed by the Standard Webhooks specification (headers `webhook-…`, or Svix's
 * `svix-…`) and makes sure that it is one, and a fresh one. Secrets are base64, with or without
 * `whsec_`; a public key for Ed25519 begins with `whpk_`.
 *
 * @throws HttpError 401 for a signature that is missing, malformed or wrong; 400 for a time too far
 *   from ours in either direction, or a body that is no JSON; 409 for a delivery that is being worked
 *   on; 413 for one that is too large. Response 204 for one that was answered. TypeError where there
 *   is no secret, or one in another form.
 *
 * @example
 * export async function POST({ request }: RouteEvent) {
 *   const { payload } = await verifyStandard(request, { secret: process.env.WEBHOOK_SECRET! });
 *   return { ok: true };
 * }
 */
export const verifyStandard = verifier("verifyStandard");

/**
 * Reads a webhook that was sent through Svix. Errors as {@link verifyStandard}.
 *
 * @example
 * const { type, payload } = await verifySvix(request, { secret: process.env.SVIX_SECRET! });
 */
export const verifySvix = verifier("verifySvix");

/**
 * Reads a webhook of Clerk's. Errors as {@link verifyStandard}.
 *
 * @example
 * const { type, payload } = await verifyClerk(request, { secret: process.env.CLERK_WEBHOOK_SIGNING_SECRET! });
 */
export const verifyClerk = verifier("verifyClerk");

/**
 * Reads a webhook of Resend's. Errors as {@link verifyStandard}.
 *
 * @example
 * const { type, payload } = await verifyResend(request, { secret: process.env.RESEND_WEBHOOK_SECRET! });
 */
export const verifyResend = verifier("verifyResend");

/** The claim of a request in the headers of the specification. */
export function claimStandard({ headers, raw }: Sent): { proofs: Proof[]; time: number } | undefined {
  const id = field(headers, "id");
  const time = secondsOf(field(headers, "timestamp"));
  if (id === "" || time === undefined) return undefined;
  const text = [`${id}.${field(headers, "timestamp")}.`, raw];
  const all = field(headers, "signature").split(" ");
  const signatures = (version: string) =>
    all.filter((one) => one.startsWith(version)).map((one) => base64Bytes(one.slice(version.length)));
  return {
    proofs: [
      { by: "sha256", text, signatures: signatures("v1,") },
      { by: "ed25519", text, signatures: signatures("v1a,") },
    ],
    time,
  };
}

const standard: Omit<Scheme, "name" | "key"> = {
  claim: claimStandard,
  id: ({ headers }) => field(headers, "id"),
};

function field(headers: Headers, name: string): string {
  return headers.get(`webhook-${name}`) ?? headers.get(`svix-${name}`) ?? "";
}

/** @throws TypeError for a secret that is neither base64 nor a public key of 32 bytes. */
function standardKey(secret: string, name: string): Key {
  const [, prefix, text] = /^(whsec_|whpk_)?(.*)$/s.exec(secret)!;
  const bytes = base64Bytes(text);
  if (prefix === "whpk_" && bytes.byteLength === 32) return { ed25519: ed25519Key(bytes) };
  if (prefix !== "whpk_" && bytes.byteLength > 0) return { hmac: bytes };
  throw new TypeError(
    `${name}(): a \`secret\` must be base64, such as whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw, or a public key, whpk_….`,
  );
}

/** @param bytes the 32 of a public key (RFC 8032 §5.1.5) */
export function ed25519Key(bytes: Uint8Array): KeyObject {
  const x = Buffer.from(bytes).toString("base64url");
  return createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
}
