// Entry to the retained renderer: owns its one instance, and with it all its caches, in a process.

import { layout } from "./general/layout.ts";
import type { PreparedImage } from "./request.ts";
import { raster } from "./general/raster.ts";
import { createRetained, type Picture, type Retained } from "./retained/retained.ts";

let shared: Retained | undefined;

function retained(): Retained {
  return (shared ??= createRetained({
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
  }));
}

/**
 * Draws by the retained renderer; undefined where the general one has to be used: for another
 * pixel density, for debugging, for an SVG, and for templates that it does not support.
 */
export async function drawShortWay(image: PreparedImage): Promise<Picture | undefined> {
  if (image.pixelDensity !== 1 || image.debug || image.type === "image/svg+xml") return undefined;
  const { tree, width, height, typesetting } = image;
  const { faces, emoji } = typesetting;
  return retained().draw({
    tree,
    width,
    height,
    faces,
    emoji,
    writeSvg: () => layout(tree, image),
    warn: image.warn,
  });
}
