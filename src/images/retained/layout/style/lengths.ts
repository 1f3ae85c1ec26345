// Lengths and other values of declarations, read as satori reads them.

import { Unsupported } from "../unsupported.ts";

/** A length in pixels, a percentage ("50%"), "auto", or a keyword such as "max-content". */
export type Length = number | string;

export interface Viewport {
  width: number;
  height: number;
}

/** The bases of relative lengths. */
export interface Units extends Viewport {
  /** The font size of the element. */
  em: number;
}

export function unsupported(name: string, value: unknown): Unsupported {
  return new Unsupported(`${name}: ${JSON.stringify(value)?.slice(0, 60)}`);
}

const LENGTH = /^([-+]?(?:\d+(?:\.\d*)?|\.\d+))(px|em|rem|vw|vh|vmin|vmax|pt|%)?$/;

/** Pixels, or a percentage as text. @throws Unsupported for anything else. */
export function readLength(name: string, value: unknown, { em, width, height }: Units): Length {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  const text = String(value).trim();
  if (text === "auto") return text;
  const match = LENGTH.exec(text);
  const amount = Number(match?.[1]);
  if (!match || !Number.isFinite(amount)) throw unsupported(name, value);
  const ofViewport = (side: number) => Math.trunc((amount * side) / 100);
  switch (match[2]) {
    case "%":
      return `${amount}%`;
    case "em":
      return amount * em;
    case "rem":
      return amount * 16;
    case "pt":
      return (amount * 96) / 72;
    case "vw":
      return ofViewport(width);
    case "vh":
      return ofViewport(height);
    case "vmin":
      return ofViewport(Math.min(width, height));
    case "vmax":
      return ofViewport(Math.max(width, height));
    default:
      return amount;
  }
}

const SIZES: Readonly<Record<string, string>> = {
  "min-content": "min-content",
  "max-content": "max-content",
  "fit-content": "fit-content",
  stretch: "stretch",
  "-webkit-fill-available": "stretch",
};

/** A length, or a keyword of sizes. */
export function readSize(name: string, value: unknown, units: Units): Length {
  const text = String(value).trim();
  // The layout module takes `auto` for `none`: no maximum.
  if (text === "none" && name.startsWith("max")) return "auto";
  if (text === "auto" && name.startsWith("max")) throw unsupported(name, value);
  return SIZES[text] ?? readLength(name, value, units);
}

/** A length that is neither a percentage nor "auto". */
export function readPixels(name: string, value: unknown, units: Units): number {
  const length = readLength(name, value, units);
  if (typeof length !== "number") throw unsupported(name, value);
  return length;
}

export function readNumber(name: string, value: unknown): number {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof number !== "number" || !Number.isFinite(number)) throw unsupported(name, value);
  return number;
}

export function readWord(name: string, value: unknown): string {
  if (typeof value !== "string") throw unsupported(name, value);
  return value.trim();
}

/** One of some words. */
export function readOneOf(name: string, value: unknown, words: readonly string[]): string {
  const word = String(value).trim();
  if (!words.includes(word)) throw unsupported(name, value);
  return word;
}

export const SIDES = ["Top", "Right", "Bottom", "Left"] as const;

/** True for digits with a sign or a point that are not all zero. */
const isBareNumber = (part: string) => /^[-+.\d]+$/.test(part) && /[1-9]/.test(part);

/** One to four values, for the top, the right, the bottom and the left. */
export function readSides(name: string, value: unknown): unknown[] {
  if (typeof value === "number") return [value, value, value, value];
  const parts = String(value).trim().split(/\s+/);
  if (parts.length > 4) throw unsupported(name, value);
  // satori leaves out a list with a bare number in it.
  if (parts.length > 1 && parts.some((part) => isBareNumber(part))) throw unsupported(name, value);
  const [top, right = top, bottom = top, left = right] = parts;
  return [top, right, bottom, left];
}
