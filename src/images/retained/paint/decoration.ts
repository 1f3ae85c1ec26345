// Lines under, over and through text, as satori writes them.

import type { Typesetter } from "../layout/text/typesetter.ts";
import type { GlyphRun } from "./glyphs.ts";
import type { Decoration, TextStyle } from "../layout/style/text-style.ts";

/** Position of a line of text in the picture. */
export interface DecoratedLine {
  left: number;
  top: number;
  width: number;
  ascender: number;
}

/** The text on a line, for `text-decoration-skip-ink`. */
export interface DecoratedRun extends GlyphRun {
  ascender: number;
}

type Span = readonly [from: number, to: number];

const thicknessOf = ({ thickness }: Decoration, fontSize: number) =>
  thickness === undefined ? Math.max(1, fontSize * 0.1) : Math.max(0, thickness);

/** From the top of the letters to the middle of the line under them. */
const depthOf = ({ offset }: Decoration, ascender: number, thickness: number) =>
  offset === undefined ? ascender * 1.1 : ascender + offset + thickness / 2;

/** The markup of the lines that decorate one line of text. */
export function writeDecoration(
  line: DecoratedLine,
  runs: readonly DecoratedRun[],
  style: TextStyle,
  typesetter: Typesetter,
): string {
  const { decoration, fontSize } = style;
  const { lines, color = style.color } = decoration;
  const thickness = thicknessOf(decoration, fontSize);
  if (!thickness) return "";
  const { left, top, width, ascender } = line;
  const whole: Span[] = [[left, left + width]];
  return lines
    .map((kind) => {
      if (kind === "line-through") return draw(whole, top + ascender * 0.7);
      if (kind === "overline") return draw(whole, top - thickness / 2);
      const y = top + depthOf(decoration, ascender, thickness);
      const gaps = decoration.skipInk ? runs.flatMap((run) => inkUnder(run)) : [];
      return draw(gaps.length ? between(whole[0]!, gaps, y, thickness, top + ascender) : whole, y);
    })
    .join("");

  function draw(spans: readonly Span[], y: number): string {
    const dotted = decoration.style === "dotted";
    const dashes = dotted
      ? ` stroke-dasharray="0 ${thickness * 2}"`
      : decoration.style === "dashed"
        ? ` stroke-dasharray="${thickness * 1.2} ${thickness * 2}"`
        : "";
    const stroke = `fill="none" stroke="${color}" stroke-width="${thickness}"`;
    const straight = (at: number) =>
      spans
        .map(
          ([from, to]) =>
            `<path d="M${from} ${at}L${to} ${at}" ${stroke}${dashes} stroke-linecap="${dotted ? "round" : "square"}"/>`,
        )
        .join("");
    if (decoration.style === "wavy")
      return spans.map(([from, to]) => `<path d="${wave(from, to, y, thickness)}" ${stroke}/>`).join("");
    return straight(y) + (decoration.style === "double" ? straight(y + thickness + 1) : "");
  }

  /** Boxes of the glyphs that reach into the band of the underline. */
  function inkUnder({ text, x, y, direction, ascender: own }: DecoratedRun): Ink[] {
    const middle = y - own + depthOf(decoration, own, thickness);
    const band = { top: middle - thickness * 0.25, bottom: middle + thickness * 2.5 };
    const found: Ink[] = [];
    let pen = x;
    for (const { face, shaped } of typesetter.runs(text, direction)) {
      const scale = fontSize / face.unitsPerEm;
      shaped.glyphs.forEach((glyph, i) => {
        const columns = columnsOf(
          face.outline(glyph.id),
          pen + glyph.dx * scale,
          y + glyph.dy * scale,
          scale,
          band,
        );
        const bleed = thickness * 0.6;
        if (columns) found.push({ from: columns[0] - bleed, to: columns[1] + bleed, ...band });
        pen += glyph.advance * scale;
        if (shaped.glyphs[i + 1]?.cluster !== glyph.cluster) pen += style.letterSpacing;
      });
    }
    return found;
  }
}

interface Ink {
  from: number;
  to: number;
  top: number;
  bottom: number;
}

/** The segments of an underline that are left beside descenders (skip-ink). */
function between(
  [start, end]: Span,
  ink: readonly Ink[],
  y: number,
  thickness: number,
  baseline: number,
): Span[] {
  const half = thickness / 2;
  const bleed = Math.max(half, thickness * 1.25);
  const gaps: [number, number][] = [];
  for (const { from, to, top, bottom } of ink) {
    if (bottom < baseline + half || top > y + half) continue;
    const gap: [number, number] = [Math.max(start, from - bleed), Math.min(end, to + bleed)];
    if (gap[0] >= gap[1]) continue;
    const last = gaps.at(-1);
    if (last && gap[0] <= last[1]) last[1] = Math.max(last[1], gap[1]);
    else gaps.push(gap);
  }
  const spans: Span[] = [];
  let at = start;
  for (const [from, to] of gaps) {
    if (from > at) spans.push([at, from]);
    at = Math.max(at, to);
    if (at >= end) break;
  }
  if (at < end) spans.push([at, end]);
  return spans;
}

/** The first and the last pixel column in which an outline crosses a band. */
function columnsOf(
  outline: Float32Array,
  x: number,
  y: number,
  scale: number,
  { top, bottom }: { top: number; bottom: number },
): Span | undefined {
  const edges = flatten(outline, (px, py) => [x + px * scale, y - py * scale]);
  const samples = Math.max(12, Math.ceil((bottom - top) / 0.25));
  const step = (bottom - top) / samples;
  let first = Infinity;
  let last = -Infinity;
  for (let i = 0; i < samples; i++) {
    const at = top + step / 2 + step * i;
    const crossings: number[] = [];
    for (const [x1, y1, x2, y2] of edges) {
      if (y1 === y2 || at < Math.min(y1, y2) || at >= Math.max(y1, y2)) continue;
      crossings.push(x1 + ((x2 - x1) * (at - y1)) / (y2 - y1));
    }
    crossings.sort((a, b) => a - b);
    for (let k = 0; k + 1 < crossings.length; k += 2) {
      const from = Math.floor(crossings[k]!);
      const to = Math.ceil(crossings[k + 1]!);
      if (to <= from) continue;
      first = Math.min(first, from);
      last = Math.max(last, to);
    }
  }
  return first < last ? [first, last] : undefined;
}

type Point = readonly [x: number, y: number];
type Edge = readonly [x1: number, y1: number, x2: number, y2: number];

/** Commands M, L, Q, C and Z by their numbers, and how many coordinates each takes. */
const TAKES = [2, 2, 4, 6, 0];
const STEPS = [0, 1, 12, 16, 1];

/** Segments per curve: satori's 12 for quadratic and 16 for cubic ones. */
function flatten(outline: Float32Array, place: (x: number, y: number) => Point): Edge[] {
  const edges: Edge[] = [];
  let start: Point = [0, 0];
  let current: Point = [0, 0];
  for (let i = 0; i < outline.length;) {
    const command = outline[i++]!;
    const points: Point[] = [current];
    for (let k = 0; k < TAKES[command]!; k += 2) points.push(place(outline[i++]!, outline[i++]!));
    if (command === 0) start = current = points[1]!;
    else {
      if (command === 4) points.push(start);
      const steps = STEPS[command]!;
      let before = current;
      for (let step = 1; step <= steps; step++) {
        const next = steps === 1 ? points.at(-1)! : onCurve(points, step / steps);
        edges.push([...before, ...next]);
        before = next;
      }
      current = points.at(-1)!;
    }
  }
  return edges;
}

function onCurve(points: readonly Point[], t: number): Point {
  let working = points;
  while (working.length > 1)
    working = working.slice(1).map((to, i): Point => {
      const from = working[i]!;
      return [from[0] + (to[0] - from[0]) * t, from[1] + (to[1] - from[1]) * t];
    });
  return working[0]!;
}

function wave(from: number, to: number, y: number, thickness: number): string {
  const amplitude = Math.max(1, thickness);
  const half = Math.max(4, thickness * 4) / 2;
  let path = `M${from} ${y}`;
  for (let x = from; x < to; x += half) {
    const length = Math.min(half, to - x);
    const turn = Math.round((x - from) / half) % 2 ? 1 : -1;
    path += ` q${length / 2} ${turn * amplitude * 2} ${length} 0`;
  }
  return path;
}
