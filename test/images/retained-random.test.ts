// Any template of random boxes, texts and pictures is drawn as satori and resvg draw it.

import * as fc from "fast-check";
import { expect, it } from "vitest";
import { judge } from "./retained-judge.ts";
import { template } from "./retained-trees.ts";

it("draws random templates as satori and resvg do", async () => {
  const paths = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(template, async (element) => {
      const { path, psnr, pixels, reason } = await judge(element, 600, 400);
      paths.set(path, (paths.get(path) ?? 0) + 1);
      expect(psnr, `${path} ${reason}`).toBeGreaterThanOrEqual(50);
      expect(pixels, `${path} ${reason}`).toBeLessThanOrEqual(5);
    }),
    { numRuns: 60, seed: 20261121 },
  );
  // A retained path that gives every template away would pass the above.
  expect(paths.get("layout")).toBeGreaterThan(20);
}, 120_000);
