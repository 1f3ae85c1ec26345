// Methods other than GET: passed to the origin, and the invalidation of stored answers by them (RFC 9111 §4.4).

import { marked } from "./rules/cache-status.ts";
import type { Target } from "./rules/key.ts";
import { freshen, type OriginOptions } from "./origin.ts";
import type { View } from "./view.ts";

const SAFE = new Set(["GET", "HEAD", "OPTIONS", "TRACE"]);

/** A method that changes something and succeeds invalidates its URL and those that it names (RFC 9111 §4.4). */
export async function passOn(
  options: OriginOptions,
  name: string,
  request: Request,
  target: Target,
): Promise<Response> {
  const response = await options.fetch(request);
  if (!SAFE.has(request.method) && response.status >= 200 && response.status < 400) {
    const own = new URL(options.origin ? options.origin + target.path : request.url);
    invalidate(options, target.path);
    for (const field of ["location", "content-location"]) {
      const value = response.headers.get(field);
      if (value === null || !URL.canParse(value, own)) continue;
      const url = new URL(value, own);
      if (url.origin === own.origin) invalidate(options, url.pathname);
    }
  }
  return marked(response, name, { fwd: "method" });
}

/** Invalidates the path with any query, with and without a trailing slash. A literal `*` is escaped, not a wildcard. */
function invalidate({ store }: OriginOptions, path: string): void {
  const bare = path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
  store.purges.add({ path: bare.replace(/\*$/, "%2A"), mode: "validate" });
}

/** A HEAD is answered by the origin; what it says freshens or ends what is stored (RFC 9111 §4.3.5). */
export async function passHead(
  options: OriginOptions,
  name: string,
  request: Request,
  stored: { view: View; at: string } | undefined,
): Promise<Response> {
  const { store, now } = options;
  const times = { requested: now(), position: store.purges.position() };
  const response = await options.fetch(request);
  // An answer to a request with credentials may differ from that for other clients.
  const personal = request.headers.has("authorization") || request.headers.has("cookie");
  if (stored && !personal && (response.status === 200 || response.status === 304)) {
    if (agrees(stored.view, response.headers))
      freshen(options, stored, response.headers, { ...times, received: now() });
    else store.delete(stored.at);
  }
  const sent = marked(response, name, { fwd: stored ? "stale" : "uri-miss" });
  if (stored && sent.status === 200) addKnown(stored.view, sent.headers);
  return sent;
}

/** Adds fields that an answer to HEAD may leave out (RFC 9110 §9.3.2), from the stored answer with the same tag. */
function addKnown({ headers, entry }: View, told: Headers): void {
  const etag = told.get("etag");
  if (!etag?.startsWith('"') || etag !== headers.get("etag")) return;
  const known = { "content-length": entry.size?.toString(), "accept-ranges": headers.get("accept-ranges") };
  for (const [name, value] of Object.entries(known)) if (value && !told.has(name)) told.set(name, value);
}

function agrees(view: View, told: Headers): boolean {
  return ["etag", "last-modified", "content-length"].every((field) => {
    const value = told.get(field);
    const kept = field === "content-length" ? String(view.entry.size) : view.headers.get(field);
    return value === null || value === kept;
  });
}
