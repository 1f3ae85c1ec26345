// What the cache's chaos commands share: a server of their own, requests, and how a result is told.

import { type ChildProcess, fork } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { Agent, request } from "node:http";
import { fileURLToPath } from "node:url";
import type { Figures, Question, ServerOptions } from "./server.ts";

export interface Site {
  url: string;
  child: ChildProcess;
  figures(): Promise<Figures>;
  clock(off: number): Promise<void>;
  stop(signal?: "SIGKILL" | "SIGTERM"): Promise<void>;
}

export async function startSite(options: ServerOptions = {}): Promise<Site> {
  const runner = fileURLToPath(new URL("../run.mjs", import.meta.url));
  const child = fork(runner, ["bench", "cache/server", JSON.stringify(options)], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    env: { ...process.env, NODE_ENV: "production" },
  });
  const gone = once(child, "exit");
  const [url] = (await Promise.race([
    once(child, "message"),
    gone.then(() => {
      throw new Error("The server did not start.");
    }),
  ])) as [string];
  const ask = async (question: Question) => {
    child.send(question);
    const [figures] = (await once(child, "message")) as [Figures];
    return figures;
  };
  return {
    url,
    child,
    figures: () => ask("figures"),
    clock: async (off) => void (await ask({ clock: off })),
    async stop(signal = "SIGKILL") {
      child.kill(signal);
      await gone;
    },
  };
}

export interface Got {
  status: number;
  bytes: number;
  sha256: string;
  cache: string;
  /** The connection broke off: no whole answer. */
  broken?: boolean;
}

/** One request; its body is hashed, not kept. */
export function get(url: string, agent?: Agent, headers?: Record<string, string>): Promise<Got> {
  return new Promise((resolve) => {
    const broken = () => resolve({ status: 0, bytes: 0, sha256: "", cache: "", broken: true });
    const sent = request(url, { agent, headers }, (answer) => {
      const hash = createHash("sha256");
      let bytes = 0;
      answer.on("data", (chunk: Buffer) => {
        hash.update(chunk);
        bytes += chunk.byteLength;
      });
      answer.on("end", () =>
        resolve({
          status: answer.statusCode ?? 0,
          bytes,
          sha256: hash.digest("hex"),
          cache: String(answer.headers["cache-status"] ?? ""),
        }),
      );
      answer.on("error", broken);
      answer.on("aborted", broken);
    });
    sent.on("error", broken);
    sent.end();
  });
}

/** Runs `work` for each of `count`, at most `width` at a time. */
export async function pooled(
  count: number,
  width: number,
  work: (index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: Math.min(width, count) }, async () => {
      while (next < count) await work(next++);
    }),
  );
}

/** Prints the figures, and ends with 1 unless each check holds. */
export function report(
  name: string,
  figures: Record<string, unknown>,
  checks: Record<string, boolean>,
): void {
  const passed = Object.values(checks).every(Boolean);
  if (process.argv.includes("--json"))
    console.log(JSON.stringify({ name, passed, figures, checks }, null, 2));
  else {
    console.log(`${name}: ${passed ? "passed" : "FAILED"}`);
    for (const [key, value] of Object.entries(figures)) console.log(`  ${key.padEnd(34)} ${String(value)}`);
    for (const [check, holds] of Object.entries(checks)) console.log(`  ${holds ? "✓" : "✗"} ${check}`);
  }
  process.exitCode = passed ? 0 : 1;
}

export const mib = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
