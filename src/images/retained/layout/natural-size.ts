// The size that a picture has by itself, read from the first bytes of its file.

import { ImageCache } from "../../caches.ts";
import { gifSize, jpegFrame, pngSize, type RasterSize } from "../../../raster/size.ts";
import { Unsupported } from "./unsupported.ts";

/** Sizes by data URIs, of 8 MiB in all, 200 bytes of each beside its characters. */
const known = new ImageCache<RasterSize>({
  maxSize: 8 * 1024 * 1024,
  sizeCalculation: (_, source) => source.length + 200,
});

/** The size of a picture in a data URI. @throws Unsupported where it cannot be told. */
export function naturalSizeOf(source: unknown): RasterSize {
  if (typeof source !== "string") throw new Unsupported("<img> without a source");
  let size = known.get(source);
  if (!size) {
    const [, type, data] = /^data:(image\/[a-z+]+);base64,(.*)$/.exec(source) ?? [];
    size = data ? readSize(type!, Buffer.from(data, "base64")) : undefined;
    if (!size || !(size.width > 0 && size.height > 0))
      throw new Unsupported("<img> of a size that is not known");
    known.set(source, size);
  }
  return size;
}

function readSize(type: string, bytes: Buffer): RasterSize | undefined {
  switch (type) {
    case "image/png":
      return pngSize(bytes);
    case "image/gif":
      return gifSize(bytes);
    case "image/jpeg":
      return readJpeg(bytes);
    case "image/svg+xml":
      return readSvg(bytes.toString("latin1"));
    default:
      return undefined;
  }
}

/** satori reads baseline, extended and progressive frames, and no fill bytes; for others it has no size. */
function readJpeg(bytes: Buffer): RasterSize | undefined {
  const frame = jpegFrame(bytes);
  return frame && !frame.filled && frame.marker <= 0xc2 ? frame : undefined;
}

function readSvg(source: string): RasterSize | undefined {
  const start = source.search(/<svg/i);
  const end = start < 0 ? -1 : source.indexOf(">", start);
  if (end < 0) return undefined;
  const tag = source.slice(start, end + 1);
  const attribute = (side: string) => {
    const value = new RegExp(`\\s${side}=['"]((?:\\d+(?:\\.\\d+)?|\\.\\d+))(?:px)?['"]`).exec(tag)?.[1];
    return value === undefined ? undefined : Number(value);
  };
  const width = attribute("width");
  const height = attribute("height");
  const box = /viewBox=['"]([^'"]+)/.exec(tag)?.[1]?.split(/[, ]/).filter(Boolean).map(Number);
  if (!box) return width && height ? { width, height } : undefined;
  const ratio = box[2]! / box[3]!;
  if (width !== undefined) return { width, height: height ?? width / ratio };
  return height !== undefined ? { width: height * ratio, height } : { width: box[2]!, height: box[3]! };
}
