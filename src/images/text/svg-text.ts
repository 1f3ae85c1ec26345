// `<text>` of inline SVG -> paths: satori refuses it, and resvg would draw it with no font.

import { graphemesOf } from "../../fonts/shaping/graphemes.ts";
import type { FontFace, Fonts } from "../../fonts/fonts.ts";
import { OPERANDS } from "../../fonts/shaping/outlines.ts";
import { fileOf, openFile } from "./face-file.ts";
import { familiesIn, mainFamily } from "./families.ts";
import type { TextStyle } from "./scan.ts";
import { chunksOf, lookOf, partsOf, restOf, type Look, type Part } from "./svg-text-parts.ts";
import type { HostElement, HostNode } from "../tree.ts";

/** The tree with the `<text>` of each inline SVG as paths. Emoji are left out, and text along a path is straight. */
export function settleSvgText(
  tree: HostNode,
  initial: TextStyle,
  fonts: Fonts,
  defaultFamily?: string,
): HostNode {
  const main = mainFamily(fonts, defaultFamily);
  const page: Look = {
    text: initial,
    size: 16,
    spacing: 0,
    anchor: "start",
    baseline: "auto",
    across: 0,
    down: 0,
  };
  return hasText(tree, false) ? walk(tree, page, false) : tree;

  function walk(node: HostNode, parent: Look, inSvg: boolean): HostNode {
    if (typeof node !== "object") return node;
    if (Array.isArray(node)) return node.map((child) => walk(child, parent, inSvg));
    const look = lookOf(node, parent);
    if (inSvg && node.type === "text") return drawn(node, look);
    const children = walk(node.props.children, look, inSvg || node.type === "svg");
    return { type: node.type, props: { ...node.props, children } };
  }

  function drawn(node: HostElement, look: Look): HostElement {
    const parts = partsOf(node, look);
    const paths: HostElement[] = [];
    let [x, y] = [0, 0];
    for (const chunk of chunksOf(parts)) {
      const runs = chunk.map((part) => ({ part, ...shaped(part, main) }));
      const width = runs.reduce((sum, run) => sum + run.width + run.part.at.dx, 0);
      const { at, look: first } = chunk[0]!;
      x = at.x ?? x;
      y = at.y ?? y;
      x -= first.anchor === "middle" ? width / 2 : first.anchor === "end" ? width : 0;
      for (const { part, width: wide, write } of runs) {
        x += part.at.dx;
        y += part.at.dy;
        const d = write(x, y);
        if (d) paths.push({ type: "path", props: { ...part.props, d } });
        x += wide;
      }
    }
    return { type: "g", props: { ...restOf(node.props), children: paths } };
  }

  /** A part's width, and its outlines at a place. */
  function shaped(
    { text, look }: Part,
    family: string,
  ): { width: number; write: (x: number, y: number) => string } {
    const { size, spacing } = look;
    const families = familiesIn(look.text.families, fonts, family);
    const faces = families.map((name) =>
      fonts.match(name, look.text.weight, look.text.italic ? "italic" : "normal"),
    );
    const runs: { face: FontFace; text: string }[] = [];
    for (const segment of graphemesOf(text)) {
      const code = segment.codePointAt(0)!;
      const last = runs.at(-1);
      const face =
        (/\s/.test(segment) ? last?.face : undefined) ??
        faces.find((candidate) => candidate.covers(code)) ??
        fonts.fallback(code, look.text.weight, look.text.language);
      if (!face) continue;
      if (face === last?.face) last.text += segment;
      else runs.push({ face, text: segment });
    }
    let width = 0;
    const glyphs: { outline: Float32Array; x: number; y: number; scale: number }[] = [];
    for (const run of runs) {
      const open = openFile(fileOf(run.face));
      const scale = size / open.unitsPerEm;
      let cluster = -1;
      for (const glyph of open.shape(run.text).glyphs) {
        if (cluster >= 0 && glyph.cluster !== cluster) width += spacing;
        cluster = glyph.cluster;
        const [dx, dy] = [glyph.dx * scale, glyph.dy * scale];
        glyphs.push({ outline: open.outline(glyph.id), x: width + dx, y: dy, scale });
        width += glyph.advance * scale;
      }
      width += spacing;
    }
    const shift = faces[0] ? shiftOf(look.baseline, faces[0], size) : 0;
    const write = (x: number, y: number) =>
      glyphs.map((glyph) => pathOf(glyph.outline, x + glyph.x, y + shift - glyph.y, glyph.scale)).join("");
    return { width, write };
  }
}

function hasText(node: HostNode, inSvg: boolean): boolean {
  if (typeof node !== "object") return false;
  if (Array.isArray(node)) return node.some((child) => hasText(child, inSvg));
  return (inSvg && node.type === "text") || hasText(node.props.children, inSvg || node.type === "svg");
}

/** How far text is moved down by its baseline, as Chromium does. */
function shiftOf(baseline: string, face: FontFace, size: number): number {
  const open = openFile(fileOf(face));
  const scale = size / open.unitsPerEm;
  const { ascent = 0, descent = 0 } = open.metrics ?? {};
  switch (baseline) {
    case "middle":
      return (heightOfX(open) * scale) / 2;
    case "central":
      return ((ascent + descent) * scale) / 2;
    case "hanging":
      return ascent * 0.8 * scale;
    case "text-before-edge":
    case "before-edge":
    case "text-top":
      return ascent * scale;
    case "text-after-edge":
    case "after-edge":
    case "ideographic":
    case "text-bottom":
      return descent * scale;
    default:
      return 0;
  }
}

/** The top of the letter x, in font units. */
function heightOfX(open: ReturnType<typeof openFile>): number {
  const [glyph] = open.shape("x").glyphs;
  let top = 0;
  if (glyph)
    forEachCommand(open.outline(glyph.id), (_, points) => {
      for (let i = 1; i < points.length; i += 2) top = Math.max(top, points[i]!);
    });
  return top;
}

function pathOf(outline: Float32Array, x: number, y: number, scale: number): string {
  let d = "";
  forEachCommand(outline, (command, points) => {
    d += "MLQCZ"[command];
    for (let i = 0; i < points.length; i++)
      d += `${i ? " " : ""}${fine(i % 2 ? y - points[i]! * scale : x + points[i]! * scale)}`;
  });
  return d;
}

function forEachCommand(outline: Float32Array, found: (command: number, points: Float32Array) => void): void {
  for (let at = 0; at < outline.length;) {
    const command = outline[at]!;
    const count = OPERANDS[command]!;
    found(command, outline.subarray(at + 1, at + 1 + count));
    at += 1 + count;
  }
}

const fine = (value: number): number => Math.round(value * 1000) / 1000;
