// Validates an SVG before resvg draws it: a panic there would end the process.

import { loadResvg } from "../../require.ts";
import { HttpError } from "../../error.ts";
import { dropOutside } from "../general/outside.ts";
import type { Element } from "../../svg/markup.ts";
import { type Matrix, multiply } from "../../svg/geometry.ts";
import { fit, parseViewBox } from "../../svg/viewbox.ts";
import { byDigits, checkBeforeReading, LIMIT, reachOf } from "./far.ts";
import { hasThinRaster } from "./raster-rect.ts";
import { surveyLayers, type Survey } from "./layers.ts";
import { drawInSandbox, Panic, type Drawn, type Image } from "./sandbox.ts";
import { OPTIONS, wordsOf, wordsOfInner, type Words } from "./words.ts";

type Resvg = InstanceType<ReturnType<typeof loadResvg>["Resvg"]>;
type Options = NonNullable<ConstructorParameters<ReturnType<typeof loadResvg>["Resvg"]>[1]>;

/** An SVG that resvg can draw, with the options for it. */
export interface Drawable {
  svg: string;
  options: Options;
  /** The same, read already. */
  parsed: Resvg;
  /** It has layers that strangers chose: what is foreseen of them may be wrong, so that {@link draw} takes the sandbox. */
  isSandboxed: boolean;
  /** In the sandbox: drawn in its place if resvg panics. Throws HttpError 422 where it cannot be drawn at all. */
  onLargerCanvas?: () => Promise<Placed>;
}

type Placed = Pick<Drawable, "svg" | "options" | "parsed">;

/**
 * Draws it, in the sandbox where it {@link Drawable.isSandboxed}.
 * @throws HttpError 422 where resvg panics in the sandbox, and for a side that is rounded to no pixel
 */
export const draw = (drawable: Drawable): Promise<Drawn> =>
  drawAs(drawable, ({ pixels, width, height }) => ({ pixels, width, height }));

async function drawAs<T>(drawable: Drawable, read: (image: Image) => T): Promise<T> {
  const { svg, options, parsed, isSandboxed, onLargerCanvas } = drawable;
  try {
    if (!isSandboxed) return read(parsed.render());
    try {
      return await drawInSandbox(svg, options, read);
    } catch (error) {
      if (!(error instanceof Panic && onLargerCanvas)) throw error;
    }
    const larger = await onLargerCanvas();
    return await drawInSandbox(larger.svg, larger.options, read);
  } catch (error) {
    if (error instanceof Panic)
      throw new HttpError(422, { reason: "The image cannot be drawn: resvg panics at it.", cause: error });
    if (error instanceof Error && error.message.startsWith("Target size is zero")) throw new NoPixels(error);
    throw error;
  }
}

class NoPixels extends HttpError {
  constructor(cause: Error) {
    super(422, { reason: "The image cannot be drawn: it has no pixels.", cause });
  }
}

/** Features for which resvg allocates a layer. */
const MAY_BE_LAYERED =
  /[^-]opacity|mask|clip|filter|blend|isolation|symbol|marker|pattern|data:(?!image\/(?:png|jpeg|gif)[;,])|<svg[^]+<svg/;

/** Pixels of a canvas that is enlarged, of the layers on it that are in memory at once, and of all of them. */
const MAX_CANVAS = 4_194_304;
const MAX_LAYERS = 16_777_216;
const MAX_WORK = 67_108_864;
/** The longest side of a picture that stands for an SVG within an SVG. */
const MAX_STAND_IN = 2048;

/**
 * Reads an SVG and makes sure that resvg can draw it: on a larger canvas where its layers lie too far from it (see
 * `layers.ts`), of which the same part is kept. In the sandbox that is done after a panic alone: much is foreseen that
 * does not happen (a third of random SVG).
 *
 * @param width of the picture in pixels, where it is not the SVG's own
 * @param isForeign the SVG itself is a stranger's, not only pictures in it
 * @throws HttpError 422 for what cannot be drawn at all; Error for what cannot be read.
 */
export async function drawableOf(svg: string, width?: number, isForeign = false): Promise<Drawable> {
  const { Resvg } = loadResvg();
  const options: Options =
    width === undefined ? OPTIONS : { ...OPTIONS, fitTo: { mode: "width", value: width } };
  checkBeforeReading(svg);
  const parsed = new Resvg(svg, options);
  if (!MAY_BE_LAYERED.test(svg) && !mayOverflow(svg, parsed, width ?? parsed.width))
    return { svg, options, parsed, isSandboxed: false };
  const words = wordsOf(svg);
  const isSandboxed = isForeign || [...words.inner.values()].some((inner) => MAY_BE_LAYERED.test(inner.svg));
  const canvas = canvasOf(words.root, width);
  const survey = surveyLayers(words, canvas.matrix, canvas.width, canvas.height);
  if (isSafe(survey)) return { svg, options, parsed, isSandboxed };
  // Layers that are invisible need not be in reach.
  const larger = () => onLargerCanvas(wordsOf(dropOutside(restored(words))), canvas);
  if (!isSandboxed) return { ...(await larger()), isSandboxed };
  if (survey.refused !== undefined) throw refuse(survey.refused);
  return { svg, options, parsed, isSandboxed, onLargerCanvas: larger };
}

/** @param width of the picture in pixels */
function mayOverflow(svg: string, root: Resvg, width: number): boolean {
  const [, , across = root.width, down = root.height] =
    VIEW_BOX.exec(svg)?.[1]
      ?.trim()
      .split(/[\s,]+/)
      .map(Number) ?? [];
  const scale = Math.max(1, width / across, (width * root.height) / root.width / down);
  return !(reachOf(svg, byDigits) * scale < LIMIT) || hasThinRaster(svg);
}
const VIEW_BOX = /\sviewBox\s*=\s*["']([^"']*)/;

/**
 * The SVG in resvg's own words, to be read by what does not know style sheets and `use`.
 * @throws HttpError 422 where its clip paths cannot be said in them; Error for what cannot be read.
 */
export const inWords = (svg: string): string => restored(wordsOf(svg));

interface Canvas {
  /** From the coordinates of the SVG to pixels. */
  matrix: Matrix;
  width: number;
  height: number;
}

function canvasOf({ attributes }: Element, width: number | undefined): Canvas {
  const [across, down] = [Number(attributes.width), Number(attributes.height)];
  const box = parseViewBox(attributes.viewBox) ?? [0, 0, across, down];
  const page = { x: 0, y: 0, width: across, height: down };
  const view = fit(box, page, attributes.preserveAspectRatio).matrix;
  const whole = (side: number) => Math.max(1, Math.round(side));
  if (width === undefined) return { matrix: view, width: whole(across), height: whole(down) };
  const height = Math.max(1, Math.ceil((width * whole(down)) / whole(across)));
  return { matrix: multiply([width / across, 0, 0, height / down, 0, 0], view), width, height };
}

const isSafe = ({ across, down, images, refused, panic }: Survey) =>
  !across && !down && images.size === 0 && refused === undefined && panic === undefined;

/** The SVG on a canvas that all of its layers are in reach of, cut to its own size. */
async function onLargerCanvas(given: Words, canvas: Canvas): Promise<Placed> {
  let words = given;
  let { width, height } = canvas;
  for (let tries = 0; tries < 64; tries++) {
    const survey = surveyLayers(words, canvas.matrix, width, height);
    const reason = survey.refused ?? survey.panic;
    if (reason !== undefined) throw refuse(reason);
    if (survey.across || survey.down) {
      if (survey.across) width *= 2;
      if (survey.down) height *= 2;
      if (width * height > MAX_CANVAS) throw refuse("reaches too far out of it");
      continue;
    }
    if (survey.pixels > MAX_LAYERS || survey.work > MAX_WORK) throw refuse("reaches too far out of it");
    if (survey.images.size === 0) return cutOut(restored(words), words.root, canvas, width, height);
    const standIns = new Map<Element, string>();
    for (const [image, size] of survey.images)
      standIns.set(image, await standInFor(words.inner.get(image)!.svg, size));
    words = wordsOf(restored(words, standIns));
  }
  throw refuse("reaches too far out of it");
}

function cutOut(text: string, root: Element, canvas: Canvas, width: number, height: number): Placed {
  const { Resvg } = loadResvg();
  const content = text.slice(text.indexOf(">", root.start) + 1, text.lastIndexOf("</"));
  const svg = `<svg width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><g transform="matrix(${canvas.matrix.join(" ")})">${content}</g></svg>`;
  const options: Options = {
    ...OPTIONS,
    crop: { left: 0, top: 0, right: canvas.width, bottom: canvas.height },
  };
  return { svg, options, parsed: new Resvg(svg, options) };
}

/** Shapes that say by themselves what they are. */
const PLAIN_CLIP = /^\s*(?:<(?:path|rect|circle|ellipse|polygon|polyline)\s(?:(?!class=)[^<>])*\/>\s*)+$/;

/** The SVG that words are of, in those words: with its pictures, or PNG in the place of some, and its clip paths. */
function restored({ text, root, inner, clips }: Words, standIns?: ReadonlyMap<Element, string>): string {
  const pieces: { start: number; end: number; text: string }[] = [];
  for (const [element, { href }] of inner) {
    const written = element.attributes["xlink:href"]!;
    const start = text.indexOf(written, element.start);
    pieces.push({ start, end: start + written.length, text: standIns?.get(element) ?? href });
  }
  const walk = (element: Element): void => {
    const content = element.name === "clipPath" ? clips.get(element.attributes.id ?? "") : undefined;
    if (content === undefined) return element.children.forEach(walk);
    if (!PLAIN_CLIP.test(content)) throw refuse("has a clip path that is too much for its size");
    const [first, last] = [element.children[0]!, element.children.at(-1)!];
    pieces.push({ start: first.start, end: last.end, text: content });
  };
  walk(root);
  pieces.sort((a, b) => a.start - b.start);
  let [made, at] = ["", 0];
  for (const piece of pieces) {
    made += text.slice(at, piece.start) + piece.text;
    at = piece.end;
  }
  made += text.slice(at);
  // Left out where only masks, patterns and filters have pictures.
  const head = made.indexOf(">");
  return made.lastIndexOf("xmlns:xlink", head) < 0
    ? `${made.slice(0, head)} ${XLINK}${made.slice(head)}`
    : made;
}

const XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"';

/** A PNG as large as the SVG is shown. */
async function standInFor(svg: string, size: number): Promise<string> {
  // Not those of a parsed one, which are rounded to pixels: 0.1 × 24 would be drawn ten times as high.
  const { width, height } = wordsOfInner(svg).root.attributes;
  const longest = Math.min(MAX_STAND_IN, size);
  const across = Math.max(1, Math.ceil((longest * Number(width)) / Math.max(Number(width), Number(height))));
  try {
    const png = await drawAs(await drawableOf(svg, across, true), (image) => image.asPng());
    return `data:image/png;base64,${Buffer.from(png).toString("base64")}`;
  } catch (error) {
    if (error instanceof NoPixels) return TRANSPARENT;
    throw error;
  }
}

/** A PNG of one pixel. */
const TRANSPARENT =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAADUlEQVQImWNgYGBgAAAABQABh6FO1AAAAABJRU5ErkJggg==";

const refuse = (what: string) =>
  new HttpError(422, { reason: `The image cannot be drawn: something in it ${what}.` });
