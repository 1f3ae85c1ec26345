// The site of `test/fixtures/serve` as a process of its own, under each of the layers that a body passes.

import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { play, type IllTimed } from "./ill-timed.ts";

/** `serve` alone, with a cache, with a pool behind that, or an app in somebody else's `node:http`. */
export type Layer = "bare" | "cache" | "pool" | "mounted";

interface Told {
  port?: number;
  open?: number;
  heap?: number;
  uncaught?: string;
}

export interface LayerServer {
  port: number;
  /** Errors that reached the process. */
  uncaught: string[];
  alive(): boolean;
  /** Open connections, and bytes of its heap after a collection. */
  resources(): Promise<{ open: number; heap: number }>;
  stop(): void;
}

/** @param pace `quick`: with limits of time that a test can wait for */
export async function startLayer(layer: Layer, pace?: "quick"): Promise<LayerServer> {
  const path = fileURLToPath(new URL("../fixtures/serve/server.mjs", import.meta.url));
  const child = fork(path, pace ? [layer, pace] : [layer], {
    execArgv: ["--expose-gc"],
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  const uncaught: string[] = [];
  child.on("message", (told: Told) => told.uncaught && uncaught.push(told.uncaught));
  const [{ port }] = (await once(child, "message")) as [Told];
  return {
    port: port!,
    uncaught,
    alive: () => child.exitCode === null,
    async resources() {
      child.send("tell");
      const [{ open = 0, heap = 0 }] = (await once(child, "message")) as [Told];
      return { open, heap };
    },
    stop: () => void child.kill("SIGKILL"),
  };
}

/** Plays them, so many at a time. Resolves with those whose connection nobody has closed. */
export async function playAll(port: number, cases: Iterable<IllTimed>, lanes = 200): Promise<string[]> {
  const forgotten: string[] = [];
  const left = cases[Symbol.iterator]();
  const lane = async () => {
    for (let each = left.next(); !each.done; each = left.next()) {
      const { closed, statuses } = await play(port, each.value);
      if (!closed) forgotten.push(`${each.value.name} (${statuses.join(", ")})`);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return forgotten;
}
