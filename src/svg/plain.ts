// An SVG in resvg's own words: no style sheets, no `use`, shapes are paths, and every transform is a matrix.

import { loadResvg } from "../require.ts";
import { type Box, boxOf } from "./box.ts";
import { parseViewBox } from "./viewbox.ts";

export interface PlainSvg {
  source: string;
  /** The view box. */
  page: Box;
}

const ROOT = /^<svg width="[^"]+" height="[^"]+" viewBox="([^"]+)"/;

/** The SVG as resvg has understood it; undefined where it cannot be read or has no page. */
export function plainSvg(svg: string): PlainSvg | undefined {
  const { Resvg } = loadResvg();
  let source: string;
  try {
    source = new Resvg(svg, { font: { loadSystemFonts: false }, logLevel: "off" }).toString();
  } catch {
    return undefined;
  }
  const view = parseViewBox(ROOT.exec(source)?.[1]);
  return view && { source, page: boxOf(...view) };
}
