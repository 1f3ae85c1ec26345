// When something was last said to have changed: by it a copy of older data is known, wherever it was kept.

import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import { onRevalidate, type Revalidation } from "./revalidate.ts";

/** Tags, paths and prefixes of which the time is known; of what is forgotten, every older copy counts as changed. */
export const REVALIDATIONS_KEPT = 10_000;

/** Characters of a name; of a longer one its digest is kept. */
const MAX_NAME = 200;

/** Milliseconds since 1970 at which a tag, path or prefix was last revalidated; 0 for never. */
interface Times {
  /** The old copy must not be served any more. */
  gone: number;
  /** It may be served while a new one is made. */
  stale: number;
}

/** Whether a copy still holds. */
export type Standing = "fresh" | "stale" | "gone";

/** The tags and paths whose revalidation ends a stored copy. */
export interface Dependence {
  /** When its making began, by {@link present}. */
  made: number;
  tags: Iterable<string>;
  /** The path that it is about to be used for, and the tag of the route there. */
  path?: string | undefined;
  routeTag?: string | undefined;
}

const times = new LRUCache<string, Times>({
  max: REVALIDATIONS_KEPT,
  dispose: ({ gone, stale }, _, reason) => {
    if (reason === "evict") forgotten = Math.max(forgotten, gone, stale);
  },
});
let forgotten = 0;
let last = 0;

/** The time, in milliseconds since 1970: later at each call, so that of two events in this process one is the earlier. */
export function present(): number {
  return (last = Math.max(Date.now(), last + 0.001));
}

onRevalidate((what) => note(what, present()));

function note({ tags, paths, prefixes, stale }: Revalidation, time: number): void {
  const which = stale ? "stale" : "gone";
  for (const name of [
    ...tags.map((tag) => `tag ${tag}`),
    ...paths.map((path) => `path ${path}`),
    ...prefixes.map((prefix) => `prefix ${prefix.replace(/(?<=.)\/$/, "")}`),
  ])
    raise(short(name), { ...(times.get(short(name)) ?? { gone: 0, stale: 0 }), [which]: time });
}

const short = (name: string): string =>
  name.length <= MAX_NAME ? name : createHash("sha256").update(name).digest("base64");

function raise(name: string, { gone, stale }: Times): void {
  const known = times.get(name);
  times.set(name, { gone: Math.max(gone, known?.gone ?? 0), stale: Math.max(stale, known?.stale ?? 0) });
}

/** Whether a copy has been revalidated since its making began. */
export function standingOf({ made, tags, path, routeTag }: Dependence): Standing {
  if (made < forgotten) return "gone";
  if (times.size === 0) return "fresh";
  let standing: Standing = "fresh";
  for (const name of namesOf(tags, path, routeTag)) {
    const { gone = 0, stale = 0 } = times.get(short(name)) ?? {};
    if (made < gone) return "gone";
    if (made < stale) standing = "stale";
  }
  return standing;
}

function* namesOf(tags: Iterable<string>, path: string | undefined, routeTag: string | undefined) {
  for (const tag of tags) yield `tag ${tag}`;
  if (routeTag !== undefined) yield `tag ${routeTag}`;
  if (path === undefined) return;
  yield `path ${path}`;
  yield "prefix /";
  for (let end = path.indexOf("/", 1); end > 0; end = path.indexOf("/", end + 1))
    yield `prefix ${path.slice(0, end)}`;
  yield `prefix ${path}`;
}

/** All that is known, for a process that has just begun. */
export interface RevalidationLog {
  forgotten: number;
  times: readonly (readonly [name: string, times: Times])[];
}

export function revalidationLog(): RevalidationLog {
  return { forgotten, times: [...times.entries()].toReversed() };
}

/** Takes over what another process knows. */
export function learnRevalidations(log: RevalidationLog): void {
  forgotten = Math.max(forgotten, log.forgotten);
  for (const [name, known] of log.times) raise(name, known);
}
