// JSX components that were made for images, as SVG whose text is still text.
import type { RenderContext } from "../asset.ts";
import type { Svg } from "./blocks.ts";

/** Lays out a JSX element with satori; the result has `<text>`, which becomes real text in the PDF. */
export async function jsxToSvg(block: Svg, context: RenderContext): Promise<string> {
  const { width, height } = block;
  if (width === undefined || height === undefined)
    throw new Error("svg(…) with a JSX element needs a width and a height, as image() does.");
  const { default: satori } = await import("satori");
  const { fonts } = context;
  const { family } = fonts.match(fonts.defaultFamily);
  const list = fonts.faces
    .filter((face) => face.family === family)
    .map((face) => ({
      name: face.family,
      weight: face.weight as 400,
      style: face.style,
      data: Buffer.from(face.data()),
    }));
  return satori(block.source as Parameters<typeof satori>[0], {
    width,
    height,
    fonts: list,
    embedFont: false,
  });
}
