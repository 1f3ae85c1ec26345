// The WebAssembly module that fills paths, lays tiles and codes PNG strips: loaded once, on first use.

import { MODULE } from "./module.ts";

/** The module's exports. Addresses, strides and lengths are bytes in its memory; colours are premultiplied RGBA. */
export interface Kernel {
  readonly memory: WebAssembly.Memory;
  /** Memory that is never given back. */
  alloc(bytes: number): number;
  crc32(at: number, length: number): number;
  strip_bound(width: number, rows: number): number;
  strip_adler(): number;
  strip_length(): number;
  encode_strip(
    pixels: number,
    stride: number,
    width: number,
    rows: number,
    channels: number,
    premultiplied: number,
    filter: number,
    out: number,
  ): number;
  colors_begin(): void;
  /** Adds colours to the picture's palette: how many there are by now, 0 for more than 256. */
  colors_add(colors: number, count: number): number;
  /** Address of the picture's palette, sorted. */
  colors_sort(): number;
  /** Sets the colours that palette indices of strips stand for, from the next strip on. */
  colors_map(colors: number, count: number): void;
  indexed_begin(): void;
  /** Address of the colours that were painted since, by palette index. */
  indexed_colors(): number;
  indexed_count(): number;
  /** Writes for each of 256 palette indices whether a pixel has it. */
  indexed_seen(frame: number, count: number, seen: number): void;
  /** Like `fill_box`, `fill_mask` onto palette indices, a byte a pixel; 0 where there are more than 256 colours. */
  indexed_box(frame: number, stride: number, width: number, height: number, color: number): number;
  indexed_mask(
    frame: number,
    stride: number,
    mask: number,
    maskStride: number,
    width: number,
    height: number,
    color: number,
  ): number;
  /** Writes the palette indices of RGBA pixels; 0 where there are more than 256 colours, or one is not opaque. */
  indexed_pixels(frame: number, pixels: number, count: number): number;
  path_begin(): void;
  path_parse(source: number, length: number): number;
  path_rect(x: number, y: number, width: number, height: number): void;
  path_move(x: number, y: number): void;
  path_line(x: number, y: number): void;
  path_quad(x1: number, y1: number, x: number, y: number): void;
  path_cubic(x1: number, y1: number, x2: number, y2: number, x: number, y: number): void;
  path_close(): void;
  /**
   * Turns the path into the outline of its stroke; 0 where it cannot: curves, lines of no length or thinner than a pixel.
   * Caps are 0 butt, 1 round, 2 square; joins 0 miter, 1 round, 2 bevel.
   */
  path_stroke(width: number, cap: number, join: number, miterLimit: number): number;
  /**
   * Adds a glyph: kinds of commands (0 move, 1 line, 2 quad, 3 cubic, 4 close), each with its coordinates in font
   * units; at (left, base) in the picture, in which the path's origin is (x, y). 1 where a coordinate lies half-way
   * between two tenths of a pixel.
   */
  path_outline(
    commands: number,
    length: number,
    left: number,
    base: number,
    scale: number,
    x: number,
    y: number,
  ): number;
  /** Address of four i32: left, top, right, bottom of what the path covers. */
  path_box(): number;
  /** Address of four f32: left, top, right, bottom of the path itself. */
  path_bounds(): number;
  path_fill(mask: number, evenOdd: number): void;
  /** Blurs a mask without gaps as resvg does; `work` has room for 8 bytes a pixel. */
  blur_mask(mask: number, work: number, width: number, height: number, deviation: number): void;
  /** Takes the colours of premultiplied pixels through a table of 256 bytes. */
  map_colors(pixels: number, count: number, table: number): void;
  fill_box(frame: number, stride: number, width: number, height: number, color: number): void;
  fill_mask(
    frame: number,
    stride: number,
    mask: number,
    maskStride: number,
    width: number,
    height: number,
    color: number,
  ): void;
  lay_tile(
    frame: number,
    stride: number,
    tile: number,
    tileStride: number,
    width: number,
    height: number,
    opacity: number,
  ): void;
  /** As `fill_mask`, with the rounding of tiles. */
  lay_shadow(
    frame: number,
    stride: number,
    mask: number,
    maskStride: number,
    width: number,
    height: number,
    color: number,
  ): void;
  visible_box(pixels: number, width: number, height: number): number;
  is_opaque(pixels: number, count: number): number;
}

let shared: Kernel | undefined;

/**
 * The process's kernel.
 * @throws CompileError where the runtime has no WebAssembly SIMD.
 */
export function kernel(): Kernel {
  return (shared ??= createKernel());
}

function createKernel(): Kernel {
  const module = new WebAssembly.Module(Buffer.from(MODULE, "base64"));
  return new WebAssembly.Instance(module).exports as unknown as Kernel;
}

const scratch = new Map<string, { at: number; size: number }>();

/** A part of the shared kernel's memory for one use, enlarged when needed (what it held is lost then). */
export function scratchFor(use: string, size: number): number {
  let part = scratch.get(use);
  if (!part || part.size < size) {
    // Twice the need: `alloc` never frees, and a buffer that grows in small steps would leave many dead blocks.
    part = { at: kernel().alloc(2 * size), size: 2 * size };
    scratch.set(use, part);
  }
  return part.at;
}
