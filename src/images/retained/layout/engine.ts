// Boxes: satori's own layout module (Taffy, in WebAssembly), asked directly with a tree of ours.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Length } from "./style/lengths.ts";

/** A box, or a text that is measured. */
export interface LayoutNode {
  style: Readonly<Record<string, Length>>;
  display: "flex" | "block" | "flow-root" | "none";
  absolute: boolean;
  hidden: boolean;
  /** Replaced elements, such as images, are sized differently in blocks. */
  replaced?: boolean;
  children: LayoutNode[];
  measure?: Measure;
  box: LaidOut;
  /** Its index in the module's input and output. */
  index: number;
}

/** A node's border box in whole pixels, relative to its parent's border box. */
export interface LaidOut {
  left: number;
  top: number;
  width: number;
  height: number;
  /** Padding and border together: left, right, top, bottom. */
  insets: readonly [number, number, number, number];
  border: readonly [number, number, number, number];
  /** In the same order. */
  margin: readonly [number, number, number, number];
  /** Its border box in the picture, unrounded. */
  exact: { left: number; top: number; width: number; height: number };
}

export interface Measured {
  width: number;
  height: number;
  first?: number;
  last?: number;
}

export type Measure = (width: number, narrowest: boolean) => Measured;

const NOWHERE: LaidOut = {
  left: 0,
  top: 0,
  width: 0,
  height: 0,
  insets: [0, 0, 0, 0],
  border: [0, 0, 0, 0],
  margin: [0, 0, 0, 0],
  exact: { left: 0, top: 0, width: 0, height: 0 },
};

export function layoutNode(
  style: Readonly<Record<string, Length>>,
  display: LayoutNode["display"],
  rest: Partial<LayoutNode> = {},
): LayoutNode {
  return { style, display, absolute: false, hidden: false, children: [], box: NOWHERE, index: 0, ...rest };
}

interface Exports {
  memory: WebAssembly.Memory;
  alloc(length: number): number;
  dealloc(at: number, length: number): void;
  compute(at: number, length: number, width: number, height: number, round: number): number;
}

const STRIDE = 16; // floats that the module returns for each node

let loaded: Exports | undefined;
let measured: readonly LayoutNode[] = [];
/**
 * An error thrown while measuring. Rethrown after `compute` returns: thrown through the WebAssembly frame it would skip
 * the epilogue and leak the module's shadow stack.
 */
let failure: { error: unknown } | undefined;

function engine(): Exports {
  if (loaded) return loaded;
  const path = createRequire(import.meta.url).resolve("satori/layout.wasm");
  const module = new WebAssembly.Module(new Uint8Array(readFileSync(path)));
  const env = {
    resolve_calc: () => 0,
    measure(
      index: number,
      knownWidth: number,
      _knownHeight: number,
      availableWidth: number,
      _availableHeight: number,
      _exclusions: number,
      _exclusionCount: number,
      out: number,
    ) {
      const narrowest = Number.isNaN(knownWidth) && availableWidth < 0;
      const width = Number.isNaN(knownWidth) ? Math.max(0, availableWidth) : knownWidth;
      const size = measure(measured[index]!, width, narrowest);
      const result = new Float32Array(loaded!.memory.buffer, out, 4);
      result[0] = size.width;
      result[1] = size.height;
      result[2] = size.first ?? Number.NaN;
      result[3] = size.last ?? Number.NaN;
    },
  };
  loaded = new WebAssembly.Instance(module, { env }).exports as unknown as Exports;
  return loaded;
}

function measure(node: LayoutNode, width: number, narrowest: boolean): Measured {
  if (failure) return NOTHING;
  try {
    return node.measure!(width, narrowest);
  } catch (error) {
    failure = { error };
    return NOTHING;
  }
}

const NOTHING: Measured = { width: 0, height: 0 };

/** Lays out the tree in a viewport, setting every node's `box`. */
export function computeLayout(root: LayoutNode, width: number, height: number): void {
  const { alloc, compute, dealloc, memory } = engine();
  const nodes: LayoutNode[] = [];
  let length = 1;
  const visit = (node: LayoutNode) => {
    node.index = nodes.push(node) - 1;
    length += encoded(node).length + 2 + node.children.length;
    for (const child of node.children) visit(child);
  };
  visit(root);
  const outer = measured;
  measured = nodes;
  const at = alloc(length);
  let output: number;
  failure = undefined;
  try {
    write(nodes, new Float32Array(memory.buffer, at, length));
    output = compute(at, length, width, height, 0);
  } finally {
    dealloc(at, length);
    measured = outer;
  }
  if (failure) throw (failure as { error: unknown }).error;
  const result = new Float32Array(memory.buffer, output, nodes.length * STRIDE);
  place(root, result, 0, 0, 0, 0);
}

function write(nodes: readonly LayoutNode[], data: Float32Array): void {
  let at = 0;
  data[at++] = nodes.length;
  for (const node of nodes) {
    const style = encoded(node);
    data.set(style, at);
    at += style.length;
    data[at++] = node.measure ? 1 : 0;
    data[at++] = node.children.length;
    for (const child of node.children) data[at++] = child.index;
  }
}

/** Rounds boxes to pixels by their absolute edges; measured ones are rounded up, so that the text fits. */
function place(
  node: LayoutNode,
  result: Float32Array,
  parentLeft: number,
  parentTop: number,
  roundedParentLeft: number,
  roundedParentTop: number,
): void {
  const at = node.index * STRIDE;
  const left = parentLeft + result[at]!;
  const top = parentTop + result[at + 1]!;
  const width = result[at + 2]!;
  const height = result[at + 3]!;
  const x = Math.round(left);
  const y = Math.round(top);
  const side = (i: number) => result[at + 4 + i]!;
  const line = (i: number) => result[at + 8 + i]!;
  const outer = (i: number) => result[at + 12 + i]!;
  node.box = {
    left: x - roundedParentLeft,
    top: y - roundedParentTop,
    width: node.measure ? Math.ceil(width - 1e-3) : Math.round(left + width) - x,
    height: node.measure ? Math.ceil(height - 1e-3) : Math.round(top + height) - y,
    insets: [side(0) + line(0), side(1) + line(1), side(2) + line(2), side(3) + line(3)],
    border: [line(0), line(1), line(2), line(3)],
    margin: [outer(0), outer(1), outer(2), outer(3)],
    exact: { left, top, width, height },
  };
  for (const child of node.children) place(child, result, left, top, x, y);
}

const DISPLAY = { none: 0, flex: 1, block: 2, "flow-root": 4 };
const ALIGNMENT: Record<string, number> = {
  start: 0,
  "self-start": 0,
  end: 1,
  "self-end": 1,
  "flex-start": 2,
  "flex-end": 3,
  center: 4,
  baseline: 5,
  stretch: 6,
  "space-between": 7,
  "space-evenly": 8,
  "space-around": 9,
  normal: -1,
  auto: -1,
};
const DIRECTION: Record<string, number> = { row: 0, column: 1, "row-reverse": 2, "column-reverse": 3 };
const WRAP: Record<string, number> = { nowrap: 0, wrap: 1, "wrap-reverse": 2 };

const SIZING: Record<string, number> = { "min-content": 4, "max-content": 5, "fit-content": 6, stretch: 9 };

const encodings = new WeakMap<object, Float32Array>();

/** One node's style as floats, cached by the style object: an object is shared by nodes of the same kind only. */
function encoded(node: LayoutNode): Float32Array {
  let data = encodings.get(node.style);
  if (!data) encodings.set(node.style, (data = Float32Array.from(encode(node))));
  return data;
}

/** ABI: the order of `encodeStyle` in satori 0.63.2 (layout-engine/encode.ts:99), see docs/engines/satori.md §1. */
function encode(node: LayoutNode): number[] {
  const data: number[] = [];
  const { style } = node;
  const length = (name: string, fallback: Length) => {
    const value = style[name] ?? fallback;
    if (typeof value === "number") data.push(1, value);
    else if (value.endsWith("%")) data.push(2, Number.parseFloat(value) / 100);
    else data.push(SIZING[value] ?? 0, 0);
  };
  const align = (name: string, fallback: number) => {
    const value = style[name];
    data.push(value === undefined ? fallback : (ALIGNMENT[value] ?? -1));
  };
  data.push(
    DISPLAY[node.display],
    node.absolute ? 1 : 0,
    style.boxSizing === "content-box" ? 1 : 0,
    node.hidden ? 1 : 0,
    node.hidden ? 1 : 0,
  );
  for (const name of ["width", "height", "minWidth", "minHeight", "maxWidth", "maxHeight"])
    length(name, "auto");
  data.push(typeof style.aspectRatio === "number" ? style.aspectRatio : Number.NaN);
  for (const side of ["Left", "Right", "Top", "Bottom"]) length(`margin${side}`, 0);
  for (const side of ["Left", "Right", "Top", "Bottom"]) length(`padding${side}`, 0);
  for (const side of ["Left", "Right", "Top", "Bottom"]) length(`border${side}Width`, 0);
  for (const side of ["left", "right", "top", "bottom"]) length(side, "auto");
  length("columnGap", 0);
  length("rowGap", 0);
  const element = style.boxSizing !== undefined; // an element of the template, not a text
  align("alignItems", element ? ALIGNMENT.stretch! : -1);
  align("alignSelf", -1);
  align("alignContent", -1);
  data.push(-1, -1); // justify-items and justify-self, of grids
  align("justifyContent", element && node.display === "flex" ? ALIGNMENT["flex-start"]! : -1);
  data.push(DIRECTION[style.flexDirection ?? "row"] ?? 0, WRAP[style.flexWrap ?? "nowrap"] ?? 0);
  length("flexBasis", "auto");
  data.push(Number(style.flexGrow ?? 0), Number(style.flexShrink ?? 1));
  data.push(0, node.replaced ? 1 : 0); // text-align of blocks, which satori does itself
  data.push(0, 0, style.direction === "rtl" ? 1 : 0); // float, clear, direction
  data.push(0, 0); // no grid, and not placed in one
  return data;
}
