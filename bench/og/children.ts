// Pairs of child processes, and requests to them.

import { fork, type ChildProcess } from "node:child_process";
import { Agent, request } from "node:http";
import { fileURLToPath } from "node:url";
import type { EngineName } from "./engines.ts";

export interface Pair {
  get(path: string, child?: number): Promise<Buffer>;
  stop(): void;
}

/** How a child is started. */
export interface ChildOptions {
  execArgv?: string[];
  env?: NodeJS.ProcessEnv;
}

/** As the pool starts its children (`src/pool`), whose memory is what counts where cards are served. */
export const AS_IN_POOL: ChildOptions = {
  execArgv: ["--max-semi-space-size=4", "--compact-on-every-full-gc"],
  env: { MALLOC_ARENA_MAX: "2", ...process.env },
};

/** Starts children of an engine: two, unless told otherwise. */
export async function startPair(
  engine: EngineName,
  count = 2,
  { execArgv, env }: ChildOptions = {},
): Promise<Pair> {
  const children: ChildProcess[] = [];
  const ports: number[] = [];
  for (let i = 0; i < count; i++) {
    const child = fork(fileURLToPath(new URL("./child.mjs", import.meta.url)), [engine], {
      execArgv,
      env,
    });
    children.push(child);
    ports.push(
      await new Promise<number>((resolve, reject) => {
        child.once("message", (message) => resolve((message as { port: number }).port));
        child.once("exit", (code) => reject(new Error(`the child of ${engine} ended with ${code}`)));
      }),
    );
  }
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  let turn = 0;
  return {
    get(path, child = turn++ % count) {
      return new Promise((resolve, reject) => {
        request({ host: "127.0.0.1", port: ports[child], path, agent }, (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("error", reject);
          response.on("end", () => {
            const body = Buffer.concat(chunks);
            if (response.statusCode === 200) resolve(body);
            else reject(new Error(`${engine} ${path}: ${body.toString().slice(0, 500)}`));
          });
        })
          .on("error", reject)
          .end();
      });
    },
    stop() {
      agent.destroy();
      for (const child of children) child.disconnect();
    },
  };
}
