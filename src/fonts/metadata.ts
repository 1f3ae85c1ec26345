// What a font says of itself: family, weight, style and coverage, from its name, OS/2, post and cmap tables.

import { toRanges, type Ranges } from "./coverage.ts";
import { FontError } from "./error.ts";
import { view, type Tables } from "./sfnt.ts";
import { weightAxis } from "./variable.ts";

export interface FontMetadata {
  family: string;
  weight: number;
  style: "normal" | "italic";
  /** Every glyph has the same width. */
  monospace: boolean;
  coverage: Ranges;
  /** The weights of a variable font, from the thinnest to the boldest. */
  weights?: [least: number, most: number];
}

/** @throws FontError saying which table is missing or malformed. */
export function readMetadata(tables: Tables): FontMetadata {
  const table = (tag: string) => {
    const found = tables.get(tag);
    if (!found) throw new FontError(`has no ${tag} table`);
    return view(found);
  };
  for (const tag of ["head", "hhea", "hmtx", "maxp"]) table(tag);
  const names = readNames(table("name"));
  const family = names.get(16) ?? names.get(1);
  if (!family) throw new FontError("names no family");
  const os2 = tables.has("OS/2") ? table("OS/2") : undefined;
  const macStyle = table("head").getUint16(44);
  const weight = os2?.getUint16(4) || (macStyle & 1 ? 700 : 400);
  const italic = os2 ? (os2.getUint16(62) & 0x201) !== 0 : (macStyle & 2) !== 0;
  const weights = weightAxis(tables);
  return {
    family,
    weight: Math.min(1000, Math.max(1, weight)),
    style: italic ? "italic" : "normal",
    monospace: tables.has("post") && table("post").getUint32(12) !== 0,
    coverage: readCoverage(table("cmap")),
    ...(weights ? { weights } : {}),
  };
}

/** Names by id; English of Windows wins, then the first readable one. */
function readNames(data: DataView): Map<number, string> {
  const names = new Map<number, string>();
  const storage = data.getUint16(4);
  for (let i = 0; i < data.getUint16(2); i++) {
    const record = 6 + 12 * i;
    const platform = data.getUint16(record);
    const language = data.getUint16(record + 4);
    const id = data.getUint16(record + 6);
    const best = platform === 3 && language === 0x409;
    if (names.has(id) && !best) continue;
    const length = data.getUint16(record + 8);
    const at = data.byteOffset + storage + data.getUint16(record + 10);
    const bytes = new Uint8Array(data.buffer, at, length);
    const encoding = platform === 1 ? "latin1" : "utf-16be";
    names.set(id, new TextDecoder(encoding).decode(bytes).trim());
  }
  return names;
}

function readCoverage(cmap: DataView): Ranges {
  let best: { offset: number; score: number } | undefined;
  for (let i = 0; i < cmap.getUint16(2); i++) {
    const record = 4 + 8 * i;
    const [platform, encoding] = [cmap.getUint16(record), cmap.getUint16(record + 2)];
    const unicode =
      (platform === 0 && encoding !== 5) || (platform === 3 && (encoding === 1 || encoding === 10));
    if (!unicode) continue;
    const offset = cmap.getUint32(record + 4);
    const score = [12, 13, 10, 4, 6, 0].indexOf(cmap.getUint16(offset));
    if (score >= 0 && (!best || score < best.score)) best = { offset, score };
  }
  if (!best) throw new FontError("has no Unicode cmap");
  return toRanges(codePoints(cmap, best.offset));
}

/** ISO/IEC 14496-22 §5.2.1.3, the formats that Unicode fonts use. */
function* codePoints(cmap: DataView, at: number): Generator<number> {
  const format = cmap.getUint16(at);
  if (format === 0) {
    for (let code = 0; code < 256; code++) if (cmap.getUint8(at + 6 + code)) yield code;
  } else if (format === 4) {
    const size = cmap.getUint16(at + 6);
    for (let segment = 0; segment < size; segment += 2) {
      const last = cmap.getUint16(at + 14 + segment);
      const first = cmap.getUint16(at + 16 + size + segment);
      const delta = cmap.getUint16(at + 16 + 2 * size + segment);
      const rangeAt = at + 16 + 3 * size + segment;
      const range = cmap.getUint16(rangeAt);
      for (let code = first; code <= last && code < 0xffff; code++) {
        const glyph = range ? cmap.getUint16(rangeAt + range + 2 * (code - first)) : code;
        if (range ? glyph !== 0 && (glyph + delta) & 0xffff : (glyph + delta) & 0xffff) yield code;
      }
    }
  } else if (format === 6) {
    const first = cmap.getUint16(at + 6);
    for (let i = 0; i < cmap.getUint16(at + 8); i++) if (cmap.getUint16(at + 10 + 2 * i)) yield first + i;
  } else if (format === 10) {
    const first = cmap.getUint32(at + 12);
    for (let i = 0; i < cmap.getUint32(at + 16); i++) if (cmap.getUint16(at + 20 + 2 * i)) yield first + i;
  } else {
    for (let i = 0; i < cmap.getUint32(at + 12); i++) {
      const group = at + 16 + 12 * i;
      const [first, last, glyph] = [
        cmap.getUint32(group),
        cmap.getUint32(group + 4),
        cmap.getUint32(group + 8),
      ];
      if (last > 0x10ffff || first > last) throw new FontError("has a malformed cmap");
      for (let code = first; code <= last; code++)
        if (format === 13 ? glyph : glyph + code - first) yield code;
    }
  }
}
