// Random SVG: all shapes, transforms, viewports, paint servers and effects, nested in one another.

import * as fc from "fast-check";
import { rolled, type Dice } from "../../test/images/random/dice.ts";
import { pathData } from "../../test/svg/random-path.ts";

const PATHS = fc.sample(pathData(), { numRuns: 40, seed: 7 });
const ASPECTS = ["none", "xMinYMin", "xMaxYMid slice", "xMidYMax meet", "xMidYMid"];
const UNITS = ["", ' DEF="userSpaceOnUse"', ' DEF="objectBoundingBox"'];

/** A place or a size, as it may be written. */
const length = (dice: Dice, max = 200): string =>
  dice.one([String(dice.int(0, max)), String(dice.int(0, max * 8) / 8), `${dice.int(0, 100)}%`]);
const number = (dice: Dice, max = 200): string => String(dice.int(-max, max * 4) / 4);

const transform = (dice: Dice): string =>
  dice.one([
    "",
    "",
    ` transform="translate(${number(dice, 40)} ${number(dice, 40)})"`,
    ` transform="rotate(${dice.int(-90, 90)} 100 80) scale(${dice.int(2, 12) / 8})"`,
    ` transform="matrix(${dice.int(1, 9) / 6} .1 -.2 ${dice.int(1, 9) / 6} ${number(dice, 20)} 3)"`,
    ` transform="skewX(${dice.int(-20, 20)})translate(1.5,-2)"`,
  ]);

const paint = (dice: Dice): string =>
  dice.one(["#e11d48", "teal", "none", "rgb(10% 50% 90% / .6)", "url(#lines)", "url(#ramp)", "url(#ring)"]);

const stroke = (dice: Dice): string =>
  dice.one([
    "",
    ` stroke="${paint(dice)}" stroke-width="${dice.int(1, 40) / 4}"`,
    ` stroke="#036" stroke-dasharray="${dice.int(1, 9)} 3.5" stroke-linejoin="round"`,
    ` stroke="#630" stroke-width="5" stroke-linecap="square" stroke-miterlimit="9"`,
  ]);

const shape = (dice: Dice): string => {
  const points = Array.from({ length: dice.int(1, 5) }, () => `${number(dice)},${number(dice)}`).join(" ");
  const rounded = dice.one([
    "",
    ` rx="${length(dice, 40)}"`,
    ` ry="${length(dice, 40)}"`,
    ' rx="9" ry="300"',
  ]);
  return dice.one([
    `<rect x="${length(dice)}" y="${length(dice)}" width="${length(dice)}" height="${length(dice)}"${rounded}`,
    `<circle cx="${length(dice)}" cy="${length(dice)}" r="${length(dice, 90)}"`,
    `<ellipse cx="${length(dice)}" cy="${length(dice)}" rx="${length(dice, 90)}" ry="${length(dice, 90)}"`,
    `<line x1="${length(dice)}" y1="${length(dice)}" x2="${length(dice)}" y2="${length(dice)}" stroke="#111"`,
    `<polygon points="${points}"`,
    `<polyline points="${points}" stroke="#0a0"`,
    `<path d="${dice.one(PATHS)}"${dice.one(["", ' marker-end="url(#tip)"'])}`,
    `<path d="${dice.one(PATHS)}" fill-rule="evenodd"`,
  ]);
};

const effect = (dice: Dice): string =>
  dice.one(["", "", ' opacity=".5"', ' clip-path="url(#cut)"', ' mask="url(#veil)"', ' filter="url(#blur)"']);

function content(dice: Dice, depth: number): string {
  const kind = dice.int(0, depth > 2 ? 6 : 9);
  if (kind < 7)
    return `${shape(dice)} fill="${paint(dice)}"${stroke(dice)}${transform(dice)}${effect(dice)}/>`;
  const inner = dice.many(1, 3, () => content(dice, depth + 1)).join("");
  if (kind < 9) return `<g${transform(dice)}${effect(dice)}>${inner}</g>`;
  return `<svg x="${length(dice, 60)}" y="9" width="${dice.int(20, 200)}" height="${dice.int(20, 200)}" viewBox="0 0 ${dice.int(20, 300)} ${dice.int(20, 300)}" preserveAspectRatio="${dice.one(ASPECTS)}">${inner}</svg>`;
}

const units = (dice: Dice, name: string) => dice.one(UNITS).replace("DEF", name);

function definitions(dice: Dice): string {
  return `<defs><linearGradient id="ramp"${units(dice, "gradientUnits")} x2="${dice.one(["1", "80%", "60"])}" spreadMethod="${dice.one(["pad", "reflect", "repeat"])}"><stop stop-color="#fde047"/><stop offset="1" stop-color="#7c3aed" stop-opacity="${dice.one(["1", ".3"])}"/></linearGradient>
<radialGradient id="ring" cx="${dice.one(["50%", "20%"])}" r="40%"><stop stop-color="#fff"/><stop offset=".8" stop-color="#0ea5e9"/></radialGradient>
<pattern id="lines" patternUnits="userSpaceOnUse" width="${dice.int(8, 40)}" height="${dice.int(8, 40)}"${dice.one(["", ` viewBox="0 0 10 12" preserveAspectRatio="${dice.one(ASPECTS)}"`])} patternTransform="rotate(${dice.int(0, 45)})"><rect width="5" height="5" fill="#f97316"/></pattern>
<clipPath id="cut"${units(dice, "clipPathUnits")}>${shape(dice)}/></clipPath>
<mask id="veil"${units(dice, "maskUnits")}><rect width="90%" height="120" fill="#aaa"/>${shape(dice)} fill="#fff"/></mask>
<filter id="blur"><feGaussianBlur stdDeviation="${dice.int(1, 6)}"/></filter>
<marker id="tip" viewBox="0 0 10 10" markerWidth="${dice.int(2, 6)}" markerHeight="4" refX="5" refY="5" orient="auto"><path d="M0 0L10 5 0 10z"/></marker></defs>`;
}

/** Source of a drawing. */
export const randomSvg: fc.Arbitrary<string> = rolled((dice) => {
  const box = dice.one(["", ' viewBox="0 0 200 200"', ' viewBox="-10 -20 240 150"', ' viewBox="0 0 90 300"']);
  const aspect = box && dice.one(["", ` preserveAspectRatio="${dice.one(ASPECTS)}"`]);
  const body = dice.many(1, 6, () => content(dice, 0)).join("");
  return `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="${dice.one(["200", "133.3"])}"${box}${aspect}>${definitions(dice)}${body}</svg>`;
});
