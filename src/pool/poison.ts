// Poison messages: URLs on which children die, refused so that one of them can't take the pool down.

import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";

/** Deaths after which a URL is refused. */
const DEATHS = 2;

/** Deaths after which it is refused although other requests were always there: a stream has no second try. */
const DEATHS_IN_COMPANY = 5;

/** URLs that are remembered at once. */
const MAX_URLS = 1_000;

interface Deaths {
  deaths: number;
  /** Deaths of children that served nothing else: proof that this URL is the cause. */
  alone: number;
}

/** Keeps count of the children that died while serving a URL. */
export interface Poison {
  /** Notes a death. `alone`: the child was serving nothing else. */
  blame(url: string, alone: boolean): void;
  /** Milliseconds for which the URL is refused from now; 0 when it is not. */
  refusedFor(url: string): number;
}

/**
 * A URL is refused once two children have died serving it, one of them serving nothing else: what
 * merely stood next to the culprit is cleared by its second try, which runs alone.
 *
 * @param refuseFor milliseconds after the last death for which a URL is refused
 * @param now the clock, in milliseconds
 */
export function createPoison(refuseFor: number, now: () => number = () => performance.now()): Poison {
  const records = new LRUCache<string, Deaths>({ max: MAX_URLS, ttl: refuseFor, perf: { now } });
  // A URL may be long, and they are many: 32 bytes stand for each.
  const digest = (url: string) => createHash("sha256").update(url).digest("base64");
  return {
    blame(url, alone) {
      const key = digest(url);
      const { deaths, alone: aloneBefore } = records.get(key) ?? { deaths: 0, alone: 0 };
      records.set(key, { deaths: deaths + 1, alone: aloneBefore + (alone ? 1 : 0) });
    },
    refusedFor(url) {
      if (records.size === 0) return 0;
      const key = digest(url);
      const record = records.get(key);
      if (!record || record.deaths < (record.alone > 0 ? DEATHS : DEATHS_IN_COMPANY)) return 0;
      return Math.max(1, records.getRemainingTTL(key));
    },
  };
}
