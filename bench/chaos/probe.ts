// Times of ordinary requests, taken by a process of its own which has nothing else to do.

import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { get, keepAlive, sleep } from "./harness.ts";

interface Ask {
  port: number;
  paths: readonly string[];
  seconds: number;
  /** Ask for paths that begin so too, fifty a second whether they are answered or not, and time those that are refused. */
  refused?: string;
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

async function measure({ port, paths, seconds, refused }: Ask): Promise<void> {
  const times: Record<string, number[]> = Object.fromEntries(paths.map((path) => [path, []]));
  const end = performance.now() + seconds * 1_000;
  const askedTooMuch = async (prefix: string) => {
    const refusals = (times[prefix] = [] as number[]);
    for (let n = 0; performance.now() < end; n++, await sleep(20))
      get(port, `${prefix}${n}.txt`, keepAlive).then(
        ({ status, retryAfter, ms }) => void (status === 503 && retryAfter && refusals.push(ms)),
        () => {},
      );
  };
  const asking = refused === undefined ? undefined : askedTooMuch(refused);
  for (; performance.now() < end; await sleep(15))
    for (const path of paths) times[path]!.push((await get(port, path, keepAlive)).ms);
  await asking;
  process.send!(times, () => process.exit(0));
}

if (process.send) process.once("message", (ask) => void measure(ask as Ask));
