// sRGB to linear light and back, in which filters compute, with resvg's 8-bit tables.

import { premultiply, type Color } from "./color.ts";

const tableOf = (curve: (value: number) => number) =>
  Uint8Array.from({ length: 256 }, (_, i) => Math.round(255 * curve(i / 255)));
const TO_LINEAR = tableOf((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));

/** Table from linear light to sRGB, for the kernel's `map_colors`. */
export const FROM_LINEAR = tableOf((value) =>
  value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055,
);

/** A colour in linear light, premultiplied. */
export const toLinear = ([red, green, blue, alpha]: Color): number =>
  premultiply([TO_LINEAR[red]!, TO_LINEAR[green]!, TO_LINEAR[blue]!, alpha]);
