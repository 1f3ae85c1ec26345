// One image from start to end, as a list of steps. Each step is a file of its own.

import { encode, type ImageType } from "./encode.ts";
import { applyFit } from "./text/fit.ts";
import { withBoxSizing } from "./general/box-sizing.ts";
import { layout } from "./general/layout.ts";
import { raster } from "./general/raster.ts";
import type { ImageRequest, PreparedImage } from "./request.ts";
import { planImage } from "./plan.ts";
import type { Plan } from "./retained/retained.ts";
import { resolveSources } from "./sources/sources.ts";
import { settleSvgStyles } from "./svg-styles.ts";
import { settleGaps } from "./tw-gaps.ts";
import { settleFamilies } from "./text/families.ts";
import { settleSvgText } from "./text/svg-text.ts";
import { typesetting } from "./text/typefaces.ts";

/**
 * Makes an image: from what earlier ones of its template left where that gives the same picture,
 * otherwise the general way.
 *
 * @returns the file's bytes, or the text of an SVG.
 */
export async function renderImage(request: ImageRequest): Promise<Uint8Array | string> {
  const image = await prepare(request);
  const plan = await timed(image, "draw", () => planImage(image));
  if (plan.path === "general") return renderGeneral(image);
  return timed(image, "encode", async () => {
    if (image.type === "image/png" && !image.palette) return plan.png();
    const { width, height } = image;
    return encode({ data: plan.pixels(), width, height }, image as Encodable);
  });
}

/** The path of an image and, where it is not the shortest, the node and the style that are why. */
export async function explainImage(request: ImageRequest): Promise<Pick<Plan, "path" | "reason">> {
  const { path, reason } = await planImage(await prepare(request));
  return { path, ...(reason && { reason }) };
}

type Encodable = PreparedImage & { type: Exclude<ImageType, "image/svg+xml"> };

/** Makes an image the general way: any template, and the reference for every shorter way. */
export async function renderGeneral(image: PreparedImage): Promise<Uint8Array | string> {
  if (image.engine === "takumi") {
    const { renderByTakumi } = await import("./takumi.ts");
    return timed(image, "draw", () => renderByTakumi(image));
  }
  const svg = await timed(image, "layout", () => layout(image.tree, image));
  if (image.type === "image/svg+xml") return svg;
  const pixels = await timed(image, "raster", () => raster(svg, image.width, image.pixelDensity));
  return timed(image, "encode", () => encode(pixels, image as Encodable));
}

/**
 * Fetches the pictures, opens the faces, and tells of characters that cannot be drawn.
 *
 * @throws HttpError when a picture cannot be had.
 */
export async function prepare(request: ImageRequest): Promise<PreparedImage> {
  const end = request.time("prepare");
  const boxed =
    request.boxSizing === "content-box" ? withBoxSizing(request.tree, "content-box") : request.tree;
  const sourced = await resolveSources(boxed, request.signal, request.sources);
  const style = { families: [], weight: 400, italic: false, language: request.language };
  const settled = settleSvgStyles(settleGaps(settleFamilies(sourced)));
  const fitted = applyFit(settled, style, request.fonts, request.defaultFamily);
  const tree = settleSvgText(fitted, style, request.fonts, request.defaultFamily);
  const set = typesetting(tree, request.fonts, request);
  for (const character of set.missing)
    request.warn(
      `No font has "${character}" (${toHex(character)}): add a font that does to the fonts folder.`,
    );
  for (const substitute of set.substitutes) request.warn(substitute);
  end();
  return { ...request, tree, typesetting: set };
}

async function timed<T>(image: PreparedImage, step: string, work: () => Promise<T>): Promise<T> {
  image.signal.throwIfAborted();
  const end = image.time(step);
  try {
    return await work();
  } finally {
    end();
  }
}

const toHex = (character: string) =>
  `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`;
