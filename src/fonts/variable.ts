// Variable fonts: which weights they hold.

import { view } from "./bytes.ts";
import { tagAt, type Tables } from "./sfnt.ts";

/** The axis of weights: from the thinnest to the boldest (ISO/IEC 14496-22 §7.3.3). */
export function weightAxis(tables: Tables): [least: number, most: number] | undefined {
  const fvar = tables.get("fvar");
  if (!fvar) return undefined;
  const data = view(fvar);
  const [start, count, size] = [data.getUint16(4), data.getUint16(8), data.getUint16(10)];
  for (let i = 0; i < count; i++) {
    const at = start + i * size;
    if (tagAt(fvar, at) === "wght") return [data.getInt32(at + 4) / 65_536, data.getInt32(at + 12) / 65_536];
  }
  return undefined;
}

/** The hundreds of an axis, or its ends where there is none. */
export function weightsOf([least, most]: readonly [number, number]): number[] {
  const hundreds = [100, 200, 300, 400, 500, 600, 700, 800, 900, 1000].filter((w) => w >= least && w <= most);
  return hundreds.length > 0 ? hundreds : [...new Set([least, most].map(Math.round))];
}
