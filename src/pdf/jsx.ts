// JSX components that were made for images, as SVG whose text is still text.
import type { RenderContext } from "../asset.ts";
import { applyFit } from "../images/fit.ts";
import { resolveSources } from "../images/sources.ts";
import { expandTree } from "../images/tree.ts";
import { typesetting } from "../images/typefaces.ts";
import type { Svg } from "./block.ts";

/** Lays out a JSX element with satori; the result has `<text>`, which becomes real text in the PDF. */
export async function jsxToSvg(block: Svg, context: RenderContext): Promise<string> {
  const { width, height } = block;
  if (width === undefined || height === undefined)
    throw new Error("svg(…) with a JSX element needs a width and a height, as image() does.");
  const { fonts, signal } = context;
  const { default: satori } = await import("satori");
  const sourced = await resolveSources(expandTree(block.source), signal);
  const tree = await applyFit(
    sourced,
    { families: [], weight: 400, italic: false, language: undefined },
    fonts,
  );
  const { faces, emoji } = typesetting(tree, fonts, {});
  const drawn = await satori(tree as Parameters<typeof satori>[0], {
    width,
    height,
    fonts: faces as Parameters<typeof satori>[1]["fonts"],
    graphemeImages: emoji,
    embedFont: false,
  });
  return openPictures(drawn);
}

const PICTURE =
  /<image ([^>]*?)href="data:image\/svg\+xml(;base64|;utf8)?,([^"]*)"([^>]*?)\/?>(?:<\/image>)?/g;

/** Drawings that satori carries as data are put in place of their `<image>`, to be drawn as vectors. */
function openPictures(svg: string): string {
  let count = 0;
  return svg.replace(
    PICTURE,
    (_whole, before: string, coding: string | undefined, data: string, after: string) => {
      const source = coding === ";base64" ? Buffer.from(data, "base64").toString() : decodeURIComponent(data);
      const prefix = `p${count++}-`;
      const inner = source
        .replace(/^[\s\S]*?(?=<svg[\s>])/, "")
        // Two pictures may use the same names.
        .replace(/\bid="/g, `id="${prefix}`)
        .replace(/url\((["']?)#/g, `url($1#${prefix}`)
        .replace(/href="#/g, `href="#${prefix}`);
      const box = Array.from(
        `${before} ${after}`.matchAll(/\b(x|y|width|height)="([^"]*)"/g),
        ([attribute]) => attribute,
      );
      const own = /^<svg([^>]*)>/.exec(inner)?.[1] ?? "";
      const size = /viewBox=/.test(own)
        ? ""
        : ` viewBox="0 0 ${/\bwidth="([\d.]+)/.exec(own)?.[1] ?? 0} ${/\bheight="([\d.]+)/.exec(own)?.[1] ?? 0}"`;
      const rest = own.replace(/\s(?:x|y|width|height)="[^"]*"/g, "");
      return inner.replace(/^<svg[^>]*>/, () => `<svg ${box.join(" ")}${size}${rest}>`);
    },
  );
}
