// Hits per second of a cached 40 KB PNG, against raw node:http sending the same bytes and a Next.js route handler.
//
//   npm run bench -- hits [--json]      (Next.js only after `npm install --prefix bench`)
//
// Each server is a process of its own; `wrk` asks over loopback, or, where it is not installed, keep-alive
// sockets of this process do. The servers take short turns, in one order and then in the other; ratios to raw
// are taken within each round, and the median of the rounds counts. CPU time of the server for each hit says
// more where the machine is shared.

import { type ChildProcess, fork, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { load } from "./http/load.ts";
import { askWithWrk } from "./http/wrk.ts";

const ROUNDS = 25;
/** Of one turn. */
const MILLISECONDS = 400;
const WARM_UP = 1_000;
const json = process.argv.includes("--json");

interface Peer {
  name: string;
  url: string;
  child: ChildProcess;
  perSecond: number[];
  /** Microseconds of CPU for each hit; none where the server is more than the process that was started. */
  cpu: number[];
}

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const peer = (name: string, url: string, child: ChildProcess): Peer => ({
  name,
  url,
  child,
  perSecond: [],
  cpu: [],
});

async function startNode(name: string): Promise<Peer> {
  const child = fork(here("./hits/server.mjs"), [name], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    execArgv: [],
  });
  const [url] = (await Promise.race([
    once(child, "message"),
    once(child, "exit").then(() => Promise.reject(new Error(`${name} did not start`))),
  ])) as [string];
  return peer(name, url, child);
}

/** A production build: a handler that runs for each request, and one that Next has made when building. */
async function startNext(): Promise<Peer[]> {
  const bin = here("./node_modules/next/dist/bin/next");
  if (!existsSync(bin)) return [];
  const cwd = here("./hits/next");
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" as const };
  const built = spawnSync(process.execPath, [bin, "build"], { cwd, env, stdio: "ignore", timeout: 240_000 });
  if (built.status !== 0) return [];
  const child = spawn(process.execPath, [bin, "start", "-p", "3917", "-H", "127.0.0.1"], {
    cwd,
    env,
    stdio: "ignore",
  });
  for (let tries = 0; tries < 200; tries++) {
    const up = await fetch("http://127.0.0.1:3917/card.png").then(
      (response) => response.ok,
      () => false,
    );
    if (up)
      return [
        peer("next, route handler", "http://127.0.0.1:3917/card.png", child),
        peer("next, made when building", "http://127.0.0.1:3917/static.png", child),
      ];
    await new Promise((done) => setTimeout(done, 100));
  }
  child.kill();
  return [];
}

/** Requests made in a number of milliseconds, or a little more. */
async function measure(url: string, ms: number): Promise<{ requests: number; seconds: number }> {
  const asked = await askWithWrk(url, ms);
  if (asked?.refused) throw new Error(`${url} is refused`);
  const { port, pathname } = new URL(url);
  return asked ?? load({ port: Number(port), path: pathname, status: 200 }, ms);
}

async function cpuOf({ child }: Peer): Promise<number | undefined> {
  if (!child.connected) return undefined;
  child.send("cpu");
  const [time] = (await once(child, "message")) as [number];
  return time;
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

const peers = [
  await startNode("raw node:http"),
  await startNode("serve(cache)"),
  await startNode("serve(cache), varied"),
  ...(await startNext()),
];
try {
  for (const { url } of peers) {
    const first = await fetch(url);
    if (first.status !== 200 || (await first.arrayBuffer()).byteLength !== 40_960)
      throw new Error(`${url} is not the picture`);
    await measure(url, WARM_UP);
  }
  const back = peers.toReversed();
  for (let round = 0; round < ROUNDS; round++)
    for (const each of round % 2 === 0 ? peers : back) {
      const before = await cpuOf(each);
      const { requests, seconds } = await measure(each.url, MILLISECONDS);
      const after = await cpuOf(each);
      each.perSecond.push(requests / seconds);
      if (before !== undefined && after !== undefined) each.cpu.push((after - before) / requests);
    }
  const [raw] = peers;
  const figures = peers.map(({ name, perSecond, cpu }) => ({
    name,
    perSecond: Math.round(median(perSecond)),
    ofRaw: Number(median(perSecond.map((hits, round) => hits / raw!.perSecond[round]!)).toFixed(3)),
    cpuPerHit: cpu.length > 0 ? Number(median(cpu).toFixed(1)) : undefined,
    ofRawCpu:
      cpu.length > 0
        ? Number(median(cpu.map((cost, round) => raw!.cpu[round]! / cost)).toFixed(3))
        : undefined,
  }));
  if (json) console.log(JSON.stringify(figures, null, 2));
  else {
    for (const { name, perSecond, ofRaw, cpuPerHit, ofRawCpu } of figures)
      console.log(
        `${name.padEnd(26)} ${String(perSecond).padStart(7)} hits/s  ${ofRaw.toFixed(2)} of raw${cpuPerHit ? `  ${cpuPerHit} µs of CPU, ${ofRawCpu?.toFixed(2)} by that` : ""}`,
      );
    if (peers.length === 3) console.log("next: not installed (npm install --prefix bench)");
  }
} finally {
  for (const { child } of peers) child.kill("SIGKILL");
}
