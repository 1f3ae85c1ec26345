// Random declarations: boxes, what is painted on them, and how they are laid out.

import { choose, type Choices, type Dice } from "./dice.ts";
import { PHOTO, STRIPES } from "./sources.ts";

export type Style = Record<string, unknown>;

const COLORS = ["#ffffff", "#111827", "#e11d48", "tomato", "#0ea5e9cc", "#fd0", "rgb(16 185 129)"];
const CLEAR = ["rgba(14,165,233,0.6)", "rgb(253 224 71 / 40%)", "hsl(210, 60%, 40%)", "hsla(10,80%,50%,0.5)"];
const RARE = ["transparent", "currentColor", "oklch(0.7 0.15 150)", "REBECCAPURPLE", "rgb(10%, 20%, 90%)"];

export function color(dice: Dice): string {
  return dice.one(dice.rare("color") ? RARE : dice.chance(3) ? CLEAR : COLORS);
}

/** A number, or text with a unit. */
export function length(dice: Dice, max = 60): unknown {
  const n = dice.int(0, max);
  return dice.chance(3)
    ? dice.one([`${n}px`, `${n / 2}px`, `${n / 16}em`, `${n / 16}rem`, n / 4, `${n / 20}vw`])
    : n;
}

const size = (dice: Dice, max = 300): unknown =>
  dice.chance(3) ? `${dice.one([10, 25, 33.3, 50, 75, 100, 120])}%` : length(dice, max);

const side = (dice: Dice) => dice.one(["Top", "Right", "Bottom", "Left"]);

const SIZES: Choices = {
  width: [3, (dice) => size(dice)],
  height: [4, (dice) => size(dice, 200)],
  minWidth: [14, (dice) => size(dice, 120)],
  minHeight: [14, (dice) => size(dice, 100)],
  maxWidth: [12, (dice) => size(dice, 260)],
  maxHeight: [20, (dice) => size(dice, 160)],
  aspectRatio: [0, (dice) => dice.one([1, 1.5, "16 / 9", "4/3", 0.5])],
  boxSizing: [6, () => "border-box"],
  padding: [
    4,
    (dice) =>
      dice.one([
        length(dice, 40),
        `${dice.int(0, 30)}px ${dice.int(0, 40)}px`,
        "4px 8px 12px",
        "1px 2px 3px 40px",
      ]),
  ],
  margin: [
    10,
    (dice) => dice.one([length(dice, 24), "auto", "0 auto", "-8px", "5% 10px", "4px 8px 12px 2px"]),
  ],
  flex: [
    8,
    (dice) =>
      dice.one<unknown>([1, 2, "1 1 0", "none", "auto", "0 1 200px", "1", "2 2 10%", "1 1 auto", "0 0 auto"]),
  ],
  flexGrow: [10, (dice) => dice.int(0, 2)],
  flexShrink: [12, (dice) => dice.int(0, 1)],
  flexBasis: [20, (dice) => dice.one<unknown>(["0px", "30%", "auto", "120px"])],
  alignSelf: [
    10,
    (dice) => dice.one(["center", "flex-end", "stretch", "auto", "flex-start", "baseline", "end", "start"]),
  ],
  order: [0, (dice) => dice.int(-1, 2)],
};

const PLACES: Choices = {
  top: [3, (dice) => size(dice, 60)],
  left: [3, (dice) => size(dice, 80)],
  right: [4, (dice) => size(dice, 60)],
  bottom: [4, (dice) => dice.one([size(dice, 60), -12])],
};

const GRADIENTS = [
  "linear-gradient(90deg, #f97316, #7c3aed)",
  "linear-gradient(to bottom right, rgba(255,0,0,0.4), transparent)",
  "linear-gradient(37deg, #fff 10%, #0ea5e9 40%, #111 90%)",
  "linear-gradient(#e11d48, #fde047 20px, tomato)",
  "radial-gradient(circle at 30% 40%, #fff, #0ea5e9)",
  "radial-gradient(ellipse farthest-corner at top left, #fde047, #7c3aed 60%)",
  "radial-gradient(circle 40px at 20px 20px, red, transparent)",
  "repeating-linear-gradient(45deg, #eee 0px, #eee 10px, #cbd5e1 10px, #cbd5e1 20px)",
  "repeating-radial-gradient(circle at center, #fff 0, #0ea5e9 12px)",
  "conic-gradient(from 45deg, red, yellow, lime, aqua, blue, magenta, red)",
];

const gradient = (dice: Dice) => dice.one(GRADIENTS);

function backgroundOf(dice: Dice): Style {
  if (dice.rare("background")) return { background: `url(${PHOTO}) center / cover no-repeat` };
  switch (dice.int(0, 8)) {
    case 0:
    case 1:
    case 2:
    case 3:
      return { [dice.one(["background", "backgroundColor"])]: color(dice) };
    case 4:
    case 5:
      return { [dice.one(["background", "backgroundImage"])]: gradient(dice) };
    case 6:
      return { backgroundColor: color(dice), backgroundImage: `${gradient(dice)}, ${gradient(dice)}` };
    case 7:
      return {
        backgroundImage: dice.one([gradient(dice), `url(${PHOTO})`, `url("${STRIPES}")`]),
        backgroundSize: dice.one(["40px 30px", "50% 50%", "cover", "contain", "auto", "20px"]),
        ...(dice.chance(2) && {
          backgroundRepeat: dice.one(["no-repeat", "repeat-x", "repeat-y", "repeat"]),
        }),
        ...(dice.chance(2) && {
          backgroundPosition: dice.one(["center", "10px 20px", "right bottom", "50% 25%"]),
        }),
      };
    default:
      return { background: `${gradient(dice)}, ${color(dice)}` };
  }
}

const lineStyle = (dice: Dice) => (dice.chance(6) ? dice.one(["dashed", "dotted", "double"]) : "solid");
const border = (dice: Dice) =>
  dice.one([
    `${dice.int(1, 6)}px ${lineStyle(dice)} ${color(dice)}`,
    `${dice.one(["1.5px", "thin", "thick", "0.1em", "0"])} ${lineStyle(dice)} ${color(dice)}`,
  ]);

function borderOf(dice: Dice): Style {
  switch (dice.int(0, 5)) {
    case 0:
    case 1:
      return { border: border(dice) };
    case 2:
      return { [`border${side(dice)}`]: border(dice) };
    case 3:
      return { border: border(dice), [`border${side(dice)}`]: dice.one([border(dice), "none"]) };
    case 4:
      return {
        borderWidth: dice.one<unknown>([2, "1px 4px", "0 0 3px 8px"]),
        borderStyle: lineStyle(dice),
        borderColor: color(dice),
      };
    default:
      return {
        borderStyle: "solid",
        [`border${side(dice)}Width`]: dice.int(0, 9),
        [`border${side(dice)}Width`]: dice.int(0, 9),
        [`border${side(dice)}Color`]: color(dice),
      };
  }
}

const RADII = ["50%", "10px 30px", "999px", "20px / 40px", "8px 0 8px 0", "30% 10%", "1em", "12.5px"];
const radius = (dice: Dice): unknown => (dice.chance(2) ? dice.int(0, 60) : dice.one(RADII));

const SHADOWS = [
  "4px 4px 0 #111827",
  "0 0 0 3px tomato",
  "0 4px 12px rgba(0,0,0,.3)",
  "inset 0 0 8px #036",
  "0 1px 2px #0005, 0 8px 24px -4px rgba(0,0,0,0.4)",
  "inset 2px 2px 0 2px #fff, 3px 3px 6px 1px #000",
];
const TRANSFORMS = [
  "translate(10px, -6px)",
  "translateX(-50%)",
  "translate(-50%, -50%)",
  "rotate(12deg)",
  "rotate(90deg)",
  "scale(1.2)",
  "scale(0.5, 1.5)",
  "rotate(-8deg) scale(0.9) translateY(10%)",
  "skewX(10deg)",
];

/** A box of any kind. */
export function boxStyle(dice: Dice): Style {
  const style = choose(dice, SIZES);
  if (dice.chance(10)) style[`margin${side(dice)}`] = dice.one([length(dice, 30), "auto", "-10px", "5%"]);
  if (dice.chance(10)) style[`padding${side(dice)}`] = dice.one([length(dice, 30), "5%"]);
  if (dice.chance(3)) Object.assign(style, backgroundOf(dice));
  if (dice.chance(5)) Object.assign(style, borderOf(dice));
  if (dice.chance(5)) style.borderRadius = radius(dice);
  else if (dice.chance(16))
    style[`border${dice.one(["TopLeft", "TopRight", "BottomLeft"])}Radius`] = radius(dice);
  if (dice.chance(12)) style.opacity = dice.one<unknown>([0.3, 0.75, "0.5", 0, 1]);
  if (dice.chance(10)) style.overflow = dice.one(["hidden", "visible"]);
  if (dice.chance(20)) style.boxShadow = dice.one(SHADOWS);
  if (dice.rare("transform")) {
    style.transform = dice.one(TRANSFORMS);
    if (dice.chance(3)) style.transformOrigin = dice.one(["top left", "bottom", "20% 30%", "10px 10px"]);
  }
  if (dice.chance(8)) {
    style.position = dice.one(["relative", "absolute", "absolute", "static"]);
    Object.assign(style, choose(dice, PLACES));
    // Most say where they are in both directions.
    if (style.position === "absolute" && !dice.rare("place")) {
      if (dice.chance(2)) style.left ??= size(dice, 80);
      else style.right ??= size(dice, 80);
      if (dice.chance(2)) style.top ??= size(dice, 60);
      else style.bottom ??= size(dice, 60);
    }
    if (dice.rare("inset")) style.inset = dice.one<unknown>([0, "10px", "5% 10%"]);
  }
  if (dice.chance(16)) style.zIndex = dice.int(-1, 2);
  if (dice.rare("display")) style.display = "none";
  return style;
}

/** How children are laid out. */
export function flexStyle(dice: Dice): Style {
  return {
    display: "flex",
    ...choose(dice, {
      flexDirection: [2, () => dice.one(["row", "column", "column", "row-reverse", "column-reverse"])],
      justifyContent: [
        3,
        () =>
          dice.one([
            "flex-start",
            "center",
            "space-between",
            "space-around",
            "space-evenly",
            "flex-end",
            "end",
            "normal",
          ]),
      ],
      alignItems: [
        3,
        () => dice.one(["flex-start", "center", "stretch", "flex-end", "baseline", "start", "end"]),
      ],
      alignContent: [
        10,
        () => dice.one(["flex-start", "center", "space-between", "stretch", "flex-end", "space-around"]),
      ],
      flexWrap: [4, () => dice.one(["wrap", "nowrap", "wrap-reverse"])],
      gap: [4, () => dice.one([length(dice, 30), "4px 12px", "5%"])],
      rowGap: [30, () => length(dice, 20)],
      columnGap: [30, () => length(dice, 20)],
    }),
  };
}
