// Tiny JSON and 304 per second of a route in each convention, against the same two routes in plain h3.
//
//   npm run bench -- frameworks [--json] [--serve] [--rounds 13]
//
// All are on the server that h3 uses, so that only the app differs; `native@serve` shows this package's
// own server, with its limits, names and ids, and `--serve` puts every convention on it. Each runs in a
// process of its own, from the build as it is packed; `wrk` asks over loopback. The servers take short
// turns, in one order and then in the other, so that what else the machine does falls on all alike;
// ratios are taken within each round, and their median counts. Processor time for each request is told
// too: it says the same where the machine is busy with other things.

import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { option } from "./chaos/harness.ts";
import { askWithWrk } from "./http/wrk.ts";

const ROUNDS = option("rounds", 13);
/** Of one turn. */
const MILLISECONDS = 400;
const WARM_UP = 1_000;
const CONVENTIONS = ["native", "remix", "next", "tanstack"];
const NAMES = process.argv.includes("--serve")
  ? ["h3", ...CONVENTIONS.map((name) => `${name}@serve`)]
  : ["h3", ...CONVENTIONS, "native@serve"];
const CASES = [
  { name: "tiny JSON", path: "/tiny", headers: {}, status: 200 },
  { name: "304", path: "/same", headers: { "If-None-Match": '"9f8e7d6c5b4a3928"' }, status: 304 },
] as const;
const json = process.argv.includes("--json");

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

interface Peer {
  name: string;
  origin: string;
  child: ChildProcess;
}

function start(name: string): Promise<Peer> {
  const child = fork(here("./run.mjs"), ["bench", "frameworks/servers", name], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  return new Promise((resolve, reject) => {
    child.once("message", (origin) => resolve({ name, origin: String(origin), child }));
    child.once("exit", () => reject(new Error(`${name} did not start`)));
  });
}

/** Requests per second, and processor time in microseconds for each. */
async function measure(
  peer: Peer,
  path: string,
  headers: Record<string, string>,
  ms: number,
): Promise<{ perSecond: number; cost: number }> {
  const before = await cpuTime(peer.child);
  const asked = await askWithWrk(peer.origin + path, ms, headers);
  if (!asked) throw new Error("This benchmark needs `wrk`.");
  return {
    perSecond: asked.requests / asked.seconds,
    cost: ((await cpuTime(peer.child)) - before) / asked.requests,
  };
}

function cpuTime(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    child.once("message", (usage: NodeJS.CpuUsage) => resolve(usage.user + usage.system));
    child.send("cpu");
  });
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

const peers = await Promise.all(NAMES.map(start));
const figures: {
  case: string;
  name: string;
  perSecond: number;
  ofH3: number;
  cost: number;
  ofH3Cost: number;
}[] = [];
const round = (value: number) => Number(value.toFixed(2));
try {
  for (const { name, path, headers, status } of CASES) {
    for (const peer of peers) {
      const first = await fetch(peer.origin + path, { headers });
      if (first.status !== status)
        throw new Error(`${peer.name}${path} answers ${first.status}, not ${status}`);
      await measure(peer, path, headers, WARM_UP);
    }
    const rounds = peers.map((): { perSecond: number; cost: number }[] => []);
    const there = [...peers.entries()];
    const back = there.toReversed();
    for (let turn = 0; turn < ROUNDS; turn++)
      for (const [index, peer] of turn % 2 === 0 ? there : back)
        rounds[index]!.push(await measure(peer, path, headers, MILLISECONDS));
    const [plain] = rounds;
    for (const [index, all] of rounds.entries())
      figures.push({
        case: name,
        name: peers[index]!.name,
        perSecond: Math.round(median(all.map(({ perSecond }) => perSecond))),
        ofH3: round(median(all.map(({ perSecond }, turn) => perSecond / plain![turn]!.perSecond))),
        cost: round(median(all.map(({ cost }) => cost))),
        ofH3Cost: round(median(all.map(({ cost }, turn) => plain![turn]!.cost / cost))),
      });
  }
  if (json) console.log(JSON.stringify(figures, null, 2));
  else
    for (const { case: what, name, perSecond, ofH3, cost, ofH3Cost } of figures)
      console.log(
        `${what.padEnd(10)} ${name.padEnd(12)} ${String(perSecond).padStart(6)} requests/s  ${ofH3.toFixed(2)} of plain h3; ` +
          `${cost.toFixed(1).padStart(5)} µs of processor each, ${ofH3Cost.toFixed(2)} by that`,
      );
} finally {
  for (const { child } of peers) child.kill("SIGKILL");
}
