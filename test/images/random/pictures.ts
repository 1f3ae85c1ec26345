// Random pictures: files of several kinds, fitted in several ways, and SVG in the tree itself.

import { element, type El } from "./element.ts";
import type { Dice } from "./dice.ts";
import { SOURCES } from "./sources.ts";
import { boxStyle, color } from "./styles.ts";

const FITS = ["cover", "contain", "fill", "none", "scale-down"];
const POSITIONS = ["center", "top", "left bottom", "10px 20px", "25% 75%"];

export function picture(dice: Dice): El {
  const style = boxStyle(dice);
  // A picture without any size fills its container, and most templates say what they want.
  const props: Record<string, unknown> = { src: dice.one(SOURCES) };
  if (!dice.rare("no width")) props.width = dice.one<unknown>([dice.int(8, 160), String(dice.int(8, 160))]);
  if (!dice.rare("no height")) props.height = dice.int(8, 120);
  if (dice.chance(2)) style.objectFit = dice.one(FITS);
  if (dice.chance(6)) style.objectPosition = dice.one(POSITIONS);
  return element("img", style, undefined, props);
}

export function drawing(dice: Dice): El {
  const shapes = [
    element("circle", undefined, undefined, {
      cx: 10,
      cy: 10,
      r: 8,
      fill: dice.one([color(dice), "currentColor"]),
    }),
    element("path", undefined, undefined, {
      d: dice.one([
        "M2 2L18 6 9 18Z",
        "M2 10C4 2 6 2 8 10S12 18 16 8",
        "M2 10Q5 1 9 9T16 9t2 3",
        "M3 9a6 5 0 0112 0z",
      ]),
      fill: "none",
      stroke: color(dice),
      strokeWidth: 2,
    }),
    element(
      "g",
      undefined,
      [element("rect", undefined, undefined, { x: 3, y: 4, width: 9, height: 5, rx: 2 })],
      { fillOpacity: 0.5 },
    ),
  ];
  const props: Record<string, unknown> = { viewBox: dice.one(["0 0 20 20", "0 0 40 20"]) };
  if (!dice.rare("no width")) props.width = dice.int(8, 120);
  if (!dice.rare("no height")) props.height = dice.int(8, 90);
  return element(
    "svg",
    dice.chance(2) ? boxStyle(dice) : {},
    dice.many(1, 3, () => dice.one(shapes)),
    props,
  );
}
