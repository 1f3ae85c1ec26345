// Markers: arrowheads and the like, at the points of a path.
import { Frame, reference } from "./frame.ts";
import { type Matrix, matrixText, multiply } from "./matrix.ts";
import { strokeWidth } from "./paint.ts";
import type { Shape } from "./path.ts";
import { rectangle, type Scene } from "./scene.ts";
import { fit, parseViewBox } from "./viewbox.ts";
import type { Element } from "./xml.ts";

interface Point {
  x: number;
  y: number;
  /** Angles at which the path comes and goes; undefined where it does not. */
  come: number | undefined;
  go: number | undefined;
}

/** The markers of a shape, on top of it. */
export function drawMarkers(scene: Scene, shape: Shape, frame: Frame): string {
  const { style } = frame;
  const [start, mid, end] = (["marker-start", "marker-mid", "marker-end"] as const).map((key) => {
    const marker = scene.ids.get(reference(style[key]) ?? "");
    return marker?.name === "marker" ? marker : undefined;
  });
  if (!start && !mid && !end) return "";
  const points = pointsOf(shape.ops);
  let ops = "";
  points.forEach((point, i) => {
    const last = i === points.length - 1;
    if (i === 0 && start) ops += drawMarker(scene, start, point, frame, true);
    if (i > 0 && !last && mid) ops += drawMarker(scene, mid, point, frame, false);
    if (last && end) ops += drawMarker(scene, end, point, frame, false);
  });
  return ops;
}

function drawMarker(scene: Scene, marker: Element, point: Point, frame: Frame, start: boolean): string {
  const own = marker.attributes;
  const width = frame.x(own.markerWidth, 3);
  const height = frame.y(own.markerHeight, 3);
  if (!(width > 0 && height > 0)) return "";
  const orient = own.orient ?? "0";
  let angle = orient.startsWith("auto") ? middle(point) : (parseFloat(orient) * Math.PI) / 180 || 0;
  if (start && orient === "auto-start-reverse") angle += Math.PI;
  const scale = own.markerUnits === "userSpaceOnUse" ? 1 : strokeWidth(frame);
  const [cos, sin] = [Math.cos(angle) * scale, Math.sin(angle) * scale];
  const view = parseViewBox(own.viewBox);
  const box = { x: 0, y: 0, width, height };
  const inner: Matrix = view ? fit(view, box, own.preserveAspectRatio).matrix : [1, 0, 0, 1, 0, 0];
  const [refX, refY] = [frame.x(own.refX, 0), frame.y(own.refY, 0)];
  const placed: Matrix = [cos, sin, -sin, cos, point.x, point.y];
  const origin: Matrix = [1, 0, 0, 1, -(inner[0] * refX + inner[4]), -(inner[3] * refY + inner[5])];
  const outer = multiply(placed, origin);
  const whole = multiply(outer, inner);
  // A marker has its style from where it is defined, not from the path.
  const { matrix, outer: above, area } = frame;
  const plain = new Frame({ fill: "#000" }, matrix, above, area, view?.[2] ?? width, view?.[3] ?? height);
  const drawn = scene.within(marker, () => scene.children(marker, plain.styled(own).moved(whole)));
  if (!drawn) return "";
  const [x, y, w, h] = view ?? [0, 0, width, height];
  const clip = own.overflow === "visible" || own.overflow === "auto" ? "" : `${rectangle(x, y, w, h)}W n\n`;
  return `q\n${matrixText(whole)} cm\n${clip}${drawn}Q\n`;
}

/** The direction at a point: half way between coming and going. */
function middle({ come, go }: Point): number {
  if (come === undefined || go === undefined) return come ?? go ?? 0;
  return Math.atan2(Math.sin(come) + Math.sin(go), Math.cos(come) + Math.cos(go));
}

/** The points of a path, read from its operators. */
function pointsOf(ops: string): Point[] {
  const points: Point[] = [];
  let [values, x, y, startX, startY]: [number[], number, number, number, number] = [[], 0, 0, 0, 0];
  const arrive = (path: readonly (readonly [number, number])[]) => {
    const [toX, toY] = path.at(-1)!;
    // The first of the curve's points that is elsewhere gives the direction.
    const away = path.find(([px, py]) => px !== x || py !== y);
    const before = [[x, y] as const, ...path.slice(0, -1)].findLast(([px, py]) => px !== toX || py !== toY);
    const last = points.at(-1);
    if (last && away) last.go = Math.atan2(away[1] - y, away[0] - x);
    const come = before && Math.atan2(toY - before[1], toX - before[0]);
    points.push({ x: toX, y: toY, come, go: undefined });
    [x, y] = [toX, toY];
  };
  for (const token of ops.split(" ")) {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = values;
    if (token === "m") {
      points.push({ x: a, y: b, come: undefined, go: undefined });
      [x, y, startX, startY] = [a, b, a, b];
    } else if (token === "l") arrive([[a, b]]);
    else if (token === "c")
      arrive([
        [a, b],
        [c, d],
        [e, f],
      ]);
    else if (token === "h") arrive([[startX, startY]]);
    else {
      if (token) values.push(Number(token));
      continue;
    }
    values = [];
  }
  return points;
}
