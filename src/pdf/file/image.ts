// Photographs and bitmaps: checked whole, then embedded so that no reader can stumble over them.

import { createHash } from "node:crypto";
import { deflateSync } from "node:zlib";
import { LRUCache } from "lru-cache";
import type { PdfFile } from "./file.ts";
import { HttpError } from "../../error.ts";
import { reweigh } from "../../reweigh.ts";
import { MAX_RASTER_PIXELS, openRaster, readOr422 } from "../../raster/open.ts";
import type { Drawing } from "../svg/scene.ts";
import { ref } from "./syntax.ts";

type ImageFile = Pick<PdfFile, "deflated" | "stream">;

/** Bytes that an image's file may have. */
const MAX_BYTES = 50 * 1024 * 1024;
/** Images that are kept ready for other documents, and bytes that they may have together. */
const KEPT = 32;
const KEPT_BYTES = 64 * 1024 * 1024;

interface Ready {
  /** Embedded ICC profile of a JPEG, which keeps its own colours. */
  profile: Buffer | undefined;
  width: number;
  height: number;
  entries: string;
  bytes: Buffer;
  alpha: Buffer | undefined;
}

/** Pixels that are left to a picture, or to all of one SVG. */
export interface PixelBudget {
  pixels: number;
}

const kept = new LRUCache<string, Promise<Ready>>({ max: KEPT, maxSize: KEPT_BYTES });

/**
 * Embeds an image. JPEG goes in as it is; everything else as deflated pixels.
 *
 * @param budget pixels that it and others may have together; less its own, afterwards
 * @throws HttpError 422 before anything is drawn, when it is damaged, too large or of no known format.
 */
export async function loadImage(
  file: ImageFile,
  data: Uint8Array,
  budget: PixelBudget = { pixels: MAX_RASTER_PIXELS },
): Promise<Drawing> {
  if (!(data instanceof Uint8Array))
    throw new Error("image(…) takes the bytes of an image, as a Uint8Array.");
  if (data.length > MAX_BYTES)
    throw new HttpError(422, { reason: `A picture of the PDF has over ${MAX_BYTES} bytes.` });
  const key = createHash("sha256").update(data).digest("base64");
  let reading = kept.get(key);
  if (!reading) {
    const underway = read(data, budget.pixels);
    reading = underway;
    kept.set(key, underway, { size: 1 });
    underway.then(
      ({ bytes, alpha, profile }) =>
        reweigh(kept, key, underway, bytes.length + (alpha?.length ?? 0) + (profile?.length ?? 0) + 1),
      // The limit of pixels is the caller's, so such an error is not cached.
      () => kept.delete(key),
    );
  }
  const ready = await reading;
  budget.pixels -= ready.width * ready.height;
  if (budget.pixels < 0) throw new HttpError(422, { reason: "The pictures of an SVG have too many pixels." });
  return { form: embed(file, ready), width: ready.width * 0.75, height: ready.height * 0.75 };
}

/** Embeds pixels, four bytes each. */
export const embedPixels = (file: ImageFile, rgba: Buffer, width: number, height: number): number =>
  embed(file, fromPixels(rgba, width, height, 4));

function embed(file: ImageFile, { width, height, entries, bytes, alpha, profile }: Ready): number {
  const space = profile
    ? `/ColorSpace[/ICCBased ${ref(file.stream("/N 3/Alternate/DeviceRGB", profile))}]`
    : "";
  const common = `/Type/XObject/Subtype/Image/Width ${width}/Height ${height}/BitsPerComponent 8`;
  const mask = alpha
    ? `/SMask ${ref(file.deflated(`${common}/ColorSpace/DeviceGray/Filter/FlateDecode`, alpha))}`
    : "";
  return file.deflated(common + space + entries + mask, bytes);
}

async function read(data: Uint8Array, maxPixels: number): Promise<Ready> {
  const { format, channels, width, height, space, orientation, icc, decode } = await openRaster(
    data,
    maxPixels,
  );
  if (format === "jpeg" && orientation === 1 && (channels === 3 || channels === 1) && space !== "cmyk") {
    // Decoding it small reads the file to its end: what is cut off is found now, not by the reader.
    await readOr422(() => decode("warning").resize(8).raw().toBuffer());
    const profile = channels === 3 && icc && isForeign(icc) ? icc : undefined;
    const color = profile ? "" : `/ColorSpace/${channels === 1 ? "DeviceGray" : "DeviceRGB"}`;
    return {
      profile,
      width,
      height,
      entries: `${color}/Filter/DCTDecode`,
      bytes: Buffer.from(data),
      alpha: undefined,
    };
  }
  const { data: raw, info } = await readOr422(() =>
    decode().autoOrient().toColourspace("srgb").raw({ depth: "uchar" }).toBuffer({ resolveWithObject: true }),
  );
  return fromPixels(raw, info.width, info.height, info.channels);
}

/** Bytes of an ICC profile: its header (ISO 15076-1 §7.2), and the most that one is embedded with. */
const [HEADER, LARGEST] = [128, 1024 * 1024];
/** Classes of profiles that images may have in PDF/A (ISO 19005-2 §6.2.4.2). */
const CLASSES = new Set(["mntr", "scnr", "prtr", "spac"]);

/** True for a sound profile of RGB other than sRGB, which all colours of a document are in unless they say otherwise. */
function isForeign(icc: Buffer): boolean {
  const tag = (at: number) => icc.toString("latin1", at, at + 4);
  if (
    icc.length <= HEADER ||
    icc.length > LARGEST ||
    icc.readUInt32BE(0) !== icc.length ||
    tag(36) !== "acsp"
  )
    return false;
  if (icc[8]! > 4 || tag(16) !== "RGB " || !CLASSES.has(tag(12))) return false;
  return !/s\0?R\0?G\0?B/.test(icc.toString("latin1"));
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
    profile: undefined,
    width,
    height,
    entries: `/ColorSpace/${color}/Filter/FlateDecode`,
    bytes: deflateSync(bytes),
    alpha: alpha && deflateSync(alpha),
  };
}
