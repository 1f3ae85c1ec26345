// The rectangle of a PNG, JPEG or GIF: resvg ends the process where a 32-bit float rounds it to nothing
// (`to_non_zero_rect` unwraps an empty rectangle), such as for 0.01 pixels at 100,000.

import { gifSize, jpegFrame, pngSize, type RasterSize } from "../../raster/size.ts";
import { isThin } from "./far.ts";

const IMAGE = /<(?:\w+:)?image\b(?:[^<>"']|"[^"]*"|'[^']*')*>/g;
const ATTRIBUTE = /\s([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/** True if any picture in SVG source is too thin for where it lies. */
export function hasThinRaster(svg: string): boolean {
  for (const [tag] of svg.matchAll(IMAGE)) {
    const attributes: Record<string, string> = {};
    for (const [, name, quoted, single] of tag.matchAll(ATTRIBUTE)) attributes[name!] = quoted ?? single!;
    if (isThinRaster(attributes)) return true;
  }
  return false;
}

/** @param attributes of an `image` */
export function isThinRaster(attributes: Record<string, string>): boolean {
  const [x, y, width, height] = ["x", "y", "width", "height"].map((name) =>
    Number.parseFloat(attributes[name] ?? "0"),
  ) as [number, number, number, number];
  const aspect = attributes.preserveAspectRatio ?? "";
  const href = attributes["xlink:href"] ?? attributes.href;
  if (!href || !(width > 0) || !(height > 0)) return false;
  if (aspect.startsWith("none") || aspect.endsWith("slice")) return false;
  const place = { left: x, top: y, right: x + width, bottom: y + height };
  const fits = (across: number, down: number) => {
    const scale = Math.min(width / across, height / down);
    return !isThin(
      { left: 0, top: 0, right: (across * scale) / width, bottom: (down * scale) / height },
      place,
    );
  };
  // Of the longest shapes that a JPEG or GIF may have, and only then of its own.
  if (fits(1, MAX_SIDE) && fits(MAX_SIDE, 1)) return false;
  const size = sizeOf(href);
  return size !== undefined && !fits(size.width, size.height);
}

const MAX_SIDE = 65_535;

/** By the header of the file; undefined where there is none, so that resvg does not read it either. */
function sizeOf(href: string): RasterSize | undefined {
  const bytes = Buffer.from(href.slice(href.indexOf(",") + 1), "base64");
  if (bytes.length < 26) return undefined;
  const size = bytes[0] === 0x89 ? pngSize(bytes) : bytes[0] === 0x47 ? gifSize(bytes) : jpegFrame(bytes);
  return size && size.width > 0 && size.height > 0 ? size : undefined;
}
