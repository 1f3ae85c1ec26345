// An SVG from strangers as source that may be given to any renderer.

import { checkCost, Ids } from "./cost.ts";
import { applyStyles } from "./css/apply.ts";
import { harmless } from "./policy.ts";
import { type Element, parseSvg } from "./read.ts";
import { writeElement } from "./write.ts";

/**
 * Reads an SVG, applies its style sheets, and writes anew what the policy allows: no scripts, no filters, nothing
 * outside of the file.
 *
 * @param picture the `data:` URI to write in place of that of an embedded bitmap, or undefined for none
 * @throws HttpError 422 when it is no SVG, is broken, or is over a limit.
 */
export async function cleanSvg(
  source: string,
  picture: (uri: string) => Promise<string | undefined>,
): Promise<string> {
  const read = parseSvg(source);
  applyStyles(read);
  const svg = harmless(read);
  checkCost(svg, new Ids(svg));
  await replacePictures(svg, picture);
  giveSize(svg);
  svg.attributes = {
    xmlns: "http://www.w3.org/2000/svg",
    "xmlns:xlink": "http://www.w3.org/1999/xlink",
    ...svg.attributes,
  };
  return writeElement(svg);
}

/** Pixels, or a number alone. Percentages and other units have no meaning without a page around. */
const PIXELS = /^\s*\+?(\d{1,5}(?:\.\d*)?|\.\d+)(?:px)?\s*$/;

/** Size of an SVG that says none (CSS 2.2 §10.3.2). */
const DEFAULT_SIZE = { width: 300, height: 150 };

/** Without a `viewBox` renderers go by `width` and `height`: those are made plain numbers then. */
function giveSize({ attributes }: Element): void {
  const box =
    attributes.viewBox
      ?.trim()
      .split(/[\s,]+/)
      .map(Number) ?? [];
  if (box.length === 4 && box.every(Number.isFinite) && box[2]! > 0 && box[3]! > 0) return;
  delete attributes.viewBox;
  for (const side of ["width", "height"] as const) {
    const pixels = Number(PIXELS.exec(attributes[side] ?? "")?.[1] ?? 0);
    attributes[side] = String(pixels > 0 ? pixels : DEFAULT_SIZE[side]);
  }
}

async function replacePictures(element: Element, picture: (uri: string) => Promise<string | undefined>) {
  const { name, attributes, children } = element;
  if (name === "image" && attributes.href?.trim().startsWith("data:")) {
    const uri = await picture(attributes.href.trim());
    if (uri === undefined) delete attributes.href;
    else attributes.href = uri;
  }
  for (const child of children) await replacePictures(child, picture);
}
