// Text with shadows, by the retained path against satori and resvg.

import { expect, test } from "vitest";
import { judge } from "./judge.ts";

const card = (style: object, around: object = {}, text = "Shadows that fall on two lines of a title") => (
  <div
    style={{
      display: "flex",
      width: 600,
      height: 300,
      padding: 40,
      backgroundImage: "linear-gradient(120deg, #0d9488, #1d4ed8)",
      ...around,
    }}
  >
    <div style={{ fontSize: 56, fontWeight: 700, color: "white", ...style }}>{text}</div>
  </div>
);

test("is as satori draws it beside a shadow of its box", async () => {
  const both = { textShadow: "0 6px 30px #f0a", boxShadow: "0 0 0 3px tomato" };
  const { path, psnr } = await judge(card(both), 600, 300);
  expect(path).toBe("layout");
  expect(psnr).toBeGreaterThan(50);
});

test.each([
  ["a wide blur", card({ textShadow: "0 4px 12px rgba(0,0,0,0.5)" })],
  ["a very wide blur", card({ textShadow: "0 10px 40px rgba(0,0,0,0.8)" })],
  ["a small blur", card({ textShadow: "1px 2px 3px #000" })],
  ["a hairbreadth", card({ textShadow: "0 1px 1px rgba(0,0,0,0.3)" })],
  ["no blur", card({ textShadow: "4px 4px 0 #f59e0b" })],
  ["colours", card({ textShadow: "0 0 16px #38bdf8", color: "#facc15" })],
  ["dark text", card({ textShadow: "0 2px 8px #f0f", color: "#1a2b3c" }, { background: "#fff" })],
  ["several", card({ textShadow: "0 0 20px #ff2d95, 2px 2px 0 #0ff, -3px -2px 5px rgb(0 0 0 / 0.5)" })],
  ["text that is seen through", card({ textShadow: "0 4px 10px #000", color: "rgba(255,255,255,.6)" })],
  ["a faded element", card({ textShadow: "0 4px 10px #000", opacity: 0.5 })],
  ["fractions", card({ textShadow: "1.5px 2.7px 4.5px #000" })],
  ["the picture's edge", card({ textShadow: "0 0 24px #000" }, { padding: 0 })],
  [
    "the picture's edge, with what is cast into it",
    card({ textShadow: "4px 9px 30px #f0a" }, { padding: 0 }),
  ],
  [
    "letters outside of the picture",
    card({ textShadow: "0 -9px 30px #f0a", width: 300 }, { paddingTop: 190 }),
  ],
  [
    "a box that hides what sticks out",
    card({ textShadow: "0 8px 24px #000", overflow: "hidden", height: 70 }),
  ],
  ["small letters", card({ textShadow: "0 2px 4px rgba(0,0,0,.6)", fontSize: 18, fontWeight: 400 })],
  ["what is inherited", card({}, { textShadow: "0 3px 9px #000" })],
  ["none where it was inherited", card({ textShadow: "none" }, { textShadow: "0 3px 9px #000" })],
])("%s", async (_, element) => {
  const { path, reason, psnr, pixels } = await judge(element, 600, 300);
  expect(reason).toBeUndefined();
  expect(path).toBe("layout");
  expect(pixels).toBeLessThanOrEqual(5);
  expect(psnr).toBeGreaterThan(50);
});
