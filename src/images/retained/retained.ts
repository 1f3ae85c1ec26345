// The retained way of making a picture: what the last one of the template left is used again, and
// satori and resvg remain the reference that it is checked against.

import { LRUCache } from "lru-cache";
import { bytesOfCanvas, createCanvas, encodeCanvas, paintCanvas, type Canvas } from "./canvas.ts";
import { compare, passes } from "./compare.ts";
import { isEmpty, type Layer } from "./layers.ts";
import { createApart, keepApart, type Apart, type Page, type WriteSvg } from "./paint/apart.ts";
import { createBoxes, type Boxes } from "./paint/boxes.ts";
import type { GivenFace } from "./layout/text/faces.ts";
import { paintTree } from "./paint/paint.ts";
import { readTree, type Node } from "./layout/tree.ts";
import { Unknown } from "./layout/unknown.ts";
import { readDisplayList } from "./svg/operations.ts";
import { createRasters, type DrawSvg } from "./svg/rasters.ts";
import { structureOf } from "./structure.ts";
import { usesOf } from "./uses.ts";

/** One picture. */
export interface RetainedRequest {
  /** JSX, or a tree of host elements. */
  tree: unknown;
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

/** A picture that is made, in the form that is wanted. */
export interface Picture {
  path: Path;
  /** Why it is not the shortest path, or what of it satori draws. */
  reason?: string;
  png(): Uint8Array;
  /** RGBA, premultiplied. */
  pixels(): Uint8Array;
}

export interface RetainedOptions {
  /** SVG -> RGBA, premultiplied: resvg. */
  drawSvg: DrawSvg;
  /** A tree of host elements -> SVG: satori. */
  writeTree(tree: unknown, page: Page & Pick<RetainedRequest, "faces">): Promise<string>;
  /** Pictures of a template that are checked before it is trusted. Default 2. */
  firstChecks?: number;
  /** After those, one in this many is checked. Default 1000; 0 for none. */
  checkEvery?: number;
  /** The most bytes of strips that are kept for templates. Default 48 MiB. */
  maxBytes?: number;
}

export interface Retained {
  /** Undefined where the picture must be made the general way. */
  draw(request: RetainedRequest): Promise<Picture | undefined>;
}

/** Larger pictures are drawn the general way: the kernel's memory never shrinks. */
const MAX_PIXELS = 4_200_000;

/** The caches of what satori and resvg draw. */
interface Painters {
  boxes: Boxes;
  apart: Apart;
}

/** Result of the checks, for all pictures that use the same elements, properties and kinds of values. */
interface Trust {
  path: Path;
  reason: string | undefined;
  drawn: number;
  /** Pictures in a row in which satori drew so many parts anew that all of it at once is faster. */
  slow: number;
}

/** Bytes of what is known of templates, most of them their keys. */
const MAX_TRUST = 8 << 20;

/** New islands in one picture from which it counts as slow: each takes satori and resvg about as long as a picture. */
const MANY_PARTS = 3;

/** Slow pictures in a row after which the template is drawn the general way; the first ones are always slow. */
const SLOW_BY_CHANCE = 5;

export function createRetained(options: RetainedOptions): Retained {
  const { drawSvg, writeTree, firstChecks = 2, checkEvery = 1000, maxBytes = 48 << 20 } = options;
  const rasters = createRasters(drawSvg);
  const apartByFaces = new WeakMap<object, Apart>();
  const keptApart = keepApart();
  let sets = 0;
  let boxes: Boxes | undefined;
  const canvases = new LRUCache<string, Canvas>({ maxSize: maxBytes });
  const trusted = new LRUCache<string, Trust>({
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
    let apart = apartByFaces.get(faces);
    if (!apart)
      apartByFaces.set(faces, (apart = createApart(write, rasters, { kept: keptApart, id: ++sets })));
    boxes ??= createBoxes(write, rasters); // they have no text: any faces will do
    return { boxes, apart };
  }

  async function layersByLayout(
    tree: Node,
    { width, height, faces, emoji }: RetainedRequest,
    onIsland: (reason: string, isSlow: boolean) => void,
  ): Promise<Layer[]> {
    return paintTree(tree, { width, height, faces, emoji, ...paintersFor(faces), onIsland });
  }

  async function layersByDrawing({ width, height, writeSvg }: RetainedRequest): Promise<Layer[]> {
    const list = readDisplayList(await writeSvg());
    if (list.width !== width || list.height !== height) throw new Unknown("another size than asked for");
    const layers: Layer[] = [];
    for (const operation of list.operations) {
      const layer = await rasters.layerOf(operation, list);
      if (!isEmpty(layer.box)) layers.push(layer);
    }
    return layers;
  }

  return {
    async draw(request) {
      const { width, height, warn } = request;
      if (!Number.isInteger(width) || !Number.isInteger(height) || width * height > MAX_PIXELS)
        return undefined;
      let tree: Node;
      try {
        tree = await readTree(request.tree, request);
      } catch (error) {
        if (!(error instanceof Unknown)) throw error;
        return undefined;
      }
      const key = `${width} ${height} ${structureOf(tree)}`;
      const canvas = canvases.get(key) ?? createCanvas(width, height);
      const trust = trustKey(tree, request);
      const template: Trust = trusted.get(trust) ?? { path: "layout", reason: undefined, drawn: 0, slow: 0 };
      let { reason } = template;

      let layers: Layer[] | undefined;
      let path: Path = template.path;
      if (path === "layout") {
        try {
          const islands: string[] = [];
          let slow = 0;
          layers = await layersByLayout(tree, request, (island, isSlow) => {
            islands.push(island);
            if (isSlow) slow++;
          });
          if (islands.length) reason = `satori draws ${islands.join(", ")}`;
          template.slow = slow < MANY_PARTS ? 0 : template.slow + 1;
          if (template.slow > SLOW_BY_CHANCE) {
            template.path = "general";
            template.reason = `${reason}: many parts, in every picture`;
            warn(`A template goes the general way, which is faster for it: ${template.reason}.`);
          }
        } catch (error) {
          if (!(error instanceof Unknown)) throw error;
          reason = error.message;
          if (!error.passing) warn(`satori lays out a template at every picture: ${reason}.`);
        }
      }
      if (!layers && path !== "general") {
        path = "drawing";
        try {
          layers = await layersByDrawing(request);
        } catch (error) {
          if (!(error instanceof Unknown) && !(error instanceof SyntaxError)) throw error;
          reason = error.message;
        }
      }
      if (!layers) return undefined;

      const count = template.drawn++;
      if (count < firstChecks || (checkEvery && count % checkEvery === 0)) {
        const difference = compare(paintCanvas(canvas, layers), await drawSvg(await request.writeSvg()));
        if (!passes(difference)) {
          template.path = path === "layout" ? "drawing" : "general";
          template.reason = `a check found ${difference.pixels} pixels off, ${difference.psnr.toFixed(1)} dB`;
          warn(
            `A template leaves its short path (${path}): ${template.reason}. Its elements: ${structureOf(tree)}`,
          );
          trusted.set(trust, template);
          return undefined;
        }
      }
      const made = layers;
      // Only a picture that was made makes its template one to be trusted, in whatever form.
      const kept = (bytes: Uint8Array): Uint8Array => {
        canvases.set(key, canvas, { size: sizeOf(key, canvas) });
        trusted.set(trust, template);
        return bytes;
      };
      return {
        path,
        reason,
        png: () => kept(encodeCanvas(canvas, made)),
        pixels: () => kept(paintCanvas(canvas, made)),
      };
    },
  };
}

const sizeOf = (key: string, canvas: Canvas) => 2 * key.length + bytesOfCanvas(canvas);
