// The path of a template and the reason for it: for `offprint routes --images`.

import { createApart } from "./paint/apart.ts";
import { createBoxes } from "./paint/boxes.ts";
import { paintTree } from "./paint/paint.ts";
import { createParts } from "./parts.ts";
import { readTree } from "./layout/tree.ts";
import { Unknown } from "./layout/unknown.ts";
import { readDisplayList } from "./svg/operations.ts";
import { createRasters } from "./svg/rasters.ts";
import type { Path, RetainedRequest } from "./retained.ts";

export interface Explanation {
  path: Path;
  /** The node and the property that our layout doesn't support, or leaves to satori. */
  reason?: string;
}

/** A stub for satori's SVG of a box: explaining draws nothing. */
const EMPTY_SVG = '<svg width="1" height="1" viewBox="0 0 1 1" xmlns="http://www.w3.org/2000/svg"></svg>';

/**
 * Tells which way a picture would be made, without drawing it.
 *
 * @example
 * const { path, reason } = await explain({ tree, width: 1200, height: 630, faces, writeSvg });
 * console.log(path === "layout" ? path : `${path}: ${reason}`);
 */
export async function explain(request: Omit<RetainedRequest, "warn">): Promise<Explanation> {
  const { width, height, faces, emoji } = request;
  let reason: string;
  try {
    const write = async () => EMPTY_SVG;
    const rasters = createRasters(async (svg) => {
      const [, width, height] = /^<svg width="([\d.]+)" height="([\d.]+)"/.exec(svg) ?? [];
      return new Uint8Array(4 * Math.ceil(Number(width)) * Math.ceil(Number(height)));
    });
    const boxes = createBoxes(write, rasters);
    const apart = createApart(write, rasters);
    const parts = createParts();
    await paintTree(await readTree(request.tree, request), {
      width,
      height,
      faces,
      emoji,
      boxes,
      apart,
      onIsland: parts.add,
    });
    return { path: parts.tooMany ? "general" : "layout", ...(parts.reason && { reason: parts.reason }) };
  } catch (error) {
    if (!(error instanceof Unknown)) throw error;
    reason = error.message;
  }
  try {
    readDisplayList(await request.writeSvg());
    return { path: "drawing", reason };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { path: "general", reason: error.message };
  }
}
