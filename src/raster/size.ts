// Width and height of a PNG, GIF or JPEG, from its header.

export interface RasterSize {
  width: number;
  height: number;
}

/** Sides in the IHDR chunk (PNG, third edition, §11.2.1). @throws RangeError for a file that is too short. */
export const pngSize = (bytes: Buffer): RasterSize => ({
  width: bytes.readUInt32BE(16),
  height: bytes.readUInt32BE(20),
});

/** Sides of the logical screen (GIF89a §18). @throws RangeError for a file that is too short. */
export const gifSize = (bytes: Buffer): RasterSize => ({
  width: bytes.readUInt16LE(6),
  height: bytes.readUInt16LE(8),
});

/** A frame header of a JPEG. */
export interface JpegFrame extends RasterSize {
  /** The second byte of its marker, SOF0 (0xc0) to SOF15 (0xcf). */
  marker: number;
  /** A marker before it, or its own, has fill bytes (ITU-T T.81 §B.1.1.2). */
  filled: boolean;
}

/** The first frame header of a JPEG (ITU-T T.81 §B.2.2); undefined if there is none before the first scan's data. */
export function jpegFrame(bytes: Buffer): JpegFrame | undefined {
  let filled = false;
  for (let at = 2; at + 9 <= bytes.length && bytes[at] === 0xff;) {
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      filled = true;
      at++;
    } else if (marker >= 0xc0 && marker <= 0xcf && !NO_FRAMES.has(marker))
      return { marker, filled, width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) };
    else at += 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
}

/** Markers in the range of frame headers that are none: DHT, JPG and DAC. */
const NO_FRAMES: ReadonlySet<number> = new Set([0xc4, 0xc8, 0xcc]);
