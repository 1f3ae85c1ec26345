// What a process got of the processor, as the system tells it.

import { spawn } from "node:child_process";
import { expect, onTestFinished, test } from "vitest";
import { createProcessorMeter } from "../src/process/processor-time.ts";
import { until } from "./pool/open-pool.ts";

function run(script: string): number {
  const child = spawn(process.execPath, ["-e", script], { stdio: "ignore" });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child.pid!;
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

test("of one that is not there nothing is told", () => {
  expect(createProcessorMeter(2 ** 30)()).toBeUndefined();
});
