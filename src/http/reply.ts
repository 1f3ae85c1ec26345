// Replies to Responses, and back.

import { FastResponse } from "srvx";
import type { Body } from "../asset.ts";
import { HeaderMap } from "./header-map.ts";
import type { Reply } from "./raw-reply.ts";
import { ReadyResponse } from "./ready-response.ts";

/** srvx's own Response can be taken apart without turning its body into a stream. */
interface NodeResponse {
  _toNodeResponse(): { status: number; headers: string[]; body?: unknown };
}

/** Takes a `Response` apart. Its body must not have been read; it must not be used afterwards. */
export function fromResponse(response: Response): Reply {
  if (response instanceof ReadyResponse && response.reply) return response.reply;
  if ("_toNodeResponse" in response) {
    const { status, headers: flat, body } = (response as Response & NodeResponse)._toNodeResponse();
    const headers = HeaderMap.from(flat);
    if (body === undefined || body === null) return { status, headers, body: null };
    if (typeof body === "string" || body instanceof Uint8Array || body instanceof ReadableStream)
      return { status, headers, body: body as Body };
    return { status, headers, body: new Response(body as BodyInit).body };
  }
  if (response.status === 0) throw new TypeError("Response.error() is what fetch() gives, not an answer.");
  const headers = new HeaderMap(response.headers);
  // The body of a `fetch()` response has been decoded.
  if (response.type === "basic" && headers.has("content-encoding"))
    for (const name of ["content-encoding", "content-length"]) headers.delete(name);
  return { status: response.status, headers, body: response.body };
}

/** Statuses that never carry a body (Fetch §2.2.3). */
export function isNullBody(status: number): boolean {
  return status === 204 || status === 205 || status === 304;
}

/** A Response as the process makes them: srvx's kind where that was chosen, else the platform's. */
export function toResponse(reply: Reply): Response {
  if (isNullBody(reply.status)) reply.body = null;
  if ((globalThis.Response as unknown) === FastResponse) return new ReadyResponse(reply);
  const { status, headers, body } = reply;
  return new Response(body as BodyInit | null, { status, headers: [...headers] });
}

/**
 * True for a Response of any realm or package. It is known by its brand (`Symbol.toStringTag`), which JSON cannot
 * say: by its members, a client could post an object that chooses status, fields and body of the answer.
 */
export function isResponse(value: unknown): value is Response {
  return value instanceof Response || Object.prototype.toString.call(value) === "[object Response]";
}
