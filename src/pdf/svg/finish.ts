// The parts of a picture that are drawn as pixels, by resvg.
import { isHttpError } from "../../error.ts";
import { plainSvg } from "../../svg/plain.ts";
import { checkPrice } from "../../svg/price.ts";
import { draw, drawableOf } from "../../images/resvg/drawable.ts";
import { embedPixels } from "../file/image.ts";
import { ref } from "../file/syntax.ts";
import type { SvgHost } from "./host.ts";
import { type Box, sizeOf } from "../../svg/box.ts";
import { matrixText } from "./matrix.ts";
import { boxText, type Unfinished } from "./scene.ts";

/**
 * Draws the parts that a picture left open, one after another, and writes the forms that were kept for them.
 * @throws HttpError 422 for what would end the process; Error when a part cannot be drawn
 */
export async function finishParts(host: SvgHost, parts: readonly Unfinished[]): Promise<void> {
  if (!parts.length) return;
  for (const { form, svg, box, width, height } of parts) {
    const plain = plainSvg(svg);
    if (plain) checkPrice(plain);
    let pixels: Uint8Array;
    try {
      ({ pixels } = await draw(await drawableOf(svg, undefined, true)));
    } catch (error) {
      if (isHttpError(error)) throw error;
      throw new Error(`A filter of the SVG cannot be drawn: ${String(error)}.`, { cause: error });
    }
    // Native memory is given back by the event loop.
    await new Promise(setImmediate);
    writeForm(host, form, pixels, box, width, height);
  }
}

/** A form in the coordinates of the part, with what of the pixels can be seen. */
function writeForm(
  host: SvgHost,
  form: number,
  pixels: Uint8Array,
  box: Box,
  width: number,
  height: number,
): void {
  const { file, resources } = host;
  const entries = `/Type/XObject/Subtype/Form/BBox[${boxText(box)}]/Resources ${ref(resources)}`;
  const seen = seenRows(pixels, width, height);
  if (!seen) {
    file.stream(entries, "", form);
    return;
  }
  const { left, top, bottom } = seen;
  const [across, down] = sizeOf(seen);
  const colors = Buffer.alloc(across * down * 4);
  for (let row = 0; row < down; row++) {
    const from = ((top + row) * width + left) * 4;
    unmultiply(pixels.subarray(from, from + across * 4), colors, row * across * 4);
  }
  const image = embedPixels(file, colors, across, down);
  const [boxWidth, boxHeight] = sizeOf(box);
  const [x, y] = [boxWidth / width, boxHeight / height];
  const matrix = matrixText([across * x, 0, 0, -down * y, box.left + left * x, box.top + bottom * y]);
  file.stream(entries, `${matrix} cm /${host.resource("XObject", image)} Do`, form);
}

/** The box around all that is not transparent. */
function seenRows(pixels: Uint8Array, width: number, height: number): Box | undefined {
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      if (pixels[(y * width + x) * 4 + 3] === 0) continue;
      if (x < left) left = x;
      if (x >= right) right = x + 1;
      if (y < top) top = y;
      bottom = y + 1;
    }
  return right > left ? { left, top, right, bottom } : undefined;
}

/** Colours as they are without their opacity; those that cannot be seen are those of their neighbour. */
function unmultiply(from: Uint8Array, to: Buffer, at: number): void {
  let [r, g, b] = [0, 0, 0];
  for (let i = 0; i < from.length; i += 4) {
    const alpha = from[i + 3]!;
    if (alpha > 0) {
      r = Math.min(255, Math.round((from[i]! * 255) / alpha));
      g = Math.min(255, Math.round((from[i + 1]! * 255) / alpha));
      b = Math.min(255, Math.round((from[i + 2]! * 255) / alpha));
    }
    to[at + i] = r;
    to[at + i + 1] = g;
    to[at + i + 2] = b;
    to[at + i + 3] = alpha;
  }
}
