// The owner of the image caches. Each has a bound of its own; all of them together have one budget.

import { LRUCache } from "lru-cache";

/** A cache, or anything else that keeps bytes for images. */
interface Member {
  /** Bytes that it keeps. */
  readonly calculatedSize: number;
  /** Drops the least recently used entry; absent where it keeps to a bound of its own and is only counted here. */
  pop?(): unknown;
}

/** The most bytes that several caches keep together. */
export class Budget {
  readonly maxBytes: number;
  readonly #members: Member[] = [];

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes;
  }

  add(member: Member): void {
    this.#members.push(member);
  }

  get bytes(): number {
    return this.#members.reduce((sum, { calculatedSize }) => sum + calculatedSize, 0);
  }

  /**
   * Drops entries until the budget is kept. The largest cache gives way, so that a few large pictures do not drive out
   * the many small things (styles, letters) that every picture needs.
   */
  trim(): void {
    while (this.bytes > this.maxBytes) {
      let largest: Member | undefined;
      for (const member of this.#members)
        if (member.pop && member.calculatedSize > (largest?.calculatedSize ?? 0)) largest = member;
      if (!largest) return;
      largest.pop!();
    }
  }
}

/**
 * Of all caches of images in a process: half of the RSS at which the pool replaces a child (`softRss`, 640 MiB). Sets of
 * faces are counted with up to 192 MiB of it and give nothing away: satori would parse their fonts again.
 */
export const imageBudget = new Budget(320 << 20);

/** A cache of images: least recently used entries go, at its own bound and when the budget of all is used up. */
export class ImageCache<V extends {}> extends LRUCache<string, V> {
  readonly #budget: Budget;

  /** @param options with `maxSize`, in bytes; the size of an entry is told by `sizeCalculation` or when it is set */
  constructor(options: CacheOptions<V>, budget = imageBudget) {
    super(options);
    this.#budget = budget;
    budget.add(this);
  }

  override set(...entry: Parameters<LRUCache<string, V>["set"]>): this {
    super.set(...entry);
    this.#budget.trim();
    return this;
  }
}

interface CacheOptions<V extends {}> {
  maxSize: number;
  sizeCalculation?(value: V, key: string): number;
}
