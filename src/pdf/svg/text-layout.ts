// Lays out SVG text, by the same lines and shapers as the text of a document.
import { Canvas, type Supplies } from "../document/canvas.ts";
import { num } from "../file/syntax.ts";
import { layoutLines, type Line } from "../text/lines.ts";
import type { TextStyle } from "../text/parts.ts";
import { Stack } from "../text/stack.ts";
import { writeLine } from "../text/write.ts";
import { type Frame, number } from "./frame.ts";
import { type Box, shift, unite } from "../../svg/box.ts";
import type { Scene } from "./scene.ts";
import { type TextPiece, textPieces } from "./text-pieces.ts";
import type { Element } from "../../svg/read.ts";

/** Letters are laid out at this size and scaled: a canvas has two decimals, and a picture may be tiny. */
export const SIZE = 100;

/** A piece with its place. */
export interface Placed {
  piece: TextPiece;
  line: Line | undefined;
  x: number;
  y: number;
  size: number;
  box: Box;
  /** How much wider than they are letters are drawn. */
  stretch: number;
}

/** The box around a text: from the tops of its letters to what hangs below. */
export function textBox(scene: Scene, element: Element, frame: Frame): Box | undefined {
  let box: Box | undefined;
  for (const placed of placeText(scene, element, frame)) box = unite(box, placed.box);
  return box;
}

/** From the canvas of a piece to the picture. */
export const matrixOf = ({ x, y, size, stretch }: Placed) =>
  [(size / SIZE) * stretch, 0, 0, -size / SIZE, x, y] as const;

/** A canvas whose colour is set already, with rules apart: they are painted as letters are, which text itself says by a mode. */
class Letters extends Canvas {
  rules = "";

  override fill(): void {}

  override rect(x: number, y: number, width: number, height: number): void {
    this.rules += `${[x, -y - height, width, height].map(num).join(" ")} re\n`;
  }
}

/** The operators of a piece without its colours, and the path of its underlines; undefined where nothing is written. */
export function lettersOf({ line }: Placed, supplies: Supplies): { ops: string; rules: string } | undefined {
  if (!line) return undefined;
  const canvas = new Letters(supplies, 0);
  writeLine(canvas, line, 0, 0, line.width, "left");
  return canvas.ops ? canvas : undefined;
}

/** Lays out the pieces of a text, chunk by chunk: a chunk begins where a place is given. */
export function placeText(scene: Scene, element: Element, frame: Frame): Placed[] {
  const out: Placed[] = [];
  let chunk: Placed[] = [];
  let [x, y] = [0, 0];
  const flush = () => {
    const first = chunk[0];
    if (!first) return;
    const { style } = first.piece.frame;
    const width = x - first.x;
    const rtl = style.direction === "rtl";
    const anchor = style["text-anchor"];
    const side = anchor === "middle" ? 0.5 : (anchor === "end") !== rtl ? 1 : 0;
    for (const { box, ...placed } of chunk) {
      const by = -width * side;
      out.push({ ...placed, x: placed.x + by, box: shift(box, by, 0) });
    }
    chunk = [];
  };
  const pieces = textPieces(element, frame);
  scene.count(pieces.length);
  const wanted = frame.length(element.attributes.textLength, 0);
  const natural = wanted > 0 ? pieces.reduce((sum, piece) => sum + layOut(scene, piece, 0).advance, 0) : 0;
  const scaled = element.attributes.lengthAdjust === "spacingAndGlyphs";
  const count = pieces.reduce((sum, { text }) => sum + text.length, 0);
  const spread = natural && !scaled ? (wanted - natural) / Math.max(1, count) : 0;
  const stretch = natural && scaled ? wanted / natural : 1;
  for (const piece of pieces) {
    if (piece.x !== undefined || piece.y !== undefined) flush();
    x = (piece.x ?? x) + piece.dx;
    y = (piece.y ?? y) + piece.dy;
    const { line, advance, size, ascent, descent, shift: raised } = layOut(scene, piece, spread);
    const wide = advance * stretch;
    const base = y + raised;
    const box = { left: x, top: base - ascent * size, right: x + wide, bottom: base + descent * size };
    chunk.push({ piece, line, x, y: base, size, box, stretch });
    x += wide;
  }
  flush();
  return out;
}

function layOut(scene: Scene, { text, frame }: TextPiece, spread: number) {
  const { style } = frame;
  const size = frame.fontSize();
  const stack = stackOf(scene, frame);
  const { ascent, descent } = stack.primary.metrics;
  const spacing = style["letter-spacing"] === "normal" ? 0 : frame.length(style["letter-spacing"], 0);
  const decoration = style["text-decoration"] ?? style["text-decoration-line"] ?? "";
  const textStyle: TextStyle = {
    stack,
    size: SIZE,
    color: "000000",
    lineHeight: 1,
    letterSpacing: ((spacing + spread) * SIZE) / size || undefined,
    underline: decoration.includes("underline"),
    strike: decoration.includes("line-through"),
  };
  const visible = size > 0 && text !== "";
  const lines = visible
    ? layoutLines([{ text, style: textStyle }], Infinity, {
        direction: style.direction === "rtl" ? "rtl" : "ltr",
      })
    : [];
  const [line] = lines;
  const spaces = text.length - text.trimEnd().length;
  const trailing = line ? spaces * (stack.spaceEm * size + spacing + spread) : 0;
  const shift = size * (BASELINES.get(style["dominant-baseline"] ?? "")?.(ascent, -descent) ?? 0);
  return {
    line,
    size,
    ascent,
    descent: -descent,
    shift,
    advance: ((line?.width ?? 0) * size) / SIZE + trailing,
  };
}

/**
 * Distance of the alphabetic baseline below the `dominant-baseline` (CSS Inline 3), in ems. `middle` is half
 * the x-height: 0.27 for an x-height of 0.54, which is Inter's; `hanging` is 0.8 of the ascent, as browsers have it
 * for fonts without a BASE table.
 */
const BASELINES = new Map<string, (ascent: number, descent: number) => number>(
  Object.entries({
    middle: () => 0.27,
    central: (ascent, descent) => (ascent - descent) / 2,
    hanging: (ascent) => ascent * 0.8,
    "text-before-edge": (ascent) => ascent,
    "text-top": (ascent) => ascent,
    "text-after-edge": (_, descent) => -descent,
    "text-bottom": (_, descent) => -descent,
  }),
);

const WEIGHTS = new Map(Object.entries({ normal: 400, bold: 700, bolder: 700, lighter: 300 }));

function stackOf(scene: Scene, { style }: Frame): Stack {
  const { fonts } = scene.host;
  const weight = style["font-weight"] ?? "";
  return Stack.of(fonts, {
    family: familyOf(scene, style["font-family"]),
    weight: WEIGHTS.get(weight) ?? Math.min(1000, Math.max(1, number(weight, 400))),
    italic: /italic|oblique/.test(style["font-style"] ?? ""),
    features: [],
    language: scene.host.lang,
  });
}

/** The first family of a list that is there. */
function familyOf(scene: Scene, list = ""): string {
  const { faces, defaultFamily } = scene.host.fonts;
  for (const name of list.split(",")) {
    const wanted = name
      .trim()
      .replace(/^["']|["']$/g, "")
      .toLowerCase();
    const face = faces.find(({ family }) => family.toLowerCase() === wanted);
    if (face) return face.family;
    if (wanted === "monospace")
      return faces.find(({ family }) => /mono/i.test(family))?.family ?? defaultFamily;
    if (wanted === "serif" || wanted === "sans-serif") return defaultFamily;
  }
  return defaultFamily;
}
