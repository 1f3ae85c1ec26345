// Markers: arrowheads and the like, at the points of a path.
import { Frame } from "./frame.ts";
import { reference } from "../../svg/references.ts";
import { arcTo, quarters } from "../../svg/arc.ts";
import { type Matrix, multiply } from "../../svg/geometry.ts";
import { type PathSink, walkPath } from "../../svg/path.ts";
import { matrixText } from "./matrix.ts";
import { strokeWidth } from "./paint.ts";
import type { Shape } from "./path.ts";
import { rectangle, type Scene } from "./scene.ts";
import { fit, parseViewBox } from "../../svg/viewbox.ts";
import type { Element } from "../../svg/read.ts";

interface Point {
  x: number;
  y: number;
  /** Angles at which the path comes and goes; undefined where it does not. */
  come: number | undefined;
  go: number | undefined;
}

/** The points of shapes whose markers were drawn. */
const known = new WeakMap<Shape, Point[]>();

/** The markers of a shape, on top of it. */
export function drawMarkers(scene: Scene, shape: Shape, frame: Frame): string {
  const { style } = frame;
  const [start, mid, end] = (["marker-start", "marker-mid", "marker-end"] as const).map((key) => {
    const marker = scene.ids.get(reference(style[key]) ?? "");
    return marker?.name === "marker" ? marker : undefined;
  });
  if (!start && !mid && !end) return "";
  let points = known.get(shape);
  if (!points) known.set(shape, (points = pointsOf(shape.data)));
  const last = points.length - 1;
  let ops = "";
  points.forEach((point, i) => {
    if (i === 0 && start) ops += drawMarker(scene, start, point, frame, true);
    if (i > 0 && i < last && mid) ops += drawMarker(scene, mid, point, frame, false);
    if (i === last && end) ops += drawMarker(scene, end, point, frame, false);
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

/** The vertices of path data with their directions (SVG 2 §9.5.3). */
function pointsOf(data: string): Point[] {
  const vertices = new Vertices();
  walkPath(data, vertices);
  return vertices.points;
}

class Vertices implements PathSink {
  readonly points: Point[] = [];
  #x = 0;
  #y = 0;
  #startX = 0;
  #startY = 0;

  move(x: number, y: number): void {
    this.points.push({ x, y, come: undefined, go: undefined });
    [this.#x, this.#y, this.#startX, this.#startY] = [x, y, x, y];
  }
  line(x: number, y: number): void {
    this.#arrive([x, y]);
  }
  quad(px: number, py: number, x: number, y: number): void {
    this.#arrive([px, py], [x, y]);
  }
  cubic(a: number, b: number, c: number, d: number, x: number, y: number): void {
    this.#arrive([a, b], [c, d], [x, y]);
  }
  arc(rx: number, ry: number, rotation: number, large: boolean, sweep: boolean, x: number, y: number): void {
    const path: [number, number][] = [];
    const line = (px: number, py: number) => void path.push([px, py]);
    const cubic = (a: number, b: number, c: number, d: number, px: number, py: number) =>
      void path.push([a, b], [c, d], [px, py]);
    arcTo({ line, cubic }, this.#x, this.#y, rx, ry, rotation, large, sweep, x, y, quarters);
    this.#arrive(...path);
  }
  close(): void {
    this.#arrive([this.#startX, this.#startY]);
  }

  /** One segment by its control points and its end. */
  #arrive(...path: readonly (readonly [number, number])[]): void {
    const [x, y] = [this.#x, this.#y];
    const [toX, toY] = path.at(-1)!;
    // The first of the curve's points that is elsewhere gives the direction.
    const away = path.find(([px, py]) => px !== x || py !== y);
    const before = [[x, y] as const, ...path.slice(0, -1)].findLast(([px, py]) => px !== toX || py !== toY);
    const last = this.points.at(-1);
    if (last && away) last.go = Math.atan2(away[1] - y, away[0] - x);
    const come = before && Math.atan2(toY - before[1], toX - before[0]);
    this.points.push({ x: toX, y: toY, come, go: undefined });
    [this.#x, this.#y] = [toX, toY];
  }
}
