// Boxes of one colour are filled here, with the pixels that satori and resvg give them.

import { expect, test } from "vitest";
import { judge } from "./judge.ts";

test.each([
  ["square", { background: "#dbeafe" }],
  ["translucent", { backgroundColor: "rgba(255, 0, 80, .4)" }],
  ["faded", { background: "rebeccapurple", opacity: 0.5 }],
  ["a chip", { background: "hsl(200, 60%, 40%)", borderRadius: 999 }],
  ["rounded", { background: "red", borderRadius: 8 }],
  ["rounded at the top", { background: "#123", borderTopLeftRadius: 10, borderTopRightRadius: "14px" }],
  ["radii that meet", { background: "#123", borderTopLeftRadius: 60, borderTopRightRadius: 180 }],
  ["one radius that fills it", { background: "#123", borderBottomRightRadius: 400 }],
  [
    "four radii",
    { background: "#345", borderRadius: 20, borderBottomLeftRadius: 70, borderTopLeftRadius: 0 },
  ],
])("%s", async (_, paint) => {
  for (const [width, height] of [
    [173, 91],
    [48, 120],
    [31, 5],
    [1, 40],
  ])
    for (const left of [0, 7, 560]) {
      const style = { display: "flex", position: "absolute", left, top: 3, width, height, ...paint } as const;
      const element = (
        <div style={{ display: "flex", width: 600, height: 130, background: "#fff" }}>
          <div style={style} />
        </div>
      );
      const { path, psnr, pixels } = await judge(element, 600, 130);
      expect(path).toBe("layout");
      expect(pixels, `${width}×${height} at ${left}`).toBeLessThanOrEqual(5);
      expect(psnr, `${width}×${height} at ${left}`).toBeGreaterThan(50);
    }
});
