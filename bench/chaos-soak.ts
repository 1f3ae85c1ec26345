// Many renders of mixed kinds in the same children: memory must come to rest.
//
//   npm run chaos -- soak [--renders 100000] [--seconds 3000] [--json]
//
// Children are not recycled here. Passes when the resident memory of all processes together grows by
// less than 1 MB for each 10,000 renders after the first 10,000 (least squares).

import { count, get, keepAlive, mib, option, report, round, rssOf, startServer } from "./chaos/harness.ts";

const renders = option("renders", 100_000);
const seconds = option("seconds", 3_000);
const forever = 1_000_000_000;
const server = await startServer({
  pool: { size: 2, spare: 0, maxRequests: forever, softRss: forever * 4, maxRss: forever * 4 },
  cache: false,
});
const kinds = [
  (n: number) => `/card/${n}.png`,
  (n: number) => `/paper/${n}.pdf`,
  (n: number) => `/feed/${n}.xml`,
  (n: number) => `/list/${n}.csv`,
  (n: number) => `/theme/${n}.css`,
];
const statuses: Record<string, number> = {};
const samples: [number, number][] = [];
const from = performance.now();
let done = 0;
let asked = 0;
await Promise.all(
  Array.from({ length: 6 }, async () => {
    while (asked < renders && performance.now() - from < seconds * 1_000) {
      const n = asked++;
      count(statuses, (await get(server.port, kinds[n % kinds.length]!(n), keepAlive)).status);
      if (++done % 500 === 0) samples.push([done, memory()]);
    }
  }),
);
const warm = Math.min(10_000, done / 2);
const late = samples.filter(([n]) => n > warm);
const slope = leastSquares(late) * 10_000;
const took = (performance.now() - from) / 1_000;
const children = server.children().map((pid) => mib(rssOf(pid)));
const parent = mib(server.rss());
await server.stop();
report(
  "soak",
  {
    renders: done,
    "a second": round(done / took),
    answers: statuses,
    "memory of all, MB, every tenth of the way": samples
      .filter((_, i) => i % Math.max(1, Math.floor(samples.length / 10)) === 0)
      .map(([, bytes]) => mib(bytes)),
    "at the end, MB (server, children)": [parent, children],
    "growth after the first 10,000, MB for each 10,000": round(slope / 1024 / 1024, 2),
  },
  {
    "all were made": done === renders && statuses["200"] === renders,
    "growth below 1 MB for each 10,000": slope < 1024 * 1024,
  },
);

function memory(): number {
  return server.rss() + server.children().reduce((sum, pid) => sum + rssOf(pid), 0);
}

/** Bytes for one render. */
function leastSquares(points: readonly [number, number][]): number {
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / points.length;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / points.length;
  const over = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return over / points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}
