// Hits per second of a cached 40 KB PNG, against raw node:http sending the same bytes.
//
//   npm run bench -- hits [--json]      (with `npm ci --prefix bench`, a Next.js route handler too)
//
// Each server runs in a process of its own; `wrk` (or, without it, keep-alive sockets in this process)
// asks over loopback. The servers take turns, and the median of the rounds counts.

import { type ChildProcess, fork, spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const ROUNDS = 5;
const SECONDS = 3;
const CONNECTIONS = 64;
const json = process.argv.includes("--json");

interface Peer {
  name: string;
  url: string;
  child: ChildProcess;
}

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

function startNode(name: string): Promise<Peer> {
  const child = fork(here("./run.mjs"), ["bench", "hits/servers", name], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  return new Promise((resolve, reject) => {
    child.once("message", (url) => resolve({ name, url: String(url), child }));
    child.once("exit", () => reject(new Error(`${name} did not start`)));
  });
}

async function startNext(): Promise<Peer | undefined> {
  const bin = here("./node_modules/next/dist/bin/next");
  if (!existsSync(bin)) return undefined;
  const cwd = here("./hits/next");
  if (spawnSync(process.execPath, [bin, "build"], { cwd, stdio: "ignore", timeout: 180_000 }).status !== 0)
    return undefined;
  const child = spawn(process.execPath, [bin, "start", "-p", "3917", "-H", "127.0.0.1"], {
    cwd,
    stdio: "ignore",
  });
  const url = "http://127.0.0.1:3917/card.png";
  for (let tries = 0; tries < 100; tries++) {
    const up = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (up) return { name: "next route handler", url, child };
    await new Promise((done) => setTimeout(done, 100));
  }
  child.kill();
  return undefined;
}

/** Requests per second. */
function measure(url: string, seconds: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const wrk = spawn("wrk", ["-t1", `-c${CONNECTIONS}`, `-d${seconds}s`, url], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let out = "";
    wrk.stdout.on("data", (chunk) => (out += chunk));
    wrk.on("error", reject);
    wrk.on("close", () => {
      const errors = /Non-2xx or 3xx responses: (\d+)/.exec(out);
      if (errors) reject(new Error(`${url}: ${errors[0]}`));
      else resolve(Number(/Requests\/sec:\s+([\d.]+)/.exec(out)?.[1]));
    });
  });
}

const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1] ?? 0;

const peers = [
  await startNode("raw node:http"),
  await startNode("serve(cache)"),
  await startNode("serve(cache), varied"),
];
const next = await startNext();
if (next) peers.push(next);
try {
  for (const { url } of peers) {
    const first = await fetch(url);
    if (first.status !== 200 || (await first.arrayBuffer()).byteLength !== 40_960)
      throw new Error(`${url} is not the picture`);
    await measure(url, 1);
  }
  const rounds = peers.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round++)
    for (const [index, { url }] of peers.entries()) rounds[index]?.push(await measure(url, SECONDS));
  const raw = median(rounds[0] ?? []);
  const figures = peers.map(({ name }, index) => {
    const perSecond = median(rounds[index] ?? []);
    return { name, perSecond: Math.round(perSecond), ofRaw: Number((perSecond / raw).toFixed(2)) };
  });
  if (json) console.log(JSON.stringify(figures, null, 2));
  else
    for (const { name, perSecond, ofRaw } of figures)
      console.log(`${name.padEnd(24)} ${perSecond} hits/s  ${ofRaw} of raw`);
  if (!json && !next) console.log("next route handler       not installed: npm ci --prefix bench");
} finally {
  for (const { child } of peers) child.kill("SIGKILL");
}
