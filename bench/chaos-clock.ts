// The clock a year ahead and a year back: nothing stale for ever, no stampede.
//
//   npm run chaos -- clock [--json]

import { Agent } from "node:http";
import { get, report, startSite, type Site } from "./cache/chaos.ts";

const YEAR = 365 * 86_400_000;
const CLIENTS = 500;
const agent = new Agent({ keepAlive: true, maxSockets: 100 });

/** Everyone at once; the statuses of the cache that were seen, and how much was rendered meanwhile. */
async function rush(site: Site): Promise<{ renders: number; statuses: Set<string>; right: boolean }> {
  const before = (await site.figures()).renders;
  const answers = await Promise.all(
    Array.from({ length: CLIENTS }, () => get(`${site.url}/hour.bin`, agent)),
  );
  const { renders } = await site.figures();
  return {
    renders: renders - before,
    statuses: new Set(answers.map(({ cache }) => cache.replace(/ttl=-?\d+/, "ttl"))),
    right: answers.every(({ status, sha256 }) => status === 200 && sha256 === answers[0]?.sha256),
  };
}

const site = await startSite();
const figures: Record<string, unknown> = {};
const checks: Record<string, boolean> = {};
try {
  const cold = await rush(site);
  checks["cold: one render"] = cold.renders === 1 && cold.right;
  for (const [name, off] of [
    ["a year ahead", YEAR],
    ["back to now", 0],
    ["a year back", -YEAR],
    ["and ahead again", 0],
  ] as const) {
    await site.clock(off);
    const leapt = await rush(site);
    const after = await rush(site);
    figures[name] =
      `${leapt.renders} renders; first ${[...leapt.statuses].join(" | ")}; then ${[...after.statuses].join(" | ")}`;
    checks[`${name}: nothing rendered again, all right`] = leapt.renders === 0 && leapt.right && after.right;
    // It was asked for again under the new clock, and is fresh by that from then on.
    checks[`${name}: validated, then fresh`] =
      [...leapt.statuses].some((status) => status.includes("fwd-status=304")) &&
      [...after.statuses].every((status) => status.includes("hit"));
  }
} finally {
  agent.destroy();
  await site.stop();
}
report("clock", figures, checks);
