// Which bitmap format a file has, by its signature.

export type RasterFormat = "png" | "jpeg" | "gif" | "webp" | "avif" | "tiff" | "ico";

/** Signatures start with bytes that no text has, so no SVG in any encoding is taken for a bitmap. */
const SIGNATURES: readonly (readonly [RasterFormat, RegExp])[] = [
  ["png", /^\x89PNG\r\n\x1a\n/],
  ["jpeg", /^\xff\xd8\xff/],
  ["gif", /^GIF8[79]a/],
  ["webp", /^RIFF[\s\S]{4}WEBP/],
  ["avif", /^\0\0[\s\S]{2}ftyp(?:avi[fs]|mi[fa]1|msf1)/],
  ["tiff", /^(?:II[*+]\0|MM\0[*+])/],
  ["ico", /^\0\0\x01\0[\s\S]{2}/],
];

/**
 * The format of a file, or undefined for what is not one of the seven that may be decoded.
 *
 * libvips also reads SVG (compressed, or behind spaces), and other builds of it read PDF, camera raw files and
 * more: only a file with one of these signatures is handed to it.
 */
export function rasterFormat(bytes: Uint8Array): RasterFormat | undefined {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(16, bytes.length)).toString("latin1");
  return SIGNATURES.find(([, signature]) => signature.test(start))?.[0];
}
