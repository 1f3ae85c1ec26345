// The bytes of an SVG file to its text, in whatever encoding they are.

import { gunzipSync } from "node:zlib";
import { refuse } from "./limits.ts";

/**
 * The text of an SVG: UTF-8, UTF-16, the encoding that the XML declaration names, or any of these compressed
 * (`.svgz`). Undefined for bytes that are no markup; whether it is an SVG is for {@link parseSvg} to say.
 *
 * @param maxBytes of it, uncompressed
 * @throws HttpError 422 where it cannot be decompressed, is too long, or its encoding is not known.
 */
export function svgText(bytes: Uint8Array, maxBytes: number): string | undefined {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    let plain: Uint8Array;
    try {
      plain = gunzipSync(bytes, { maxOutputLength: maxBytes });
    } catch (cause) {
      throw refuse(`A compressed SVG is broken, or has over ${maxBytes} bytes.`, cause);
    }
    // Data that is compressed twice is refused.
    return plain[0] === 0x1f && plain[1] === 0x8b ? undefined : svgText(plain, maxBytes);
  }
  const text = new TextDecoder(encodingOf(bytes)).decode(bytes);
  return /^\s*<[\w!?]/.test(text) ? text : undefined;
}

/** XML 1.0 appendix F: a byte order mark, the first character's width, or the declaration. */
function encodingOf(bytes: Uint8Array): string {
  const [a, b] = bytes;
  if ((a === 0xff && b === 0xfe) || (a === 0x3c && b === 0)) return "utf-16le";
  if ((a === 0xfe && b === 0xff) || (a === 0 && b === 0x3c)) return "utf-16be";
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(256, bytes.length)).toString("latin1");
  const label = /^(?:\xef\xbb\xbf)?<\?xml[^>]{1,200}?encoding\s*=\s*["']([\w.:-]+)["']/.exec(start)?.[1];
  if (!label || /^utf-?16|^ucs/i.test(label)) return "utf-8";
  try {
    return new TextDecoder(label).encoding;
  } catch (cause) {
    throw refuse(`The SVG's encoding, ${label.slice(0, 40)}, is not known.`, cause);
  }
}
