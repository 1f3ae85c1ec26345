// Shadows of boxes, drawn here with the roundings of resvg's filters.

import { describe, expect, it } from "vitest";
import { judge } from "./judge.ts";

const SHADOWS = [
  "0 4px 6px rgba(99,102,241,.5)",
  "0 10px 15px -3px rgb(0 0 0 / 0.1), 0 4px 6px -4px rgba(0,0,0,0.1)",
  "0 25px 50px -12px rgba(0,0,0,.25)",
  "0 0 40px 10px rgba(17,24,39,.25)",
  "4px 4px 0 #111827, 0 0 0 3px tomato",
  "inset 0 0 20px 4px #f00, inset 0 -4px 0 rgba(0,0,0,.2)",
  "0 0 4px -60px #000",
];
const BOXES: Record<string, Record<string, unknown>> = {
  "a square box": { background: "#fff" },
  "a faded box with round corners": { background: "#6366f1", borderRadius: 12, opacity: 0.6 },
  "a box with a border and corners that differ": {
    background: "linear-gradient(#fff,#f97316)",
    border: "3px solid #111",
    borderRadius: "20px 4px 0 8px",
  },
  "a box of corners alone": { background: "#0ea5e9cc", borderRadius: 999 },
};

describe.each(Object.keys(BOXES))("the shadow of %s", (name) => {
  it.each(SHADOWS)("%s", async (boxShadow) => {
    for (const width of [243, 101]) {
      const { path, psnr, pixels, reason } = await judge(
        <div style={{ display: "flex", width: "100%", height: "100%", background: "#eef2ff", padding: 90 }}>
          <div style={{ width, height: 83, boxShadow, ...BOXES[name] }} />
        </div>,
        1000,
        600,
      );
      expect(path, reason).toBe("layout");
      expect(psnr, reason).toBeGreaterThanOrEqual(50);
      expect(pixels, reason).toBeLessThanOrEqual(5);
    }
  });
});
