// One element and all in it: its content, then what changes it as a whole.
import { boundsOf } from "./bounds.ts";
import { type Clip, clipOf } from "./clip.ts";
import { filtered } from "./filter.ts";
import { type Frame, opacity } from "./frame.ts";
import { reference } from "../../svg/references.ts";
import { drawImage } from "./image.ts";
import { blendEntry, layer } from "./layer.ts";
import { drawMarkers } from "./marker.ts";
import { maskOf } from "./mask.ts";
import type { Box } from "../../svg/box.ts";
import { IDENTITY, type Matrix, parseTransform } from "../../svg/geometry.ts";
import { matrixText } from "./matrix.ts";
import { paintShape, paintsOnce } from "./paint.ts";
import { rectangle, type Scene } from "./scene.ts";
import { basicShape } from "./shapes.ts";
import { chosen, NOT_DRAWN, viewportOf } from "./structure.ts";
import { drawText } from "./text.ts";
import type { Element } from "../../svg/read.ts";

/** The operators of an element, which leave the graphics state as it was. */
export function drawElement(scene: Scene, element: Element, frame: Frame): string {
  const { name, attributes: own } = element;
  if (own.display === "none" || NOT_DRAWN.has(name)) return "";
  scene.enter();
  const local = transformOf(own, frame);
  const ops = placed(drawWhole(scene, element, frame.styled(own).moved(local)), local);
  scene.leave(ops.length);
  return ops;
}

/** The same, with a turn for others between the parts of groups that only hold them together. */
export async function drawInTurns(scene: Scene, element: Element, frame: Frame): Promise<string> {
  const { attributes: own } = element;
  if (!isPlainGroup(element)) {
    await scene.rest();
    return drawElement(scene, element, frame);
  }
  scene.enter();
  const local = transformOf(own, frame);
  const inner = frame.styled(own).moved(local);
  let body = "";
  for (const child of element.children) body += await drawInTurns(scene, child, inner);
  const ops = placed(body, local);
  scene.leave(ops.length);
  return ops;
}

/** Attributes that change a group as a whole. */
export const EFFECTS = ["display", "opacity", "clip-path", "mask", "filter", "mix-blend-mode", "isolation"];

const isPlainGroup = ({ name, attributes }: Element): boolean =>
  name === "g" && EFFECTS.every((key) => attributes[key] === undefined);

const placed = (body: string, local: Matrix): string =>
  body && `q\n${local === IDENTITY ? "" : `${matrixText(local)} cm\n`}${body}Q\n`;

/** Content, filter, clip, mask, opacity: in this order (Compositing 1 §6). */
function drawWhole(scene: Scene, element: Element, frame: Frame): string {
  const { attributes: own } = element;
  const alpha = opacity(own.opacity);
  if (alpha === 0) return "";
  let known: Box | undefined;
  const bounds = () => (known ??= boundsOf(scene, element, frame));
  const cuts: Clip[] = [];
  for (const [key, name, make] of CUTS) {
    const target = scene.ids.get(reference(own[key]) ?? "");
    if (target?.name !== name) continue;
    const cut = scene.within(target, () => make(scene, target, frame, bounds));
    if (cut) cuts.push(cut);
  }
  const masks = cuts.flatMap(({ mask }) => mask ?? []);
  const blend = blendEntry(own["mix-blend-mode"]);
  if (blend) scene.blends = true;
  const filter = own.filter && own.filter !== "none" ? own.filter : undefined;
  const dimmed = alpha < 1 && (filter !== undefined || masks.length > 0 || !isSingle(element, frame));
  const apart = masks.length > 0 || dimmed || blend !== "" || own.isolation === "isolate";
  const inner = apart ? frame.alone() : frame;
  let ops = "";
  let source = true;
  if (filter) {
    const shown = filtered(scene, element, filter, frame);
    if (!shown) return "";
    ({ ops, source } = shown);
  }
  if (!source) ops += drawHidden(scene, element, inner);
  else ops += drawContent(scene, element, inner, dimmed ? 1 : alpha);
  if (!ops) return "";
  // One layer for each: MuPDF counts an opacity twice that comes with a mask.
  for (const mask of masks) ops = layer(scene, ops, frame, mask);
  if (dimmed || blend || (apart && !masks.length))
    ops = layer(scene, ops, frame, `${dimmed ? `/ca ${alpha}` : ""}${blend}`);
  return cuts.map((cut) => cut.ops).join("") + ops;
}

/** The text in an element that is drawn as pixels: still there for those who search and copy. */
function drawHidden(scene: Scene, element: Element, frame: Frame): string {
  if (element.name === "text") return drawText(scene, element, frame, 0);
  if (NOT_DRAWN.has(element.name)) return "";
  let ops = "";
  for (const child of element.children) {
    const local = transformOf(child.attributes, frame);
    const hidden = drawHidden(scene, child, frame.styled(child.attributes).moved(local));
    if (hidden) ops += local === IDENTITY ? hidden : `q\n${matrixText(local)} cm\n${hidden}Q\n`;
  }
  return ops;
}

const CUTS = [
  ["clip-path", "clipPath", clipOf],
  ["mask", "mask", maskOf],
] as const;

/** True for what is painted once, so that its opacity can be that of its paint. */
const isSingle = ({ name, attributes }: Element, frame: Frame): boolean =>
  (name === "image" && !attributes.href?.startsWith("data:image/svg")) ||
  (SHAPES.has(name) && paintsOnce(frame) && !frame.style["marker-start"] && !frame.style["marker-end"]) ||
  (name === "text" && paintsOnce(frame) && attributes["text-decoration"] === undefined);

const SHAPES = new Set(["rect", "circle", "ellipse", "line", "polygon", "polyline", "path"]);

function drawContent(scene: Scene, element: Element, frame: Frame, alpha: number): string {
  switch (element.name) {
    case "g":
    case "a":
      return scene.children(element, frame);
    case "svg":
      return drawViewport(scene, element, frame, {});
    case "switch": {
      const child = chosen(element);
      return child ? scene.element(child, frame) : "";
    }
    case "use":
      return drawUse(scene, element, frame);
    case "image":
      return drawImage(scene, element, frame, alpha);
    case "text":
      return drawText(scene, element, frame, alpha);
    default: {
      const shape = basicShape(element.name, element.attributes, frame);
      if (!shape?.ops) return "";
      const painted = paintShape(scene, shape, frame, alpha);
      return MARKED.has(element.name) ? painted + drawMarkers(scene, shape, frame) : painted;
    }
  }
}

/** Shapes that have markers. */
const MARKED = new Set(["line", "path", "polygon", "polyline"]);

function drawUse(scene: Scene, { attributes: own }: Element, frame: Frame): string {
  const target = scene.ids.get(reference(own.href) ?? "");
  if (!target) return "";
  const shift: Matrix = [1, 0, 0, 1, frame.x(own.x, 0), frame.y(own.y, 0)];
  const inner = frame.moved(shift);
  const drawn =
    target.name === "symbol" || target.name === "svg"
      ? drawViewport(scene, target, inner.styled(target.attributes), own)
      : scene.element(target, inner);
  return drawn && `${matrixText(shift)} cm\n${drawn}`;
}

function drawViewport(scene: Scene, element: Element, frame: Frame, use: Element["attributes"]): string {
  const { matrix, clip, width, height } = viewportOf(element, frame, use);
  if (!(width > 0 && height > 0)) return "";
  const drawn = scene.children(element, frame.moved(matrix).sized(width, height));
  if (!drawn) return "";
  const cut = clip ? `${rectangle(...clip)}W n\n` : "";
  return `${cut}${matrix === IDENTITY ? "" : `${matrixText(matrix)} cm\n`}${drawn}`;
}

/** `transform`, around `transform-origin` where CSS gives one. */
function transformOf(own: Element["attributes"], frame: Frame): Matrix {
  const matrix = parseTransform(own.transform);
  const origin = own["transform-origin"]?.trim();
  if (!origin || matrix === IDENTITY || own["transform-box"] === "fill-box") return matrix;
  const [across = "0", down = "0"] = origin.split(/\s+/).map((part) => (part === "center" ? "50%" : part));
  const [x, y] = [frame.x(across, 0), frame.y(down, 0)];
  const [a, b, c, d, e, f] = matrix;
  return [a, b, c, d, e + x - a * x - c * y, f + y - b * x - d * y];
}
