// Checks that a font is safe to lay out and draw with, by the rules of the OpenType Sanitizer.
//
// Layout, shaping and drawing read fonts with programs that trust them: what passes here has its tables where it says,
// nothing in them points outside, and nothing unfolds beyond what its size allows. Tables that only HarfBuzz reads
// (variations, colours, bitmaps, AAT) are left to its own sanitizer. Hinting programs are unchecked: nothing runs them.

import { broken, reading, type Budget } from "../bytes.ts";
import { checkCmap } from "../cmap.ts";
import { FontError } from "../error.ts";
import type { Tables } from "../sfnt.ts";
import { checkCff } from "./cff.ts";
import { checkGlyphs } from "./glyphs.ts";
import { checkDefinitions, checkLayout } from "./layout.ts";
import { checkMetrics } from "./metrics.ts";

const REQUIRED = ["head", "hhea", "hmtx", "maxp", "cmap", "name"];

/** @throws FontError naming the table and the rule that it breaks. */
export function checkFont(tables: Tables, budget: Budget): void {
  for (const tag of REQUIRED) if (!tables.has(tag)) throw new FontError(`has no ${tag} table`);
  const { glyphs, longOffsets } = checkMetrics(tables);
  const cmap = tables.get("cmap")!;
  budget.once([cmap], ["cmap"], () => reading("cmap", cmap, (data) => checkCmap(data, budget)));
  const [glyf, loca, cff] = [tables.get("glyf"), tables.get("loca"), tables.get("CFF ")];
  if (glyf && loca)
    budget.once([glyf, loca], [glyphs, longOffsets], () =>
      checkGlyphs(loca, glyf, glyphs, longOffsets, budget),
    );
  else if (glyf) throw broken("glyf", "there is no loca table for it");
  if (cff) budget.once([cff], [glyphs], () => checkCff(cff, glyphs, budget));
  const gdef = tables.get("GDEF");
  if (gdef) budget.once([gdef], ["GDEF"], () => checkDefinitions(gdef, budget));
  for (const tag of ["GSUB", "GPOS"] as const) {
    const table = tables.get(tag);
    if (table) budget.once([table], [tag], () => checkLayout(tag, table, budget));
  }
}
