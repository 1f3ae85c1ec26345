// The plan of an image: by the retained renderer, or the general way, and why. What `renderImage` makes is what
// `explainImage` tells, because both ask here.

import { layout } from "./general/layout.ts";
import type { PreparedImage } from "./request.ts";
import { raster } from "./general/raster.ts";
import { createRetained, type CheckOptions, type Plan, type Retained } from "./retained/retained.ts";

/** The retained renderer with satori and resvg behind it. One per process is enough: it owns its caches. */
export function retainedRenderer(checks: CheckOptions = {}): Retained {
  return createRetained({
    ...checks,
    drawSvg: async (svg) => (await raster(svg, 0, 1)).data,
    writeTree: (tree, { width, height, faces, emoji = {} }) =>
      layout(tree as Parameters<typeof layout>[0], {
        width,
        height,
        typesetting: {
          faces: faces as PreparedImage["typesetting"]["faces"],
          emoji,
          missing: [],
          substitutes: [],
        },
        warn: () => {}, // the whole tree has been told of once
      }),
  });
}

let shared: Retained | undefined;

/**
 * Decides how an image is made, and makes the layers where that is by the retained renderer.
 *
 * @param retained whose caches are used; by default those of the process
 */
export async function planImage(image: PreparedImage, retained?: Retained): Promise<Plan> {
  const reason = beyondRetained(image);
  if (reason) return { path: "general", reason };
  const { tree, width, height, typesetting, warn } = image;
  const { faces, emoji } = typesetting;
  retained ??= shared ??= retainedRenderer();
  return retained.plan({ tree, width, height, faces, emoji, writeSvg: () => layout(tree, image), warn });
}

/** The option for which the general way is taken, whatever the template. */
function beyondRetained({ engine, type, pixelDensity, debug }: PreparedImage): string | undefined {
  if (engine === "takumi") return "it is drawn by takumi";
  if (type === "image/svg+xml") return "it is an SVG";
  if (pixelDensity !== 1) return `pixelDensity is ${pixelDensity}`;
  return debug ? "debug draws the boxes of all elements" : undefined;
}
