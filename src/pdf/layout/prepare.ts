// Loads and checks the pictures of a block before it is laid out.

import type { Block, Image, Svg } from "../template/block.ts";
import { dataUriBytes } from "../../raster/data-uri.ts";
import { rasterFormat } from "../../raster/format.ts";
import { refuse, SVG_LIMITS } from "../../svg/limits.ts";
import type { Element } from "../../svg/read.ts";
import { svgText } from "../../svg/source.ts";
import { loadImage, type PixelBudget } from "../file/image.ts";
import { drawSvgInTurns, imagesOf, readSvg, svgSize } from "../svg/draw.ts";
import { finishParts } from "../svg/finish.ts";
import type { Drawing } from "../svg/scene.ts";
import type { Writer } from "../document/writer.ts";

/** Resolution in dpi of the parts of an SVG that become pixels: shadows and blurs have no finer detail. */
const FILTER_DPI = 216;

/** How deep blocks, and pictures, may lie in each other. */
const MAX_DEPTH = 30;

/** Pictures of one document, by their source. */
const ready = new WeakMap<Writer, Map<unknown, Drawing>>();

/** Loads the pictures in blocks and in what they hold. */
export async function prepare(blocks: readonly Block[], writer: Writer, depth = 0): Promise<void> {
  if (depth > MAX_DEPTH) throw new Error(`Blocks are nested deeper than ${MAX_DEPTH}.`);
  for (const block of blocks) {
    if (typeof block !== "object" || block === null) continue;
    if (block.kind === "image" || block.kind === "svg") await preparePicture(block, writer);
    else if (block.kind === "group" || block.kind === "place")
      await prepare(block.content, writer, depth + 1);
    else if (block.kind === "draw") await invite(writer);
    else if (block.kind === "columns")
      for (const column of block.columns) await prepare(column, writer, depth + 1);
    else if (block.kind === "list")
      for (const item of block.items) {
        const inner = Array.isArray(item) ? item : [item];
        await prepare(
          inner.filter((each): each is Block => typeof each === "object" && each !== null && "kind" in each),
          writer,
          depth + 1,
        );
      }
  }
}

async function preparePicture(block: Image | Svg, writer: Writer): Promise<void> {
  let known = ready.get(writer);
  if (!known) ready.set(writer, (known = new Map()));
  const source = block.kind === "image" ? block.data : block.source;
  if (known.has(source)) return;
  if (block.kind === "image")
    known.set(source, await loadImage(writer.file, block.data, { pixels: writer.settings.maxPicturePixels }));
  else {
    const svg = readSvg(await sourceOf(block, writer));
    const budget = { pixels: writer.settings.maxPicturePixels };
    known.set(source, await drawWhole(writer, svg, densityOf(block, svg), budget, 0));
  }
}

/** A picture with those in it, and with its parts that are drawn as pixels. */
async function drawWhole(
  writer: Writer,
  svg: Element,
  density: number,
  budget: PixelBudget,
  depth: number,
): Promise<Drawing> {
  if (depth > MAX_DEPTH) throw refuse(`SVG pictures are nested deeper than ${MAX_DEPTH}.`);
  const inner = new Map<string, Drawing>();
  for (const href of imagesOf(svg)) {
    const drawing = await drawData(writer, href, density, budget, depth);
    if (drawing) inner.set(href, drawing);
  }
  const drawing = await drawSvgInTurns(writer, svg, inner, density);
  await finishParts(writer, drawing.unfinished);
  return drawing;
}

/** Draws an image of a data URI. Any other URL is left out, and never fetched. */
async function drawData(writer: Writer, href: string, density: number, budget: PixelBudget, depth: number) {
  if (!/^\s*data:image\//i.test(href)) return undefined;
  const bytes = dataUriBytes(href);
  if (rasterFormat(bytes)) return loadImage(writer.file, bytes, budget);
  const source = svgText(bytes, SVG_LIMITS.maxSource);
  if (source === undefined) return undefined;
  const { form, width, height } = await drawWhole(writer, readSvg(source), density, budget, depth + 1);
  // In points, as those of bitmaps are.
  return { form, width: width * 0.75, height: height * 0.75 };
}

async function sourceOf(block: Svg, writer: Writer): Promise<string> {
  if (typeof block.source === "string") return block.source;
  const { jsxToSvg } = await import("./jsx.ts");
  return jsxToSvg(block, writer.context);
}

/** Pixels for one of the picture's own, where it has filters. */
function densityOf({ width, height }: Svg, svg: Element): number {
  const own = svgSize(svg);
  const placed = width !== undefined ? width / own.width : height !== undefined ? height / own.height : 1;
  return Math.min(8, (placed * FILTER_DPI) / 72) || 1;
}

/** The drawing of a picture that was prepared. */
export function drawingOf(block: Image | Svg, writer: Writer): Drawing {
  const drawing = ready.get(writer)?.get(block.kind === "image" ? block.data : block.source);
  if (!drawing) throw new Error("A picture was laid out before it was read.");
  return drawing;
}

/** pdfkit is loaded for documents that draw with it. */
async function invite(writer: Writer): Promise<void> {
  if (writer.bridge) return;
  const { PdfkitBridge } = await import("../document/pdfkit.ts");
  writer.bridge = new PdfkitBridge(writer);
}
