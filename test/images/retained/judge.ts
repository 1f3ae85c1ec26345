// Judges the retained path by satori and resvg as anyone would call them, pixel by pixel.

import { Resvg } from "@resvg/resvg-js";
import pixelmatch from "pixelmatch";
import satori from "satori";
import { loadFonts } from "../../../src/fonts/library.ts";
import { withBoxSizing } from "../../../src/images/general/box-sizing.ts";
import { dropOutside } from "../../../src/images/general/outside.ts";
import { dropFullMasks } from "../../../src/images/general/shortcuts.ts";
import { planImage, retainedRenderer } from "../../../src/images/plan.ts";
import { compare } from "../../../src/images/retained/compare.ts";
import type { Path } from "../../../src/images/retained/retained.ts";
import { prepared } from "../prepared.ts";

const fonts = await loadFonts("fonts");

/** A retained path that trusts itself, so that the tests see what it does and not what its checks mend. */
const retained = retainedRenderer({ firstChecks: 0, checkEvery: 0 });

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
  const image = await prepared(element, { width, height }, fonts);
  // Components were run, pictures fetched and sizes fitted: the tree is what satori takes.
  const { tree, typesetting } = image;
  const svg = await satori(withBoxSizing(tree, "border-box") as Parameters<typeof satori>[0], {
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
  const plan = await planImage(image, retained);
  const { path, reason } = plan;
  if (path === "general") return { path, reason, psnr: 999, pixels: 0, png: new Uint8Array() };
  const ours = plan.pixels();
  const psnr = Math.min(999, compare(ours, reference).psnr);
  const pixels = psnr < 999 ? pixelmatch(ours, reference, undefined, width, height, { threshold: 0.1 }) : 0;
  return { path, reason, psnr, pixels, png: plan.png() };
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
