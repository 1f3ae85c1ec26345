// The requests that are being answered: how long, and until when the last one ends.

import type { ServerResponse } from "node:http";

/** Milliseconds between two looks for answers that take too long. */
const SWEEP = 1_000;

export interface InFlight {
  /** Notes an answer until its connection has done with it. */
  add(response: ServerResponse): void;
  readonly size: number;
  /** Those whose head has not been sent close their connection afterwards. */
  closeAfter(): void;
  /** Resolves when none is left, or after `ms` milliseconds. */
  settled(ms: number): Promise<void>;
  stop(): void;
}

/** @param totalTimeout milliseconds after which an answer is broken off */
export function createInFlight(totalTimeout: number): InFlight {
  const since = new Map<ServerResponse, number>();
  let onEmpty = () => {};
  const timer = setInterval(
    () => {
      const now = performance.now();
      for (const [response, from] of since) {
        // In the order in which they came: the first that has time left ends the search.
        if (now - from < totalTimeout) return;
        response.destroy();
      }
    },
    Math.min(SWEEP, totalTimeout / 2),
  );
  timer.unref();
  return {
    add(response) {
      since.set(response, performance.now());
      response.once("close", () => {
        since.delete(response);
        if (since.size === 0) onEmpty();
      });
    },
    get size() {
      return since.size;
    },
    closeAfter() {
      for (const response of since.keys()) response.shouldKeepAlive = false;
    },
    settled: (ms) =>
      new Promise((resolve) => {
        if (since.size === 0) return resolve();
        const timer = setTimeout(resolve, ms);
        onEmpty = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
    stop: () => clearInterval(timer),
  };
}
