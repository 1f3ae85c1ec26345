// A pool over the misbehaving app, ended with its test.

import { onTestFinished } from "vitest";
import { pool, type Pool } from "../../src/pool/pool.ts";
import type { PoolOptions } from "../../src/pool/options.ts";

const APP = new URL("../fixtures/pool/app.ts", import.meta.url);

export interface TestPool extends Pool {
  get(path: string, init?: RequestInit): Promise<Response>;
  /** What was logged. */
  logged: Record<string, unknown>[];
}

/** A pool of small numbers; `get` fetches a path from it. */
export async function openPool(options: Partial<PoolOptions> = {}): Promise<TestPool> {
  const logged: Record<string, unknown>[] = [];
  const line = (data: object, message?: string) => void logged.push({ ...data, message });
  const pooled = pool({
    app: APP,
    size: 1,
    spare: 0,
    maxWait: 15_000,
    log: { error: line, warn: line, info: line } as PoolOptions["log"],
    ...options,
  });
  onTestFinished(() => pooled.close());
  await pooled.ready();
  return Object.assign(pooled, {
    logged,
    get: (path: string, init?: RequestInit) => pooled(new Request(`http://test${path}`, init)),
  });
}

/** Waits until something holds. */
export async function until(holds: () => boolean | Promise<boolean>, ms = 50_000): Promise<void> {
  const end = performance.now() + ms;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error("It did not come to hold in time.");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
