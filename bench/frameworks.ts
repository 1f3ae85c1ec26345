// Tiny JSON and 304 per second of a route in each convention, against the same two routes in plain h3.
//
//   npm run bench -- frameworks [--json] [--serve] [--rounds 5] [--lives 3]
//
// All are on the server that h3 uses, so that only the app differs; `native@serve` shows this package's
// own server, with its limits, names and ids, and `--serve` puts every convention on it. Each runs in a
// process of its own, from the build as it is packed; `wrk` asks over loopback. The servers take short
// turns, in one order and then in the other, so that what else the machine does falls on all alike; and
// all of them are started anew a few times, since one process is by chance a tenth faster than its equal.
// Ratios are taken within each round, and the median of all counts. Processor time for each request is told
// too: it says the same where the machine is busy with other things.

import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { option } from "./chaos/harness.ts";
import { askWithWrk } from "./http/wrk.ts";

const ROUNDS = option("rounds", 5);
const LIVES = option("lives", 3);
/** Of one turn. */
const MILLISECONDS = 400;
/** Until the engine has compiled what it will: in its second second a server still spends half as much again on a request. */
const WARM_UP = 3_000;
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

type Measured = Awaited<ReturnType<typeof measure>>;

/** Every turn of each server, by case, in the order of `NAMES`. */
const turns = CASES.map(() => NAMES.map((): Measured[] => []));

async function live(peers: readonly Peer[]): Promise<void> {
  for (const [at, { path, headers, status }] of CASES.entries()) {
    for (const peer of peers) {
      const first = await fetch(peer.origin + path, { headers });
      if (first.status !== status)
        throw new Error(`${peer.name}${path} answers ${first.status}, not ${status}`);
      await measure(peer, path, headers, WARM_UP);
    }
    const there = [...peers.entries()];
    const back = there.toReversed();
    for (let turn = 0; turn < ROUNDS; turn++)
      for (const [index, peer] of turn % 2 === 0 ? there : back)
        turns[at]![index]!.push(await measure(peer, path, headers, MILLISECONDS));
  }
}

for (let life = 0; life < LIVES; life++) {
  const peers = await Promise.all(NAMES.map(start));
  try {
    await live(peers);
  } finally {
    for (const { child } of peers) child.kill("SIGKILL");
  }
}

const round = (value: number) => Number(value.toFixed(2));
const figures = CASES.flatMap(({ name: what }, at) => {
  const [plain] = turns[at]!;
  return turns[at]!.map((all, index) => ({
    case: what,
    name: NAMES[index]!,
    perSecond: Math.round(median(all.map(({ perSecond }) => perSecond))),
    ofH3: round(median(all.map(({ perSecond }, turn) => perSecond / plain![turn]!.perSecond))),
    cost: round(median(all.map(({ cost }) => cost))),
    ofH3Cost: round(median(all.map(({ cost }, turn) => plain![turn]!.cost / cost))),
  }));
});
if (json) console.log(JSON.stringify(figures, null, 2));
else
  for (const { case: what, name, perSecond, ofH3, cost, ofH3Cost } of figures)
    console.log(
      `${what.padEnd(10)} ${name.padEnd(12)} ${String(perSecond).padStart(6)} requests/s  ${ofH3.toFixed(2)} of plain h3; ` +
        `${cost.toFixed(1).padStart(5)} µs of processor each, ${ofH3Cost.toFixed(2)} by that`,
    );
