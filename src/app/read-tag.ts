// Entity tags that include what was read of the request. A tag that an author chose, or one of a `version`, may leave
// that out: answers to different visitors would then have one tag, and one would get a 304 for another's.

import type { Event } from "./event.ts";
import { fingerprint } from "../http/fingerprint.ts";
import type { HeaderMap } from "../http/header-map.ts";
import { COMPARED_ELSEWHERE } from "../http/reads.ts";
import { untracked } from "../http/tracked-request.ts";

/** Characters of a digest in a tag: 60 bits. */
const DIGEST = 10;

/**
 * The tag with a digest of all that was read of the request besides its URL; unchanged if nothing was. Only requests
 * that are equal in that have the same tag.
 */
export function tagFor(event: Event, tag: string): string {
  const read = valuesRead(event);
  if (!read) return tag;
  const digest = fingerprint(read).slice(0, DIGEST);
  return tag.endsWith('"') ? `${tag.slice(0, -1)}-${digest}"` : `${tag}-${digest}`;
}

/**
 * Makes the validators of a 200 hold only for requests that are equal in what was read: a digest of it is added to the
 * tag. A date can carry none, so `Last-Modified` is removed.
 *
 * @param isExact whether the tag is one of the bytes, or of all that they depend on
 */
export function tellReader(headers: HeaderMap, event: Event, tag: string | null, isExact: boolean): void {
  if (tag !== null && !isExact) headers.set("etag", tagFor(event, tag));
  if (valuesRead(event)) headers.delete("last-modified");
}

function valuesRead(event: Event): unknown {
  if (event.reads.count === 0) return undefined;
  const { everything, address, varying } = event.reads;
  if (!everything && !address && varying.length === 0) return undefined;
  const sent = untracked(event.request) as Request & { ip?: string };
  const names = everything
    ? [...sent.headers.keys()].filter((name) => !COMPARED_ELSEWHERE.has(name))
    : varying;
  return [names.sort().map((name) => [name, sent.headers.get(name)]), address && sent.ip];
}
