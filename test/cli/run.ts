// Runs the real command, from dist.

import { execFile, spawn, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished } from "vitest";

/** The command's own file. */
export const MAIN = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a command that ends. */
export function run(...args: string[]): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [MAIN, ...args],
      // The runner's own mode is that of tests.
      { env: { ...process.env, NODE_ENV: undefined, NO_COLOR: "1", ORIGIN: undefined } },
      (error, stdout, stderr) => {
        resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
      },
    );
  });
}

/** Starts a command that goes on, on a free port; resolves with its URL. */
export async function listen(
  ...args: string[]
): Promise<{ url: string; child: ChildProcess; output(): string }> {
  const child = spawn(process.execPath, [MAIN, ...args, "--port", "0"], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NODE_ENV: undefined, NO_COLOR: "1", ORIGIN: undefined },
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let text = "";
  child.stderr.on("data", (chunk: Buffer) => (text += chunk.toString()));
  child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
  await expect.poll(() => /on (http:\/\/localhost:\d+)/.exec(text)?.[1]).toBeTruthy();
  return { url: /on (http:\/\/localhost:\d+)/.exec(text)![1]!, child, output: () => text };
}
