// The `<text>` of inline SVG as parts: each in one style and at its place (SVG 2 §11).

import { styleOf, type TextStyle } from "./scan.ts";
import type { HostElement, HostNode, HostProps } from "../tree.ts";

/** Which properties of text a part has: those that are inherited, and those of the nearest element. */
export interface Look {
  text: TextStyle;
  /** In the SVG's units. */
  size: number;
  spacing: number;
  anchor: string;
  baseline: string;
  /** What percentages refer to. */
  across: number;
  down: number;
}

/** Text in one style, or a move to another place. */
export interface Part {
  text: string;
  look: Look;
  /** Attributes of its path. */
  props: HostProps;
  at: { x?: number; y?: number; dx: number; dy: number };
}

/** Properties that are used up here: a path has none of them. */
const USED = new Set(
  "x y dx dy children textAnchor text-anchor dominantBaseline dominant-baseline alignmentBaseline fontSize font-size fontFamily font-family fontWeight font-weight fontStyle font-style letterSpacing letter-spacing lang textLength lengthAdjust rotate xmlSpace".split(
    " ",
  ),
);

/** What an element says of text, by its style or by its attributes. */
export function lookOf(node: HostElement, parent: Look): Look {
  const { props, type } = node;
  const say = (name: string) =>
    props.style?.[name] ??
    props[name] ??
    props[name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)];
  const [family, weight, slant] = [say("fontFamily"), say("fontWeight"), say("fontStyle")];
  const style = {
    ...props.style,
    ...(family !== undefined && { fontFamily: family }),
    ...(weight !== undefined && { fontWeight: weight }),
    ...(slant !== undefined && { fontStyle: slant }),
  };
  const size = lengthOf(say("fontSize"), parent.size, parent.size) ?? parent.size;
  const box = String(props.viewBox ?? "")
    .trim()
    .split(/[\s,]+/)
    .map(Number);
  const isPage = type === "svg";
  return {
    text: styleOf({ type, props: { ...props, style } }, parent.text),
    size,
    spacing: lengthOf(say("letterSpacing"), size, size) ?? parent.spacing,
    anchor: String(say("textAnchor") ?? parent.anchor),
    baseline: String(say("dominantBaseline") ?? say("alignmentBaseline") ?? parent.baseline),
    across: isPage ? (box[2] ?? (Number(props.width) || 300)) : parent.across,
    down: isPage ? (box[3] ?? (Number(props.height) || 150)) : parent.down,
  };
}

/** A length in pixels, ems, rems or percent; undefined for any other value. */
function lengthOf(value: unknown, em: number, whole: number): number | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  const [, number, unit] =
    /^\s*([+-]?(?:\d+\.?\d*|\.\d+))(px|em|rem|%|)(?=[\s,]|$)/.exec(String(value)) ?? [];
  if (number === undefined) return undefined;
  const scale = unit === "em" ? em : unit === "rem" ? 16 : unit === "%" ? whole / 100 : 1;
  return Number(number) * scale;
}

/** The pieces of a `<text>` in their order, white space collapsed (SVG 2 §11.5). */
export function partsOf(node: HostElement, look: Look): Part[] {
  const parts: Part[] = [];
  collect(node, look, {}, parts);
  let spaced = true;
  for (const part of parts) {
    const text = part.text.replace(/[ \t\n\r]+/g, " ");
    part.text = spaced ? text.replace(/^ /, "") : text;
    if (part.text) spaced = part.text.endsWith(" ");
  }
  const last = parts.findLast(({ text }) => text);
  if (last) last.text = last.text.replace(/ $/, "");
  return parts;
}

function collect({ props }: HostElement, look: Look, inherited: HostProps, into: Part[]): void {
  const place = {
    x: lengthOf(props.x, look.size, look.across),
    y: lengthOf(props.y, look.size, look.down),
    dx: lengthOf(props.dx, look.size, look.across) ?? 0,
    dy: lengthOf(props.dy, look.size, look.down) ?? 0,
  };
  let at: Part["at"] = place;
  const visit = (child: HostNode): void => {
    if (Array.isArray(child)) return child.forEach(visit);
    if (typeof child === "object") {
      into.push({ text: "", look, props: inherited, at });
      at = { dx: 0, dy: 0 };
      return collect(child, lookOf(child, look), { ...inherited, ...restOf(child.props) }, into);
    }
    if (child === undefined) return;
    into.push({ text: child, look, props: inherited, at });
    at = { dx: 0, dy: 0 };
  };
  visit(props.children);
}

/** Parts that are anchored together: from one absolute place to the next (SVG 2 §11.8.2). */
export function chunksOf(parts: readonly Part[]): Part[][] {
  const chunks: Part[][] = [];
  for (const part of parts) {
    if (!chunks.length || part.at.x !== undefined || part.at.y !== undefined) chunks.push([part]);
    else chunks.at(-1)!.push(part);
  }
  return chunks;
}

export function restOf(props: HostProps): HostProps {
  const rest: HostProps = {};
  for (const name in props) if (!USED.has(name) && name !== "style") rest[name] = props[name];
  const style = Object.entries(props.style ?? {}).filter(([name]) => !USED.has(name));
  if (style.length) rest.style = Object.fromEntries(style);
  return rest;
}
