// Output for people: calm lines, coloured only on a terminal.

import { styleText } from "node:util";

type Style = Parameters<typeof styleText>[0];

/** Node knows which terminals have colours, and who has asked for none (`NO_COLOR`). */
function paint(style: Style): (text: string) => string {
  return (text) => styleText(style, text, { stream: process.stderr });
}

export const bold = paint("bold");
export const dim = paint("dim");
export const red = paint("red");
export const green = paint("green");
export const yellow = paint("yellow");
export const cyan = paint("cyan");

/** A line to standard error: standard output is for results. */
export function say(line = ""): void {
  process.stderr.write(`${line}\n`);
}

/** Says why, and ends with exit code 1. */
export function fail(message: string): never {
  say(`${red("error")} ${message}`);
  process.exit(1);
}
