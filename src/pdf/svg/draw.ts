// An SVG picture as a form: shapes stay vectors and text stays text.
import { refuse } from "../../svg/limits.ts";
import { LRUCache } from "lru-cache";
import type { SvgHost } from "./host.ts";
import { applyStyles } from "../../svg/css/apply.ts";
import { drawElement, drawInTurns, EFFECTS } from "./element.ts";
import { Frame } from "./frame.ts";
import { boxOf } from "../../svg/box.ts";
import { IDENTITY, type Matrix } from "../../svg/geometry.ts";
import { matrixText } from "./matrix.ts";
import { type Drawing, GROUP, Scene, type Unfinished } from "./scene.ts";
import { fit, parseViewBox } from "../../svg/viewbox.ts";
import { type Element, parseSvg } from "../../svg/read.ts";

/** Bytes of trees that are kept for other documents, and how long their sources may be. */
const [KEPT_BYTES, KEPT_SOURCE] = [32 * 1024 * 1024, 200_000];
/** Bytes of a tree and its key for each character of its source: `<g/>` makes an element of 200. */
const BYTES_OF_CHARACTER = 50;

const parsed = new LRUCache<string, Element>({
  maxSize: KEPT_BYTES,
  sizeCalculation: (_, source) => BYTES_OF_CHARACTER * source.length + 1,
});

/** The tree of SVG source, with its style sheets applied. @throws HttpError 422 when it is broken or over a limit. */
export function readSvg(source: string): Element {
  let svg = parsed.get(source);
  if (!svg) {
    svg = parseSvg(source);
    applyStyles(svg);
    if (source.length <= KEPT_SOURCE) parsed.set(source, svg);
  }
  return svg;
}

/** The targets of a picture's `<image>` elements. */
export function imagesOf(svg: Element): string[] {
  const found = new Set<string>();
  const look = ({ name, attributes, children }: Element) => {
    if (name === "image" && attributes.href !== undefined) found.add(attributes.href);
    children.forEach(look);
  };
  look(svg);
  return [...found];
}

/** The size of a picture in pixels of CSS. */
export function svgSize({ attributes }: Element): { width: number; height: number } {
  const view = parseViewBox(attributes.viewBox);
  const whole = new Frame({}, IDENTITY, IDENTITY, boxOf(0, 0, 0, 0), view?.[2] ?? 300, view?.[3] ?? 150);
  const width = whole.x(attributes.width, view?.[2] ?? 300);
  const height = whole.y(attributes.height, view ? (width * view[3]) / view[2] : 150);
  if (width > 0 && height > 0 && width < 1e6 && height < 1e6) return { width, height };
  throw refuse(`An SVG of ${width} by ${height} cannot be drawn.`);
}

/**
 * Draws an SVG into a form of this document.
 *
 * @param bitmaps pictures in it, by their `href`
 * @param density pixels for one pixel of CSS, for what PDF cannot draw
 * @throws Error when it is broken, or more than a page should have
 */
export function drawSvg(
  host: SvgHost,
  svg: Element,
  bitmaps: ReadonlyMap<string, Drawing> = new Map(),
  density = 3,
): Picture {
  const { scene, top, frame, end } = begin(host, svg, bitmaps, density);
  return end(scene.element(top, frame));
}

/** The same for a picture of any size: others have their turns while it is drawn. */
export async function drawSvgInTurns(
  host: SvgHost,
  svg: Element,
  bitmaps: ReadonlyMap<string, Drawing>,
  density: number,
): Promise<Picture> {
  const { scene, top, frame, end } = begin(host, svg, bitmaps, density);
  return end(await drawInTurns(scene, top, frame));
}

type Picture = Drawing & { unfinished: readonly Unfinished[] };

function begin(
  host: SvgHost,
  svg: Element,
  bitmaps: ReadonlyMap<string, Drawing>,
  density: number,
): { scene: Scene; top: Element; frame: Frame; end(ops: string): Picture } {
  const { width, height } = svgSize(svg);
  const scene = new Scene(host, svg, bitmaps, density, drawElement);
  const box = boxOf(0, 0, width, height);
  const view = parseViewBox(svg.attributes.viewBox) ?? [0, 0, width, height];
  const { matrix } = fit(view, { x: 0, y: 0, width, height }, svg.attributes.preserveAspectRatio);
  const flip: Matrix = [1, 0, 0, -1, 0, height];
  const root = new Frame({ fill: "#000" }, flip, IDENTITY, box, view[2], view[3]);
  const frame = root.styled(svg.attributes).moved(matrix);
  // The picture itself may have effects: they are those of a group.
  const effects = EFFECTS.flatMap((key) => {
    const value = svg.attributes[key];
    return value === undefined ? [] : [[key, value] as const];
  });
  const top = { ...svg, name: "g", attributes: Object.fromEntries(effects) };
  const end = (ops: string): Picture => {
    const form = scene.form(
      `${matrixText(frame.matrix)} cm\n${ops}`,
      box,
      `/Matrix[${matrixText([1 / width, 0, 0, 1 / height, 0, 0])}]${scene.blends ? GROUP : ""}`,
    );
    return { form, width, height, unfinished: scene.unfinished };
  };
  return { scene, top, frame, end };
}
