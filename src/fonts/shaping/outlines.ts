// Outlines of glyphs, by HarfBuzz's draw functions.
import type { HbFont } from "./harfbuzz.ts";
import { hb } from "./harfbuzz-module.ts";

/** How many numbers follow each command of an outline: M, L, Q, C, Z. */
export const OPERANDS = [2, 2, 4, 6, 0] as const;
/** Draw functions in the order of {@link OPERANDS}. */
const FUNCTIONS = ["move_to", "line_to", "quadratic_to", "cubic_to", "close_path"];

let drawFunctions = 0;
let drawn: number[] = [];

/** Path commands of a glyph, each by its place in {@link OPERANDS}, with its coordinates in font units. */
export function outlineOf({ font }: HbFont, glyph: number): Float32Array {
  const { call } = hb();
  drawFunctions ||= createDrawFunctions();
  drawn = [];
  call.hb_font_draw_glyph!(font, glyph, drawFunctions, 0);
  return Float32Array.from(drawn);
}

function createDrawFunctions(): number {
  const { call, table } = hb();
  const made = call.hb_draw_funcs_create!();
  const callbacks = asWasm(
    OPERANDS.map((count, command) => (...given) => {
      // Three pointers come before the coordinates, and one after them.
      drawn.push(command, ...given.slice(3, 3 + count));
    }),
  );
  const first = table.grow(callbacks.length);
  callbacks.forEach((callback, i) => {
    table.set(first + i, callback);
    call[`hb_draw_funcs_set_${FUNCTIONS[i]}_func`]!(made, first + i, 0, 0);
  });
  return made;
}

const [I32, F32] = [0x7f, 0x7d];
/** Magic number and version (WebAssembly Core §5.5). */
const PREAMBLE = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

/** JavaScript functions as WebAssembly exports: a table takes no others. The module re-exports its imports. */
function asWasm(callbacks: readonly ((...given: number[]) => void)[]): WebAssembly.ExportValue[] {
  const names = callbacks.map((_, i) => String.fromCharCode(0x61 + i));
  const section = (id: number, items: readonly number[][]) => {
    const content = [items.length, ...items.flat()];
    return [id, content.length, ...content];
  };
  const types = OPERANDS.map((count) =>
    [0x60, count + 4, I32, I32, I32].concat(Array<number>(count).fill(F32), I32, 0),
  );
  const imports = names.map((_, i) => [1, 0x61, 1, 0x61 + i, 0, i]);
  const exports = names.map((_, i) => [1, 0x61 + i, 0, i]);
  const bytes = [PREAMBLE, section(1, types), section(2, imports), section(7, exports)].flat();
  const module = new WebAssembly.Module(Uint8Array.from(bytes));
  const instance = new WebAssembly.Instance(module, {
    a: Object.fromEntries(callbacks.map((callback, i) => [names[i]!, callback])),
  });
  return names.map((name) => instance.exports[name]!);
}
