// Judges the retained path by satori and resvg as anyone would call them, pixel by pixel.

import { Resvg } from "@resvg/resvg-js";
import pixelmatch from "pixelmatch";
import satori from "satori";
import { loadFonts } from "../../../src/fonts/library.ts";
import { dropOutside } from "../../../src/images/general/outside.ts";
import { dropFullMasks } from "../../../src/images/general/shortcuts.ts";
import { layout } from "../../../src/images/general/layout.ts";
import { raster } from "../../../src/images/general/raster.ts";
import { createRetained, type Path } from "../../../src/images/retained/retained.ts";
import type { HostNode } from "../../../src/images/tree.ts";
import type { Typeface } from "../../../src/images/text/typefaces.ts";
import { prepared } from "../prepared.ts";

const fonts = await loadFonts("fonts");

/** A retained path that trusts itself, so that the tests see what it does and not what its checks mend. */
const retained = createRetained({
  drawSvg: async (svg) => (await raster(svg, 0, 1)).data,
  writeTree: (tree, { width, height, faces, emoji = {} }) =>
    layout(tree as HostNode, {
      width,
      height,
      typesetting: { faces: faces as Typeface[], emoji, missing: [], substitutes: [] },
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

const UNJUDGED = { path: "general", psnr: 999, pixels: 0, png: new Uint8Array() } as const;

/** Draws a template both ways. */
export async function judge(element: unknown, width = 1200, height = 630): Promise<Verdict> {
  const image = await prepared(element, { width, height }, fonts);
  // Components were run, pictures fetched and sizes fitted: the tree is what satori takes.
  const { tree, typesetting } = image;
  const svg = await satori(tree as Parameters<typeof satori>[0], {
    width,
    height,
    fonts: typesetting.faces,
    graphemeImages: typesetting.emoji,
    onStyleError: () => {},
  });
  // resvg itself stops the process at a faded or masked group that lies far outside of the picture.
  const drawable = reachesFarOut(svg, width, height) ? dropOutside(dropFullMasks(svg)) : svg;
  const reference = new Resvg(drawable, { font: { loadSystemFonts: false }, logLevel: "off" }).render()
    .pixels;
  await new Promise(setImmediate);
  const picture = await retained.draw({
    tree,
    width,
    height,
    faces: typesetting.faces,
    emoji: typesetting.emoji,
    writeSvg: () => layout(tree, image),
    warn: () => {},
  });
  if (!picture) return { ...UNJUDGED, reason: undefined };
  const ours = picture.pixels();
  let squares = 0;
  for (let i = 0; i < ours.length; i++) squares += (ours[i]! - reference[i]!) ** 2;
  return {
    path: picture.path,
    reason: picture.reason,
    psnr: squares ? 10 * Math.log10((255 * 255 * ours.length) / squares) : 999,
    pixels: squares ? pixelmatch(ours, reference, undefined, width, height, { threshold: 0.1 }) : 0,
    png: picture.png(),
  };
}

/** Whether a group is faded, masked or filtered, or may be in a drawing of its own, and something is beyond the picture and as much again. */
function reachesFarOut(svg: string, width: number, height: number): boolean {
  if (!/ (?:mask|clip-path|opacity|filter)="|href="data:image\/svg/.test(svg)) return false;
  if (svg.includes('transform="')) return true;
  const far = 2 * Math.min(width, height);
  for (const [, values] of svg.matchAll(/ (?:d|x|y)="([^"%]+)"/g))
    for (const [number] of values!.matchAll(/-?[\d.]+/g)) if (Math.abs(Number(number)) > far) return true;
  return false;
}
