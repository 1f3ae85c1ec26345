// Linear and radial gradients: shadings of PDF, with a soft mask where their stops are transparent.
import { fine, ref } from "../file/syntax.ts";
import { parseColor } from "./color.ts";
import { type Frame, number, opacity } from "./frame.ts";
import { type Box, sizeOf } from "../../svg/box.ts";
import { invert, mapBox, type Matrix, multiply, parseTransform } from "../../svg/geometry.ts";
import { matrixText } from "./matrix.ts";
import type { Scene } from "./scene.ts";
import { type Paint, resolveServer } from "./servers.ts";
import type { Element } from "../../svg/read.ts";

interface Stop {
  at: number;
  rgb: string;
  alpha: number;
}

/** Geometry of a gradient: the circle or point at offset 0 and the one at 1. */
interface Course {
  linear: boolean;
  from: readonly [x: number, y: number, r: number];
  to: readonly [x: number, y: number, r: number];
}

/** Copies of a gradient that repeats itself. */
const MAX_REPEATS = 64;
/** Stops that count as much as an element. */
const STOPS = 10;

/**
 * The paint of a gradient.
 *
 * @param box of the shape that is painted
 * @param reach of what will be painted, for a stroke reaches beyond its shape
 * @param strength the opacity of the paint
 */
export function gradientPaint(
  scene: Scene,
  gradient: Element,
  box: Box,
  reach: Box,
  frame: Frame,
  strength: number,
): Paint | undefined {
  const server = resolveServer(scene, gradient);
  const stops = readStops(server.children("stop")?.children ?? [], frame, strength);
  scene.count(stops.length / STOPS);
  const last = stops.at(-1);
  if (!last) return undefined;
  const bounded = server.of("gradientUnits") !== "userSpaceOnUse";
  const [width, height] = sizeOf(box);
  if (bounded && !(width > 0 && height > 0)) return undefined;
  const place: Matrix = bounded ? [width, 0, 0, height, box.left, box.top] : [1, 0, 0, 1, 0, 0];
  const matrix = multiply(place, parseTransform(server.of("gradientTransform")));
  const inverse = invert(matrix);
  const units = bounded ? frame.sized(1, 1) : frame;
  const course = readCourse(gradient.name === "linearGradient", server.of, units);
  const [from, to] = [course.from, course.to];
  const still = from[0] === to[0] && from[1] === to[1] && from[2] === to[2];
  if (stops.length === 1 || still || !inverse || (!course.linear && to[2] <= 0))
    return { fill: `${last.rgb} rg`, stroke: `${last.rgb} RG`, alpha: last.alpha };
  const spread = server.of("spreadMethod");
  const seen = frame.visible(reach) ?? reach;
  const [long, ramp] =
    spread === "reflect" || spread === "repeat"
      ? repeated(course, stops, mapBox(inverse, seen), spread === "reflect")
      : [course, stops];
  const coords = long.linear
    ? [long.from[0], long.from[1], long.to[0], long.to[1]]
    : [...long.from, ...long.to];
  const shading = (space: string, of: (stop: Stop) => string) =>
    `<</ShadingType ${long.linear ? 2 : 3}/ColorSpace/${space}/Coords[${coords.map(fine).join(" ")}]/Extend[true true]/Function ${rampFunction(ramp, of)}>>`;
  const colors = shading("DeviceRGB", (stop) => stop.rgb);
  const pattern = scene.object(
    `<</Type/Pattern/PatternType 2/Shading ${colors}/Matrix[${matrixText(multiply(frame.matrix, matrix))}]>>`,
  );
  const name = scene.host.resource("Pattern", pattern);
  const paint = { fill: `/Pattern cs /${name} scn`, stroke: `/Pattern CS /${name} SCN` };
  if (stops.every(({ alpha }) => alpha === last.alpha)) return { ...paint, alpha: last.alpha };
  const alphas = scene.object(shading("DeviceGray", (stop) => fine(stop.alpha)));
  const mask = scene.form(
    `${matrixText(matrix)} cm /${scene.host.resource("Shading", alphas)} sh`,
    seen,
    "/Group<</S/Transparency/CS/DeviceGray/I true>>",
  );
  return { ...paint, alpha: 1, mask: `/SMask<</S/Luminosity/G ${ref(mask)}>>` };
}

function readStops(elements: readonly Element[], frame: Frame, strength: number): Stop[] {
  let before = 0;
  return elements.flatMap(({ name, attributes }) => {
    if (name !== "stop") return [];
    const current = attributes.color ?? frame.style.color;
    const color = parseColor(attributes["stop-color"] ?? "#000", current) ?? parseColor("#000")!;
    // Stops only go forward.
    before = Math.min(1, Math.max(before, number(attributes.offset, 0)));
    return [
      { at: before, rgb: color.rgb, alpha: color.alpha * opacity(attributes["stop-opacity"]) * strength },
    ];
  });
}

function readCourse(linear: boolean, of: (key: string) => string | undefined, units: Frame): Course {
  const x = (key: string, fallback: string) => units.x(of(key) ?? fallback, 0);
  const y = (key: string, fallback: string) => units.y(of(key) ?? fallback, 0);
  if (linear)
    return { linear, from: [x("x1", "0%"), y("y1", "0%"), 0], to: [x("x2", "100%"), y("y2", "0%"), 0] };
  const [cx, cy] = [x("cx", "50%"), y("cy", "50%")];
  const r = units.length(of("r") ?? "50%", 0);
  const inner = units.length(of("fr") ?? "0%", 0);
  let [fx, fy] = [units.x(of("fx"), cx), units.y(of("fy"), cy)];
  // A focus outside of the circle is drawn in: PDF would paint a cone.
  const distance = Math.hypot(fx - cx, fy - cy);
  const most = Math.max(0, r - inner) * 0.999;
  if (distance > most) [fx, fy] = [cx + ((fx - cx) * most) / distance, cy + ((fy - cy) * most) / distance];
  return { linear, from: [fx, fy, inner], to: [cx, cy, r] };
}

/** A gradient that goes on beyond its ends as far as can be seen. */
function repeated(course: Course, stops: readonly Stop[], seen: Box, mirrored: boolean): [Course, Stop[]] {
  const { from, to } = course;
  const corners = [
    [seen.left, seen.top],
    [seen.right, seen.top],
    [seen.left, seen.bottom],
    [seen.right, seen.bottom],
  ] as const;
  const [dx, dy, dr] = [to[0] - from[0], to[1] - from[1], to[2] - from[2]];
  const reached = corners.map(([x, y]) =>
    course.linear
      ? ((x - from[0]) * dx + (y - from[1]) * dy) / (dx * dx + dy * dy)
      : (Math.hypot(x - from[0], y - from[1]) - from[2]) / Math.max(1e-6, dr - Math.hypot(dx, dy)),
  );
  const last = Math.ceil(Math.min(Math.max(1, ...reached), MAX_REPEATS));
  const first = course.linear ? Math.floor(Math.max(Math.min(0, ...reached), last - MAX_REPEATS)) : 0;
  const count = last - first;
  const at = (t: number) => [from[0] + dx * t, from[1] + dy * t, from[2] + dr * t] as const;
  const ramp: Stop[] = [];
  for (let turn = first; turn < last; turn++) {
    const back = mirrored && turn % 2 !== 0;
    for (const stop of back ? stops.toReversed() : stops)
      ramp.push({ ...stop, at: (turn - first + (back ? 1 - stop.at : stop.at)) / count });
  }
  return [{ linear: course.linear, from: at(first), to: at(last) }, ramp];
}

/** A function from 0..1 to what stops have. */
function rampFunction(stops: readonly Stop[], of: (stop: Stop) => string): string {
  const all = [...stops];
  if (all[0]!.at > 0) all.unshift({ ...all[0]!, at: 0 });
  if (all.at(-1)!.at < 1) all.push({ ...all.at(-1)!, at: 1 });
  const parts: string[] = [];
  const bounds: string[] = [];
  for (let i = 1; i < all.length; i++) {
    const [stop, next] = [all[i - 1]!, all[i]!];
    // Two stops at one place are a hard edge: there is nothing between them.
    if (next.at - stop.at < 1e-5) continue;
    if (parts.length) bounds.push(fine(stop.at));
    parts.push(`<</FunctionType 2/Domain[0 1]/C0[${of(stop)}]/C1[${of(next)}]/N 1>>`);
  }
  if (parts.length === 1) return parts[0]!;
  return `<</FunctionType 3/Domain[0 1]/Functions[${parts.join("")}]/Bounds[${bounds.join(" ")}]/Encode[${parts.map(() => "0 1").join(" ")}]>>`;
}
