// The place of an answer in the store: the URL's key, its query rule and its variants.

import { LRUCache } from "lru-cache";
import { fieldsOf } from "../http/sent.ts";
import { type Target, toKey } from "./rules/key.ts";
import { bothRules, parseNoVarySearch, type SearchRule } from "./rules/no-vary-search.ts";
import type { Entry, Meta, Store } from "./store.ts";
import { parseVary, variantKey } from "./rules/vary.ts";

/** Paths whose rule for queries is remembered. */
export const MAX_RULES = 10_000;

/** Bytes of the `Vary` names that are remembered of answers that are not stored. */
export const MAX_NOTED_BYTES = 4 * 1024 * 1024;

/** Sets of `Vary` names remembered for one URL: an app that gives more is asked each time. */
export const MAX_VARY_SETS = 4;

/** The stored answer for a request, and its place. */
export interface Found {
  /** The URL's key. */
  key: string;
  /** The key of the variant that the request selects; where its answer is, or would be looked for. */
  at: string;
  /** True when the URL has variants, but not the one asked for. */
  otherVariants: boolean;
  entry: Entry | undefined;
}

/**
 * Characters of field values that are remembered with a slot, at most: their memory is part of the fixed overhead that
 * the store counts for each entry.
 */
const MAX_REMEMBERED_VALUES = 200;

/** The keys of variants, and the values that they follow from. */
interface Variants {
  key: string;
  names: readonly string[];
  values: readonly (string | null)[];
  keys: readonly string[];
}

const NO_BODY = new Uint8Array(0);

/** Metadata of a slot without an answer, which only tells how to find one. */
const sign = (path: string, parts: Pick<Meta, "headers"> & Partial<Meta>): Meta => ({
  status: 0,
  path,
  tags: [],
  requested: 0,
  received: 0,
  position: 0,
  ...parts,
});

/** Bytes of a rule. */
function sizeOf(rule: SearchRule | "none"): number {
  if (rule === "none") return 200;
  const names = [...rule.except, ...(rule.ignore === "all" ? [] : rule.ignore)];
  return names.reduce((sum, name) => sum + 50 + 2 * name.length, 400);
}

export class Shelf {
  readonly #store: Store;
  readonly #rules = new LRUCache<string, SearchRule | "none">({
    max: MAX_RULES,
    maxSize: MAX_NOTED_BYTES,
    sizeCalculation: (rule, key) => sizeOf(rule) + 2 * key.length,
  });
  /** The field that was last merged into each rule: most answers repeat that of the one before. */
  readonly #merged = new LRUCache<string, string>({
    max: MAX_RULES,
    maxSize: MAX_NOTED_BYTES,
    sizeCalculation: (text, key) => 200 + 2 * (text.length + key.length),
  });

  /** Field names in `Vary` of answers that are not stored. */
  readonly #noted = new LRUCache<string, readonly string[]>({
    max: MAX_RULES,
    maxSize: MAX_NOTED_BYTES,
    sizeCalculation: (names, key) => 200 + 2 * (key.length + names.join().length),
  });

  /** The variant that was selected last, by the URL's slot: most requests select the same one. */
  readonly #lastVariants = new WeakMap<Entry, Variants>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** Whether it is known which parts of this path's queries count. */
  knowsRule(target: Target): boolean {
    return target.query === "" || this.#rules.has(target.origin + target.path);
  }

  key(target: Target): string {
    if (target.query === "") return toKey(target, undefined);
    const rule = this.#rules.get(target.origin + target.path);
    return toKey(target, rule === "none" ? undefined : rule);
  }

  /** Looks for the rule that an earlier process learnt. */
  async recallRule(target: Target): Promise<void> {
    const name = target.origin + target.path;
    // The rule is in the answer to the bare path, or, where none is stored, in a slot without a body.
    for (const key of [name, `${name}\nquery`]) {
      const slot = await this.#store.get(key);
      if (slot && slot.meta.status !== 0 && this.#isPurged(slot)) continue;
      const text = slot?.meta.headers.find(([field]) => field === "no-vary-search")?.[1];
      const rule = text === undefined ? undefined : parseNoVarySearch(text);
      if (rule) return void this.#rules.set(name, rule);
    }
  }

  find(target: Target, request: Request): Found | Promise<Found> {
    const key = this.key(target);
    const slot = this.#store.get(key);
    const found =
      slot instanceof Promise
        ? slot.then((entry) => this.#choose(key, entry, request))
        : this.#choose(key, slot, request);
    if (target.query === "") return found;
    return found instanceof Promise
      ? found.then((answer) => this.#checked(target, request, answer))
      : this.#checked(target, request, found);
  }

  #isPurged({ meta }: Entry): boolean {
    return this.#store.purges.since(meta.position, meta.path, meta.tags) !== undefined;
  }

  /** An answer that was found by a rule may itself say that more of the query counts. */
  #checked(target: Target, request: Request, found: Found): Found | Promise<Found> {
    const { entry } = found;
    // A purged answer (after a deploy, say) is validated before it is used; its rule is not learnt.
    if (!entry || this.#isPurged(entry)) return found;
    const text = entry.meta.headers.find(([field]) => field === "no-vary-search")?.[1];
    const name = target.origin + target.path;
    if (text !== undefined && this.#rules.has(name) && this.#merged.get(name) === text) return found;
    this.#merge(target, text);
    return this.key(target) === found.key ? found : this.find(target, request);
  }

  #choose(key: string, slot: Entry | undefined, request: Request): Found | Promise<Found> {
    const fields = fieldsOf(request);
    if (!slot) {
      const names = this.#noted.get(key);
      return {
        key,
        at: names ? variantKey(key, names, fields) : key,
        otherVariants: false,
        entry: undefined,
      };
    }
    if (slot.meta.status !== 0) return { key, at: key, otherVariants: false, entry: slot };
    return this.#first(key, this.#variantKeys(key, slot, fields), 0);
  }

  /** The keys that a request's answer may be at. */
  #variantKeys(key: string, slot: Entry, fields: Pick<Headers, "get">): readonly string[] {
    const last = this.#lastVariants.get(slot);
    if (last?.key === key && last.values.every((value, index) => value === fields.get(last.names[index]!)))
      return last.keys;
    const sets = slot.meta.vary ?? [];
    const names = sets.flat();
    const values = names.map((name) => fields.get(name));
    const keys = sets.map((set) => variantKey(key, set, fields));
    const length = values.reduce((sum, value) => sum + (value?.length ?? 0), 0);
    if (length <= MAX_REMEMBERED_VALUES) this.#lastVariants.set(slot, { key, names, values, keys });
    return keys;
  }

  #first(key: string, keys: readonly string[], index: number): Found | Promise<Found> {
    const at = keys[index];
    if (at === undefined) return { key, at: keys[0] ?? key, otherVariants: true, entry: undefined };
    const found = (entry: Entry | undefined): Found | Promise<Found> =>
      entry ? { key, at, otherVariants: false, entry } : this.#first(key, keys, index + 1);
    const entry = this.#store.get(at);
    return entry instanceof Promise ? entry.then(found) : found(entry);
  }

  /**
   * Learns from an answer which parts of its path's queries count: those that any answer so far said.
   * Errors teach nothing, nor does a 304 that leaves the field out.
   */
  learn(target: Target, status: number, headers: Headers): void {
    const text = headers.get("no-vary-search");
    if (status >= 400 || (status === 304 && text === null)) return;
    const name = target.origin + target.path;
    const known = this.#rules.get(name);
    const rule = this.#merge(target, text ?? undefined);
    if (target.query === "" || known) return;
    if (rule && text !== null)
      void this.#store.put(
        `${name}\nquery`,
        sign(target.path, { headers: [["no-vary-search", text]] }),
        NO_BODY,
      );
    else this.#store.delete(`${name}\nquery`);
  }

  #merge(target: Target, text: string | undefined): SearchRule | undefined {
    const name = target.origin + target.path;
    const known = this.#rules.get(name);
    if (known === "none") return undefined;
    if (text !== undefined) this.#merged.set(name, text);
    const told = text === undefined ? undefined : parseNoVarySearch(text);
    const rule = told && known ? bothRules(told, known) : told;
    this.#rules.set(name, rule ?? "none");
    return rule;
  }

  /** The key at which this request's answer is found, given the names in the answer's `Vary`. */
  keyOf(target: Target, request: Headers, names: readonly string[]): string {
    const key = this.key(target);
    return names.length === 0 ? key : variantKey(key, names, request);
  }

  /**
   * Remembers what an answer that is not stored varies by: those who ask next are told apart by it while they wait.
   * A URL keeps its newest set only.
   */
  noteVary(target: Target, names: readonly string[]): void {
    if (names.length > 0) this.#noted.set(this.key(target), names);
  }

  /** Makes an answer findable that is about to be stored, and gives the key to store it at. */
  async place(target: Target, request: Headers, vary: string | null): Promise<string> {
    const key = this.key(target);
    const names = parseVary(vary ?? "");
    const slot = await this.#store.get(key);
    const sets = slot?.meta.status === 0 ? (slot.meta.vary ?? []) : undefined;
    if (names === "*" || (names.length === 0 && !sets)) return key;
    const same = (set: readonly string[]) => set.join() === names.join();
    if (!sets?.[0] || !same(sets[0])) {
      const newest = [names, ...(sets ?? []).filter((set) => !same(set))].slice(0, MAX_VARY_SETS);
      await this.#store.put(key, sign(target.path, { headers: [], vary: newest }), NO_BODY);
    }
    return variantKey(key, names, request);
  }
}
