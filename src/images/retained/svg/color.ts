// The colours that satori writes, as resvg reads them.

import type * as Culori from "culori";
import { require } from "../../../require.ts";

// One file; imported, it would be a hundred and fifty.
const { colorsNamed } = require("culori") as typeof Culori;

/** Red, green, blue and alpha, 0–255. */
export type Color = readonly [number, number, number, number];

/** Reads `#rgb`, `#rrggbb`, `#rgba`, `#rrggbbaa`, `rgb()` with numbers, `hsl()` with commas, and names; else undefined. */
export function readColor(text: string, opacity?: string): Color | undefined {
  const color = readName(text) ?? readHex(text) ?? readFunction(text) ?? readHsl(text);
  if (!color || opacity === undefined) return color;
  const factor = Number(opacity);
  if (!(factor >= 0 && factor <= 1)) return undefined;
  return [color[0], color[1], color[2], Math.floor((color[3] / 255) * factor * 255 + 0.5)];
}

/** Premultiplied RGBA in one number, red lowest, rounded as tiny-skia does. */
export function premultiply([red, green, blue, alpha]: Color): number {
  const a = Math.fround(alpha / 255);
  const part = (value: number) => Math.floor(Math.fround(Math.fround(value / 255) * a) * 255 + 0.5);
  return ((alpha << 24) | (part(blue) << 16) | (part(green) << 8) | part(red)) >>> 0;
}

function readHex(text: string): Color | undefined {
  if (!/^#(?:[\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})$/i.test(text)) return undefined;
  const digits = text.length < 6 ? text.slice(1).replace(/./g, "$&$&") : text.slice(1);
  const part = (at: number) => Number.parseInt(digits.slice(at, at + 2), 16);
  return [part(0), part(2), part(4), digits.length === 8 ? part(6) : 255];
}

const FUNCTION =
  /^rgba?\(\s*(\d{1,3})(?:\s*,\s*|\s+)(\d{1,3})(?:\s*,\s*|\s+)(\d{1,3})\s*(?:[,/]\s*(\d*\.?\d+)\s*)?\)$/;

function readName(text: string): Color | undefined {
  if (text === "transparent") return [0, 0, 0, 0];
  const named: number | undefined = /^[a-z]+$/.test(text) ? colorsNamed[text as "black"] : undefined;
  return named === undefined ? undefined : [named >> 16, (named >> 8) & 255, named & 255, 255];
}

function readFunction(text: string): Color | undefined {
  const match = FUNCTION.exec(text);
  if (!match) return undefined;
  const [red, green, blue] = [match[1], match[2], match[3]].map((part) => Math.min(255, Number(part)));
  const alpha = match[4] === undefined ? 255 : Math.round(Math.min(1, Number(match[4])) * 255);
  return [red!, green!, blue!, alpha];
}

const HSL = /^hsla?\(\s*(\d+)\s*,\s*(\d+)%\s*,\s*(\d+)%\s*(?:,\s*(\d*\.?\d+)\s*)?\)$/;

/** Parts of a colour by its hue are cut to whole numbers, where others are rounded. */
function readHsl(text: string): Color | undefined {
  const match = HSL.exec(text);
  if (!match) return undefined;
  const hue = (Number(match[1]) % 360) / 60;
  const saturation = Math.min(1, Number(match[2]) / 100);
  const lightness = Math.min(1, Number(match[3]) / 100);
  const high =
    lightness <= 0.5 ? lightness * (saturation + 1) : lightness + saturation - lightness * saturation;
  const low = 2 * lightness - high;
  const part = (turn: number) => {
    const at = (turn + 6) % 6;
    let value = low;
    if (at < 1) value += (high - low) * at;
    else if (at < 3) value = high;
    else if (at < 4) value += (high - low) * (4 - at);
    return Math.floor(Math.fround(value) * 255);
  };
  const alpha = match[4] === undefined ? 1 : Math.min(1, Number(match[4]));
  return [part(hue + 2), part(hue), part(hue - 2), Math.floor(alpha * 255)];
}
