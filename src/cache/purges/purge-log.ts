// A log of purges. Their order is a position in the log and not a time, so that a clock that is set back revives nothing.

import { hash } from "node:crypto";
import { canonicalPath } from "../../http/canonical-path.ts";

/** How much a purge takes away. */
export type PurgeMode =
  /** As if its lifetime had ended: `stale-while-revalidate` may still serve it once more. */
  | "stale"
  /** Must be validated before its next use; unchanged bytes are kept (RFC 9111 §4.4). */
  | "validate"
  /** Never used again. */
  | "gone";

/** One purge. With neither tag nor path, everything. */
export interface Purge {
  tag?: string;
  /** A path without query, however it is spelled; a `*` at its end stands for anything that follows, `%2A` for itself. */
  path?: string;
  mode: PurgeMode;
}

/** Purges in the order in which they were made. */
export interface PurgeLog {
  /** How far this process has read. An answer is touched by purges after the position it was asked at. */
  position(): number;
  add(purge: Purge): void;
  /** The strongest purge after `position` that touches an answer. */
  since(position: number, path: string, tags: readonly string[]): PurgeMode | undefined;
  close(): void;
}

const STRENGTH: Record<PurgeMode, number> = { stale: 1, validate: 2, gone: 3 };
const MODES = [undefined, "stale", "validate", "gone"] as const;

/** For one name, the last position of each strength; index 0 is not used. */
type Last = [unused: number, stale: number, validate: number, gone: number];

/** A position that every log purges, so that its answer is validated: for what no purge could have touched. */
export const BEFORE_ALL = -1;

/** Distinct names remembered; past that the oldest are forgotten, and hold for every older answer. */
export const MAX_PURGED_NAMES = 20_000;

/** Distinct prefixes remembered, each of which every look-up is compared with. */
export const MAX_PURGED_PREFIXES = 500;

/** Characters of a name that is kept as it is; a longer one is kept as its digest, a longer prefix is cut, and purges more. */
const LONG = 128;

const nameOf = (kind: "t" | "p", text: string) =>
  text.length > LONG ? `${kind}#${hash("sha256", text, "base64url")}` : `${kind}:${text}`;

/** The purges up to a position, by name. */
export class PurgeIndex {
  readonly #names = new Map<string, Last>();
  readonly #prefixes = new Map<string, Last>();
  #floor = BEFORE_ALL + 1;
  #floorStrength = STRENGTH.validate;
  #latest = 0;
  #strongest = 2;

  /** Position of the newest purge. */
  get latest(): number {
    return this.#latest;
  }

  /** Names and prefixes that are remembered. */
  get size(): number {
    return this.#names.size + this.#prefixes.size;
  }

  /** At least as strong as every purge so far: what a floor must be that stands for all of them. */
  get strongest(): PurgeMode {
    return this.#strongest === 3 ? "gone" : "validate";
  }

  /** Touches every answer asked for before this position, whatever its names. */
  raiseFloor(position: number, mode: PurgeMode): void {
    this.#floor = Math.max(this.#floor, position);
    this.#floorStrength = Math.max(this.#floorStrength, STRENGTH[mode]);
  }

  record(position: number, purge: Purge): void {
    this.#latest = Math.max(this.#latest, position);
    this.#strongest = Math.max(this.#strongest, STRENGTH[purge.mode]);
    const { path = "", tag } = purge;
    const wide = tag === undefined && (path === "" || path.endsWith("*"));
    const map = wide ? this.#prefixes : this.#names;
    const place = canonicalPath(path.replace(/\*$/, ""));
    const name = wide ? place.slice(0, LONG) : tag === undefined ? nameOf("p", place) : nameOf("t", tag);
    const last: Last = map.get(name) ?? [-1, -1, -1, -1];
    last[STRENGTH[purge.mode] as 1 | 2 | 3] = position;
    map.delete(name);
    map.set(name, last);
    if (map.size > (wide ? MAX_PURGED_PREFIXES : MAX_PURGED_NAMES)) this.#forgetOldest(map);
  }

  #forgetOldest(map: Map<string, Last>): void {
    const oldest = map.entries().next().value;
    if (!oldest) return;
    map.delete(oldest[0]);
    this.raiseFloor(Math.max(...oldest[1]), oldest[1][3] >= 0 ? "gone" : "validate");
  }

  since(position: number, path: string, tags: readonly string[]): PurgeMode | undefined {
    let strongest = position < this.#floor ? this.#floorStrength : 0;
    if (position >= this.#latest) return MODES[strongest];
    const weigh = (last: Last | undefined) => {
      if (!last) return;
      for (let strength = 3; strength > strongest; strength--)
        if ((last[strength] as number) > position) strongest = strength;
    };
    weigh(this.#names.get(nameOf("p", path)));
    for (const tag of tags) weigh(this.#names.get(nameOf("t", tag)));
    for (const [prefix, last] of this.#prefixes) if (path.startsWith(prefix)) weigh(last);
    return MODES[strongest];
  }
}

/**
 * The log of one process: what a store in memory keeps. One that several processes share is a file (`disk()`).
 *
 * @example
 * const purges = createPurgeLog();
 * purges.add({ tag: "posts", mode: "validate" });
 * purges.since(0, "/rss.xml", ["posts"]); // "validate"
 */
export function createPurgeLog(): PurgeLog {
  const index = new PurgeIndex();
  return {
    position: () => index.latest,
    add: (purge) => index.record(index.latest + 1, purge),
    since: (position, path, tags) => index.since(position, path, tags),
    close() {},
  };
}
