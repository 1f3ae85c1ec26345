// Streams whose readers have paused: bounded, and the longest pause ends first.

export interface Paused {
  /** Notes that a stream has paused, or goes on. `cut` ends it. */
  set(cut: () => void, paused: boolean): void;
  size(): number;
}

/** @param max streams that may be paused at once */
export function createPaused(max: number): Paused {
  // A Set keeps the order in which they paused.
  const cuts = new Set<() => void>();
  return {
    set(cut, paused) {
      cuts.delete(cut);
      if (!paused) return;
      cuts.add(cut);
      if (cuts.size <= max) return;
      const [longest] = cuts;
      cuts.delete(longest!);
      longest!();
    },
    size: () => cuts.size,
  };
}
