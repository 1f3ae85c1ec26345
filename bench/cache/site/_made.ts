// Assets for the chaos commands: they take a while, count how often they were made, and are the same each time.

import type { Asset } from "../../../src/asset.ts";

/** How often anything was rendered in this process. */
export const renders = { count: 0 };

/** The same bytes for the same text, in any process. */
export function bytesOf(seed: string, size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  let state = 2_166_136_261;
  for (const unit of seed) state = Math.imul(state ^ unit.charCodeAt(0), 16_777_619);
  for (let at = 0; at < size; at++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[at] = state >>> 24;
  }
  return bytes;
}

/** @param wait milliseconds that a render takes */
export function made(seed: string, size: number, wait: number): Asset {
  return {
    types: ["application/octet-stream"],
    key: { seed, size },
    async render() {
      renders.count++;
      await new Promise((done) => setTimeout(done, wait));
      return bytesOf(seed, size);
    },
  };
}
