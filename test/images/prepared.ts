// A template as the engines take it: components run, pictures fetched, faces opened.

import type { Fonts } from "../../src/fonts/fonts.ts";
import { prepare } from "../../src/images/engine.ts";
import type { PreparedImage } from "../../src/images/request.ts";
import { expandTree } from "../../src/images/tree.ts";

export function prepared(
  node: unknown,
  size: { width: number; height: number },
  fonts: Fonts,
): Promise<PreparedImage> {
  return prepare({
    tree: expandTree(node),
    ...size,
    pixelDensity: 1,
    type: "image/png",
    fonts,
    signal: new AbortController().signal,
    time: () => () => {},
    warn: () => {},
  });
}
