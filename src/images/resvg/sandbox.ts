// Draws SVG of strangers by resvg in WebAssembly. A panic of the native resvg aborts the process with everybody's work; the
// same panic in a WebAssembly instance is a trap: that picture is refused, and the next one gets a new instance. The pixels
// are the same, byte for byte (`test/images/resvg/sandbox.test.ts`); it takes about 2.8 times as long.

import { readFileSync } from "node:fs";
import { compileFunction } from "node:vm";
import type * as Wasm from "@resvg/resvg-wasm";
import { require } from "../../require.ts";

type Options = NonNullable<ConstructorParameters<typeof Wasm.Resvg>[1]>;

export interface Drawn {
  /** RGBA, colours multiplied by alpha. */
  pixels: Uint8Array;
  width: number;
  height: number;
}

/** resvg panicked: the picture cannot be drawn this way. */
export class Panic extends Error {}

/** The memory of an instance only grows, by layers up to 64 MiB (`MAX_LAYERS`): after so many pixels of pictures it is let go. */
const MAX_PIXELS = 33_554_432;

interface Compiled {
  run: (module: { exports: typeof Wasm }) => void;
  code: WebAssembly.Module;
}

let compiled: Compiled | undefined;
let instance: Promise<typeof Wasm> | undefined;
let pixelsDrawn = 0;

/**
 * The package keeps one instance for ever, so that its code is run anew for each. Not by `require`, whose caller holds all
 * modules that it ever loaded (`module.children`): 2.5 MB for each panic stayed.
 */
async function instantiate(): Promise<typeof Wasm> {
  compiled ??= {
    run: compileFunction(readFileSync(require.resolve("@resvg/resvg-wasm"), "utf8"), [
      "module",
    ]) as Compiled["run"],
    code: new WebAssembly.Module(readFileSync(require.resolve("@resvg/resvg-wasm/index_bg.wasm"))),
  };
  const module = { exports: {} as typeof Wasm };
  compiled.run(module);
  await module.exports.initWasm(compiled.code);
  return module.exports;
}

/** A drawing as both packages of resvg give it. */
export type Image = Drawn & { asPng(): Uint8Array };

/**
 * Draws an SVG, and reads the drawing.
 * @throws {@link Panic} where resvg panics; Error for what cannot be read
 */
export async function drawInSandbox<T>(svg: string, options: Options, read: (image: Image) => T): Promise<T> {
  if (!instance) [instance, pixelsDrawn] = [instantiate(), 0];
  const current = instance;
  // One that could not be made, for want of memory, is not waited for again.
  const { Resvg } = await current.catch((error: unknown) => {
    letGo(current);
    throw error;
  });
  try {
    const parsed = new Resvg(svg, options);
    const image = parsed.render();
    const drawn = read(image);
    pixelsDrawn += image.width * image.height;
    // At once: their finalizers would call into an instance that may have trapped by then.
    image.free();
    parsed.free();
    if (pixelsDrawn > MAX_PIXELS) letGo(current);
    return drawn;
  } catch (error) {
    if (!(error instanceof WebAssembly.RuntimeError || error instanceof RangeError)) throw error;
    letGo(current);
    throw new Panic("resvg panics at it.", { cause: error });
  }
}

/** Others may have let it go, and have made the next, while this one waited. */
function letGo(used: Promise<typeof Wasm>): void {
  if (instance === used) instance = undefined;
}
