// A shaped word: how wide it is, what is written for it, and what a reader copies from it.
import { hex4, text as textString } from "../syntax.ts";
import type { Shaped } from "./harfbuzz.ts";

/** One run of text in one font, independent of the size. */
export interface Word {
  /** The text that it was made from. */
  readonly text: string;
  /** Its width in font units, as HarfBuzz has it. */
  readonly advance: number;
  /** What goes between `[<` and `>]TJ`: glyphs, with HarfBuzz's positions where they differ from the font's. */
  readonly shown: string;
  /** Its glyphs, and the text that each stands for ("" where `shown` has it). */
  readonly glyphs: readonly number[];
  readonly texts: readonly string[];
  /** True when a glyph is missing from the font. */
  readonly missing: boolean;
  /** The document that last noted its glyphs, see `UsedFont`. */
  owner: unknown;
}

/** A number in thousandths of an em for a `TJ` array. */
const thousandths = (units: number, upem: number): string => String(Math.round((units * 1e6) / upem) / 1000);

/** Makes a word of what HarfBuzz gave. `natural` is a glyph's own advance. */
export function makeWord(
  text: string,
  shaped: Shaped,
  upem: number,
  natural: (glyph: number) => number,
): Word {
  const { glyphs, clusters, advances, xOffsets, yOffsets } = shaped;
  const ends = clusterEnds(clusters, text.length);
  const texts: string[] = [];
  let shown = "";
  let advance = 0;
  let rise = 0;
  /** How far the pen is from where HarfBuzz has it. */
  let lag = 0;
  for (let i = 0; i < glyphs.length; i++) {
    const cluster = clusters[i]!;
    const begins = i === 0 || clusters[i - 1] !== cluster;
    const compound = clusters[i + 1] === cluster || !begins;
    const part = begins ? text.slice(cluster, ends.get(cluster)) : "";
    // Several glyphs for one cluster say only together what they stand for.
    if (begins && compound) shown += `>]TJ/Span<</ActualText${textString(part)}>>BDC[<`;
    texts.push(compound ? "" : part);
    if (yOffsets[i] !== rise) {
      rise = yOffsets[i]!;
      shown += `>]TJ ${Math.round((rise * 1e5) / upem) / 1e5} Ts[<`;
    }
    const shift = lag + xOffsets[i]!;
    if (shift !== 0) shown += `>${thousandths(-shift, upem)}<`;
    shown += hex4(glyphs[i]!);
    lag = advances[i]! - natural(glyphs[i]!) - xOffsets[i]!;
    advance += advances[i]!;
    if (compound && clusters[i + 1] !== cluster) {
      if (lag !== 0) shown += `>${thousandths(-lag, upem)}<`;
      lag = 0;
      shown += ">]TJ EMC[<";
    }
  }
  if (lag !== 0) shown += `>${thousandths(-lag, upem)}<`;
  if (rise !== 0) shown += ">]TJ 0 Ts[<";
  return { text, advance, shown, glyphs, texts, missing: glyphs.includes(0), owner: undefined };
}

/** Where the text of each cluster ends. */
function clusterEnds(clusters: readonly number[], length: number): Map<number, number> {
  const starts = [...new Set(clusters)].sort((a, b) => a - b);
  return new Map(starts.map((start, i) => [start, starts[i + 1] ?? length]));
}
