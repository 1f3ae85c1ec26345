// What a process got of the processor, as the system tells it.

import { spawn } from "node:child_process";
import { readdirSync, readlinkSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { createProcessorMeter } from "../src/process/processor-time.ts";
import { until } from "./pool/open-pool.ts";

function run(script: string): number {
  const child = spawn(process.execPath, ["-e", script], { stdio: "ignore" });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child.pid!;
}

function linkOf(fd: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return "";
  }
}

test.runIf(process.platform === "linux")("one that works uses it, or waits for it", async () => {
  const meter = createProcessorMeter(run("for (;;);"));
  let had = 0;
  await until(() => {
    const { used, waited } = meter()!;
    had += used + waited;
    return had > 1_000;
  });
});

test.runIf(process.platform === "linux")("one that sleeps does neither", async () => {
  const meter = createProcessorMeter(run("setTimeout(() => {}, 1e6);"));
  // Once it has started.
  await until(async () => {
    meter();
    await new Promise((resolve) => setTimeout(resolve, 200));
    const { used, waited } = meter()!;
    return used < 20 && waited < 20;
  });
});

test.runIf(process.platform === "linux")("the files of its threads are opened once, and closed", () => {
  const pid = run("setTimeout(() => {}, 1e6);");
  const open = () =>
    readdirSync("/proc/self/fd")
      .map(linkOf)
      .filter((path) => path.startsWith(`/proc/${pid}/`));
  const meter = createProcessorMeter(pid);
  for (let looks = 0; looks < 10; looks++) meter();
  expect(open().length).toBeGreaterThan(0);
  expect(new Set(open()).size).toBe(open().length);
  meter.close();
  expect(open()).toEqual([]);
});

test("of one that is not there nothing is told", () => {
  expect(createProcessorMeter(2 ** 30)()).toBeUndefined();
});
