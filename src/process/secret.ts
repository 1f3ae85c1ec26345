// The server's secret: by it children and machines know what another of them has signed.

import { randomBytes } from "node:crypto";

/** Characters that `OFFPRINT_SECRET` must have: 32 of `openssl rand -hex 16` are 128 bits. */
export const MIN_SECRET = 32;

let random: string | undefined;

/**
 * `OFFPRINT_SECRET`, or a random one of this process where there is none.
 * @throws SecretError for one that could be guessed: whoever does may sign in the server's name.
 */
export function serverSecret(): string {
  const secret = process.env.OFFPRINT_SECRET;
  if (secret === undefined) return (random ??= randomBytes(32).toString("base64url"));
  if (secret.length >= MIN_SECRET) return secret;
  throw new SecretError(
    `OFFPRINT_SECRET has ${secret.length} characters, and must have ${MIN_SECRET} or more: who guesses it can turn on draft mode. ` +
      "Make one with `openssl rand -hex 32`, or remove the variable, and each start has its own.",
  );
}

/**
 * The secrets by which what was signed is known: the server's own, by which it signs, and those before it,
 * `OFFPRINT_OLD_SECRETS`, separated by spaces or commas.
 * @throws SecretError for one that could be guessed.
 */
export function serverSecrets(): readonly string[] {
  const old = (process.env.OFFPRINT_OLD_SECRETS ?? "").split(/[\s,]+/).filter((secret) => secret !== "");
  for (const secret of old)
    if (secret.length < MIN_SECRET)
      throw new SecretError(
        `OFFPRINT_OLD_SECRETS has one of ${secret.length} characters, and each must have ${MIN_SECRET} or more.`,
      );
  return [serverSecret(), ...old];
}

/** A secret that protects nothing: the app must not start with it. */
export class SecretError extends Error {
  override name = "SecretError";
}
