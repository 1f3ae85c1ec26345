// A Response onto the wire, with what the port adds; what was sent comes back for the log.

import type { IncomingMessage } from "node:http";
import { sendNodeResponse } from "srvx/node";
import { sendHeadSoon } from "../http/early-head.ts";
import type { Outgoing, Sent } from "./outgoing.ts";
import { sendLong } from "./send-long.ts";

/** srvx's Response gives its parts without being turned into the platform's own. */
interface Prepared {
  status: number;
  statusText: string | undefined;
  /** Names and values in turn; names in lower case. */
  headers: string[];
  body: unknown;
}

/** Bytes of a body from which it is sent in pieces. */
const LONG = 256 * 1024;

/**
 * Sends an answer. The promise, where there is something to wait for, settles when it is on its way or has
 * been broken off.
 * @param id the request's
 * @param kept `close`, or how long the connection is kept, as in `Keep-Alive`
 * @returns what was sent
 */
export function send(
  outgoing: Outgoing,
  response: Response,
  id: string,
  kept: string | undefined,
): { sent: Sent; done?: Promise<void> } {
  const prepared = prepare(response);
  const { status, headers, body } = prepared;
  const sent: Sent = { status };
  let named = false;
  let sized = false;
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i];
    if (name === "cache-status") sent.cacheStatus = headers[i + 1];
    else if (name === "server-timing") sent.serverTiming = headers[i + 1];
    else if (name === "content-type") sent.type = headers[i + 1];
    else if (name === "x-request-id") named = true;
    else if (name === "content-length") sized = true;
  }
  if (!named) headers.push("x-request-id", id);
  if (kept !== undefined) headers.push(kept === "close" ? "connection" : "keep-alive", kept);
  // An empty text would be sent as such; without one the status's own name is.
  const statusText = prepared.statusText || undefined;
  if (body instanceof ReadableStream || (body instanceof Uint8Array && body.byteLength > LONG)) {
    outgoing.writeHead(status, statusText, headers);
    const done = sendLong(outgoing, body);
    sendHeadSoon(outgoing);
    return { sent, done };
  }
  const nothing = body === null || body === undefined;
  const whole = nothing || typeof body === "string" || body instanceof Uint8Array;
  // Without a length an answer of nothing would be sent in chunks: none, and the last.
  if (nothing && !sized && mayHaveBody(outgoing.req, status)) headers.push("content-length", "0");
  if (whole && statusText === undefined) {
    // All of it is there: head and body leave in one write.
    outgoing.writeHead(status, headers);
    outgoing.end(body);
    return { sent };
  }
  const rest = { status, statusText, headers, body };
  return { sent, done: sendNodeResponse(outgoing, { _toNodeResponse: () => rest } as unknown as Response) };
}

/** Whether an answer without content says so by a length of 0 (RFC 9110 §8.6). */
function mayHaveBody({ method }: IncomingMessage, status: number): boolean {
  return method !== "HEAD" && status !== 204 && status !== 304;
}

function prepare(response: Response & { _toNodeResponse?: () => Prepared }): Prepared {
  if (response._toNodeResponse) return response._toNodeResponse();
  const headers: string[] = [];
  for (const [name, value] of response.headers) headers.push(name, value);
  return { status: response.status, statusText: response.statusText, headers, body: response.body };
}
