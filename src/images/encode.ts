// Pixels -> a file. PNG by the project's own encoder, the others by sharp.

import { loadSharp } from "../require.ts";
import type { Pixels } from "./general/raster.ts";
import { encodePng } from "./png/encode.ts";

export const IMAGE_TYPES = ["image/png", "image/jpeg", "image/webp", "image/avif", "image/svg+xml"] as const;
export type ImageType = (typeof IMAGE_TYPES)[number];

export interface EncodeOptions {
  type: Exclude<ImageType, "image/svg+xml">;
  /** 1–100. Default 82 for JPEG, 80 for WebP, 60 for AVIF. PNG has none, unless with a palette. */
  quality?: number;
  /** PNG of at most this many colours (2–256), or 256 for `true`. Smaller, and no longer exact. */
  palette?: boolean | number;
}

/** The same pixels give the same bytes in any process. */
export async function encode(pixels: Pixels, options: EncodeOptions): Promise<Uint8Array> {
  const { type, quality, palette } = options;
  const colours = palette === true ? 256 : palette || undefined;
  if (type === "image/png" && !colours)
    return encodePng({
      pixels: pixels.data,
      width: pixels.width,
      height: pixels.height,
      premultiplied: true,
    });

  const sharp = loadSharp();
  const { data, width, height } = pixels;
  const raw = sharp(data, { raw: { width, height, channels: 4, premultiplied: true } });
  const opaque = isOpaque(data);
  const input = opaque ? raw.removeAlpha() : raw;
  switch (type) {
    case "image/png":
      return input.png({ palette: true, colours, quality: quality ?? 100, effort: 7 }).toBuffer();
    case "image/jpeg":
      return (opaque ? input : input.flatten({ background: "#fff" }))
        .jpeg({ quality: quality ?? 82 })
        .toBuffer();
    case "image/webp":
      return input.webp({ quality: quality ?? 80, effort: 2 }).toBuffer();
    case "image/avif":
      return input.avif({ quality: quality ?? 60, effort: 2 }).toBuffer();
  }
}

function isOpaque(rgba: Uint8Array): boolean {
  for (let i = 3; i < rgba.length; i += 4) if (rgba[i] !== 255) return false;
  return true;
}
