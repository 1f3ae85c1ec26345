// Times of ordinary requests, taken by a process of its own which has nothing else to do.

import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { get, keepAlive, sleep } from "./harness.ts";

interface Ask {
  port: number;
  paths: readonly string[];
  seconds: number;
}

/** Milliseconds of each answer, by path: one request after another, a moment apart. */
export function probe(ask: Ask): Promise<Record<string, number[]>> {
  const child = fork(fileURLToPath(new URL("../run.mjs", import.meta.url)), ["bench", "chaos/probe"]);
  child.send(ask);
  return new Promise((resolve, reject) => {
    child.once("message", (times) => resolve(times as Record<string, number[]>));
    child.once("exit", (code) => reject(new Error(`The probe ended with ${code}.`)));
  });
}

async function measure({ port, paths, seconds }: Ask): Promise<void> {
  const times: Record<string, number[]> = Object.fromEntries(paths.map((path) => [path, []]));
  for (const end = performance.now() + seconds * 1_000; performance.now() < end; await sleep(15))
    for (const path of paths) times[path]!.push((await get(port, path, keepAlive)).ms);
  process.send!(times, () => process.exit(0));
}

if (process.send) process.once("message", (ask) => void measure(ask as Ask));
