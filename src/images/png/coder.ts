// The WebAssembly module that codes strips of pixels: loaded once, on first use.

import { MODULE } from "./module.ts";

/** What the module exports; addresses and lengths are bytes in its memory. */
export interface Coder {
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
}

let shared: Coder | undefined;

/**
 * The process's coder.
 * @throws CompileError where the runtime has no WebAssembly SIMD.
 */
export function coder(): Coder {
  return (shared ??= createCoder());
}

/** A coder with memory of its own. */
export function createCoder(): Coder {
  const module = new WebAssembly.Module(Buffer.from(MODULE, "base64"));
  return new WebAssembly.Instance(module).exports as unknown as Coder;
}
