// The server of the chaos commands: serve(cache(app)) in a process of its own, told what to be by its parent.

import { fileURLToPath } from "node:url";
import { createApp } from "../../src/app/app.ts";
import { cache } from "../../src/cache/cache.ts";
import { disk } from "../../src/cache/stores/disk.ts";
import { layered } from "../../src/cache/stores/layered.ts";
import { memory } from "../../src/cache/stores/memory.ts";
import { useFastResponse } from "../../src/http/fast-response.ts";
import { serve } from "../../src/port/serve.ts";
import { renders } from "./site/_made.ts";

export interface ServerOptions {
  port?: number;
  memoryBytes?: number;
  /** With a folder, entries are on disk too. */
  directory?: string;
  diskBytes?: number;
  maxFiles?: number;
  maxConnections?: number;
  /** Milliseconds that a connection may be silent before its first request. */
  headersTimeout?: number;
  /** Start with the clock this many milliseconds off. */
  clock?: number;
}

/** What the parent asks, and what it is told. */
export type Question = "figures" | { clock: number };
export interface Figures {
  renders: number;
  arriving: number;
  rss: number;
  memoryBytes: number;
  memoryEntries: number;
}

const options = JSON.parse(process.argv[2] ?? "{}") as ServerOptions;
let off = options.clock ?? 0;
useFastResponse();
const origin = "http://127.0.0.1";
const app = await createApp({ root: fileURLToPath(new URL("./site", import.meta.url)), origin });
const near = memory({ maxBytes: options.memoryBytes });
const store = options.directory
  ? layered(
      near,
      disk({ directory: options.directory, maxBytes: options.diskBytes, maxFiles: options.maxFiles }),
    )
  : near;
const cached = cache(app.fetch, { origin, store, now: () => Date.now() + off });
const server = await serve(cached, {
  port: options.port ?? 0,
  hostname: "127.0.0.1",
  maxConnections: options.maxConnections,
  headersTimeout: options.headersTimeout,
});
process.on("message", (question: Question) => {
  if (typeof question === "object") off = question.clock;
  process.send?.({
    renders: renders.count,
    arriving: cached.arriving,
    rss: process.memoryUsage.rss(),
    memoryBytes: near.bytes,
    memoryEntries: near.count,
  } satisfies Figures);
});
process.once("disconnect", () => process.exit());
process.send?.(server.url);
