// Undoes WOFF2's transforms of glyphs and metrics in wasm/glyphs.c, which is fast from its first call on.

import { view } from "./sfnt.ts";
import { MODULE } from "./wasm/module.ts";

interface Exports {
  memory: WebAssembly.Memory;
  alloc(bytes: number): number;
  /** Address of five numbers: of glyf and its length, of loca and its length, 1 for long offsets. */
  rebuild(table: number, length: number): number;
  /** Address of hmtx. To be called after the glyphs have been rebuilt. */
  rebuild_metrics(table: number, length: number, longCount: number): number;
}

interface Rebuilt {
  glyf: Uint8Array;
  loca: Uint8Array;
  longOffsets: boolean;
  hmtx: Uint8Array | undefined;
}

let compiled: WebAssembly.Module | undefined;

/**
 * The tables of glyphs from their transformed forms.
 *
 * @param hmtx left as it is where it was not transformed
 * @throws WebAssembly.RuntimeError when one is malformed.
 */
export function rebuildGlyphs(glyf: Uint8Array, hmtx: Uint8Array | undefined, hhea: Uint8Array): Rebuilt {
  compiled ??= new WebAssembly.Module(Buffer.from(MODULE, "base64"));
  // Each font has an instance of its own, whose memory goes with it.
  const wasm = new WebAssembly.Instance(compiled).exports as unknown as Exports;
  const bytes = (at: number, length: number) => new Uint8Array(wasm.memory.buffer, at, length);
  const put = (table: Uint8Array) => {
    const at = wasm.alloc(table.length);
    bytes(at, table.length).set(table);
    return at;
  };
  const result = wasm.rebuild(put(glyf), glyf.length);
  const longCount = view(hhea).getUint16(34);
  const metrics = hmtx && wasm.rebuild_metrics(put(hmtx), hmtx.length, longCount);
  // Views are made last: growing the memory detaches them.
  const [glyfAt = 0, glyfLength = 0, locaAt = 0, locaLength = 0, long = 0] = new Uint32Array(
    wasm.memory.buffer,
    result,
    5,
  );
  const count = locaLength / (long ? 4 : 2) - 1;
  return {
    glyf: bytes(glyfAt, glyfLength),
    loca: bytes(locaAt, locaLength),
    longOffsets: long !== 0,
    hmtx: metrics === undefined ? undefined : bytes(metrics, 2 * (longCount + count)),
  };
}
