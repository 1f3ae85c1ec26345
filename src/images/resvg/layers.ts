// Predicts the layers that resvg 0.34 allocates. A layer is an off-screen picture for opacity, masks, clips, filters or
// blended. resvg cuts it to twice the canvas on every side, and ends the process where nothing is left of it
// (`fit_to_rect` unwraps an empty rectangle). Its coordinates are those of the layer around it, whose own
// corner may be anywhere; and the canvas of an SVG within the SVG is the layer that it is drawn in.

import type { Element } from "../../svg/markup.ts";
import { DEFINITIONS, Measure, type Range } from "./bounds.ts";
import { areaOf, type Box, boxOfAttributes, sameBox, sizeOf } from "../../svg/box.ts";
import { mapBox, type Matrix, multiply, parseTransform } from "../../svg/geometry.ts";
import { fit, parseViewBox } from "../../svg/viewbox.ts";
import { checkShares, isClipFar } from "./extremes.ts";
import { FAR, hasFarNumber, isThin, isWithin, LIMIT, THIN } from "./far.ts";
import { costOf, hasImage, isSteady, needsAll } from "./filters.ts";
import { isThinRaster } from "./raster-rect.ts";
import { spanOf, type Span } from "./reach.ts";
import { wordsOfInner, type Words } from "./words.ts";

/** The requirements of a drawing for resvg to draw it safely. */
export interface Survey {
  /** The axes along which a layer may lie beyond the reach of the canvas. */
  across: boolean;
  down: boolean;
  /** Images that are SVG and have layers beyond the reach of the layer that they are drawn in, with the pixels that they take. */
  images: Map<Element, number>;
  /** Why it is not drawn on any canvas. */
  refused?: string;
  /** Why resvg may panic at it on any canvas. */
  panic?: string;
  /** Pixels of the layers that are in memory at once, at most; and of all of them. */
  pixels: number;
  work: number;
}

/** A drawing surface: the canvas, a layer, or the tile of a pattern. */
interface Surface {
  /** Bounds of its corner's position, in canvas coordinates. */
  x: Span;
  y: Span;
  /** Its size at least. */
  width: number;
  height: number;
  /** How far layers in it may lie from its corner: twice the size of the canvas. */
  reachX: number;
  reachY: number;
  /** The outermost image that is SVG, where this is in one, and how many pixels it is wide or high. */
  image?: readonly [Element, number];
  /** Pixels of this and of those around it. */
  pixels: number;
}

/** Beyond this, 32-bit integers and floats give out. */
const FAR_LAYER = 1e6;
/** Of a filter, and of a pattern's tile: resvg makes pictures of all of it, seen or not. */
const MAX_REGION = 33_554_432;
/** Of all layers together: some seconds. */
const MAX_WORK = 268_435_456;
/** SVG within SVG within SVG. */
const MAX_NESTING = 8;

/** @param matrix from the coordinates of the SVG to pixels of the canvas */
export function surveyLayers(words: Words, matrix: Matrix, width: number, height: number): Survey {
  const survey: Survey = { across: false, down: false, images: new Map(), pixels: 0, work: 0 };
  const canvas: Surface = {
    x: [0, 0],
    y: [0, 0],
    width,
    height,
    reachX: 2 * width,
    reachY: 2 * height,
    pixels: width * height,
  };
  new Surveyor(words, survey, 0).drawAll(words.root, matrix, canvas);
  return survey;
}

class Surveyor {
  readonly #measure: Measure;

  constructor(
    readonly words: Words,
    readonly survey: Survey,
    readonly nesting: number,
  ) {
    this.#measure = new Measure(words);
    if (hasFarNumber(words.text)) this.#refuse(FAR);
  }

  drawAll(parent: Element, matrix: Matrix, surface: Surface): void {
    if (this.survey.refused !== undefined) return;
    for (const child of parent.children) {
      if (DEFINITIONS.has(child.name)) continue;
      if (child.name === "g") this.#group(child, matrix, surface);
      else if (child.name === "image") this.#image(child, matrix, surface);
      else if (child.name === "path") this.#path(child, matrix, surface);
    }
  }

  #group(group: Element, outer: Matrix, surface: Surface): void {
    const { attributes } = group;
    const matrix = multiply(outer, parseTransform(attributes.transform));
    const filters = this.#measure.filters(group);
    const { opacity, mask, style, "clip-path": clip } = attributes;
    const isLayer = opacity ?? mask ?? clip ?? attributes.filter ?? style;
    if (isLayer === undefined) return this.drawAll(group, matrix, surface);
    const { layer, object } = this.#measure.inside(group);
    if (!layer.most) return;
    const range: Range & { most: Box } = {
      most: mapBox(matrix, layer.most),
      least: layer.least && mapBox(matrix, layer.least),
    };
    if (!isWithin(range.most, FAR_LAYER)) return this.#refuse("lies more than a million pixels away");
    if (isClipFar(this.words, this.#measure, clip, object.most, matrix)) return this.#refuse(FAR);
    const region = sameBox(layer.most, layer.least) ? layer.most : undefined;
    const masks = [...this.#masks(mask)];
    if (masks.length > MAX_NESTING) return this.#refuse("has masks of masks of masks");
    const scale = Math.hypot(...matrix.slice(0, 4));
    const reason = checkShares(this.#measure, group, filters, masks, region, scale);
    if (reason !== undefined) return this.#refuse(reason);
    if (filters.some(hasImage)) return this.#refuse("has a filter with a picture in it");
    if (filters.length && areaOf(range.most) > MAX_REGION)
      return this.#refuse(`is filtered over more than ${MAX_REGION} pixels`);
    const whole = filters.some(needsAll);
    if (whole && !(range.least && isSteady(range.most))) this.#cannot(surface);
    const inner = this.#layer(range, surface, whole);
    this.#count(surface, inner.pixels);
    for (const filter of filters) this.#work(areaOf(range.most) * costOf(filter, scale));
    this.drawAll(group, matrix, inner);
    for (const one of masks) {
      let content = matrix;
      if (one.attributes.maskContentUnits === "objectBoundingBox") {
        const box = object.most;
        if (!box) return;
        const [across, down] = sizeOf(box);
        content = multiply(matrix, [across, 0, 0, down, box.left, box.top]);
      }
      this.drawAll(one, content, inner);
    }
  }

  /** A mask, the mask on it, and so on: one more than may be at the most. */
  *#masks(first: string | undefined): Generator<Element> {
    let mask = this.#measure.definition(first);
    for (let depth = 0; mask && depth <= MAX_NESTING; depth++) {
      yield mask;
      mask = this.#measure.definition(mask.attributes.mask);
    }
  }

  /** The layer of a box; notes where resvg may find nothing of it. `whole`: where it needs all of it. */
  #layer({ most, least }: Range, surface: Surface, whole: boolean): Surface {
    const { x, y, reachX, reachY } = surface;
    const across = spanOf(most!.left, most!.right, least?.left, least?.right, x, reachX, whole);
    const down = spanOf(most!.top, most!.bottom, least?.top, least?.bottom, y, reachY, whole);
    if (!across.fits || !down.fits) {
      if (surface.image) this.survey.images.set(...surface.image);
      else {
        this.survey.across ||= !across.fits;
        this.survey.down ||= !down.fits;
      }
    }
    return {
      ...surface,
      x: across.corner,
      y: down.corner,
      width: across.size,
      height: down.size,
      pixels: surface.pixels + across.most * down.most,
    };
  }

  /** @param pixels with those of the surface around it */
  #count(surface: Surface, pixels: number): void {
    this.survey.pixels = Math.max(this.survey.pixels, pixels);
    this.#work(pixels - surface.pixels);
  }

  #work(pixels: number): void {
    this.survey.work += pixels;
    if (!(this.survey.work <= MAX_WORK)) this.#refuse(`takes layers of more than ${MAX_WORK} pixels`);
  }

  /** A filter may find its region a pixel larger than its layer. */
  #cannot(surface: Surface): void {
    if (surface.image) this.survey.images.set(...surface.image);
    else this.survey.panic ??= "has a filter that does not fit its pixels";
  }

  #refuse(reason: string): void {
    this.survey.refused ??= reason;
  }

  #path(path: Element, matrix: Matrix, surface: Surface): void {
    const { fill, stroke, transform } = path.attributes;
    const { most } = this.#measure.of(path).layer;
    if (most && !isWithin(mapBox(multiply(matrix, parseTransform(transform)), most), LIMIT))
      return this.#refuse(FAR);
    for (const paint of [fill, stroke]) {
      const pattern = this.#measure.definition(paint);
      if (pattern?.name === "pattern") this.#pattern(pattern, path, matrix, surface);
    }
  }

  /** The tile of a pattern is a picture of its own, as large as it is shown. */
  #pattern(pattern: Element, path: Element, matrix: Matrix, surface: Surface): void {
    const { attributes } = pattern;
    const [a, b, c, d] = multiply(matrix, parseTransform(attributes.patternTransform));
    const [sx, sy] = [Math.hypot(a, c), Math.hypot(b, d)];
    const box = this.#measure.of(path).object.most;
    const [bw, bh] = box ? sizeOf(box) : [1, 1];
    const rect = boxOfAttributes(attributes);
    if (attributes.patternUnits !== "userSpaceOnUse" && box && isThin(rect, box)) return this.#refuse(THIN);
    const [ux, uy] = attributes.patternUnits === "userSpaceOnUse" ? [1, 1] : [bw, bh];
    const [across, down] = sizeOf(rect);
    const [width, height] = [across * ux, down * uy];
    if (width * sx * height * sy > MAX_REGION)
      return this.#refuse(`has a tile of a pattern of more than ${MAX_REGION} pixels`);
    let content: Matrix = [sx, 0, 0, sy, 0, 0];
    const view = parseViewBox(attributes.viewBox);
    if (view)
      content = multiply(
        content,
        fit(view, { x: 0, y: 0, width, height }, attributes.preserveAspectRatio).matrix,
      );
    else if (attributes.patternContentUnits === "objectBoundingBox")
      content = multiply(content, [bw, 0, 0, bh, 0, 0]);
    const tile: Surface = {
      ...surface,
      x: [0, 0],
      y: [0, 0],
      width: Math.round(width * sx),
      height: Math.round(height * sy),
      pixels: surface.pixels + width * sx * height * sy,
    };
    this.#count(surface, tile.pixels);
    this.drawAll(pattern, content, tile);
  }

  #image(image: Element, outer: Matrix, surface: Surface): void {
    const { attributes } = image;
    const matrix = multiply(outer, parseTransform(attributes.transform));
    const box = boxOfAttributes(attributes);
    const seen = mapBox(matrix, box);
    if (!isWithin(seen, FAR_LAYER)) return this.#refuse("is a picture more than a million pixels away");
    const drawn = this.words.inner.get(image);
    if (!drawn) return isThinRaster(attributes) ? this.#refuse(THIN) : undefined;
    if (this.nesting >= MAX_NESTING) return this.#refuse("is a picture in a picture in a picture");
    const words = wordsOfInner(drawn.svg);
    const inner = words.root;
    const [width, height] = [Number(inner.attributes.width), Number(inner.attributes.height)];
    const [w, h] = [Math.max(1, Math.round(width)), Math.max(1, Math.round(height))];
    const [across, down] = sizeOf(box);
    const frame = { x: box.left, y: box.top, width: across, height: down };
    const shown = fit([0, 0, w, h], frame, attributes.preserveAspectRatio).matrix;
    const view = parseViewBox(inner.attributes.viewBox) ?? [0, 0, width, height];
    const page = { x: 0, y: 0, width, height };
    const viewed = fit(view, page, inner.attributes.preserveAspectRatio).matrix;
    const placed = multiply(multiply(matrix, shown), viewed);
    const pixels = surface.pixels + surface.width * surface.height;
    this.#count(surface, pixels);
    new Surveyor(words, this.survey, this.nesting + 1).drawAll(words.root, placed, {
      ...surface,
      reachX: 2 * surface.width,
      reachY: 2 * surface.height,
      image: surface.image ?? [image, Math.max(...sizeOf(seen))],
      pixels,
    });
  }
}
