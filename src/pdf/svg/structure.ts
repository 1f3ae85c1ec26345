// Elements that hold others: which of them draw, and the viewports that some of them make.
import type { Frame } from "./frame.ts";
import { IDENTITY, type Matrix } from "../../svg/geometry.ts";
import { fit, parseViewBox } from "../../svg/viewbox.ts";
import type { Element } from "../../svg/read.ts";

/** Elements that draw nothing where they stand. */
export const NOT_DRAWN: ReadonlySet<string> = new Set([
  "clipPath",
  "defs",
  "desc",
  "filter",
  "foreignObject",
  "linearGradient",
  "marker",
  "mask",
  "metadata",
  "pattern",
  "radialGradient",
  "script",
  "style",
  "symbol",
  "title",
]);

/** The viewport of an `<svg>` or `<symbol>`: its matrix, clip and size. */
export interface Viewport {
  matrix: Matrix;
  /** The box that cuts what lies outside of it; undefined where nothing does. */
  clip: readonly [x: number, y: number, width: number, height: number] | undefined;
  width: number;
  height: number;
}

/** The viewport of an element inside the picture; a `<use>` may give it another size. */
export function viewportOf(element: Element, frame: Frame, use: Element["attributes"] = {}): Viewport {
  const own = element.attributes;
  const symbol = element.name === "symbol";
  const [x, y] = symbol ? [0, 0] : [frame.x(own.x, 0), frame.y(own.y, 0)];
  const width = frame.x(use.width ?? own.width, frame.width);
  const height = frame.y(use.height ?? own.height, frame.height);
  const view = parseViewBox(own.viewBox);
  const shown = own.overflow === "visible" || own.overflow === "auto";
  const sized = (use.width ?? own.width) !== undefined || (use.height ?? own.height) !== undefined;
  const clip = !shown && (view || sized) ? ([x, y, width, height] as const) : undefined;
  if (!view) {
    const matrix: Matrix = x || y ? [1, 0, 0, 1, x, y] : IDENTITY;
    return { matrix, clip, width, height };
  }
  const { matrix } = fit(view, { x, y, width, height }, own.preserveAspectRatio);
  return { matrix, clip, width: view[2], height: view[3] };
}

/** The one child that a `<switch>` shows. */
export const chosen = (element: Element): Element | undefined =>
  element.children.find(
    ({ name, attributes: { systemLanguage, requiredExtensions } }) =>
      !NOT_DRAWN.has(name) &&
      !requiredExtensions &&
      (systemLanguage === undefined || /^\s*en\b/.test(systemLanguage)),
  );
