// One request to one child and its answer back: HTTP over a Unix socket, streamed both ways.

import { request as httpRequest, type IncomingMessage } from "node:http";
import { pipeline } from "node:stream/promises";
import { FastResponse } from "srvx";
import { contained, ignore } from "../process/contain.ts";
import { toStream, type StreamLimits } from "./stream.ts";
import type { Child } from "./child-process.ts";

/** Bytes of a head between parent and child: the port's own limit is lower, and is what counts. */
export const MAX_HEADER_BYTES = 128 * 1024;

/** An answer of known length up to this is read whole before it is passed on: it can be tried again until then. */
const BUFFER_BYTES = 256 * 1024;

/** Milliseconds after which the child is free for others while a request's body is still coming. */
const SLOW_BODY = 250;

/** Fields that node:http decides for the connection to a child. Not all of `HOP_BY_HOP`: a child is no further hop. */
const OF_THE_SOCKET = new Set([
  "connection",
  "expect",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** The child went away, or broke the connection off, before it had answered: nothing has been sent to the client. */
export class ChildLost extends Error {
  override name = "ChildLost";
  constructor(cause: unknown) {
    super("The child has not answered.", { cause });
  }
}

export interface ForwardOptions extends StreamLimits {
  /** The body takes its time: the child waits for it and does nothing else. */
  onSlowBody(): void;
}

/**
 * Sends a request to a child.
 *
 * `ended` is called once: when the child has nothing more to do for it.
 *
 * @throws ChildLost when the child has not begun to answer; the signal's reason when the client has
 *   gone; what the request's own body threw.
 */
export async function forward(child: Child, request: Request, options: ForwardOptions): Promise<Response> {
  const { signal } = request;
  signal.throwIfAborted();
  const outgoing = httpRequest({
    socketPath: child.socket,
    agent: child.agent,
    method: request.method,
    path: request.url,
    headers: toHeaders(request),
    setHost: false,
    maxHeaderSize: MAX_HEADER_BYTES,
  });
  // The promise may reject before it is awaited, or when it no longer is: that must not be an unhandled rejection.
  outgoing.on("error", ignore);
  // An error thrown in a callback fails this request alone.
  const fault = (error: unknown) => void outgoing.destroy(error as Error);
  const leave = contained(
    () => void outgoing.destroy(signal.reason instanceof Error ? signal.reason : undefined),
    fault,
  );
  signal.addEventListener("abort", leave, { once: true });
  const timer = setTimeout(contained(options.onSlowBody, fault), SLOW_BODY);
  try {
    const incoming = await exchange(
      outgoing,
      request,
      contained(() => clearTimeout(timer), fault),
    );
    options.onProgress();
    const length = Number(incoming.headers["content-length"] ?? NaN);
    const whole = hasNoBody(request, incoming) || length <= BUFFER_BYTES;
    const body = whole ? await readWhole(incoming) : toStream(incoming, options);
    if (whole) options.ended("whole");
    return new FastResponse(body as BodyInit | null, {
      status: incoming.statusCode!,
      headers: toPairs(incoming.rawHeaders),
    });
  } catch (error) {
    outgoing.destroy();
    if (signal.aborted) throw signal.reason;
    throw isLoss(error) ? new ChildLost(error) : error;
  } finally {
    clearTimeout(timer);
    // A stream that is still being read is cancelled through the stream itself.
    signal.removeEventListener("abort", leave);
  }
}

/** Errors of the connection to the child, as against those of the client's own body. */
function isLoss(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  return code !== undefined && /^(?:ECONN|EPIPE|ENOENT|ENOTSOCK|ERR_STREAM_PREMATURE_CLOSE|HPE_)/.test(code);
}

/** Sends the head and the body; resolves with the answer's head. */
function exchange(
  outgoing: ReturnType<typeof httpRequest>,
  request: Request,
  onSent: () => void,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    outgoing.once("response", resolve);
    outgoing.on("error", reject);
    outgoing.once("finish", onSent);
    if (!sendsBody(request)) return void outgoing.end();
    let bodyError: BodyError | undefined;
    const body = chunksOf(request.body!, (error) => (bodyError = error));
    pipeline(body, outgoing).catch(
      contained((error: unknown) => {
        // An answer that came before the whole body had been sent is an answer all the same.
        reject(bodyError ?? error);
        if (bodyError || !isLoss(error)) outgoing.destroy();
      }, reject),
    );
  });
}

/** The request's own body has failed: the client has gone, and the child has not been lost. */
export class BodyError extends Error {
  override name = "BodyError";
}

async function* chunksOf(
  body: ReadableStream<Uint8Array>,
  failed: (error: BodyError) => void,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) yield chunk;
  } catch (cause) {
    const error = new BodyError("The request's body could not be read.", { cause });
    failed(error);
    throw error;
  }
}

function hasNoBody(request: Request, { statusCode }: IncomingMessage): boolean {
  return request.method === "HEAD" || statusCode === 204 || statusCode === 304;
}

async function readWhole(incoming: IncomingMessage): Promise<Uint8Array | null> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
  if (chunks.length === 0) return null;
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
}

function sendsBody(request: Request): boolean {
  return request.method !== "GET" && request.method !== "HEAD" && request.body !== null;
}

/**
 * The fields that are sent on. The length is told exactly when a body follows: the connection is used again.
 *
 * Fields that a client's `Connection` names are sent on, too: the child is a part of the server, no further hop (RFC 9110
 * §7.6.1). Without it a client could take away the address that the port has told, or have an answer stored by a
 * field that the app never saw.
 */
function toHeaders(request: Request): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of request.headers) if (!OF_THE_SOCKET.has(name)) headers[name] = value;
  if (!sendsBody(request)) delete headers["content-length"];
  else if (headers["content-length"] === undefined) headers["transfer-encoding"] = "chunked";
  headers.host ??= new URL(request.url).host;
  return headers;
}

function toPairs(raw: readonly string[]): [string, string][] {
  const pairs: [string, string][] = [];
  for (let i = 0; i < raw.length; i += 2)
    if (!OF_THE_SOCKET.has(raw[i]!.toLowerCase())) pairs.push([raw[i]!, raw[i + 1]!]);
  return pairs;
}
