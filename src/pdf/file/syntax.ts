// How PDF writes numbers, names and strings (ISO 32000-1 §7.3).

/** A length with at most two decimals: a hundredth of a point is finer than any printer. */
export function num(value: number): string {
  const rounded = Math.round(value * 100) / 100;
  return Object.is(rounded, -0) ? "0" : String(rounded);
}

/** A ratio or a matrix entry with up to five decimals. */
export function fine(value: number): string {
  const rounded = Math.round(value * 1e5) / 1e5;
  if (Math.abs(rounded) < 1e-5) return "0";
  return Math.abs(rounded) < 1e-4 ? rounded.toFixed(5) : String(rounded);
}

/** A name object. */
export function name(value: string): string {
  let out = "/";
  for (const byte of new TextEncoder().encode(value)) {
    const plain = byte > 0x20 && byte < 0x7f && !"#%()/<>[]{}".includes(String.fromCharCode(byte));
    out += plain ? String.fromCharCode(byte) : `#${byte.toString(16).padStart(2, "0")}`;
  }
  return out;
}

/** UTF-16 units of a text string: PDF allows 32,767 bytes (ISO 32000-1 table C.1), two of them a byte order mark. */
export const TEXT_UNITS = 16_000;

/** A text string: as it is where it is ASCII, else UTF-16 (ISO 32000-1 §7.9.2.2); longer ones end in "…". */
export function text(value: string): string {
  const kept = value.length > TEXT_UNITS ? `${value.slice(0, TEXT_UNITS - 1)}…` : value;
  if (isAscii(kept)) return `(${kept.replace(/[\\()]/g, "\\$&")})`;
  const whole = kept.toWellFormed();
  let hex = "feff";
  for (let i = 0; i < whole.length; i++) hex += hex4(whole.charCodeAt(i));
  return `<${hex}>`;
}

/**
 * A text string that would mean something else if it were shortened: a value, a name.
 * @throws Error where it is too long; `what` names it.
 */
export function wholeText(value: string, what: string): string {
  if (value.length > TEXT_UNITS)
    throw new Error(
      `${what} has ${value.length} characters, and a PDF takes ${TEXT_UNITS}: make it shorter.`,
    );
  return text(value);
}

const isAscii = (value: string): boolean => /^[\x20-\x7e]*$/.test(value);

/** Orders the keys of a name tree by the bytes of their text strings (ISO 32000-1 §7.9.6): ASCII before UTF-16. */
export function byName(a: string, b: string): number {
  const [first, second] = [isAscii(a), isAscii(b)];
  if (first !== second) return first ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A date in UTC. */
export function date(value: Date): string {
  return `(D:${value.toISOString().replace(/[-:T]|\.\d+Z$/g, "")}Z)`;
}

export const ref = (id: number): string => `${id} 0 R`;

const HEX: (string | undefined)[] = [];

/** Two bytes as four hexadecimal digits. */
export const hex4 = (value: number): string => (HEX[value] ??= value.toString(16).padStart(4, "0"));

const GLYPHS: (string | undefined)[] = [];

/** A glyph's two bytes as they stand in a string between parentheses (ISO 32000-1 §7.3.4.2). */
export function glyphBytes(glyph: number): string {
  return (GLYPHS[glyph] ??= escaped(glyph >> 8) + escaped(glyph & 255));
}

function escaped(byte: number): string {
  if (byte === 13) return "\\r";
  const character = String.fromCharCode(byte);
  return byte === 40 || byte === 41 || byte === 92 ? `\\${character}` : character;
}
