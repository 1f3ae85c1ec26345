// Warnings that are given once, however often what they are about happens.

import { LRUCache } from "lru-cache";

/** Bytes of lines that are remembered. */
export const REMEMBERED_LINES = 1024 * 1024;

/** Makes a function that is true the first time that it is given a line, while that is remembered. */
export function createFirstTime(): (line: string) => boolean {
  const lines = new LRUCache<string, true>({
    maxSize: REMEMBERED_LINES,
    sizeCalculation: (_, line) => 200 + 2 * line.length,
  });
  return (line) => {
    const first = !lines.has(line);
    if (first) lines.set(line, true);
    return first;
  };
}
