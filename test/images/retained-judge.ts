// Judges the retained path by satori and resvg themselves, pixel by pixel.

import pixelmatch from "pixelmatch";
import type { Typeface } from "../../src/images/typefaces.ts";
import { loadFonts } from "../../src/fonts/library.ts";
import { layout } from "../../src/images/layout.ts";
import { raster } from "../../src/images/raster.ts";
import { createRetained, type Path } from "../../src/images/retained/retained.ts";
import { expandTree, type HostNode } from "../../src/images/tree.ts";
import { typesetting } from "../../src/images/typefaces.ts";

const fonts = await loadFonts("fonts");

/** A retained path that trusts itself, so that the tests see what it does and not what its checks mend. */
const retained = createRetained({
  drawSvg: async (svg) => (await raster(svg, 0, 1)).data,
  writeBoxes: (tree, width, height, faces) =>
    layout(tree as HostNode, {
      width,
      height,
      typesetting: { faces: faces as Typeface[], emoji: {}, missing: [], substitutes: [] },
      warn: () => {},
    }),
  firstChecks: 0,
  checkEvery: 0,
});

export interface Verdict {
  path: Path;
  reason: string | undefined;
  /** dB, 999 for equal pixels. */
  psnr: number;
  /** Pixels that differ by pixelmatch at its usual threshold. */
  pixels: number;
  png: Uint8Array;
}

/** Draws a template both ways. */
export async function judge(element: unknown, width = 1200, height = 630): Promise<Verdict> {
  const tree = expandTree(element);
  const set = typesetting(tree, fonts, {});
  const write = () => layout(tree, { width, height, typesetting: set, warn: () => {} });
  const svg = await write();
  // resvg itself stops the process at a faded or masked group that lies far outside of the picture.
  if (reachesFarOut(svg, width, height))
    return { path: "general", reason: "far out", psnr: 999, pixels: 0, png: new Uint8Array() };
  const reference = await raster(svg, width, 1);
  const picture = await retained.draw({
    tree,
    width,
    height,
    faces: set.faces,
    writeSvg: write,
    warn: () => {},
  });
  if (!picture) return { path: "general", reason: undefined, psnr: 999, pixels: 0, png: new Uint8Array() };
  const ours = picture.pixels();
  let squares = 0;
  for (let i = 0; i < ours.length; i++) squares += (ours[i]! - reference.data[i]!) ** 2;
  return {
    path: picture.path,
    reason: picture.reason,
    psnr: squares ? 10 * Math.log10((255 * 255 * ours.length) / squares) : 999,
    pixels: pixelmatch(ours, reference.data, undefined, width, height, { threshold: 0.1 }),
    png: picture.png(),
  };
}

/** Whether a number of a path or a box is beyond the picture and as much again. */
function reachesFarOut(svg: string, width: number, height: number): boolean {
  const far = 2 * Math.min(width, height);
  for (const [, values] of svg.matchAll(/ (?:d|x|y)="([^"]+)"/g))
    for (const [number] of values!.matchAll(/-?[\d.]+/g)) if (Math.abs(Number(number)) > far) return true;
  return false;
}
