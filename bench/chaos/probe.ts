// Times of ordinary requests, taken by a process of its own which has nothing else to do, and which
// tells how late it was itself: on one machine with the server it waits for the same cores.

import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { get, keepAlive, sleep } from "./harness.ts";
import { timeRequest, type Timed } from "./own-time.ts";

interface Ask {
  port: number;
  /** The server's process id. */
  pid: number;
  paths: readonly string[];
  seconds: number;
  /** Ask for paths that begin so too, fifty a second whether they are answered or not, and time those that are refused. */
  refused?: string;
}

/** Milliseconds between two looks at its own lateness. */
const LOOK = 5;

export interface Probed {
  /** The time of each answer, by path. */
  times: Record<string, Timed[]>;
  /** Milliseconds by which its own timers were late. */
  late: number[];
}

/**
 * Asks for one path after another, a moment apart.
 * @param began told the process id of the one that asks
 */
export function probe(ask: Ask, began: (pid: number) => void = () => {}): Promise<Probed> {
  const child = fork(fileURLToPath(new URL("../run.mjs", import.meta.url)), ["bench", "chaos/probe"]);
  began(child.pid!);
  child.send(ask);
  return new Promise((resolve, reject) => {
    child.once("message", (probed) => resolve(probed as Probed));
    child.once("exit", (code) => reject(new Error(`The probe ended with ${code}.`)));
  });
}

async function measure({ port, pid, paths, seconds, refused }: Ask): Promise<void> {
  // Its own code is slow at first, which is no fault of the server's.
  for (let n = 0; n < 20; n++) for (const path of paths) await get(port, path, keepAlive);
  const late: number[] = [];
  let due = performance.now() + LOOK;
  const timer = setInterval(() => {
    late.push(performance.now() - due);
    due = performance.now() + LOOK;
  }, LOOK);
  const times: Record<string, Timed[]> = Object.fromEntries(paths.map((path) => [path, []]));
  const end = performance.now() + seconds * 1_000;
  const askedTooMuch = async (prefix: string) => {
    const refusals = (times[prefix] = [] as Timed[]);
    for (let n = 0; performance.now() < end; n++, await sleep(20)) {
      const time = timeRequest(pid);
      get(port, `${prefix}${n}.txt`, keepAlive).then(
        ({ status, retryAfter }) => void (status === 503 && retryAfter && refusals.push(time())),
        () => {},
      );
    }
  };
  const asking = refused === undefined ? undefined : askedTooMuch(refused);
  for (; performance.now() < end; await sleep(15))
    for (const path of paths) {
      const time = timeRequest(pid);
      await get(port, path, keepAlive);
      times[path]!.push(time());
    }
  await asking;
  clearInterval(timer);
  process.send!({ times, late } satisfies Probed, () => process.exit(0));
}

if (process.send) process.once("message", (ask) => void measure(ask as Ask));
