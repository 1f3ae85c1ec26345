// What the chaos commands share: a real server as a process, quick requests, figures and verdicts.

import { spawn, type ChildProcess } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { request, Agent } from "node:http";
import { createServer, type AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const SITE = fileURLToPath(new URL("./site", import.meta.url));
const ATLAS = fileURLToPath(new URL("../..", import.meta.url));

/** The number after `--name`, or the default. */
export function option(name: string, otherwise: number): number {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
}

export interface Running {
  pid: number;
  port: number;
  process: ChildProcess;
  exited: Promise<number | null>;
  /** Resident bytes of the server's own process, by /proc. */
  rss(): number;
  children(): number[];
  /** What it wrote to standard error, at most the last megabyte. */
  log(): string;
  stop(): Promise<void>;
}

/** Starts `offprint start` on a free port of the loopback, and waits until it is ready. */
export async function startServer(config: object = {}, project: "site" | "atlas" = "site"): Promise<Running> {
  const port = await freePort();
  const root = project === "site" ? SITE : ATLAS;
  if (project === "site") rmSync(`${SITE}/.offprint`, { recursive: true, force: true });
  const child = spawn(
    process.execPath,
    [MAIN, "start", root, "--port", String(port), "--host", "127.0.0.1"],
    {
      stdio: ["ignore", "ignore", "pipe"],
      env: { ...process.env, LOG_LEVEL: "error", CHAOS_CONFIG: JSON.stringify(config) },
    },
  );
  let text = "";
  child.stderr.on("data", (chunk: Buffer) => (text = (text + chunk.toString()).slice(-1_000_000)));
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
  process.once("exit", () => child.kill("SIGKILL"));
  for (let tries = 0; tries < 600; tries++) {
    const { status } = await get(port, "/readyz").catch(() => ({ status: 0 }));
    if (status === 200) break;
    if (child.exitCode !== null || tries === 599) throw new Error(`The server did not start.\n${text}`);
    await sleep(50);
  }
  return {
    pid: child.pid!,
    port,
    process: child,
    exited,
    rss: () => rssOf(child.pid!),
    children: () => childrenOf(child.pid!),
    log: () => text,
    async stop() {
      child.kill("SIGKILL");
      await exited;
    },
  };
}

export interface Answer {
  status: number;
  bytes: number;
  ms: number;
  retryAfter?: string;
  body: Buffer;
}

export const keepAlive = new Agent({ keepAlive: true, maxSockets: Infinity });

/** One request; rejects when the connection breaks. */
export function get(port: number, path: string, agent: Agent | false = false): Promise<Answer> {
  const from = performance.now();
  return new Promise((resolve, reject) => {
    const outgoing = request({ port, host: "127.0.0.1", path, agent }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("error", reject);
      incoming.on("end", () => {
        const body = Buffer.concat(chunks);
        resolve({
          status: incoming.statusCode!,
          bytes: body.length,
          ms: performance.now() - from,
          retryAfter: incoming.headers["retry-after"],
          body,
        });
      });
    });
    outgoing.on("error", reject);
    outgoing.end();
  });
}

export function rssOf(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

/** Children of a process, by /proc. */
export function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, "latin1")
        .trim()
        .split(" ")
        .filter(Boolean)
        .map(Number),
    );
  } catch {
    return [];
  }
}

export const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? NaN;
}

export const round = (value: number, digits = 1) => Math.round(value * 10 ** digits) / 10 ** digits;
export const mib = (bytes: number) => round(bytes / 1024 / 1024);

/** Prints figures and verdicts; the exit code is 1 when one of the verdicts is no. */
export function report(
  name: string,
  figures: Record<string, unknown>,
  verdicts: Record<string, boolean>,
): never {
  const pass = Object.values(verdicts).every(Boolean);
  if (process.argv.includes("--json")) console.log(JSON.stringify({ name, pass, figures, verdicts }));
  else {
    console.log(`\n${name}`);
    for (const [key, value] of Object.entries(figures))
      console.log(`  ${key.padEnd(46)} ${typeof value === "object" ? JSON.stringify(value) : String(value)}`);
    for (const [key, value] of Object.entries(verdicts)) console.log(`  ${value ? "yes" : "NO "}  ${key}`);
  }
  process.exit(pass ? 0 : 1);
}

/** Adds one to a count. */
export function count(counts: Record<string, number>, key: string | number): void {
  counts[key] = (counts[key] ?? 0) + 1;
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
