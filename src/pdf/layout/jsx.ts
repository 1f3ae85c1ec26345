// JSX components that were made for images, as SVG whose text is still text.

import type { RenderContext } from "../../asset.ts";
import { loadSatori } from "../../require.ts";
import { withBoxSizing } from "../../images/general/box-sizing.ts";
import { applyFit } from "../../images/text/fit.ts";
import { resolveSources } from "../../images/sources/sources.ts";
import { expandTree } from "../../images/tree.ts";
import { typesetting } from "../../images/text/typefaces.ts";
import type { Svg } from "../template/block.ts";

/** Lays out a JSX element with satori; the result has `<text>`, which becomes real text in the PDF. */
export async function jsxToSvg(block: Svg, context: RenderContext): Promise<string> {
  const { width, height } = block;
  if (width === undefined || height === undefined)
    throw new Error("svg(…) with a JSX element needs a width and a height, as image() does.");
  const { fonts, signal } = context;
  const satori = loadSatori();
  const sourced = await resolveSources(expandTree(block.source), signal);
  const tree = applyFit(sourced, { families: [], weight: 400, italic: false, language: undefined }, fonts);
  const { faces, emoji } = typesetting(tree, fonts, {});
  return satori(withBoxSizing(tree, "border-box") as Parameters<typeof satori>[0], {
    width,
    height,
    fonts: faces as Parameters<typeof satori>[1]["fonts"],
    graphemeImages: emoji,
    embedFont: false,
  });
}
