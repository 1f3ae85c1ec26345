// The font of the hidden text layer: a code for every UTF-16 unit, and empty glyphs. Text that cannot be extracted from
// its glyphs is written in it once more, as scanned pages carry recognised text. It works in every reader, including
// those that ignore ActualText or reverse it.
import { deflateSync } from "node:zlib";
import { view, writeSfnt } from "../../fonts/sfnt.ts";
import type { PdfFile } from "../file/file.ts";
import { glyphBytes, hex4, ref } from "../file/syntax.ts";

/** Units of its em, and how wide each letter is. */
const EM = 1000;

/** A word in this font. */
export interface Reading {
  /** Its codes as the operand of `TJ`, in visual order. */
  shown: string;
  /** Its letters. */
  count: number;
}

/** U+200F RIGHT-TO-LEFT MARK: right-to-left, and not a letter. */
const RIGHT_TO_LEFT_MARK = 0x200f;

/** A text in this font; undefined for letters that have no code. */
export function readingOf(text: string, rtl: boolean): Reading | undefined {
  let shown = "";
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(rtl ? text.length - 1 - i : i);
    // Surrogates would be extracted one by one.
    if ((code >= 0xd800 && code <= 0xdfff) || code === 0 || code === 0xfeff || code === 0xfffe)
      return undefined;
    shown += glyphBytes(code);
  }
  return { shown, count: text.length };
}

/**
 * The reading of right-to-left text at the left edge of a line. If it ends in a combining mark, U+200F is put before it:
 * some readers would take the mark for the beginning of the line.
 */
export function atEdge(reading: Reading, text: string): Reading {
  if (!/\p{M}$/u.test(text)) return reading;
  return { shown: glyphBytes(RIGHT_TO_LEFT_MARK) + reading.shown, count: reading.count + 1 };
}

/** Writes the font's objects. */
export function writeReadingFont(file: PdfFile, id: number): void {
  parts ??= makeParts();
  const fontFile = file.deflated(`/Length1 ${parts.length}/Filter/FlateDecode`, parts.program);
  const name = "OffprintReading";
  const descriptor = file.add(
    `<</Type/FontDescriptor/FontName/${name}/Flags 4/FontBBox[0 0 ${EM} ${EM}]/ItalicAngle 0/Ascent ${EM}/Descent 0/CapHeight ${EM}/StemV 80/FontFile2 ${ref(fontFile)}>>`,
  );
  const map = file.deflated("/Filter/FlateDecode", parts.map);
  const descendant = file.add(
    `<</Type/Font/Subtype/CIDFontType2/BaseFont/${name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/CIDToGIDMap ${ref(map)}/FontDescriptor ${ref(descriptor)}/DW ${EM}>>`,
  );
  const unicode = file.deflated("/Filter/FlateDecode", parts.unicode);
  file.add(
    `<</Type/Font/Subtype/Type0/BaseFont/${name}/Encoding/Identity-H/DescendantFonts[${ref(descendant)}]/ToUnicode ${ref(unicode)}>>`,
    id,
  );
}

/** The font and the map from codes to its glyphs, deflated once: they are the same for all documents. */
let parts: ReturnType<typeof makeParts> | undefined;

function makeParts() {
  const program = makeFont();
  const glyphs = Buffer.alloc(2 * 65_536);
  for (let code = 0; code < 65_536; code++) glyphs[2 * code + 1] = 1;
  const unicode = deflateSync(identityCMap());
  return { program: deflateSync(program), length: program.length, map: deflateSync(glyphs), unicode };
}

/** Ranges in one block of a CMap (Adobe Technical Note 5014, §5). */
const RANGES = 100;

/**
 * Each code stands for itself. A range keeps to one first byte, since only the last byte counts up
 * (ISO 32000-1 §9.10.3). U+0000, U+FEFF and U+FFFE stand for nothing (ISO 14289-1 §7.21.7), and surrogates for no letter.
 */
function identityCMap(): string {
  const ranges: string[] = [];
  const add = (first: number, last: number) => ranges.push(`<${hex4(first)}><${hex4(last)}><${hex4(first)}>`);
  for (let high = 0; high < 256; high++) {
    if (high >= 0xd8 && high <= 0xdf) continue;
    add(high * 256 + (high === 0 ? 1 : 0), high * 256 + (high === 0xfe ? 0xfe : high === 0xff ? 0xfd : 0xff));
  }
  let blocks = "";
  for (let i = 0; i < ranges.length; i += RANGES) {
    const part = ranges.slice(i, i + RANGES);
    blocks += `${part.length} beginbfrange\n${part.join("\n")}\nendbfrange\n`;
  }
  return (
    "/CIDInit/ProcSet findresource begin 12 dict begin begincmap\n" +
    "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n" +
    "/CMapName/Adobe-Identity-UCS def/CMapType 2 def\n" +
    `1 begincodespacerange<0000><ffff>endcodespacerange\n${blocks}` +
    "endcmap CMapName currentdict/CMap defineresource pop end end\n"
  );
}

/** Two glyphs, both empty: the one for what is missing, and the one for all letters. */
function makeFont(): Uint8Array {
  const table = (size: number, fields: Record<number, number>) => {
    const bytes = new Uint8Array(size);
    for (const [at, value] of Object.entries(fields)) view(bytes).setUint16(Number(at), value);
    return bytes;
  };
  const head = table(54, { 0: 1, 16: 0, 18: EM, 40: EM, 42: EM, 46: 8, 48: 2 });
  view(head).setUint32(12, 0x5f0f3cf5);
  return writeSfnt(
    0x00010000,
    new Map([
      ["head", head],
      ["hhea", table(36, { 0: 1, 4: EM, 10: EM, 34: 2 })],
      ["maxp", table(32, { 0: 1, 4: 2, 14: 2 })],
      ["hmtx", table(8, { 0: EM, 4: EM })],
      ["loca", table(6, {})],
      ["glyf", new Uint8Array(4)],
    ]),
  );
}
