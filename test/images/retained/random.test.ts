// Any template is drawn as satori and resvg draw it, the first time and with other data afterwards.

import * as fc from "fast-check";
import { expect, it } from "vitest";
import { template, withOtherData } from "../random/templates.ts";
import { judge } from "./judge.ts";

const size = { width: 600, height: 400 };

it("draws random templates as satori and resvg do", async () => {
  const paths = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(template(size), async (element) => {
      for (const drawn of [element, withOtherData(element, 1), element]) {
        const { path, psnr, pixels, reason } = await judge(drawn, size.width, size.height);
        paths.set(path, (paths.get(path) ?? 0) + 1);
        expect(psnr, `${path} ${reason}`).toBeGreaterThanOrEqual(50);
        expect(pixels, `${path} ${reason}`).toBeLessThanOrEqual(5);
      }
    }),
    { numRuns: 40, seed: 20261121 },
  );
  // A retained path that gives every template away would pass the above.
  expect(paths.get("layout")).toBeGreaterThan(30);
});
