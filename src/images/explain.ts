// Which way an image would be made, without making it: for `offprint routes --images`.

import { prepare } from "./engine.ts";
import type { ImageRequest } from "./request.ts";
import { layout } from "./general/layout.ts";
import { explain, type Explanation } from "./retained/explain.ts";

/** The path of an image and, where it is not the shortest, the node and the style that are why. */
export async function explainImage(request: ImageRequest): Promise<Explanation> {
  const image = await prepare(request);
  if (image.engine === "takumi") return { path: "general", reason: "it is drawn by takumi" };
  if (image.pixelDensity !== 1) return { path: "general", reason: `pixelDensity is ${image.pixelDensity}` };
  const { tree, width, height, typesetting } = image;
  const { faces, emoji } = typesetting;
  return explain({ tree, width, height, faces, emoji, writeSvg: () => layout(tree, image) });
}
