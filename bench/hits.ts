// Hits per second of a cached 40 KB PNG, against raw node:http sending the same bytes and a Next.js route handler.
//
//   npm run bench -- hits [--json]      (Next.js only after `npm install --prefix bench`)
//
// Each server is a process of its own; `wrk` asks over loopback, or, where it is not installed, keep-alive
// sockets of this process do. The servers take turns; ratios to raw are taken within each round, and the
// median of the rounds counts. CPU time of the server for each hit says more where the machine is shared.

import { type ChildProcess, fork, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { load } from "./http/load.ts";

const ROUNDS = 5;
const SECONDS = 1;
const CONNECTIONS = 32;
const json = process.argv.includes("--json");

interface Peer {
  name: string;
  url: string;
  child: ChildProcess;
  perSecond: number[];
  ofRaw: number[];
  /** Microseconds of CPU for each hit; none where the server is more than the process that was started. */
  cpu: number[];
}

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const peer = (name: string, url: string, child: ChildProcess): Peer => ({
  name,
  url,
  child,
  perSecond: [],
  ofRaw: [],
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

/** Requests made in a number of seconds. */
async function measure(url: string, seconds: number): Promise<{ requests: number; seconds: number }> {
  const wrk = spawn("wrk", ["-t1", `-c${CONNECTIONS}`, `-d${seconds}s`, url], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let out = "";
  wrk.stdout.on("data", (chunk) => (out += chunk));
  const [code] = (await once(wrk, "close").catch(() => [undefined])) as [number | undefined];
  const { port, pathname } = new URL(url);
  if (code === undefined) return load({ port: Number(port), path: pathname, status: 200 }, seconds * 1000);
  if (/Non-2xx/.test(out)) throw new Error(`${url}: ${out}`);
  const [, requests, time] = /(\d+) requests in ([\d.]+)s/.exec(out) ?? [];
  return { requests: Number(requests), seconds: Number(time) };
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
    await measure(url, 1);
  }
  for (let round = 0; round < ROUNDS; round++) {
    let raw = 0;
    for (const each of peers) {
      const before = await cpuOf(each);
      const { requests, seconds } = await measure(each.url, SECONDS);
      const after = await cpuOf(each);
      const perSecond = requests / seconds;
      if (each === peers[0]) raw = perSecond;
      each.perSecond.push(perSecond);
      each.ofRaw.push(perSecond / raw);
      if (before !== undefined && after !== undefined) each.cpu.push((after - before) / requests);
    }
  }
  const figures = peers.map(({ name, perSecond, ofRaw, cpu }) => ({
    name,
    perSecond: Math.round(median(perSecond)),
    ofRaw: Number(median(ofRaw).toFixed(3)),
    cpuPerHit: cpu.length > 0 ? Number(median(cpu).toFixed(1)) : undefined,
  }));
  if (json) console.log(JSON.stringify(figures, null, 2));
  else {
    for (const { name, perSecond, ofRaw, cpuPerHit } of figures)
      console.log(
        `${name.padEnd(26)} ${String(perSecond).padStart(7)} hits/s  ${ofRaw.toFixed(2)} of raw${cpuPerHit ? `  ${cpuPerHit} µs of CPU` : ""}`,
      );
    if (peers.length === 3) console.log("next: not installed (npm install --prefix bench)");
  }
} finally {
  for (const { child } of peers) child.kill("SIGKILL");
}
