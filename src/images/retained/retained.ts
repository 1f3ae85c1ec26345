// The retained way of making a picture: what the last one of the template left is used again, and
// satori and resvg remain the reference that it is checked against.

import { ImageCache } from "../caches.ts";
import { bytesOfCanvas, createCanvas, encodeCanvas, paintCanvas, type Canvas } from "./canvas.ts";
import { compare, passes } from "./compare.ts";
import { isEmpty } from "../../svg/box.ts";
import { MAX_PIXELS, type Layer } from "./layers.ts";
import {
  createOffscreen,
  keepOffscreen,
  type Offscreen,
  type Page,
  type WriteSvg,
} from "./paint/offscreen.ts";
import { createBoxes, type Boxes } from "./paint/boxes.ts";
import type { GivenFace } from "./layout/text/faces.ts";
import { paintTree } from "./paint/paint.ts";
import { createParts } from "./parts.ts";
import { reweigh } from "../../reweigh.ts";
import type { HostNode } from "../tree.ts";
import { readTree, type Node } from "./layout/tree.ts";
import { Unsupported } from "./layout/unsupported.ts";
import { readDisplayList } from "./svg/operations.ts";
import { createRasters, type DrawSvg } from "./svg/rasters.ts";
import { structureOf } from "./structure.ts";
import { usesOf } from "./uses.ts";

/** One picture. */
export interface RetainedRequest {
  tree: HostNode;
  width: number;
  height: number;
  /** The faces, best first; the same array for the same faces. */
  faces: readonly GivenFace[];
  /** Emoji that are drawn as pictures: data URIs by grapheme. */
  emoji: Readonly<Record<string, string>>;
  /** The tree laid out by satori, for what is not known here and for checks. */
  writeSvg(): Promise<string>;
  /** Told which template goes a longer way, and why. */
  warn(message: string): void;
}

/**
 * How a template is made: `layout` without satori, `drawing` with satori's layout and kept layers,
 * `general` by satori and resvg alone.
 */
export type Path = "layout" | "drawing" | "general";

/** How a picture is made; with its layers, unless that is by satori and resvg alone. */
export type Plan = Picture | General;

/** A picture whose layers are made: what is left is to paint and to encode them. */
export interface Picture {
  path: Exclude<Path, "general">;
  /** Why it is not the shortest path, or what of it satori draws. */
  reason?: string;
  png(): Uint8Array;
  /** RGBA, premultiplied. */
  pixels(): Uint8Array;
}

export interface General {
  path: "general";
  reason: string;
}

/** How often a picture is compared with that of satori and resvg. */
export interface CheckOptions {
  /** Pictures of a template that are checked before it is trusted. Default 2. */
  firstChecks?: number;
  /** After those, one in this many is checked. Default 1000; 0 for none. */
  checkEvery?: number;
}

export interface RetainedOptions extends CheckOptions {
  /** SVG -> RGBA, premultiplied: resvg. */
  drawSvg: DrawSvg;
  /** A tree of host elements -> SVG: satori. */
  writeTree(tree: unknown, page: Page & Pick<RetainedRequest, "faces">): Promise<string>;
  /** The most bytes of strips that are kept for templates. Default 48 MiB. */
  maxBytes?: number;
}

export interface Retained {
  plan(request: RetainedRequest): Promise<Plan>;
}

/** The layers of a picture. */
interface Made extends Pick<Picture, "path" | "reason"> {
  layers: readonly Layer[];
}

/** The caches of what satori and resvg draw. */
interface Painters {
  boxes: Boxes;
  offscreen: Offscreen;
}

/** Result of the checks, for all pictures that use the same elements, properties and kinds of values. */
interface Trust {
  /** Found by a check; from then on its pictures are made the general way. */
  fault?: string;
  drawn: number;
}

/** Bytes of what is known of templates, most of them their keys. */
const MAX_TRUST = 8 << 20;

export function createRetained(options: RetainedOptions): Retained {
  const { drawSvg, writeTree, firstChecks = 2, checkEvery = 1000, maxBytes = 48 << 20 } = options;
  const rasters = createRasters(drawSvg);
  const offscreenByFaces = new WeakMap<object, Offscreen>();
  const keptOffscreen = keepOffscreen();
  let sets = 0;
  let boxes: Boxes | undefined;
  const canvases = new ImageCache<Canvas>({ maxSize: maxBytes });
  const trusted = new ImageCache<Trust>({
    maxSize: MAX_TRUST,
    sizeCalculation: (_, key) => 2 * key.length + 300,
  });
  const idsOfFaces = new WeakMap<object, number>();
  let lastId = 0;

  /** The same for pictures that are trusted together: of one size, with the same faces, that use the same. */
  function trustKey(tree: Node, { width, height, faces }: RetainedRequest): string {
    let id = idsOfFaces.get(faces);
    if (!id) idsOfFaces.set(faces, (id = ++lastId));
    return `${width} ${height} ${id} ${usesOf(tree)}`;
  }

  function paintersFor(faces: readonly GivenFace[]): Painters {
    const write: WriteSvg = (tree, page) => writeTree(tree, { ...page, faces });
    let offscreen = offscreenByFaces.get(faces);
    if (!offscreen)
      offscreenByFaces.set(
        faces,
        (offscreen = createOffscreen(write, rasters, { kept: keptOffscreen, id: ++sets })),
      );
    boxes ??= createBoxes(write, rasters); // they have no text: any faces will do
    return { boxes, offscreen };
  }

  /**
   * Paints once without what is not kept of the parts that satori draws, and again where that is missing. Whether they
   * are too many is known before one is drawn, and by the picture alone.
   */
  async function layersByLayout(
    tree: Node,
    { width, height, faces, emoji }: RetainedRequest,
  ): Promise<Made | General> {
    const { boxes, offscreen } = paintersFor(faces);
    const parts = createParts();
    const options = { width, height, faces, emoji, boxes };
    let missing = false;
    const kept: Offscreen = {
      ...offscreen,
      async ofTree(tree, page) {
        const known = offscreen.known(tree, page);
        missing ||= !known;
        return known ?? [];
      },
    };
    let layers = await paintTree(tree, { ...options, offscreen: kept, onFallback: parts.add });
    if (parts.tooMany) return { path: "general", reason: parts.reason! };
    if (missing) layers = await paintTree(tree, { ...options, offscreen });
    return { path: "layout", reason: parts.reason, layers };
  }

  async function layersByDrawing({ width, height, writeSvg }: RetainedRequest): Promise<Layer[]> {
    const list = readDisplayList(await writeSvg());
    if (list.width !== width || list.height !== height) throw new Unsupported("another size than asked for");
    const layers: Layer[] = [];
    for (const operation of list.operations) {
      const layer = await rasters.layerOf(operation, list);
      if (!isEmpty(layer.box)) layers.push(layer);
    }
    return layers;
  }

  /** By layout, and where that does not know the template by satori's drawing. */
  async function make(tree: Node, request: RetainedRequest): Promise<Made | General> {
    let reason: string;
    try {
      return await layersByLayout(tree, request);
    } catch (error) {
      if (!(error instanceof Unsupported)) throw error;
      reason = error.message;
      if (!error.transient) request.warn(`satori lays out a template at every picture: ${reason}.`);
    }
    try {
      return { path: "drawing", reason, layers: await layersByDrawing(request) };
    } catch (error) {
      if (!(error instanceof Unsupported) && !(error instanceof SyntaxError)) throw error;
      return { path: "general", reason: error.message };
    }
  }

  /** Compares with satori and resvg; returns what is wrong. */
  async function faultOf(canvas: Canvas, layers: readonly Layer[], request: RetainedRequest) {
    const difference = compare(paintCanvas(canvas, layers), await drawSvg(await request.writeSvg()));
    if (passes(difference)) return undefined;
    return `a check found ${difference.pixels} pixels off, ${difference.psnr.toFixed(1)} dB`;
  }

  async function planOf(request: RetainedRequest): Promise<Plan> {
    const { width, height, warn } = request;
    const tooLarge = beyondSize(width, height);
    if (tooLarge) return { path: "general", reason: tooLarge };
    const tree = readTree(request.tree, request);
    const trust = trustKey(tree, request);
    const template: Trust = trusted.get(trust) ?? { drawn: 0 };
    if (template.fault) return { path: "general", reason: template.fault };
    const made = await make(tree, request);
    if (!("layers" in made)) return made;
    const { path, reason, layers } = made;

    const key = `${width} ${height} ${structureOf(tree)}`;
    const canvas = canvases.get(key) ?? createCanvas(width, height);
    const count = template.drawn++;
    if (count < firstChecks || (checkEvery && count % checkEvery === 0)) {
      const fault = await faultOf(canvas, layers, request);
      if (fault) {
        // This picture and all later ones: what is of one key is of the same bytes.
        template.fault = fault;
        trusted.set(trust, template);
        warn(`A template leaves its short path (${path}): ${fault}. Its elements: ${structureOf(tree)}`);
        return { path: "general", reason: fault };
      }
    }
    // Only a picture that was made makes its template one to be trusted, in whatever form.
    const kept = (bytes: Uint8Array): Uint8Array => {
      reweigh(canvases, key, canvas, sizeOf(key, canvas));
      trusted.set(trust, template);
      return bytes;
    };
    return {
      path,
      reason,
      png: () => kept(encodeCanvas(canvas, layers)),
      pixels: () => kept(paintCanvas(canvas, layers)),
    };
  }

  return {
    plan: (request) =>
      planOf(request).catch((error: unknown) => {
        if (!(error instanceof Unsupported)) throw error;
        return { path: "general", reason: error.message };
      }),
  };
}

/** Why a picture of this size is not retained; undefined if it can be. */
function beyondSize(width: number, height: number): string | undefined {
  if (!Number.isInteger(width) || !Number.isInteger(height)) return `a size of ${width} × ${height} pixels`;
  return width * height > MAX_PIXELS ? `${width * height} pixels are more than ${MAX_PIXELS}` : undefined;
}

const sizeOf = (key: string, canvas: Canvas) => 2 * key.length + bytesOfCanvas(canvas);
