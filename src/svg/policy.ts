// The policy for SVG from strangers, the same for images and PDFs: one list of elements, one rule for attributes.
// resvg reads files, follows addresses and takes as long as it is asked to; it sees only what this lets through.

import type { Element } from "./read.ts";
import { urlsIn } from "./references.ts";

/** Elements that draw, or say how. All others are left out with what is in them. */
const ELEMENTS: ReadonlySet<string> = new Set(
  (
    "svg g a defs symbol use switch rect circle ellipse line polyline polygon path text tspan textPath image " +
    "linearGradient radialGradient stop pattern clipPath mask marker title desc"
  ).split(" "),
);

/**
 * Steps of filters. They are let through only where the area that is filtered is known and bounded: PDFs draw
 * filtered parts one by one, in images a stranger's filters are left out. `feImage` is none of them: it reads files.
 */
const FILTERS: ReadonlySet<string> = new Set(
  (
    "filter feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting " +
    "feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge " +
    "feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence"
  ).split(" "),
);

/** A bitmap that is carried in the file. What it holds is checked where it is decoded. */
const BITMAP = /^data:image\/(?:png|jpe?g|gif|webp|avif);base64,/i;

export type Filters = "bounded" | "none";

/** True for an element that may be given to a renderer. */
export const allowsElement = (name: string, filters: Filters): boolean =>
  ELEMENTS.has(name) || (filters === "bounded" && FILTERS.has(name));

/** True for an attribute that may be given to a renderer: no handlers, no filters, nothing outside of the file. */
export function allowsAttribute(element: string, name: string, value: string): boolean {
  if (/^on|^(?:filter|style|class|xml:base|src)$/.test(name)) return false;
  if (name === "href")
    return value.trim().startsWith("#") || (element === "image" && BITMAP.test(value.trim()));
  return urlsIn(value).every((url) => url.startsWith("#"));
}

/** A copy of a tree with only what the policy allows. Style sheets must have been applied. */
export function harmless({ name, attributes, content }: Element): Element {
  const copy: Element = { name, attributes: {}, children: [], content: [] };
  for (const key in attributes)
    if (allowsAttribute(name, key, attributes[key]!)) copy.attributes[key] = attributes[key]!;
  for (const part of content) {
    if (typeof part === "string") copy.content.push(part);
    else if (allowsElement(part.name, "none")) {
      const child = harmless(part);
      copy.children.push(child);
      copy.content.push(child);
    }
  }
  return copy;
}
