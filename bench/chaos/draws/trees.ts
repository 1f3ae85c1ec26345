// Random templates of everything that resvg has layers, filters, masks and patterns for, and random sizes.

import { PHOTO, SOURCES, STRIPES } from "../../../test/images/random/sources.ts";
import type { Choices } from "./choices.ts";

export interface Drawn {
  tree: unknown;
  width: number;
  height: number;
  density: number;
}

type Style = Record<string, unknown>;

const SIZES = [1, 2, 3, 4, 5, 7, 10, 16, 31, 60, 100, 160];
const LARGE = [200, 333, 600, 1200, 2400];

/** Whether a draw has numbers beyond what people write: one in eight, most of which are refused. */
let wild = false;

/** @param simple of few elements and of tiny sizes alone: many in a second */
export function randomDraw(choices: Choices, simple = false): Drawn {
  wild = choices.chance(8) && !simple;
  // Most are tiny: those cost least, and what lies outside of the picture ends a process.
  const side = (max: number) =>
    Math.min(max, choices.chance(60) && !simple ? choices.one(LARGE) : choices.one(SIZES));
  const [width, height] = [side(2400), side(1260)];
  const density = choices.chance(12) ? choices.one([0.5, 1.5, 2, 3]) : 1;
  return { tree: box(choices, simple ? 3 : 1), width, height, density };
}

/** Numbers from plain to hardly possible. */
function number(choices: Choices): number {
  switch (choices.int(wild ? 9 : 7)) {
    case 0:
      return 0;
    case 1:
    case 2:
      return choices.int(20);
    case 3:
    case 4:
      return choices.int(200);
    case 5:
      return -choices.int(200);
    case 6:
      return choices.one([0.01, 0.3, 0.5, 1.5, 33.333, 1e-5]);
    case 7:
      return choices.one([-3000, -900, 700, 1500, 4000]);
    default:
      return choices.one([20_000, -20_000, 9999, -9999, -0.001]);
  }
}

const length = (choices: Choices): unknown => {
  const value = number(choices);
  return choices.chance(4)
    ? choices.one([`${value}px`, `${value / 10}em`, `${value % 300}%`, `${value % 200}vw`])
    : value;
};
const positive = (choices: Choices): unknown => {
  const value = length(choices);
  return typeof value === "number" ? Math.abs(value) : String(value).replace("-", "");
};

const COLORS = ["#e11d48", "#0ea5e980", "rgba(0,0,0,.3)", "white", "transparent", "tomato"];
const color = (choices: Choices) => choices.one(COLORS);

const gradient = (choices: Choices) => {
  const stops = `${color(choices)}, ${color(choices)} ${choices.int(120)}%, #fff`;
  return choices.one([
    `linear-gradient(${number(choices)}deg, ${stops})`,
    `linear-gradient(to right, ${stops})`,
    `repeating-linear-gradient(45deg, red 0, red ${choices.between(1, 9)}px, blue ${choices.between(9, 20)}px)`,
    `radial-gradient(circle at ${number(choices)}px ${number(choices)}px, ${stops})`,
    `radial-gradient(ellipse farthest-corner at 20% 30%, ${stops})`,
    `repeating-radial-gradient(circle at center, red 0, blue ${choices.between(1, 20)}px)`,
    `conic-gradient(from 45deg, ${stops})`,
  ]);
};
const blur = (choices: Choices) => choices.one(wild ? [0, 0.04, 1, 2, 5, 12, 30, 90] : [0, 0.04, 1, 2, 5]);
const shadow = (choices: Choices) =>
  `${number(choices)}px ${number(choices)}px ${blur(choices)}px ${color(choices)}`;
const boxShadow = (choices: Choices) =>
  `${choices.one(["", "", "inset "])}${number(choices)}px ${number(choices)}px ${blur(choices)}px ${number(choices) % 300}px ${color(choices)}`;
const border = (choices: Choices) =>
  `${choices.one([1, 2, 5, 0.5, 40])}px ${choices.one(["solid", "dashed", "dotted", "double"])} ${color(choices)}`;
const transform = (choices: Choices) =>
  choices.one([
    `rotate(${number(choices)}deg)`,
    `translate(${number(choices)}px, ${number(choices)}px)`,
    `translate(${number(choices) % 400}%, 10%)`,
    `scale(${choices.one(wild ? [0, 0.001, 40] : [0.5, 1.2, 3, -1])})`,
    `skewX(${choices.one(wild ? [45, 89, 90] : [10, 45, -30])}deg)`,
    `rotate(30deg) scale(2) translateX(${number(choices)}px)`,
    `matrix(1, 0.2, -0.3, 1, ${number(choices)}, 4)`,
  ]);
const filter = (choices: Choices) =>
  choices.one([
    `blur(${blur(choices)}px)`,
    `drop-shadow(${number(choices)}px 2px ${blur(choices)}px red)`,
    "grayscale(1)",
    "brightness(1.5) contrast(0.5)",
    "hue-rotate(90deg) saturate(2)",
    "invert(1) sepia(0.5) opacity(0.5)",
  ]);
const clipPath = (choices: Choices) =>
  choices.one([
    `circle(${number(choices)}px at 20% 30%)`,
    "circle(40%)",
    "ellipse(50% 20% at 0 0)",
    `inset(${number(choices)}px 10% 5px 0)`,
    "polygon(50% 0%, 100% 100%, 0% 100%)",
    `polygon(${number(choices)}px 0, 100px ${number(choices)}px, 0 50%)`,
    'path("M0 0 L50 10 L20 80 Z")',
  ]);
const mask = (choices: Choices): Style => ({
  maskImage: choices.one([gradient(choices), `url(${PHOTO})`, `url("${STRIPES}")`]),
  ...(choices.chance(2) && { maskSize: choices.one(["10px 20px", "50% 50%", "cover", "0.1px"]) }),
  ...(choices.chance(3) && { maskPosition: choices.one(["center", "-400px 20px", "right bottom"]) }),
  ...(choices.chance(3) && { maskRepeat: choices.one(["no-repeat", "repeat-x"]) }),
});

/** Each with its chance, and what it sets. */
const PAINTS: [oneIn: number, set: (choices: Choices, style: Style) => void][] = [
  [3, (c, s) => (s.width = positive(c))],
  [3, (c, s) => (s.height = positive(c))],
  [6, (c, s) => (s.padding = positive(c))],
  [8, (c, s) => (s.margin = length(c))],
  [3, (c, s) => (s.backgroundColor = color(c))],
  [
    5,
    (c, s) =>
      (s.backgroundImage = c.one([
        gradient(c),
        `url(${PHOTO})`,
        `url("${STRIPES}")`,
        `${gradient(c)}, ${gradient(c)}`,
      ])),
  ],
  [
    12,
    (c, s) => (s.backgroundSize = c.one(["4px 3px", "50% 50%", "cover", "0.2px 0.2px", "900px", "contain"])),
  ],
  [14, (c, s) => (s.backgroundPosition = c.one(["center", "-300px 20px", "right bottom"]))],
  [14, (c, s) => (s.backgroundRepeat = c.one(["no-repeat", "repeat-x", "repeat-y"]))],
  [5, (c, s) => (s.borderRadius = c.one<unknown>([4, "50%", 999, "10px 30px", 0.2, "20px / 40px"]))],
  [4, (c, s) => (s.overflow = "hidden")],
  [5, (c, s) => (s.opacity = c.one([0.5, 0, 0.01, 1, "0.3"]))],
  [6, (c, s) => (s.border = border(c))],
  [12, (c, s) => (s[`border${c.one(["Top", "Left", "Bottom"])}`] = border(c))],
  [6, (c, s) => (s.boxShadow = c.chance(3) ? `${boxShadow(c)}, ${boxShadow(c)}` : boxShadow(c))],
  [5, (c, s) => (s.transform = transform(c))],
  [14, (c, s) => (s.transformOrigin = c.one(["top left", "200% 0", "20px 30px"]))],
  [8, (c, s) => (s.filter = filter(c))],
  [20, (c, s) => (s.backdropFilter = filter(c))],
  [9, (c, s) => (s.clipPath = clipPath(c))],
  [10, (c, s) => Object.assign(s, mask(c))],
  [20, (c, s) => (s.mixBlendMode = c.one(["multiply", "screen", "overlay"]))],
  [16, (c, s) => (s.zIndex = c.one([-1, 0, 3]))],
  [
    20,
    (c, s) =>
      (s.tw = c.one([
        "w-[30px]",
        "rounded-full overflow-hidden",
        "opacity-50 blur-sm",
        "shadow-lg",
        "-rotate-12",
      ])),
  ],
  [4, (c, s) => place(c, s)],
];

function place(choices: Choices, style: Style): void {
  style.position = choices.one(["absolute", "relative"]);
  style[choices.one(["left", "right"])] = length(choices);
  style[choices.one(["top", "bottom"])] = length(choices);
}

function styleOf(choices: Choices): { style: Style; tw?: unknown } {
  const style: Style = {};
  for (const [oneIn, set] of PAINTS) if (choices.chance(oneIn)) set(choices, style);
  const { tw, ...rest } = style;
  return { style: rest, ...(tw !== undefined && { tw }) };
}

const element = (type: string, props: Record<string, unknown>, children?: unknown) => ({
  type,
  key: null,
  props: { ...props, ...(children !== undefined && { children }) },
});

function box(choices: Choices, depth: number): unknown {
  const { style, tw } = styleOf(choices);
  const children: unknown[] = [];
  const count = depth > 3 ? choices.int(2) : choices.int(4);
  for (let i = 0; i < count; i++) children.push(child(choices, depth + 1));
  const flex = { display: "flex", flexDirection: choices.one(["row", "column"]), ...style };
  return element("div", { style: flex, tw }, children);
}

function child(choices: Choices, depth: number): unknown {
  switch (choices.int(8)) {
    case 0:
    case 1:
    case 2:
      return box(choices, depth);
    case 3:
    case 4:
      return text(choices);
    case 5:
      return picture(choices);
    case 6:
      return drawing(choices);
    default:
      return box(choices, depth);
  }
}

const TEXTS = ["a", "Hi", "Workflow", "🎉", "a 🏳️‍🌈 b", "日本", "fi fl", "مرحبا", "two words", "1"];

function text(choices: Choices): unknown {
  const { style, tw } = styleOf(choices);
  style.fontSize = choices.one(wild ? [1, 0.1, 40, 200] : [16, 12, 40, 7.3]);
  if (choices.chance(3))
    style.fontFamily = choices.one(["Inter", "JetBrains Mono", "Noto Sans", "Vazirmatn"]);
  if (choices.chance(2)) style.color = color(choices);
  if (choices.chance(3))
    style.textShadow = choices.chance(3) ? `${shadow(choices)}, ${shadow(choices)}` : shadow(choices);
  if (choices.chance(6))
    style.textDecoration = choices.one(["underline", "line-through", "underline dotted red"]);
  if (choices.chance(8)) style.letterSpacing = choices.one<unknown>([2, -3, "0.1em", 200]);
  if (choices.chance(10)) style.WebkitTextStroke = `${choices.one([0.5, 2, 30])}px red`;
  if (choices.chance(10))
    Object.assign(style, {
      backgroundClip: "text",
      backgroundImage: gradient(choices),
      color: "transparent",
    });
  if (choices.chance(10))
    Object.assign(style, { overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" });
  return element("div", { style: { display: "flex", ...style }, tw }, choices.one(TEXTS));
}

/** The same template with other texts. */
export function withTexts(tree: unknown, variant: number): unknown {
  if (typeof tree === "string")
    return variant === 0 ? tree : TEXTS[(TEXTS.indexOf(tree) + 3 * variant) % TEXTS.length];
  if (Array.isArray(tree)) return tree.map((child) => withTexts(child, variant));
  if (typeof tree !== "object" || tree === null) return tree;
  const { props, ...rest } = tree as { props: Record<string, unknown> };
  if (props.children === undefined) return tree;
  return { ...rest, props: { ...props, children: withTexts(props.children, variant) } };
}

const LAYERED = (href: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24"><defs><clipPath id="c"><path d="M2 2h20v20H2z"/></clipPath></defs><g opacity=".5"><circle cx="20" cy="21" r="3"/></g><g clip-path="url(#c)"><rect x="9" y="18" width="12" height="30" opacity=".4"/></g><path opacity=".3" d="M-60 5h4v4z"/>${href}</svg>`;
const uri = (svg: string) => `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`;
const PICTURES = [
  ...SOURCES,
  uri(LAYERED("")),
  uri(LAYERED("").replace('width="24" height="24" ', "")),
  uri(LAYERED("").replace("0 0 24 24", "-30 -40 100 7")),
];

function picture(choices: Choices): unknown {
  const { style, tw } = styleOf(choices);
  if (choices.chance(2)) style.objectFit = choices.one(["cover", "contain", "none", "fill", "scale-down"]);
  if (choices.chance(4)) style.objectPosition = choices.one(["center", "-900px 20px", "right bottom"]);
  const side = () => choices.one(wild ? [20, 1, 0.01, 3000] : [20, 1, 8, 60]);
  return element("img", { src: choices.one(PICTURES), width: side(), height: side(), style, tw });
}

function drawing(choices: Choices): unknown {
  const { style, tw } = styleOf(choices);
  const shapes = Array.from({ length: choices.between(1, 3) }, () => shape(choices));
  const size = () => choices.one<unknown>(wild ? [20, 1, 0.3, 900] : [20, 1, 90, "50%"]);
  const viewBox = choices.one(
    wild ? ["0 0 0.1 400", "-900 3 20 20", "0 0 4000 4000"] : ["0 0 20 20", "-5 3 90 40"],
  );
  return element("svg", { viewBox, width: size(), height: size(), style, tw }, shapes);
}

function shape(choices: Choices): unknown {
  const n = () => number(choices);
  const look: Record<string, unknown> = { fill: choices.one(["red", "none", "#0af8"]) };
  if (choices.chance(2)) Object.assign(look, { stroke: color(choices), strokeWidth: Math.abs(n()) });
  if (choices.chance(3)) look.opacity = 0.5;
  if (choices.chance(6)) look.transform = `rotate(${n()}) translate(${n()} 2)`;
  return choices.one([
    element("rect", {
      ...look,
      x: n(),
      y: n(),
      width: Math.abs(n()),
      height: Math.abs(n()),
      rx: choices.int(9),
    }),
    element("circle", { ...look, cx: n(), cy: n(), r: Math.abs(n()) }),
    element("path", { ...look, d: `M${n()} ${n()}L${n()} ${n()}Q${n()} ${n()} ${n()} 4Z` }),
    element("line", { ...look, x1: n(), y1: n(), x2: n(), y2: n(), strokeDasharray: "4 2" }),
    element("g", { opacity: 0.4 }, [
      element("ellipse", { ...look, cx: n(), cy: n(), rx: 3, ry: Math.abs(n()) }),
    ]),
  ]);
}
