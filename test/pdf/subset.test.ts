// Subsets of fonts: the glyphs that a document needs, as HarfBuzz takes them out too.
import { describe, expect, it } from "vitest";
import { readTables, view } from "../../src/fonts/sfnt.ts";
import { subsetFont } from "../../src/fonts/shaping/subsetter.ts";
import { subsetTrueType } from "../../src/fonts/shaping/subset.ts";
import { fonts } from "./read.ts";

/** A glyph's outline, without the padding after it, and its width and side bearing. */
function glyphOf(font: Uint8Array, glyph: number): { outline: string; metrics: string } {
  const tables = readTables(font);
  const [head, loca, glyf, hhea, hmtx] = ["head", "loca", "glyf", "hhea", "hmtx"].map((tag) =>
    view(tables.get(tag)!),
  ) as [DataView, DataView, DataView, DataView, DataView];
  const at = (index: number) =>
    head.getInt16(50) ? loca.getUint32(4 * index) : 2 * loca.getUint16(2 * index);
  const bytes = new Uint8Array(glyf.buffer, glyf.byteOffset + at(glyph), at(glyph + 1) - at(glyph));
  const long = hhea.getUint16(34);
  const width = hmtx.getUint16(4 * Math.min(glyph, long - 1));
  const bearing = hmtx.getInt16(glyph < long ? 4 * glyph + 2 : 2 * long + 2 * glyph);
  const outline = Buffer.from(bytes)
    .toString("hex")
    .replace(/(00)+$/, "");
  return { outline, metrics: `${width} ${bearing}` };
}

describe("a subset", () => {
  it("has the outlines and widths of its glyphs in every font that is shipped", async () => {
    for (const face of (await fonts()).faces) {
      const data = face.data();
      const count = view(readTables(data).get("maxp")!).getUint16(4);
      const glyphs = Array.from({ length: 60 }, (_, i) => 1 + ((i * 37 + 11) % (count - 1)));
      const ours = subsetTrueType(data, glyphs)!;
      const theirs = subsetFont(data, glyphs);
      expect(ours.length, face.file).toBeLessThan(data.length);
      for (const glyph of glyphs) expect(glyphOf(ours, glyph), face.file).toEqual(glyphOf(theirs, glyph));
    }
  });

  it("has what its glyphs are made of", async () => {
    const data = (await fonts()).match("Noto Sans").data();
    const composite = Array.from({ length: 900 }, (_, glyph) => glyph).find((glyph) =>
      glyphOf(data, glyph).outline.startsWith("ffff"),
    )!;
    const { outline } = glyphOf(data, composite);
    const part = parseInt(outline.slice(24, 28), 16);
    const subset = subsetTrueType(data, [composite])!;
    expect(glyphOf(subset, part).outline).toBe(glyphOf(data, part).outline);
    expect(glyphOf(subset, part).outline).not.toBe("");
  });
});
