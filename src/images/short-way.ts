// The seam between the general way of making images and the retained one: one set of kept pictures a process.

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
 * The picture by what earlier ones of its template left, or undefined where it has to be made the
 * general way: at another pixel density, for debugging, or as SVG.
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
