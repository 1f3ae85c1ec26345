// Metadata of a font: family, weight, style and coverage, from its name, OS/2, post and cmap tables.

import { view, type Budget } from "./bytes.ts";
import { readCoverage } from "./cmap.ts";
import type { Ranges } from "./coverage.ts";
import { FontError } from "./error.ts";
import { LIMITS } from "./limits.ts";
import type { Tables } from "./sfnt.ts";
import { weightAxis } from "./variable.ts";

/** Numbers of names (ISO/IEC 14496-22 §5.2.7). */
const [FAMILY, TYPOGRAPHIC_FAMILY] = [1, 16];

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
export function readMetadata(tables: Tables, budget: Budget): FontMetadata {
  const table = (tag: string) => {
    const found = tables.get(tag);
    if (!found) throw new FontError(`has no ${tag} table`);
    return view(found);
  };
  for (const tag of ["head", "hhea", "hmtx", "maxp"]) table(tag);
  const family = readFamily(table("name"));
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
    coverage: readCoverage(table("cmap"), budget),
    ...(weights ? { weights } : {}),
  };
}

/**
 * The family: typographic before plain; English of Windows wins, then the first readable one. Only its own bytes are
 * decoded, and only its beginning: records may be many and long, and all share what they point to.
 */
function readFamily(data: DataView): string | undefined {
  const storage = data.getUint16(4);
  let found: { score: number; platform: number; at: number; length: number } | undefined;
  for (let i = 0; i < data.getUint16(2); i++) {
    const record = 6 + 12 * i;
    const id = data.getUint16(record + 6);
    if (id !== TYPOGRAPHIC_FAMILY && id !== FAMILY) continue;
    const platform = data.getUint16(record);
    const length = data.getUint16(record + 8);
    const at = storage + data.getUint16(record + 10);
    // Skip records that point past the table: the bytes there belong to another one.
    if (length === 0 || at + length > data.byteLength) continue;
    const english = platform === 3 && data.getUint16(record + 4) === 0x409;
    const score = 2 * Number(id === TYPOGRAPHIC_FAMILY) + Number(english);
    if (!found || score > found.score) found = { score, platform, at, length };
  }
  if (!found) return undefined;
  const { platform, at, length } = found;
  const bytes = new Uint8Array(data.buffer, data.byteOffset + at, Math.min(length, 2 * LIMITS.maxName));
  return new TextDecoder(platform === 1 ? "latin1" : "utf-16be").decode(bytes).trim() || undefined;
}
