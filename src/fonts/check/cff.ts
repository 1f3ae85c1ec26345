// Outlines in PostScript's form: the `CFF ` table's indexes and dictionaries (Adobe Technical Note 5176).

import { broken, reading, type Budget, view } from "../bytes.ts";
import { Interpreter, type Programs } from "./charstring.ts";

const bad = (rule: string) => broken("CFF", rule);

/** Operators of dictionaries; those of two bytes have 0x0c00 added. */
const [CHARSTRINGS, PRIVATE, SUBRS, CHARSTRING_TYPE, ROS, FD_ARRAY, FD_SELECT] = [
  17, 18, 19, 0x0c06, 0x0c1e, 0x0c24, 0x0c25,
];

/** A list of byte strings, all of them inside of the table and one after another (§5). */
interface Index extends Programs {
  /** Offset of the list's end. */
  end: number;
}

const itemOf = ({ bytes, base, offsets }: Index, i: number): Uint8Array =>
  bytes.subarray(base + offsets[i]!, base + offsets[i + 1]!);

/** @throws FontError saying which rule is broken. */
export function checkCff(table: Uint8Array, glyphs: number, budget: Budget): void {
  reading("CFF ", table, (data) => {
    const names = readIndex(table, data.getUint8(2), budget);
    const dicts = readIndex(table, names.end, budget);
    const strings = readIndex(table, dicts.end, budget);
    const global = readIndex(table, strings.end, budget);
    if (names.count !== 1 || dicts.count !== 1) throw bad("it holds more or less than one font");
    const top = readDict(itemOf(dicts, 0));
    if ((top.get(CHARSTRING_TYPE)?.[0] ?? 2) !== 2) throw bad("its outlines are not of type 2");
    const outlines = readIndex(table, offsetOf(top, CHARSTRINGS), budget);
    if (outlines.count !== glyphs) throw bad(`it has ${outlines.count} outlines for ${glyphs} glyphs`);

    const cid = top.has(ROS);
    const fonts = cid ? readIndex(table, offsetOf(top, FD_ARRAY), budget) : undefined;
    const local = fonts
      ? Array.from({ length: fonts.count }, (_, i) => readPrivate(table, readDict(itemOf(fonts, i)), budget))
      : [readPrivate(table, top, budget)];
    const fontOf = cid ? readSelect(data, offsetOf(top, FD_SELECT), glyphs, local.length) : undefined;
    const interpreter = new Interpreter(global, budget);
    for (let glyph = 0; glyph < glyphs; glyph++)
      interpreter.check(outlines, glyph, local[fontOf ? fontOf[glyph]! : 0]!);
  });
}

const NONE: Index = { count: 0, end: 0, bytes: new Uint8Array(), base: 0, offsets: new Uint32Array(1) };

function readIndex(table: Uint8Array, start: number, budget: Budget): Index {
  const data = view(table);
  const count = data.getUint16(start);
  if (count === 0) return { ...NONE, end: start + 2 };
  budget.spend(count, "CFF");
  const size = data.getUint8(start + 2);
  if (size < 1 || size > 4) throw bad(`an index has offsets of ${size} bytes`);
  const offsets = new Uint32Array(count + 1);
  const base = start + 2 + (count + 1) * size;
  for (let i = 0, at = start + 3; i <= count; i++) {
    let value = 0;
    for (let k = 0; k < size; k++) value = value * 256 + data.getUint8(at++);
    if (value < (i === 0 ? 1 : offsets[i - 1]!)) throw bad("the offsets of an index are out of order");
    if (base + value > table.length) throw bad("an index points past its end");
    offsets[i] = value;
  }
  return { count, end: base + offsets[count]!, bytes: table, base, offsets };
}

type Dict = Map<number, number[]>;

/** The operators of a dictionary with their operands (§4). */
function readDict(bytes: Uint8Array): Dict {
  const data = view(bytes);
  const dict: Dict = new Map();
  let operands: number[] = [];
  for (let at = 0; at < bytes.length;) {
    const byte = bytes[at++]!;
    if (byte <= 21) {
      const operator = byte === 12 ? 0x0c00 + data.getUint8(at++) : byte;
      dict.set(operator, operands);
      operands = [];
    } else if (byte === 28) {
      operands.push(data.getInt16(at));
      at += 2;
    } else if (byte === 29) {
      operands.push(data.getInt32(at));
      at += 4;
    } else if (byte === 30) {
      // A real number: half-bytes to one that is 15. Nothing that is read here is one.
      for (let packed = 0; (packed & 15) !== 15 && packed >> 4 !== 15;) packed = data.getUint8(at++);
      operands.push(NaN);
    } else if (byte >= 32 && byte <= 246) operands.push(byte - 139);
    else if (byte >= 247 && byte <= 250) operands.push((byte - 247) * 256 + data.getUint8(at++) + 108);
    else if (byte >= 251 && byte <= 254) operands.push(-(byte - 251) * 256 - data.getUint8(at++) - 108);
    else throw bad("a dictionary has a byte that means nothing");
    if (operands.length > 513) throw bad("a dictionary has too many operands");
  }
  return dict;
}

function offsetOf(dict: Dict, operator: number): number {
  const offset = dict.get(operator)?.[0];
  if (offset === undefined || !(offset > 0)) throw bad("it has no outlines where it says");
  return offset;
}

/** The subroutines of a font's private dictionary. */
function readPrivate(table: Uint8Array, dict: Dict, budget: Budget): Index {
  const [size, offset] = dict.get(PRIVATE) ?? [];
  if (size === undefined || offset === undefined) return NONE;
  if (!(size >= 0 && offset >= 0 && offset + size <= table.length))
    throw bad("it has no private dictionary where it says");
  const subrs = readDict(table.subarray(offset, offset + size)).get(SUBRS)?.[0];
  return subrs ? readIndex(table, offset + subrs, budget) : NONE;
}

/** Which of the fonts of a CID font each glyph is of (§19). */
function readSelect(data: DataView, at: number, glyphs: number, fonts: number): Uint8Array {
  const out = new Uint8Array(glyphs);
  const format = data.getUint8(at);
  if (format === 0) for (let i = 0; i < glyphs; i++) out[i] = data.getUint8(at + 1 + i);
  else if (format === 3) {
    const ranges = data.getUint16(at + 1);
    for (let i = 0; i < ranges; i++) {
      const [first, next] = [data.getUint16(at + 3 + 3 * i), data.getUint16(at + 6 + 3 * i)];
      if ((i === 0 && first !== 0) || next <= first || next > glyphs)
        throw bad("its glyphs are divided out of order");
      out.fill(data.getUint8(at + 5 + 3 * i), first, next);
    }
    if (data.getUint16(at + 3 + 3 * ranges) !== glyphs) throw bad("its glyphs are divided out of order");
  } else throw bad(`it divides its glyphs in format ${format}`);
  if (out.some((font) => font >= fonts)) throw bad("a glyph is of a font that is not there");
  return out;
}
