// Tiny JSON and 304 per second of a route in each convention, against the same two routes in plain h3.
//
//   npm run bench -- frameworks [--json]
//
// Each server runs in a process of its own; `wrk` asks over loopback. The servers take turns, and the
// median of the rounds counts.

import { type ChildProcess, fork, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const ROUNDS = 5;
const SECONDS = 2;
const CONNECTIONS = 32;
const NAMES = ["h3", "native", "remix", "next", "tanstack"];
const CASES = [
  { name: "tiny JSON", path: "/tiny", headers: {}, status: 200 },
  { name: "304", path: "/same", headers: { "If-None-Match": '"9f8e7d6c5b4a3928"' }, status: 304 },
] as const;
const json = process.argv.includes("--json");

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

function start(name: string): Promise<{ name: string; origin: string; child: ChildProcess }> {
  const child = fork(here("./run.mjs"), ["bench", "frameworks/servers", name], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  return new Promise((resolve, reject) => {
    child.once("message", (origin) => resolve({ name, origin: String(origin), child }));
    child.once("exit", () => reject(new Error(`${name} did not start`)));
  });
}

/** Requests per second. */
function measure(url: string, headers: Record<string, string>, seconds: number): Promise<number> {
  const fields = Object.entries(headers).flatMap(([name, value]) => ["-H", `${name}: ${value}`]);
  return new Promise((resolve, reject) => {
    const wrk = spawn("wrk", ["-t1", `-c${CONNECTIONS}`, `-d${seconds}s`, ...fields, url], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let out = "";
    wrk.stdout.on("data", (chunk) => (out += chunk));
    wrk.on("error", reject);
    wrk.on("close", () => resolve(Number(/Requests\/sec:\s+([\d.]+)/.exec(out)?.[1])));
  });
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

const peers = await Promise.all(NAMES.map(start));
const figures: { case: string; name: string; perSecond: number; ofH3: number }[] = [];
try {
  for (const { name, path, headers, status } of CASES) {
    for (const { origin } of peers) {
      const first = await fetch(origin + path, { headers });
      if (first.status !== status) throw new Error(`${origin}${path} answers ${first.status}, not ${status}`);
      await measure(origin + path, headers, 1);
    }
    const rounds = peers.map((): number[] => []);
    for (let round = 0; round < ROUNDS; round++)
      for (const [index, { origin }] of peers.entries())
        rounds[index]!.push(await measure(origin + path, headers, SECONDS));
    const plain = median(rounds[0]!);
    for (const [index, peer] of peers.entries()) {
      const perSecond = median(rounds[index]!);
      figures.push({
        case: name,
        name: peer.name,
        perSecond: Math.round(perSecond),
        ofH3: Number((perSecond / plain).toFixed(2)),
      });
    }
  }
  if (json) console.log(JSON.stringify(figures, null, 2));
  else
    for (const { case: what, name, perSecond, ofH3 } of figures)
      console.log(
        `${what.padEnd(10)} ${name.padEnd(9)} ${String(perSecond).padStart(6)} requests/s  ${ofH3.toFixed(2)} of plain h3`,
      );
} finally {
  for (const { child } of peers) child.kill("SIGKILL");
}
