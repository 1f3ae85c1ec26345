// What the machine itself takes from work that loses the processor: as many bare processes as the server has children,
// which draw the same images without it.

import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { processorTime } from "./own-time.ts";

const PROGRAM = fileURLToPath(new URL("./bare.mjs", import.meta.url));

/** The options that children of the pool are started with. */
const OPTIONS = ["--max-semi-space-size=8", "--compact-on-every-full-gc"];

export interface Bare {
  /** Draws for so long. Returns images made, and milliseconds of processor time and of the clock. */
  draw(ms: number): Promise<{ done: number; used: number; passed: number }>;
  stop(): void;
}

/** @param warm images that each of them makes first */
export async function startBare(many: number, warm: number): Promise<Bare> {
  const children = Array.from({ length: many }, (_, n) =>
    fork(PROGRAM, [String((n + 1) * 10_000_000)], { execArgv: OPTIONS }),
  );
  process.once("exit", () => children.forEach((child) => child.kill("SIGKILL")));
  const tell = async (child: ChildProcess, what: object): Promise<number> => {
    child.send(what);
    const [done] = (await once(child, "message")) as [number];
    return done;
  };
  await Promise.all(children.map((child) => once(child, "message")));
  await Promise.all(children.map((child) => tell(child, { images: warm })));
  const used = () => children.reduce((sum, { pid }) => sum + processorTime(pid!), 0);
  return {
    async draw(ms) {
      const before = used();
      const from = performance.now();
      const done = await Promise.all(children.map((child) => tell(child, { ms })));
      return {
        done: done.reduce((sum, one) => sum + one, 0),
        used: used() - before,
        passed: performance.now() - from,
      };
    },
    stop: () => children.forEach((child) => child.kill("SIGKILL")),
  };
}
