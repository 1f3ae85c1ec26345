// Photographs and bitmaps: checked whole, then embedded so that no reader can stumble over them.

import { createHash } from "node:crypto";
import { deflateSync } from "node:zlib";
import { loadSharp } from "../../commonjs.ts";
import { LRUCache } from "lru-cache";
import type { PdfFile } from "./file.ts";
import type { Drawing } from "../svg/scene.ts";
import { ref } from "./syntax.ts";
import type { Writer } from "../writer.ts";

/** Pixels that an image may have. */
export const MAX_PIXELS = 50_000_000;
/** Bytes that an image's file may have. */
export const MAX_BYTES = 50 * 1024 * 1024;
/** Images that are kept ready for other documents. */
const KEPT = 32;

interface Ready {
  width: number;
  height: number;
  entries: string;
  bytes: Buffer;
  alpha: Buffer | undefined;
}

const kept = new LRUCache<string, Promise<Ready>>({ max: KEPT });

/**
 * Embeds an image. JPEG goes in as it is; everything else as deflated pixels.
 * @throws Error before anything is drawn, when it is damaged, too large or of no known format.
 */
export async function loadImage(writer: Writer, data: Uint8Array): Promise<Drawing> {
  if (!(data instanceof Uint8Array))
    throw new Error("image(…) takes the bytes of an image, as a Uint8Array.");
  if (data.length > MAX_BYTES)
    throw new Error(`An image of ${data.length} bytes is larger than ${MAX_BYTES}.`);
  const key = createHash("sha256").update(data).digest("base64");
  let reading = kept.get(key);
  if (!reading) kept.set(key, (reading = read(data)));
  const ready = await reading;
  return { form: embed(writer.file, ready), width: ready.width * 0.75, height: ready.height * 0.75 };
}

/** Embeds pixels, four bytes each. */
export const embedPixels = (file: PdfFile, rgba: Buffer, width: number, height: number): number =>
  embed(file, fromPixels(rgba, width, height, 4));

function embed(file: PdfFile, { width, height, entries, bytes, alpha }: Ready): number {
  const common = `/Type/XObject/Subtype/Image/Width ${width}/Height ${height}/BitsPerComponent 8`;
  const mask = alpha
    ? `/SMask ${ref(file.deflated(`${common}/ColorSpace/DeviceGray/Filter/FlateDecode`, alpha))}`
    : "";
  return file.deflated(common + entries + mask, bytes);
}

async function read(data: Uint8Array): Promise<Ready> {
  const sharp = loadSharp();
  try {
    const input = sharp(data, {
      failOn: "error",
      limitInputPixels: MAX_PIXELS,
      animated: false,
    }).autoOrient();
    const { format, channels, width, height, space, orientation = 1 } = await input.metadata();
    if (!(width > 0 && height > 0)) throw new Error("it has no size");
    if (format === "jpeg" && orientation === 1 && (channels === 3 || channels === 1) && space !== "cmyk") {
      // Decoding it small reads the file to its end: what is cut off is found now, not by the reader.
      await sharp(data, { failOn: "warning", limitInputPixels: MAX_PIXELS }).resize(8).raw().toBuffer();
      const color = channels === 1 ? "DeviceGray" : "DeviceRGB";
      return {
        width,
        height,
        entries: `/ColorSpace/${color}/Filter/DCTDecode`,
        bytes: Buffer.from(data),
        alpha: undefined,
      };
    }
    const { data: raw, info } = await input
      .toColourspace("srgb")
      .raw({ depth: "uchar" })
      .toBuffer({ resolveWithObject: true });
    return fromPixels(raw, info.width, info.height, info.channels);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`An image cannot be put into the PDF: ${why}.`, { cause: error });
  }
}

/** Colours and transparency apart, as PDF wants them. */
function fromPixels(raw: Buffer, width: number, height: number, channels: number): Ready {
  const colors = channels < 3 ? 1 : 3;
  const count = width * height;
  let bytes = raw;
  let alpha: Buffer | undefined;
  if (channels === 2 || channels === 4) {
    bytes = Buffer.allocUnsafe(count * colors);
    alpha = Buffer.allocUnsafe(count);
    for (let i = 0, from = 0, to = 0; i < count; i++) {
      for (let c = 0; c < colors; c++) bytes[to++] = raw[from++]!;
      alpha[i] = raw[from++]!;
    }
    if (alpha.every((value) => value === 255)) alpha = undefined;
  }
  const color = colors === 1 ? "DeviceGray" : "DeviceRGB";
  return {
    width,
    height,
    entries: `/ColorSpace/${color}/Filter/FlateDecode`,
    bytes: deflateSync(bytes),
    alpha: alpha && deflateSync(alpha),
  };
}
