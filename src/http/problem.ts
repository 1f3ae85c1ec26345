// An error's body: RFC 9457, Problem Details.

import { STATUS_CODES } from "node:http";
import type { HttpError } from "../error.ts";
import { HeaderMap } from "./header-map.ts";
import type { Reply } from "./raw-reply.ts";

/** An error as an answer. Nothing but what the error says for the client is in it. */
export function problem(error: HttpError, requestId?: string): Reply {
  const { status, reason, fields } = error;
  const headers = error.headers ? new HeaderMap(new Headers(error.headers)) : new HeaderMap();
  headers.set("content-type", "application/problem+json");
  headers.set("x-content-type-options", "nosniff");
  if (!headers.has("cache-control")) headers.set("cache-control", status >= 500 ? "no-store" : "no-cache");
  if (requestId) headers.set("x-request-id", requestId);
  const title = STATUS_CODES[status] ?? "Error";
  const body = `${JSON.stringify({ title, status, detail: reason, fields, requestId })}\n`;
  headers.set("content-length", String(Buffer.byteLength(body)));
  return { status, headers, body };
}
