// The origin's failure, shared by all requests that were collapsed into one: the same status and the same body.

import { TARGETED } from "../http/cache-control.ts";

/** Bytes of a failure's body that are kept for collapsed requests; for a longer one each of them asks the origin. */
const MAX_BYTES = 64 * 1024;

/** Milliseconds in which its body must have come. */
const MAX_TIME = 10_000;

/** Fields about one moment or one client. */
const OF_ONE = ["set-cookie", "server-timing"];

/**
 * Whether collapsed requests may be given its body, by the origin's targeted field (RFC 9213) for this cache. Without
 * it they get the status alone.
 */
export const isShareable = ({ headers }: Response): boolean =>
  /\bcollapse\b/.test(headers.get(TARGETED) ?? "");

/** A failure for the request that was sent, and its body for those collapsed into it: undefined if long, slow or cut off. */
export interface SharedFailure {
  response: Response;
  body: Promise<Uint8Array<ArrayBuffer> | undefined>;
}

/** Copies the body of a failure while it is passed on. The response that was given must not be used afterwards. */
export function shareFailure(response: Response): SharedFailure {
  if (!response.body) return { response, body: Promise.resolve(new Uint8Array()) };
  const [own, copy] = response.body.tee();
  const { status, statusText, headers } = response;
  return { response: new Response(own, { status, statusText, headers }), body: read(copy) };
}

/** The failure for a collapsed request. Without a body that it may have, no fields but `Retry-After`. */
export function failureForOthers(
  { status, headers }: Response,
  body: Uint8Array<ArrayBuffer> | undefined,
): Response {
  if (!body) return statusAlone(status, headers.get("retry-after"));
  const told = new Headers(headers);
  for (const name of OF_ONE) told.delete(name);
  return new Response(body, { status, headers: told });
}

function statusAlone(status: number, later: string | null): Response {
  const headers = new Headers({ "cache-control": "no-store" });
  if (later !== null) headers.set("retry-after", later);
  return new Response(null, { status, headers });
}

async function read(stream: ReadableStream<Uint8Array>): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const reader = stream.getReader();
  // A branch's cancel() is only settled when the other one has ended, too.
  const stop = () => void reader.cancel().catch(() => {});
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    stop();
  }, MAX_TIME);
  timer.unref();
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (isLate) return undefined;
      if (done) return Buffer.concat(chunks);
      size += value.byteLength;
      if (size > MAX_BYTES) return void stop();
      chunks.push(value);
    }
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
