// The outlines of a text, for what is drawn as pixels: its operators are read back and its glyphs looked up.
import { openFace } from "../../fonts/shaping/open-face.ts";
import type { Supplies } from "../document/canvas.ts";
import { fine } from "../file/syntax.ts";
import type { Typeface } from "../text/typeface.ts";
import type { Frame } from "./frame.ts";
import type { Scene } from "./scene.ts";
import { lettersOf, matrixOf, type Placed, placeText } from "./text-layout.ts";
import type { Element } from "../../svg/read.ts";

/** How many numbers follow each command of an outline: M, L, Q, C, Z. */
const COUNTS = [2, 2, 4, 6, 0];
/** An operand in parentheses, another operand, or an operator; of dictionaries only their delimiters. */
const TOKEN = /\(((?:[^\\)]|\\[\s\S])*)\)|([[\]])|<<|>>|<[^>]*>|(-?[\d.]+)|\/([^\s/[\]()<>]+)|([A-Za-z]+)/g;

/** The path data of a `<text>` element. */
export const outlineText = (scene: Scene, element: Element, frame: Frame): string =>
  placeText(scene, element, frame).map(outlineOf).join("");

/** The path data of a piece of text. */
export function outlineOf(placed: Placed): string {
  const faces: Typeface[] = [];
  const supplies: Supplies = {
    font: (typeface) => {
      if (!faces.includes(typeface)) faces.push(typeface);
      return String(faces.indexOf(typeface));
    },
    silentFont: (typeface) => supplies.font(typeface),
    readingFont: () => "",
    note: () => false,
    emoji: () => undefined,
    pageCount: () => "",
    countShift: () => 0,
  };
  let path = "";
  const [a, , , d, e, f] = matrixOf(placed);
  for (const { face, glyph, x, y, size } of glyphsOf(lettersOf(placed, supplies), faces)) {
    const outline = openFace(face.data).outline(glyph);
    const scale = size / face.upem;
    for (let i = 0; i < outline.length;) {
      const command = outline[i++]!;
      path += "MLQCZ"[command];
      for (let end = i + COUNTS[command]!; i < end; i += 2)
        path += `${fine((x + outline[i]! * scale) * a + e)} ${fine((y + outline[i + 1]! * scale) * d + f)} `;
    }
  }
  return path;
}

/** The visible glyphs of text operators, with their places. */
function* glyphsOf(ops: string, faces: readonly Typeface[]) {
  let face: Typeface | undefined;
  let [x, y, size, rise, spacing, hidden] = [0, 0, 1, 0, 0, false];
  let operands: (number | string)[] = [];
  for (const [, text, , number, name, operator] of ops.matchAll(TOKEN)) {
    if (text !== undefined) operands.push(`(${text}`);
    else if (number !== undefined) operands.push(Number(number));
    else if (name !== undefined) operands.push(name);
    if (operator === undefined) continue;
    const last = operands.at(-1);
    if (operator === "Tm") [size, , , , x, y] = operands as [number, number, number, number, number, number];
    else if (operator === "Tf") face = faces[Number(operands[0])];
    else if (operator === "Ts") rise = Number(last);
    else if (operator === "Tc") spacing = Number(last);
    else if (operator === "Tr") hidden = last === 3;
    else if (operator === "TJ" && face)
      for (const operand of operands) {
        if (typeof operand === "number") x -= (operand / 1000) * size;
        else
          for (const glyph of glyphNumbers(operand.slice(1))) {
            if (!hidden) yield { face, glyph, x, y: y + rise * size, size };
            if (!hidden) x += (face.advance(glyph) / face.upem + spacing) * size;
          }
      }
    operands = [];
  }
}

/** Two bytes for each, with what PDF escapes. */
function* glyphNumbers(shown: string): Generator<number> {
  const bytes = shown.replace(/\\(r|[\s\S])/g, (_, c: string) => (c === "r" ? "\r" : c));
  for (let i = 0; i + 1 < bytes.length; i += 2) yield (bytes.charCodeAt(i) << 8) | bytes.charCodeAt(i + 1);
}
