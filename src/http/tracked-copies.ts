// Copies of a request's parts whose reads are still noted: what `new URL(request.url)`, `new URL(path, request.url)`
// and `new Headers(request.headers)` become in a project's modules. The pass over each module (load/link/copies.ts) puts calls
// of these in their place: there it can be seen that the text of the URL, or the list of fields, goes nowhere else.

import { RequestView } from "./request-view.ts";
import { copyOfTracked } from "./tracked-headers.ts";
import { TrackedRequest } from "./tracked-request.ts";

/** The key of these functions on `globalThis`: modules that were compiled earlier find them there. */
export const COPIES = "offprint.copies";

/** The tracked request behind a framework's view of it. */
function trackedIn(holder: unknown): TrackedRequest | undefined {
  let request = holder;
  while (request instanceof RequestView && !(request instanceof TrackedRequest)) request = request.inner;
  return request instanceof TrackedRequest ? request : undefined;
}

const copies = {
  /** `new URL(holder.url)` */
  url: (holder: { url: string }): URL => trackedIn(holder)?.trackedUrl() ?? new URL(holder.url),

  /** `new URL(reference, holder.url)`: a reference with a path takes nothing of the base's query (RFC 3986 §5.2.2). */
  resolve(reference: string | URL, holder: { url: string }): URL {
    const request = trackedIn(holder);
    const text = String(reference);
    return new URL(text, request && /^\s*[^#?\s]/.test(text) ? request.inner.url : holder.url);
  },

  /** `new Headers(given)` */
  headers: (given?: HeadersInit): Headers => copyOfTracked(given) ?? new Headers(given),
};

(globalThis as { [key: symbol]: unknown })[Symbol.for(COPIES)] = copies;
