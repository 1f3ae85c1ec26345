// Buffered bodies two to three times cheaper, for the whole process.

import { FastResponse } from "srvx";
import { jsonReply } from "./json-reply.ts";
import { ReadyResponse } from "./ready-response.ts";

type Json = (data: unknown, init?: ResponseInit) => Response;

const jsonWith = (FastResponse as unknown as { json: Json }).json;

/**
 * Puts srvx's Response in place of the platform's: it keeps a buffered body as it is instead of
 * turning it into a stream. Call it before any route is loaded. Its one visible difference: the
 * content type that a string or FormData body implies appears only when the answer is sent.
 *
 * @example
 * useFastResponse();
 * const app = await createApp();
 */
export function useFastResponse(): void {
  (FastResponse as unknown as { json: Json }).json = json;
  globalThis.Response = FastResponse as unknown as typeof Response;
}

/** `Response.json`, which is nearly always given nothing but data, or a few plain fields with it. */
function json(data: unknown, init?: ResponseInit): Response {
  const reply = jsonReply(data, init, "application/json");
  return reply ? new ReadyResponse(reply) : jsonWith(data, init);
}
