// Draws in a process of its own, which may end: the number of the draw under way is in a file.

import { createHash } from "node:crypto";
import { openSync, readFileSync, writeSync } from "node:fs";
import { shippedFonts } from "../../../src/fonts/catalog.ts";
import { loadFonts } from "../../../src/fonts/library.ts";
import { prepare, renderGeneral, renderImage } from "../../../src/images/engine.ts";
import type { ImageRequest } from "../../../src/images/request.ts";
import { expandTree } from "../../../src/images/tree.ts";
import { isHttpError } from "../../../src/error.ts";
import { checkSize } from "../../../src/images/limits.ts";
import { Choices } from "./choices.ts";
import { randomDraw, withTexts, type Drawn } from "./trees.ts";
import { randomSvg } from "./svgs.ts";
import { draw, drawableOf } from "../../../src/images/resvg/drawable.ts";

export interface Tally {
  draws: number;
  /** Pictures that were refused, by what was said. */
  refused: Record<string, number>;
  /** Errors that a client would see as 500, each with the draw that it was first seen in. */
  failed: Record<string, number>;
  slowest: number;
  slowestDraw: number;
}

const fonts = await loadFonts(shippedFonts);

export function requestOf({ tree, width, height, density }: Drawn): ImageRequest {
  checkSize(width, height, density);
  return {
    tree: expandTree(tree as never),
    width,
    height,
    pixelDensity: density,
    type: "image/png",
    fonts,
    signal: new AbortController().signal,
    time: () => () => {},
    warn: () => {},
  };
}

/** Draws one picture each way. */
export async function drawOne(from: number | readonly number[], kind: string): Promise<void> {
  const choices = new Choices(from);
  if (kind === "svg") {
    const { svg, width } = randomSvg(choices);
    await draw(await drawableOf(svg, width, true));
    if (choices.chance(20)) await new Promise(setImmediate);
    return;
  }
  const request = requestOf(randomDraw(choices));
  await renderImage(request);
  if (choices.chance(4)) await renderGeneral(await prepare(request));
}

/** @param at where the number of the draw under way is written */
export async function drawMany(
  seed: number,
  from: number,
  count: number,
  kind: string,
  at: string,
): Promise<Tally> {
  const file = openSync(at, "w");
  const under = Buffer.alloc(8);
  const tally: Tally = { draws: 0, refused: {}, failed: {}, slowest: 0, slowestDraw: 0 };
  for (let draw = from; draw < from + count; draw++) {
    under.writeDoubleLE(draw);
    writeSync(file, under, 0, 8, 0);
    const start = performance.now();
    try {
      await drawOne(seedOf(seed, draw), kind);
    } catch (error) {
      const text = String(error)
        .replace(/[-\d.e+]+/g, "#")
        .slice(0, 160);
      const into = isHttpError(error) ? tally.refused : tally.failed;
      if (isHttpError(error)) into[text] = (into[text] ?? 0) + 1;
      else into[text] ??= draw;
    }
    const took = performance.now() - start;
    if (took > tally.slowest) [tally.slowest, tally.slowestDraw] = [took, draw];
    tally.draws++;
  }
  return tally;
}

const FORMATS = ["image/png", "image/png", "image/png", "image/webp", "image/jpeg"] as const;

/** Draws pictures one after another: a digest of each, or what was said in its place. */
export async function digests(pictures: readonly number[], seed: number): Promise<string[]> {
  const all: string[] = [];
  for (const picture of pictures) {
    const drawn = randomDraw(new Choices(seedOf(seed, picture >> 2)), true);
    const tree = withTexts(drawn.tree, picture & 3);
    const type = FORMATS[picture % FORMATS.length]!;
    try {
      const bytes = await renderImage({ ...requestOf({ ...drawn, tree, density: 1 }), type });
      all.push(createHash("sha256").update(bytes).digest("base64url").slice(0, 16));
    } catch (error) {
      all.push(String(error).slice(0, 60));
    }
  }
  return all;
}

export const seedOf = (seed: number, draw: number): number => (Math.imul(seed, 0x5bd1e995) + draw) >>> 0;
export const lastDraw = (at: string): number => readFileSync(at).readDoubleLE(0);
