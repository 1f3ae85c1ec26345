// What collecting numbers costs a server that nobody asks for them.

import perfHooks from "node:perf_hooks";
import { expect, test, vi } from "vitest";
import { createMetrics } from "../../src/ops/metrics.ts";

test("the clock for the event loop's lag runs from the first time that somebody asks for numbers", async () => {
  const start = vi.spyOn(perfHooks, "monitorEventLoopDelay");
  const metrics = await createMetrics();
  expect(start).not.toHaveBeenCalled();
  expect(await metrics.text()).toMatch(/^nodejs_eventloop_lag_p99_seconds /m);
  expect(await metrics.text()).toMatch(/^process_cpu_seconds_total /m);
  expect(start).toHaveBeenCalledTimes(1);
});
