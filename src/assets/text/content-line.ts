// Content lines of vCard (RFC 6350 §3): one property a line, folded, its text escaped.

/** Octets of a line at most, without its end (§3.2). */
const MAX_LINE = 75;

/** What a value cannot hold: controls but line breaks and tabs, which no reader takes. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/g;

/**
 * Text as a value (§3.4): no character of it ends the value or the line.
 *
 * @example
 * escapeValue("a; b\nc"); // a\; b\nc, with backslashes
 */
export function escapeValue(text: string): string {
  return String(text)
    .toWellFormed()
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, "\n")
    .replace(CONTROL, "")
    .replace(/[\\;,]/g, "\\$&")
    .replaceAll("\n", "\\n");
}

/**
 * A line with its end, folded so that no part has more than 75 octets of UTF-8, and no character is cut (§3.2).
 *
 * @param line without a line break
 */
export function foldLine(line: string): string {
  if (line.length <= MAX_LINE / 3) return `${line}\r\n`;
  let out = "";
  let room = MAX_LINE;
  for (const character of line) {
    const length = Buffer.byteLength(character);
    if (length > room) {
      out += "\r\n ";
      room = MAX_LINE - 1;
    }
    out += character;
    room -= length;
  }
  return `${out}\r\n`;
}
