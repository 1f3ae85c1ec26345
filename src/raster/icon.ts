// Windows icons (`.ico`): the largest picture of several, which is a whole PNG or a bitmap without a file header.

/** Pixels of an icon that is a bitmap: RGBA. */
export interface IconPixels {
  width: number;
  height: number;
  data: Buffer;
}

/** Bytes of the header of the file, of an entry of its directory, and of the header of a bitmap (BITMAPINFOHEADER). */
const [HEADER, ENTRY, INFO] = [6, 16, 40];

/**
 * The largest picture of an icon; of those of one size, the one with the most bits a pixel.
 *
 * @returns the bytes of a PNG or of a bitmap; undefined for a broken directory.
 */
export function largestIcon(bytes: Uint8Array): Buffer | undefined {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (file.length < HEADER) return undefined;
  const count = Math.min(file.readUInt16LE(4), Math.floor((file.length - HEADER) / ENTRY));
  let best: { area: number; bits: number; picture: Buffer } | undefined;
  for (let i = 0; i < count; i++) {
    const at = HEADER + i * ENTRY;
    // A side of 256 pixels is written as 0.
    const area = (file[at]! || 256) * (file[at + 1]! || 256);
    const bits = file.readUInt16LE(at + 6);
    const start = file.readUInt32LE(at + 12);
    const picture = file.subarray(start, start + file.readUInt32LE(at + 8));
    if (picture.length < INFO) continue;
    if (!best || area > best.area || (area === best.area && bits > best.bits)) best = { area, bits, picture };
  }
  return best?.picture;
}

/** The sides of a bitmap in an icon, whose height in the header is that of colours and mask together. */
export function iconSize(bitmap: Buffer): { width: number; height: number } {
  return { width: bitmap.readInt32LE(4), height: Math.floor(bitmap.readInt32LE(8) / 2) };
}

/**
 * The pixels of a bitmap in an icon: 1, 4 or 8 bits by a palette, 24, or 32 with alpha.
 *
 * @throws RangeError for another form, or where bytes are missing.
 */
export function readIconBitmap(bitmap: Buffer): IconPixels {
  const { width, height } = iconSize(bitmap);
  const header = bitmap.readUInt32LE(0);
  const bits = bitmap.readUInt16LE(14);
  if (header < INFO || bitmap.readUInt32LE(16) !== 0 || ![1, 4, 8, 24, 32].includes(bits))
    throw new RangeError("a bitmap of an unknown form");
  const colors = bits > 8 ? 0 : bitmap.readUInt32LE(32) || 1 << bits;
  if (colors > 256) throw new RangeError("a palette of more than 256 colours");
  const rows = header + 4 * colors;
  const stride = rowBytes(width, bits);
  const masks = rows + stride * height;
  const maskStride = rowBytes(width, 1);
  if (bitmap.length < masks) throw new RangeError("a bitmap that is cut short");
  // Files of 32 bits may end without a mask: alpha says the same.
  const hasMask = bitmap.length >= masks + maskStride * height;
  const data = Buffer.alloc(width * height * 4);
  let seen = 0;
  for (let y = 0, to = 0; y < height; y++) {
    const row = rows + (height - 1 - y) * stride; // the lowest row comes first
    for (let x = 0; x < width; x++, to += 4) {
      const from = bits > 8 ? row + x * (bits / 8) : header + 4 * paletteIndex(bitmap, row, x, bits);
      data[to] = bitmap.readUInt8(from + 2);
      data[to + 1] = bitmap[from + 1]!;
      data[to + 2] = bitmap[from]!;
      data[to + 3] = bits === 32 ? bitmap[from + 3]! : 255;
      seen |= data[to + 3]!;
    }
  }
  // Of 32 bits with an alpha that is zero everywhere, the mask decides, as in Windows.
  if (hasMask && (bits < 32 || seen === 0)) applyMask(bitmap, data, width, height, masks, maskStride);
  return { width, height, data };
}

/** Rows are filled up to four bytes. */
const rowBytes = (width: number, bits: number) => Math.ceil((width * bits) / 32) * 4;

function paletteIndex(bitmap: Buffer, row: number, x: number, bits: number): number {
  const bit = x * bits;
  return (bitmap[row + (bit >> 3)]! >> (8 - bits - (bit & 7))) & ((1 << bits) - 1);
}

/** One bit a pixel: 1 is transparent. */
function applyMask(
  bitmap: Buffer,
  data: Buffer,
  width: number,
  height: number,
  start: number,
  stride: number,
): void {
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      data[(y * width + x) * 4 + 3] = paletteIndex(bitmap, start + (height - 1 - y) * stride, x, 1) ? 0 : 255;
}
