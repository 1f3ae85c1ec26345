// Path data -> the kernel's path, with arcs turned into the cubics that resvg turns them into.

import { arcTo, kurboSteps } from "../../../svg/arc.ts";
import { type PathSink, walkPath } from "../../../svg/path.ts";
import { kernel, scratchFor } from "../../wasm/kernel.ts";

/** Starts the kernel's path anew with this data; false where it cannot be filled exactly. */
export function addPath(data: string): boolean {
  const module = kernel();
  module.path_begin();
  if (BEYOND_KERNEL.test(data)) {
    const sink = new KernelPath();
    return walkPath(data, sink) && sink.isExact;
  }
  const at = scratchFor("path", data.length);
  const { read, written } = encoder.encodeInto(data, new Uint8Array(module.memory.buffer, at, data.length));
  return read === data.length && written === data.length && module.path_parse(at, written) === 1;
}

const encoder = new TextEncoder();
/** The kernel's own reader, which is faster, knows neither arcs nor smooth curves nor exponents. */
const BEYOND_KERNEL = /[aAsStTeE]/;
/** Coordinates are less than this many pixels from the origin: the kernel's range. */
const FAR = 8000;

class KernelPath implements PathSink {
  /** False for what the kernel cannot fill as resvg does: far coordinates, turned ellipses. */
  isExact = true;
  readonly #module = kernel();
  #x = 0;
  #y = 0;
  #startX = 0;
  #startY = 0;

  move(x: number, y: number): void {
    this.#module.path_move(x, y);
    [this.#startX, this.#startY] = [x, y];
    this.#at(x, y);
  }
  line(x: number, y: number): void {
    this.#module.path_line(x, y);
    this.#at(x, y);
  }
  quad(x1: number, y1: number, x: number, y: number): void {
    this.#module.path_quad(x1, y1, x, y);
    this.#at(x1, y1);
    this.#at(x, y);
  }
  cubic(x1: number, y1: number, x2: number, y2: number, x: number, y: number): void {
    this.#module.path_cubic(x1, y1, x2, y2, x, y);
    this.#at(x1, y1);
    this.#at(x2, y2);
    this.#at(x, y);
  }
  arc(rx: number, ry: number, rotation: number, large: boolean, sweep: boolean, x: number, y: number): void {
    if (rotation !== 0) this.isExact = false;
    else arcTo(this, this.#x, this.#y, rx, ry, rotation, large, sweep, x, y, kurboSteps);
  }
  close(): void {
    this.#module.path_close();
    [this.#x, this.#y] = [this.#startX, this.#startY];
  }

  #at(x: number, y: number): void {
    if (!(Math.abs(x) < FAR && Math.abs(y) < FAR)) this.isExact = false;
    this.#x = x;
    this.#y = y;
  }
}
