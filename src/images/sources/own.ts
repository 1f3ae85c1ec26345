// Bytes of a picture that the app itself has.

import { HttpError } from "../../error.ts";
import { isPublicName } from "../../http/guard.ts";
import { LIMITS } from "../limits.ts";

/** Asks the app for one of its own URLs; undefined for those of others. */
export type Own = (url: URL) => Promise<Response> | undefined;

/** Redirects followed within the app. */
const MAX_REDIRECTS = 3;

/**
 * The bytes of a picture of the app's own; or the address to fetch it from: where the URL is of somebody else, where the app
 * has nothing there but may share its public origin with another server, or where it redirects.
 *
 * @throws HttpError 502 that names the URL, where the app does not answer with it.
 */
export async function readOwn(address: string, own: Own | undefined): Promise<Uint8Array | string> {
  if (!own || !URL.canParse(address)) return address;
  let url = new URL(address);
  for (let hop = 0; ; hop++) {
    const response = await own(url);
    if (!response) return url.href;
    if (response.status === 200) return readBytes(response, url);
    await response.body?.cancel();
    const location = response.headers.get("location");
    if (response.status >= 300 && response.status < 400 && location !== null && URL.canParse(location, url)) {
      if (hop >= MAX_REDIRECTS) throw failed(url, `redirects more than ${MAX_REDIRECTS} times`);
      url = new URL(location, url);
      continue;
    }
    if (response.status === 404 && isPublicName(url.hostname)) return url.href;
    throw failed(url, `is answered with ${response.status} by this app`);
  }
}

async function readBytes(response: Response, url: URL): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    // Leaving the loop cancels the body.
    if (size > LIMITS.maxSourceBytes) throw failed(url, `has more than ${LIMITS.maxSourceBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const failed = (url: URL, what: string) =>
  new HttpError(502, { reason: `The picture ${url.pathname.slice(0, 200)} ${what}.` });
