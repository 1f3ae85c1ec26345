// Boxes of one colour, with borders and shadows, are filled here, with the pixels that satori and resvg give them.

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
  ["a border", { border: "1px solid #d4d4d8" }],
  [
    "a border and rounded corners",
    { background: "#fff", border: "3px solid rgba(0,0,0,.4)", borderRadius: 12 },
  ],
  ["a faded button", { background: "#4f46e5", border: "2px solid #fde047", borderRadius: 999, opacity: 0.6 }],
  [
    "a border larger than its corners",
    { background: "#fff", borderWidth: 6, borderStyle: "solid", borderColor: "red", borderRadius: 4 },
  ],
  ["a border that is not seen", { border: "1px solid transparent", background: "#123", borderRadius: 6 }],
  ["shadows", { background: "#fff", borderRadius: 9, boxShadow: "0 6px 9px -3px #0004, 0 0 2px 1px tomato" }],
  ["a shadow of nothing else", { boxShadow: "0 2px 4px rgba(0,0,0,.5)" }],
  ["a hard shadow", { background: "gold", border: "2px solid #111", boxShadow: "5px 5px 0 #111" }],
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
