// The rectangle of a PNG, JPEG or GIF: resvg ends the process where a 32-bit float rounds it to nothing
// (`to_non_zero_rect` unwraps an empty rectangle), such as for 0.01 pixels at 100,000.

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
  return size !== undefined && !fits(...size);
}
const MAX_SIDE = 65_535;

/** Width and height, by the head of the file; undefined where there is none, so that resvg does not read it either. */
function sizeOf(href: string): [number, number] | undefined {
  const bytes = Buffer.from(href.slice(href.indexOf(",") + 1), "base64");
  if (bytes.length < 26) return undefined;
  let size: [number, number] | undefined;
  if (bytes[0] === 0x89) size = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  else if (bytes[0] === 0x47) size = [bytes.readUInt16LE(6), bytes.readUInt16LE(8)];
  else size = sizeOfJpeg(bytes);
  return size && size[0] > 0 && size[1] > 0 ? size : undefined;
}

/** By its first frame header (ITU-T T.81 §B.2.2). */
function sizeOfJpeg(bytes: Buffer): [number, number] | undefined {
  for (let at = 2; at + 9 <= bytes.length && bytes[at] === 0xff;) {
    const marker = bytes[at + 1]!;
    if (marker === 0xff) at++;
    else if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc)
      return [bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5)];
    else at += 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
}
