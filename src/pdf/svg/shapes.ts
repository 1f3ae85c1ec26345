// The basic shapes of SVG as paths.
import type { Frame } from "./frame.ts";
import { numbers } from "../../svg/geometry.ts";
import type { Element } from "../../svg/read.ts";
import { pathShape, type Shape } from "./path.ts";

const NOTHING: Shape = { data: "", ops: "", box: [Infinity, Infinity, -Infinity, -Infinity] };

/** Paths that were read, by their attributes: bounds, clips and uses ask for one again and again. */
const paths = new WeakMap<Element["attributes"], Shape>();

/** Rectangles, circles, ellipses, lines, polygons and paths; undefined for anything else. */
export function basicShape(name: string, a: Record<string, string>, frame: Frame): Shape | undefined {
  const x = (key: string) => frame.x(a[key], 0);
  const y = (key: string) => frame.y(a[key], 0);
  if (name === "path") {
    let shape = paths.get(a);
    if (!shape) paths.set(a, (shape = pathShape(a.d ?? "")));
    return shape;
  }
  if (name === "rect") {
    const [left, top, w, h] = [x("x"), y("y"), x("width"), y("height")];
    if (w <= 0 || h <= 0) return NOTHING;
    const given = (value: string | undefined) => value !== undefined && value !== "auto";
    const rx = Math.min(given(a.rx) ? x("rx") : y("ry"), w / 2);
    const ry = Math.min(given(a.ry) ? y("ry") : x("rx"), h / 2);
    if (!(rx > 0 && ry > 0)) return pathShape(`M${left} ${top}h${w}v${h}h${-w}z`);
    const arc = `a${rx} ${ry} 0 0 1 `;
    return pathShape(
      `M${left + rx} ${top}H${left + w - rx}${arc}${rx} ${ry}V${top + h - ry}${arc}${-rx} ${ry}H${left + rx}${arc}${-rx} ${-ry}V${top + ry}${arc}${rx} ${-ry}z`,
    );
  }
  if (name === "circle" || name === "ellipse") {
    const rx = name === "circle" ? frame.length(a.r, 0) : x("rx");
    const ry = name === "circle" ? rx : y("ry");
    if (rx <= 0 || ry <= 0) return NOTHING;
    const [cx, cy] = [x("cx"), y("cy")];
    return pathShape(
      `M${cx + rx} ${cy}A${rx} ${ry} 0 0 1 ${cx} ${cy + ry}A${rx} ${ry} 0 0 1 ${cx - rx} ${cy}A${rx} ${ry} 0 0 1 ${cx} ${cy - ry}A${rx} ${ry} 0 0 1 ${cx + rx} ${cy}z`,
    );
  }
  if (name === "line") return pathShape(`M${x("x1")} ${y("y1")}L${x("x2")} ${y("y2")}`);
  if (name === "polygon" || name === "polyline") {
    const points = numbers(a.points ?? "");
    if (points.length % 2) points.pop();
    return points.length ? pathShape(`M${points.join(" ")}${name === "polygon" ? "z" : ""}`) : NOTHING;
  }
  return undefined;
}
