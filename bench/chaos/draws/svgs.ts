// Random SVG, without a layout: groups in groups, each faded, clipped, masked, filtered or turned.

import type { Choices } from "./choices.ts";

const PLAIN = [0, 1, 2, 3, 5, 8, 13, 20, 40, 90, -1, -3, -9, 0.5, 1.5];
const WILD = [...PLAIN, 200, -30, -150, 0.01, 700, -800, 5000, -6000, 1e5];

const EXTREME = [1e-9, 0.0001, 2e5, 5e6, -3e7, 1e9, 1e20, 1e39];

/** Whether a draw has numbers beyond what people write: one in four, most of which are refused. */
let wild = false;
/** Whether it has some that no 32-bit float or integer holds: one in four of those. */
let extreme = false;
const number = (choices: Choices) =>
  choices.one(extreme && choices.chance(8) ? EXTREME : wild ? WILD : PLAIN);

export function randomSvg(choices: Choices): { svg: string; width?: number } {
  wild = choices.chance(4);
  extreme = wild && choices.chance(4);
  const width = choices.one([1, 2, 3, 7, 20, 60, 100, 0.4, 3.5]);
  const height = choices.one([1, 2, 3, 7, 20, 60, 100, 0.4, 3.5]);
  const svg = drawing(choices, width, height, 0);
  return choices.chance(8) ? { svg, width: choices.one([1, 5, 50, 130]) } : { svg };
}

function drawing(choices: Choices, width: number, height: number, nesting: number): string {
  const ids: Record<"c" | "m" | "f" | "p" | "g", number> = { c: 0, m: 0, f: 0, p: 0, g: 0 };
  const defs: string[] = [];
  const view = choices.chance(4)
    ? ` viewBox="${number(choices)} ${number(choices)} ${choices.one([1, 9, 50, 300])} ${choices.one([1, 9, 50, 300])}"${choices.chance(3) ? ` preserveAspectRatio="${choices.one(["none", "xMaxYMin slice", "xMinYMid"])}"` : ""}`
    : "";
  const units = (name: string) =>
    choices.chance(2) ? ` ${name}="userSpaceOnUse"` : ` ${name}="objectBoundingBox"`;
  const rect = () =>
    `x="${number(choices)}" y="${number(choices)}" width="${Math.abs(number(choices))}" height="${Math.abs(number(choices))}"`;
  const area = () =>
    choices.chance(2)
      ? rect()
      : `x="${choices.one([-0.1, -3, 0, "-50%"])}" y="${choices.one([-0.1, 2, "-10%"])}" width="${choices.one([1.2, 0.1, "200%", 8])}" height="${choices.one([1.2, "120%", 3])}"`;
  const transform = () =>
    choices.chance(3)
      ? ` transform="${choices.one([`rotate(${number(choices)})`, `translate(${number(choices)} ${number(choices)})`, `scale(${choices.one(extreme ? [1e-6, 1e4, 1e9] : wild ? [0, 0.1, 30] : [0.5, 2, -1])})`, `skewX(${choices.one(wild ? [10, 80, 90] : [10, 45])})`, `matrix(1 .2 -.3 1 ${number(choices)} 4)`])}"`
      : "";
  const define = (kind: keyof typeof ids, make: (id: string) => string): string => {
    const id = `${kind}${ids[kind]++}`;
    const text = make(id);
    defs.push(text);
    return `url(#${id})`;
  };
  const paint = (depth: number): string => {
    switch (choices.int(depth > 2 ? 4 : 6)) {
      case 4:
        return define(
          "p",
          (id) =>
            `<pattern id="${id}" ${area()}${units("patternUnits")}${choices.chance(3) ? units("patternContentUnits") : ""}${choices.chance(4) ? ' viewBox="0 0 9 7"' : ""}>${content(depth + 1)}</pattern>`,
        );
      case 5:
        return define(
          "g",
          (id) =>
            `<linearGradient id="${id}"><stop stop-color="red"/><stop offset="1" stop-opacity=".2"/></linearGradient>`,
        );
      case 3:
        return "none";
      default:
        return choices.one(["red", "#0a0"]);
    }
  };
  const shape = (depth: number): string => {
    const look = `${transform()} fill="${paint(depth)}"${choices.chance(3) ? ` stroke="${paint(depth)}" stroke-width="${Math.abs(number(choices))}"` : ""}${choices.chance(6) ? ' opacity=".4"' : ""}${choices.chance(20) ? ' stroke-dasharray="5 900"' : ""}${choices.chance(20) ? ' visibility="hidden"' : ""}`;
    switch (choices.int(nesting < 2 ? 9 : 8) >> 1) {
      case 0:
        return `<rect ${rect()}${look}/>`;
      case 1:
        return `<circle cx="${number(choices)}" cy="${number(choices)}" r="${Math.abs(number(choices))}"${look}/>`;
      case 2:
        return `<path d="M${number(choices)} ${number(choices)}L${number(choices)} ${number(choices)}C1 2 ${number(choices)} 4 ${number(choices)} 6Z"${look}/>`;
      case 3:
        return `<line x1="${number(choices)}" y1="0" x2="${number(choices)}" y2="${number(choices)}"${look.includes("stroke=") ? look : `${look} stroke="red"`}/>`;
      default: {
        const inner = drawing(
          choices,
          choices.one(wild ? [4, 0.6, 300] : [4, 24, 60]),
          choices.one([4, 24, 100]),
          nesting + 1,
        );
        return `<image ${rect()}${transform()}${choices.chance(4) ? ' preserveAspectRatio="xMidYMid slice"' : ""}${choices.chance(5) ? ' opacity=".5"' : ""} href="data:image/svg+xml;base64,${Buffer.from(inner).toString("base64")}"/>`;
      }
    }
  };
  const filter = (): string =>
    define(
      "f",
      (id) =>
        `<filter id="${id}" ${area()}${units("filterUnits")}>${Array.from(
          { length: choices.between(1, 3) },
          () =>
            choices.one([
              `<feGaussianBlur stdDeviation="${choices.one(wild ? [0, 0.04, 40, "0 9"] : [0, 1, 3, "0 2"])}"/>`,
              `<feOffset dx="${number(choices)}" dy="${number(choices)}"/>`,
              `<feFlood flood-color="red" ${choices.chance(2) ? rect() : ""}/>`,
              '<feComposite in2="SourceAlpha" operator="in"/>',
              '<feComposite in2="SourceAlpha" operator="arithmetic" k1="1" k2=".5"/>',
              `<feDropShadow dx="${number(choices)}" dy="2" stdDeviation="${choices.one([1, 5])}"/>`,
              '<feMerge><feMergeNode/><feMergeNode in="SourceGraphic"/></feMerge>',
              `<feMorphology operator="${choices.one(["erode", "dilate"])}" radius="${choices.one([1, 3, 0])}"/>`,
              '<feColorMatrix type="saturate" values=".3"/>',
              "<feTile/>",
              '<feDisplacementMap in2="SourceGraphic" scale="9"/>',
              '<feDiffuseLighting><feDistantLight azimuth="3"/></feDiffuseLighting>',
              '<feTurbulence baseFrequency=".1"/>',
              '<feBlend in2="SourceGraphic" mode="multiply"/>',
              '<feConvolveMatrix order="3" kernelMatrix="1 0 0 0 1 0 0 0 1"/>',
            ]),
        ).join("")}</filter>`,
    );
  const group = (depth: number): string => {
    let look = transform();
    if (choices.chance(3)) look += ' opacity=".5"';
    if (choices.chance(4))
      look += ` clip-path="${define("c", (id) => `<clipPath id="${id}"${choices.chance(4) ? units("clipPathUnits") : ""}>${shape(9)}</clipPath>`)}"`;
    if (choices.chance(4))
      look += ` mask="${define("m", (id) => `<mask id="${id}" ${choices.chance(2) ? area() : ""}${choices.chance(3) ? units("maskUnits") : ""}${choices.chance(4) ? units("maskContentUnits") : ""}>${content(depth + 1)}</mask>`)}"`;
    if (choices.chance(6)) look += ` filter="${filter()}"`;
    if (choices.chance(12)) look += ` style="mix-blend-mode:multiply"`;
    return `<g${look}>${content(depth + 1)}</g>`;
  };
  const content = (depth: number): string =>
    Array.from({ length: choices.between(1, depth > 2 || nesting > 0 ? 1 : 2) }, () =>
      depth < 4 && choices.chance(2) ? group(depth) : shape(depth),
    ).join("");
  const body = content(nesting);
  return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" height="${height}"${view}><defs>${defs.join("")}</defs>${body}</svg>`;
}
