// next/cache: forgetting what has changed, and keeping what has not.

import { createHash } from "node:crypto";
import { revalidate } from "../../revalidate.ts";
import { readsOf } from "../../http/tracked-request.ts";
import { ambientIfAny } from "../ambient.ts";
import { USE_CACHE } from "../../load/link/names.ts";
import { argumentKey } from "./argument-key.ts";
import { cached, currentScope, unkept } from "./data-cache.ts";
import { PROFILES, type Life } from "./life.ts";
import { isDrafting } from "./headers.ts";
import { markPersonal, phaseOf } from "./phase.ts";

/** The tag that every answer of a Next.js route carries, by the path of its file. */
export function routeTag(path: string): string {
  return `_N_T_${path === "/" ? "" : path.replace(/\/$/, "")}/`;
}

function inBackground(work: Promise<void>): void {
  const current = ambientIfAny();
  if (current) current.event.waitUntil(work);
  else work.catch((error: unknown) => console.error(error));
}

/**
 * Answers and results with this tag are made anew. With a profile (`"max"`) the old copy is served
 * while that happens; `{ expire: 0 }` or no profile makes the next request wait.
 */
export function revalidateTag(tag: string, profile?: string | { expire?: number }): void {
  if (typeof tag !== "string" || tag === "") throw new TypeError("revalidateTag() takes the tag's name.");
  const stale = typeof profile === "object" ? profile.expire !== 0 : profile !== undefined;
  inBackground(revalidate({ tags: [tag], stale }));
}

/** As {@link revalidateTag}; the next request waits for the new copy. */
export function updateTag(tag: string): void {
  revalidateTag(tag);
}

/** Answers at this path are made anew; with `"layout"`, those below it too. */
export function revalidatePath(path: string, type?: "page" | "layout"): void {
  if (typeof path !== "string" || !path.startsWith("/"))
    throw new TypeError("revalidatePath() takes a path that starts with a slash.");
  const current = ambientIfAny();
  const base = (current && phaseOf(current).site?.basePath) ?? "";
  const whole = base === "" ? path : base + (path === "/" ? "" : path);
  const place = /\[.+\]/.test(path)
    ? { tags: [routeTag(path)] }
    : type === "layout"
      ? { prefixes: [whole] }
      : { paths: [whole] };
  inBackground(revalidate(place));
}

let functions = 0;
const functionsAt = new Map<string, number>();

/**
 * Tells apart functions without key parts, which may have the same text. One that a module makes while it is loaded is
 * the same in each child: known by its text and by the calls that led to it.
 */
function placeOf(work: (...args: never[]) => unknown): { own: string; shares: boolean } {
  if (ambientIfAny()) return { own: `#${++functions}`, shares: false };
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 100;
  const place = `${work.toString()} ${new Error("made here").stack}`;
  Error.stackTraceLimit = stackTraceLimit;
  const digest = createHash("sha256").update(place).digest("base64");
  const count = (functionsAt.get(digest) ?? 0) + 1;
  functionsAt.set(digest, count);
  return { own: `${digest}#${count}`, shares: true };
}

/**
 * A function whose results are kept, by its arguments.
 *
 * @param keyParts tell apart functions that look alike.
 */
export function unstable_cache<A extends unknown[], R>(
  work: (...args: A) => Promise<R>,
  keyParts: readonly string[] = [],
  { revalidate: seconds, tags }: { revalidate?: number | false; tags?: readonly string[] } = {},
): (...args: A) => Promise<R> {
  if (seconds === 0)
    throw new Error(
      `Invariant revalidate: 0 can not be passed to unstable_cache(), must be "false" or "> 0" ${work.toString()}`,
    );
  const { own, shares } = keyParts.length > 0 ? { own: work.toString(), shares: true } : placeOf(work);
  const life: Life = { revalidate: typeof seconds === "number" ? seconds : Infinity, expire: Infinity };
  return (...args) => {
    const key = argumentKey([own, keyParts, args]);
    const run = () => work(...args);
    const made = isDrafting() ? unkept(run) : cached(key, { run, tags, life, fetches: "anew", shares });
    return made as Promise<R>;
  };
}

/**
 * Runs in place of a function with a "use cache" directive. Its cache key is file, position and arguments.
 *
 * @param place null for a function inside of another, of which nothing is kept
 */
function useCache(
  place: string | null,
  args: unknown[],
  work: (...args: unknown[]) => unknown,
): Promise<unknown> {
  const run = () => work(...args);
  if (place === null || isDrafting()) return unkept(run);
  return cached(argumentKey([place, args]), { run });
}

(globalThis as { [key: symbol]: unknown })[Symbol.for(USE_CACHE)] = useCache;

/** Names of the cached function that is running, to revalidate it by. */
export function cacheTag(...tags: string[]): void {
  const scope = needScope("cacheTag");
  for (const tag of tags) scope.tags.add(tag);
}

/** How long the result of the cached function that is running is good. */
export function cacheLife(profile: string | Partial<Life & { stale: number }>): void {
  const scope = needScope("cacheLife");
  const known = typeof profile === "string" ? PROFILES[profile] : { ...PROFILES.default!, ...profile };
  if (!known)
    throw new Error(`cacheLife() knows ${Object.keys(PROFILES).join(", ")}, not ${JSON.stringify(profile)}.`);
  scope.life = { revalidate: known.revalidate, expire: known.expire };
}

function needScope(name: string) {
  const scope = currentScope();
  if (scope) return scope;
  throw new Error(
    `${name}() can only be called inside a function with a "use cache" directive, at the top level of a module.`,
  );
}

/** The answer of the present request is not kept. */
export function unstable_noStore(): void {
  const current = ambientIfAny();
  if (!current) return;
  markPersonal(current, "unstable_noStore()");
  readsOf(current.event.request)?.forThisOneAlone();
}

/** Nothing to refresh: there is no page of a client here. */
export function refresh(): void {}
