// Draws SVG of strangers by resvg in WebAssembly. A panic of the native resvg aborts the process with everybody's work; the
// same panic in a WebAssembly instance is a trap: that picture is refused, and the next one gets a new instance. The pixels
// are the same, byte for byte (`test/images/resvg/sandbox.test.ts`); it takes about 2.8 times as long.

import { readFileSync } from "node:fs";
import type * as Wasm from "@resvg/resvg-wasm";
import { HttpError } from "../../error.ts";
import { require } from "../../require.ts";

type Options = NonNullable<ConstructorParameters<typeof Wasm.Resvg>[1]>;

export interface Drawn {
  /** RGBA, colours multiplied by alpha. */
  pixels: Uint8Array;
  width: number;
  height: number;
}

/** Thrown where there is no instance yet, or none any more: {@link inSandbox} makes one and tries again. */
class NoInstance extends Error {}

/** The memory of an instance only grows, by layers up to 64 MiB (`MAX_LAYERS`): after so many pixels of pictures it is let go. */
const MAX_PIXELS = 33_554_432;

let compiled: WebAssembly.Module | undefined;
let instance: typeof Wasm | undefined;
let pixelsDrawn = 0;

/** Calls `work`, which may use {@link drawInSandbox}, and which is begun anew where there was no instance. */
export async function inSandbox<T>(work: () => T): Promise<T> {
  for (;;) {
    try {
      const result = work();
      if (pixelsDrawn > MAX_PIXELS) instance = undefined;
      return result;
    } catch (error) {
      if (!(error instanceof NoInstance)) throw error;
      await instantiate();
    }
  }
}

/** The package keeps one instance for ever; loaded anew, it takes another. */
async function instantiate(): Promise<void> {
  compiled ??= new WebAssembly.Module(readFileSync(require.resolve("@resvg/resvg-wasm/index_bg.wasm")));
  const file = require.resolve("@resvg/resvg-wasm");
  delete require.cache[file];
  const loaded = require("@resvg/resvg-wasm") as typeof Wasm;
  await loaded.initWasm(compiled);
  [instance, pixelsDrawn] = [loaded, 0];
}

/**
 * Draws an SVG, within {@link inSandbox}.
 * @throws HttpError 422 where resvg panics; Error for what cannot be read
 */
export const drawInSandbox = (svg: string, options: Options): Drawn =>
  render(svg, options, ({ pixels, width, height }) => ({ pixels, width, height }));

/** The same as a PNG. */
export const pngInSandbox = (svg: string, options: Options): Uint8Array =>
  render(svg, options, (image) => image.asPng());

type Image = ReturnType<InstanceType<typeof Wasm.Resvg>["render"]>;

function render<T>(svg: string, options: Options, read: (image: Image) => T): T {
  if (!instance) throw new NoInstance();
  try {
    const parsed = new instance.Resvg(svg, options);
    const image = parsed.render();
    const drawn = read(image);
    pixelsDrawn += image.width * image.height;
    // At once: their finalizers would call into an instance that may have trapped by then.
    image.free();
    parsed.free();
    return drawn;
  } catch (error) {
    if (!(error instanceof WebAssembly.RuntimeError || error instanceof RangeError)) throw error;
    instance = undefined;
    throw new HttpError(422, { reason: "The image cannot be drawn: resvg panics at it.", cause: error });
  }
}
