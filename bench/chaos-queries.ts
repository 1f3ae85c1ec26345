// 1,000,000 random query strings on one route: one stored variant, memory and disk within their quota.
//
//   npm run chaos -- queries [--json] [--count=1000000]
//
// Through the cache's fetch for the million, and over sockets for 20,000 of them.

import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { Agent } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createApp } from "../src/app/app.ts";
import { cache } from "../src/cache/cache.ts";
import { disk } from "../src/cache/stores/disk.ts";
import { layered } from "../src/cache/stores/layered.ts";
import { memory } from "../src/cache/stores/memory.ts";
import { get, mib, pooled, report, startSite } from "./cache/chaos.ts";
import { renders } from "./cache/site/_made.ts";

const given = process.argv.find((flag) => flag.startsWith("--count="));
const COUNT = given ? Number(given.slice(8)) : 1_000_000;
const directory = mkdtempSync(join(tmpdir(), "offprint-queries-"));
const origin = "http://127.0.0.1";

/** A different query for each number, the same in each run. */
function query(index: number): string {
  const noise = (Math.imul(index + 1, 2_654_435_761) >>> 0).toString(36);
  return `${noise.slice(0, 2)}=${noise}&utm_source=${index}&%${(16 + (index % 200)).toString(16)}=&${index % 7 ? "" : "size=1"}`;
}

const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (item) => item.isFile() && item.parentPath.includes("entries"),
  ).length;

try {
  const app = await createApp({ root: fileURLToPath(new URL("./cache/site", import.meta.url)), origin });
  const near = memory({ maxBytes: 8_000_000 });
  const cached = cache(app.fetch, {
    origin,
    store: layered(near, disk({ directory, maxBytes: 20_000_000 })),
  });
  const before = process.memoryUsage.rss();
  let hits = 0;
  const from = performance.now();
  // The first thousand at once, before anything is known of the route.
  await Promise.all(
    Array.from({ length: 1000 }, async (_, index) => {
      const response = await cached(new Request(`${origin}/hour.bin?${query(index)}`));
      await response.arrayBuffer();
    }),
  );
  for (let index = 1000; index < COUNT; index++) {
    const response = await cached(new Request(`${origin}/hour.bin?${query(index)}`));
    if (response.headers.get("cache-status")?.includes("hit")) hits++;
    if (index % 5000 === 0) await new Promise((done) => setImmediate(done));
  }
  const seconds = (performance.now() - from) / 1000;
  const grown = process.memoryUsage.rss() - before;
  const inProcess = { renders: renders.count, entries: near.count, files: filesIn(directory) };
  await cached.close();

  const site = await startSite({ memoryBytes: 8_000_000 });
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  let served = 0;
  await pooled(20_000, 32, async (index) => {
    const got = await get(`${site.url}/hour.bin?${query(index)}`, agent);
    if (got.status === 200 && got.bytes === 40_000) served++;
  });
  const figures = await site.figures();
  agent.destroy();
  await site.stop();

  report(
    "queries",
    {
      "different queries": COUNT,
      renders: inProcess.renders,
      "hits after the first thousand": hits,
      "entries in memory": `${inProcess.entries} (the answer, and the rule for its queries)`,
      "files on disk": inProcess.files,
      "memory grown": mib(grown),
      seconds: seconds.toFixed(1),
      "over sockets": `${served} of 20000 served, ${figures.renders} render`,
    },
    {
      "one render": inProcess.renders === 1 && figures.renders === 1,
      "one stored variant": inProcess.entries === 2 && inProcess.files === 2,
      "every one a hit": hits === COUNT - 1000 && served === 20_000,
      "memory within its quota": grown < 200 * 1024 * 1024,
    },
  );
} finally {
  rmSync(directory, { recursive: true, force: true });
}
