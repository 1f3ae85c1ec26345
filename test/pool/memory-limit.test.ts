// The limits of memory that hold while nobody looks, and how a death of it is known.

import { spawn } from "node:child_process";
import { expect, test } from "vitest";
import { diedOfMemory, limited } from "../../src/pool/memory-limit.ts";

const MIB = 1024 * 1024;

/** Runs a script under the limits; gives how it ended and what it wrote to standard error. */
async function run(script: string): Promise<{ ended: number | string | null; words: string }> {
  const { execPath, execArgv } = limited(100 * MIB, []);
  const child = spawn(execPath, [...execArgv, "-e", script], { stdio: ["ignore", "ignore", "pipe"] });
  let words = "";
  child.stderr.on("data", (chunk: Buffer) => (words = (words + chunk.toString()).slice(-4_096)));
  return new Promise((resolve) =>
    child.once("close", (code, signal) => resolve({ ended: code ?? signal, words })),
  );
}

test("the heap ends at the limit", async () => {
  const { ended, words } = await run(
    "const all = []; for (;;) all.push(new Array(1_000).fill(0.5 + all.length));",
  );
  expect(ended).not.toBe(0);
  expect([words, diedOfMemory(words)]).toEqual([expect.any(String), true]);
});

test.runIf(process.platform === "linux")("so does memory beside the heap", async () => {
  const { ended, words } = await run("const all = []; for (;;) all.push(Buffer.alloc(16 * 1024 * 1024, 1));");
  expect(ended).not.toBe(0);
  expect([words, diedOfMemory(words)]).toEqual([expect.any(String), true]);
});

test("what is beneath the limit is not touched, and arguments arrive as they are", async () => {
  const { ended, words } = await run("Buffer.alloc(200 * 1024 * 1024, 1); console.error('a b', '$HOME');");
  expect([ended, words]).toEqual([0, "a b $HOME\n"]);
});

test.each([
  ["FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory", true],
  ["terminate called after throwing an instance of 'std::bad_alloc'", true],
  ["memory allocation of 1073741824 bytes failed", true],
  ["RangeError: Array buffer allocation failed", true],
  ["TypeError: memory is not defined", false],
  ["thread '<unnamed>' panicked at library/core", false],
])("%s", (words, expected) => {
  expect(diedOfMemory(words)).toBe(expected);
});
