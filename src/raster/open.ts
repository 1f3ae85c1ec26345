// Bitmaps from strangers: what may be decoded, and what that may cost. Images and PDFs share it.

import type { Sharp } from "sharp";
import { loadSharp } from "../require.ts";
import { HttpError } from "../error.ts";
import { iconSize, largestIcon, readIconBitmap } from "./icon.ts";
import { type RasterFormat, rasterFormat } from "./format.ts";

/**
 * Pixels of one bitmap, by default: 25 million. A phone's largest usual photograph has 24.5 (5712 × 4284). A file
 * of 2 KB can claim any size, and decoding it costs by the pixel: 25 million take AVIF, the slowest, 1 s.
 */
export const MAX_RASTER_PIXELS = 25_000_000;
/** Seconds on the clock that libvips may work on one bitmap. It is not reached by size alone, but on a starved machine. */
const MAX_SECONDS = 20;

/** A bitmap whose header was read. */
export interface Raster {
  format: RasterFormat;
  width: number;
  height: number;
  channels: number;
  /** Colour space, in libvips's word. */
  space: string;
  /** Exif orientation, 1 to 8; 1 is upright. */
  orientation: number;
  /** The embedded ICC profile. */
  icc: Buffer | undefined;
  /** A new pipeline that decodes the first frame; `failOn` says what of a damaged file is an error. */
  decode(failOn?: "error" | "warning"): Sharp;
}

/**
 * Reads a bitmap's header. Of animations and documents only the first frame counts, and is decoded.
 *
 * @param maxPixels default {@link MAX_RASTER_PIXELS}
 * @throws HttpError 422 when it has another format, a broken header or too many pixels.
 */
export async function openRaster(bytes: Uint8Array, maxPixels = MAX_RASTER_PIXELS): Promise<Raster> {
  const format = rasterFormat(bytes);
  if (!format) throw refuse("is of no known format: PNG, JPEG, WebP, AVIF, GIF, TIFF, ICO and SVG are read");
  if (format === "ico") return openIcon(bytes, maxPixels);
  const decode = (failOn: "error" | "warning" = "error") =>
    loadSharp()(bytes, { limitInputPixels: false, failOn, pages: 1 }).timeout({
      seconds: MAX_SECONDS,
    });
  const {
    format: read,
    width,
    height,
    channels,
    space,
    orientation = 1,
    icc,
  } = await readOr422(() => decode().metadata());
  // One signature, but another decoder: what libvips chose is not what was looked at.
  if (read !== (format === "avif" ? "heif" : format) || !(width > 0 && height > 0)) throw refuse("is broken");
  checkPixels(width, height, maxPixels);
  return { format, width, height, channels, space, orientation, icc, decode };
}

/** The largest picture of an icon, which libvips does not read. */
async function openIcon(bytes: Uint8Array, maxPixels: number): Promise<Raster> {
  const picture = largestIcon(bytes);
  if (!picture) throw refuse("is broken");
  if (rasterFormat(picture) === "png") return { ...(await openRaster(picture, maxPixels)), format: "ico" };
  const { width, height } = iconSize(picture);
  if (!(width > 0 && height > 0)) throw refuse("is broken");
  checkPixels(width, height, maxPixels);
  const { data } = await readOr422(async () => readIconBitmap(picture));
  return {
    format: "ico",
    width,
    height,
    channels: 4,
    space: "srgb",
    orientation: 1,
    icc: undefined,
    decode: () =>
      loadSharp()(data, { raw: { width, height, channels: 4 } }).timeout({ seconds: MAX_SECONDS }),
  };
}

function checkPixels(width: number, height: number, maxPixels: number): void {
  if (width * height > maxPixels)
    throw refuse(`has ${width} × ${height} pixels; it may have ${maxPixels} in all`);
}

/**
 * The result of a decoder.
 *
 * @throws HttpError 422 where it fails, 503 where it ran out of time.
 */
export async function readOr422<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof Error && cause.message.startsWith("timeout"))
      throw new HttpError(503, { headers: { "Retry-After": "10" }, cause });
    throw refuse("is broken", cause);
  }
}

const refuse = (what: string, cause?: unknown) => new HttpError(422, { reason: `A picture ${what}.`, cause });
