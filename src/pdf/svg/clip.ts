// Clip paths: as paths where one path says it all, else as soft masks.
import { ref } from "../file/syntax.ts";
import type { Frame } from "./frame.ts";
import { reference } from "../../svg/references.ts";
import { type Box, sizeOf } from "../../svg/box.ts";
import { IDENTITY, type Matrix, multiply, parseTransform } from "../../svg/geometry.ts";
import { matrixText } from "./matrix.ts";
import { GROUP, type Scene } from "./scene.ts";
import { pathShape } from "./path.ts";
import { basicShape } from "./shapes.ts";
import type { Element } from "../../svg/read.ts";

/** A clip: operators for a clipping path, or a soft mask. */
export interface Clip {
  /** Operators, to stand before what is cut. */
  ops: string;
  /** Entries of a graphics state, for what no path can say. */
  mask?: string;
}

/** Draws nothing at all. */
const NOTHING: Clip = { ops: "0 0 0 0 re W n\n" };

/**
 * The clip of an element.
 * @param bounds the box of the element, where that is asked for
 */
export function clipOf(scene: Scene, clip: Element, frame: Frame, bounds: () => Box | undefined): Clip {
  const own = clip.attributes;
  let units: Matrix | undefined;
  if (own.clipPathUnits === "objectBoundingBox") {
    const box = bounds();
    if (!box) return NOTHING;
    const [width, height] = sizeOf(box);
    units = [width, 0, 0, height, box.left, box.top];
  }
  const children = clip.children.filter(
    ({ name, attributes }) => name !== "title" && attributes.display !== "none",
  );
  if (!children.length) return NOTHING;
  const matrices = [parseTransform(own.transform), units].filter((matrix) => matrix !== undefined);
  const path =
    own["clip-path"] === undefined && children.length === 1
      ? pathOf(scene, children[0]!, frame, matrices.reduce(multiply, IDENTITY))
      : undefined;
  if (path !== undefined) return path ? { ops: path } : NOTHING;
  // Everything in it counts, in whatever colour.
  let inner = frame.alone();
  for (const matrix of matrices) inner = inner.moved(matrix);
  const white = { fill: "#fff", stroke: "none", "fill-opacity": "1", opacity: "1", visibility: "visible" };
  const solid = (element: Element): Element => {
    const { fill: _, stroke: __, opacity: ___, mask: ____, filter: _____, ...rest } = element.attributes;
    const attributes: Record<string, string> = { ...rest, "fill-rule": rest["clip-rule"] ?? "nonzero" };
    delete attributes["fill-opacity"];
    const target = element.name === "use" ? scene.ids.get(reference(rest.href) ?? "") : undefined;
    // The used element may have colours of its own.
    const children = target ? [solid(target)] : element.children.map(solid);
    const content = target
      ? children
      : element.content.map((part) => (typeof part === "string" ? part : solid(part)));
    if (!target) return { name: element.name, attributes, children, content };
    attributes.transform = `${rest.transform ?? ""} translate(${frame.x(rest.x, 0)} ${frame.y(rest.y, 0)})`;
    return { name: "g", attributes, children, content };
  };
  const group: Element = {
    name: "g",
    attributes: own["clip-path"] === undefined ? {} : { "clip-path": own["clip-path"] },
    children: children.map(solid),
    content: [],
  };
  const drawn = scene.element(group, inner.styled(white));
  const area = frame.visible();
  if (!drawn || !area) return NOTHING;
  const before = matrices.map((matrix) => `${matrixText(matrix)} cm\n`).join("");
  const form = scene.form(before + drawn, area, GROUP);
  return { ops: "", mask: `/SMask<</S/Alpha/G ${ref(form)}>>` };
}

/** The clip of one shape alone, moved by a matrix; undefined where it takes more than a path. */
function pathOf(scene: Scene, element: Element, frame: Frame, outer: Matrix): string | undefined {
  const { attributes: own } = element;
  if (own["clip-path"] !== undefined && own["clip-path"] !== "none") return undefined;
  const rule = (own["clip-rule"] ?? frame.style["clip-rule"]) === "evenodd" ? "W*" : "W";
  const matrix = multiply(outer, parseTransform(own.transform));
  const shape = basicShape(element.name, own, frame);
  if (!shape) {
    const target = element.name === "use" ? scene.ids.get(reference(own.href) ?? "") : undefined;
    if (!target || target.name === "use") return undefined;
    return pathOf(scene, target, frame, multiply(matrix, [1, 0, 0, 1, frame.x(own.x, 0), frame.y(own.y, 0)]));
  }
  const ops = shape.ops && `${pathShape(shape.data, matrix).ops}${rule} n\n`;
  scene.wrote(ops.length);
  return ops;
}
