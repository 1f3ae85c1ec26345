// WOFF 2.0: one Brotli stream of tables, of which glyf, loca and hmtx may be transformed (W3C WOFF2).

import { brotliDecompressSync } from "node:zlib";
import { view } from "./bytes.ts";
import { FontError } from "./error.ts";
import { mostBytes } from "./limits.ts";
import { addTable, checkCount, tagAt, writeSfnt, type Tables } from "./sfnt.ts";
import { rebuildGlyphs } from "./woff2-glyphs.ts";

const KNOWN =
  "cmap head hhea hmtx maxp name OS/2 post cvt  fpgm glyf loca prep CFF  VORG EBDT EBLC gasp hdmx kern LTSH PCLT VDMX vhea vmtx BASE GDEF GPOS GSUB EBSC JSTF MATH CBDT CBLC COLR CPAL SVG  sbix acnt avar bdat bloc bsln cvar fdsc feat fmtx fvar gvar hsty just lcar mort morx opbd prop trak Zapf Silf Glat Gloc Feat Sill";
/** §4.1: four characters each, one apart. */
const knownTag = (index: number): string => KNOWN.slice(index * 5, index * 5 + 4).padEnd(4);

interface Entry {
  tag: string;
  transformed: boolean;
  /** Length in the Brotli stream. */
  length: number;
}

/**
 * The font inside a WOFF2 file.
 * @throws FontError saying which rule it breaks; what it claims to hold is judged before anything is decompressed.
 */
export function decodeWoff2(bytes: Uint8Array): Uint8Array {
  const data = view(bytes);
  if (tagAt(bytes, 4) === "ttcf")
    throw new FontError("is a WOFF2 collection; ship its fonts as single files");
  const count = data.getUint16(12);
  checkCount(count);
  const { entries, end } = readDirectory(bytes, count);
  const size = entries.reduce((sum, entry) => sum + entry.length, 0);
  if (size > mostBytes(bytes.length)) throw new FontError("claims more than a file of its length can hold");
  const stream = brotliDecompressSync(bytes.subarray(end, end + data.getUint32(20)), {
    maxOutputLength: Math.max(size, 1),
    // All at once: in Node's pieces of 16 KiB it takes twice as long.
    chunkSize: Math.max(size, 64),
  });
  if (stream.length < size) throw new FontError("ends early");

  const tables: Tables = new Map();
  const transformed: Tables = new Map();
  let at = 0;
  for (const entry of entries) {
    addTable(entry.transformed ? transformed : tables, entry.tag, stream.subarray(at, at + entry.length));
    at += entry.length;
  }
  const glyf = transformed.get("glyf");
  if (glyf) {
    const [hhea, original] = [tables.get("hhea"), tables.get("head")];
    if (!hhea || !original || original.length < 52) throw new FontError("has no head or hhea table");
    const rebuilt = rebuildGlyphs(glyf, transformed.get("hmtx"), hhea);
    tables.set("glyf", rebuilt.glyf).set("loca", rebuilt.loca);
    if (rebuilt.hmtx) tables.set("hmtx", rebuilt.hmtx);
    const head = Uint8Array.from(original);
    view(head).setInt16(50, rebuilt.longOffsets ? 1 : 0);
    tables.set("head", head);
  }
  return writeSfnt(data.getUint32(4), tables);
}

function readDirectory(bytes: Uint8Array, count: number): { entries: Entry[]; end: number } {
  const data = view(bytes);
  const entries: Entry[] = [];
  let at = 48;
  const number = () => {
    let value = 0;
    for (let i = 0; i < 5; i++) {
      const byte = data.getUint8(at++);
      value = value * 128 + (byte & 127);
      if (byte < 128) return value;
    }
    throw new FontError("has a malformed table directory");
  };
  for (let i = 0; i < count; i++) {
    const flags = data.getUint8(at++);
    let tag = knownTag(flags & 63);
    if ((flags & 63) === 63) {
      tag = tagAt(bytes, at);
      at += 4;
    }
    // For glyf and loca 0 means transformed and 3 means as they are; for the others 0 is as they are.
    const version = flags >> 6;
    const transformed = tag === "glyf" || tag === "loca" ? version === 0 : version !== 0;
    const original = number();
    entries.push({ tag, transformed, length: transformed ? number() : original });
  }
  return { entries, end: at };
}
