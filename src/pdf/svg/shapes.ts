// The basic shapes of SVG as operators.
import type { Frame } from "./frame.ts";
import type { Element } from "../../svg/read.ts";
import { shapeData } from "../../svg/shapes.ts";
import { pathShape, type Shape } from "./path.ts";

/** Paths that were read, by their attributes: bounds, clips and uses ask for one again and again. */
const paths = new WeakMap<Element["attributes"], Shape>();

/** Properties whose percentages are those of the viewport's width; `r` has those of its diagonal. */
const HORIZONTAL: ReadonlySet<string> = new Set(["x", "x1", "x2", "cx", "rx", "width"]);

/** Rectangles, circles, ellipses, lines, polygons and paths; undefined for anything else. */
export function basicShape(name: string, a: Record<string, string>, frame: Frame): Shape | undefined {
  if (name === "path") {
    let shape = paths.get(a);
    if (!shape) paths.set(a, (shape = pathShape(a.d ?? "")));
    return shape;
  }
  const length = (property: string) => {
    const value = a[property];
    if (value === undefined || value === "auto") return undefined;
    if (property === "r") return frame.length(value, 0);
    return HORIZONTAL.has(property) ? frame.x(value, 0) : frame.y(value, 0);
  };
  const data = shapeData(name, length, a.points);
  return data === undefined ? undefined : pathShape(data);
}
