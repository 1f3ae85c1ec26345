// A webhook's body: bytes first, because signatures are over bytes, and data of them after that.

import { HttpError } from "../error.ts";

/** Bytes that a webhook may have. */
export const WEBHOOK_LIMIT = 5 * 1024 * 1024;

/**
 * The whole body, as bytes: JSON that is written again has others.
 * @throws HttpError 413 beyond the limit; Error where the body was already read.
 */
export async function readRaw(request: Request, limit = WEBHOOK_LIMIT): Promise<Uint8Array> {
  const tooLarge = () => new HttpError(413, { reason: `A webhook may have ${limit} bytes.` });
  if (Number(request.headers.get("content-length")) > limit) throw tooLarge();
  if (request.bodyUsed)
    throw new Error("The webhook's body was already read: verify it first, and use what that gives.");
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > limit) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** @throws HttpError 400 for a body that is no JSON. */
export function parseJson(raw: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(raw));
  } catch {
    throw new HttpError(400, { reason: "The body is not valid JSON." });
  }
}

/** The fields of a form (`application/x-www-form-urlencoded`); undefined for a body of another type. */
export function formOf(raw: Uint8Array, headers: Headers): URLSearchParams | undefined {
  if (!headers.get("content-type")?.toLowerCase().startsWith("application/x-www-form-urlencoded"))
    return undefined;
  return new URLSearchParams(Buffer.from(raw).toString());
}

/** JSON, the JSON in a form's field `payload`, or else the form's fields. */
export function parseJsonOrForm(raw: Uint8Array, headers: Headers): unknown {
  const form = formOf(raw, headers);
  if (!form) return parseJson(raw);
  const payload = form.get("payload");
  return payload === null ? Object.fromEntries(form) : parseJson(Buffer.from(payload));
}

/** A field of an object; undefined for anything else. */
export function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

/** A text of an object's field; undefined where it has none. */
export function textOf(value: unknown, name: string): string | undefined {
  const field = fieldOf(value, name);
  return typeof field === "string" && field !== "" ? field : undefined;
}
