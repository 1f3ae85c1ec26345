// Clip paths: as paths where one path says it all, else as soft masks.
import { fine, ref } from "../file/syntax.ts";
import { type Frame, reference } from "./frame.ts";
import { type Box, clamp, IDENTITY, type Matrix, matrixText, multiply, parseTransform } from "./matrix.ts";
import { GROUP, type Scene } from "./scene.ts";
import { basicShape } from "./shapes.ts";
import type { Element } from "./xml.ts";

/** What an element is cut with. */
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
    units = [box[2] - box[0], 0, 0, box[3] - box[1], box[0], box[1]];
  }
  const children = clip.children.filter(
    ({ name, attributes }) => name !== "title" && attributes.display !== "none",
  );
  if (!children.length) return NOTHING;
  const path =
    own["clip-path"] === undefined && children.length === 1 ? pathOf(scene, children[0]!, frame) : undefined;
  const matrices = [parseTransform(own.transform), units].filter((matrix) => matrix !== undefined);
  if (path !== undefined) return path ? { ops: moved(path, matrices) } : NOTHING;
  // Everything in it counts, in whatever colour.
  let inner = frame.alone();
  for (const matrix of matrices) inner = inner.moved(matrix);
  const white = { fill: "#fff", stroke: "none", "fill-opacity": "1", opacity: "1", visibility: "visible" };
  const solid = (element: Element): Element => {
    const { fill: _, stroke: __, opacity: ___, mask: ____, filter: _____, ...rest } = element.attributes;
    const attributes: Record<string, string> = { ...rest, "fill-rule": rest["clip-rule"] ?? "nonzero" };
    delete attributes["fill-opacity"];
    const target = element.name === "use" ? scene.ids.get(reference(rest.href) ?? "") : undefined;
    // What is used has colours of its own.
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

/** The clip of one shape alone; undefined where it takes more than a path. */
function pathOf(scene: Scene, element: Element, frame: Frame): string | undefined {
  const { attributes: own } = element;
  if (own["clip-path"] !== undefined && own["clip-path"] !== "none") return undefined;
  const rule = (own["clip-rule"] ?? frame.style["clip-rule"]) === "evenodd" ? "W*" : "W";
  const shape = basicShape(element.name, own, frame);
  if (!shape) {
    const target = element.name === "use" ? scene.ids.get(reference(own.href) ?? "") : undefined;
    if (!target || target.name === "use") return undefined;
    const inner = pathOf(scene, target, frame);
    const shift: Matrix = [1, 0, 0, 1, frame.x(own.x, 0), frame.y(own.y, 0)];
    return inner && moved(inner, [parseTransform(own.transform), shift]);
  }
  return shape.ops && moved(`${shape.ops}${rule} n\n`, [parseTransform(own.transform)]);
}

/** Path operators with their points moved, through the last matrix first. */
function moved(ops: string, matrices: readonly Matrix[]): string {
  const [a, b, c, d, e, f] = matrices.reduce(multiply, IDENTITY);
  return ops.replace(/(-?[\d.]+) (-?[\d.]+)(?= )/g, (_, x: string, y: string) => {
    const [px, py] = [Number(x), Number(y)];
    return `${fine(clamp(a * px + c * py + e))} ${fine(clamp(b * px + d * py + f))}`;
  });
}
