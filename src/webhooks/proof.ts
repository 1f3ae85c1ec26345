// Signatures and the keys that they are tried with.

import { createHash, createHmac, timingSafeEqual, verify, type KeyObject } from "node:crypto";

/** Signatures of one text that are tried. Senders give two or three while a secret is being replaced. */
export const MAX_SIGNATURES = 16;

/** A secret in the forms in which it proves something. Forms that it does not have prove nothing. */
export interface Key {
  hmac?: string | Uint8Array;
  ed25519?: KeyObject;
  /** Sent as it is. */
  token?: string;
}

/** The signatures of a request, and the text that they sign: one of them must be by a key of ours. */
export interface Proof {
  by: "sha256" | "sha1" | "ed25519" | "token";
  /** The signed text, in pieces; empty for a token. */
  text: readonly (string | Uint8Array)[];
  signatures: readonly Uint8Array[];
}

/** The index of the key by which one of the proofs holds, or -1. */
export function provenBy(proofs: readonly Proof[], keys: readonly Key[]): number {
  return keys.findIndex((key) => proofs.some((proof) => holds(proof, key)));
}

function holds({ by, text, signatures }: Proof, key: Key): boolean {
  const some = signatures.slice(0, MAX_SIGNATURES);
  if (by === "ed25519") {
    const { ed25519 } = key;
    if (!ed25519) return false;
    const whole = Buffer.concat(text.map((piece) => Buffer.from(piece)));
    return some.some((given) => verify(null, whole, ed25519, given));
  }
  if (by === "token") {
    const { token } = key;
    return token !== undefined && some.some((given) => isEqual(sha256(token), sha256(given)));
  }
  if (key.hmac === undefined) return false;
  const hmac = createHmac(by, key.hmac);
  for (const piece of text) hmac.update(piece);
  const expected = hmac.digest();
  return some.some((given) => isEqual(expected, given));
}

/** Takes the same time wherever the two differ. */
export function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.byteLength === b.byteLength && timingSafeEqual(a, b);
}

export const sha256 = (data: string | Uint8Array): Buffer => createHash("sha256").update(data).digest();

/** Bytes written in hexadecimal; empty for other text, which is no signature. */
export function hexBytes(text: string | null | undefined): Uint8Array {
  return text && /^(?:[\da-f]{2})+$/i.test(text) ? Buffer.from(text, "hex") : new Uint8Array();
}

export const base64Bytes = (text: string | null | undefined): Uint8Array => Buffer.from(text ?? "", "base64");
