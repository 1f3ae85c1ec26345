// Cached off-screen drawings by satori or resvg: fallback subtrees, emoji, markup.

import { bytesOfLayers, createKept, type Kept } from "../keep.ts";
import { isEmpty, type Box } from "../../../svg/box.ts";
import { moveLayer, type Layer } from "../layers.ts";
import { joinDrawings, readDisplayList } from "../svg/operations.ts";
import type { Rasters } from "../svg/rasters.ts";
import type { Viewport } from "../layout/style/lengths.ts";

/** The page that a tree is drawn on. */
export interface Page extends Viewport {
  /** Emoji that are drawn as pictures: data URIs by grapheme. */
  emoji?: Readonly<Record<string, string>>;
}

/** Writes the SVG of a tree, as satori does. */
export type WriteSvg = (tree: unknown, page: Page) => Promise<string>;

export interface Offscreen {
  /** Layers of a tree that satori lays out. */
  ofTree(tree: unknown, page: Page): Promise<readonly Layer[]>;
  /** The same, where they are kept. */
  known(tree: unknown, page: Page): readonly Layer[] | undefined;
  /** Layers of the elements of an SVG. */
  ofMarkup(markup: string, picture: Viewport, clip: Box): Promise<Layer[]>;
  /** Layers of a picture in a box that may have fractions of pixels. */
  ofPicture(source: string, box: Place, clip: Box): Promise<Layer[]>;
}

/** A place in the picture, not rounded. */
export interface Place extends Viewport {
  left: number;
  top: number;
}

/** Pixels around a picture that is drawn alone. */
const MARGIN = 2;

/** The cache that all sets of faces share, and the number of one set, which its keys begin with. */
export interface KeptFor {
  kept: Kept<readonly Layer[]>;
  id: number;
}

export const keepOffscreen = (): Kept<readonly Layer[]> => createKept(MAX_BYTES, bytesOfLayers);

/** The most bytes of layers that are kept. */
const MAX_BYTES = 32 << 20;

export function createOffscreen(
  write: WriteSvg,
  rasters: Rasters,
  { kept, id }: KeptFor = { kept: keepOffscreen(), id: 0 },
): Offscreen {
  async function layersOf(svg: string): Promise<Layer[]> {
    const list = readDisplayList(svg);
    const layers: Layer[] = [];
    for (const operation of joinDrawings(list.operations)) {
      const layer = await rasters.layerOf(operation, list);
      if (!isEmpty(layer.box)) layers.push(layer);
    }
    return layers;
  }

  const keyOf = (tree: unknown, { width, height }: Page) =>
    `${id} ${width} ${height} ${JSON.stringify(tree)}`;

  return {
    async ofTree(tree, page) {
      const key = keyOf(tree, page);
      const known = kept.get(key);
      if (known) return known;
      const layers = await layersOf(await write(tree, page));
      kept.set(key, layers);
      return layers;
    },
    known: (tree, page) => kept.get(keyOf(tree, page)),
    async ofMarkup(markup, page, clip) {
      const layers = await layersOf(svgOf(markup, page));
      return layers.map((layer) => moveLayer(layer, 0, 0, clip));
    },
    async ofPicture(source, { left, top, width, height }, clip) {
      const [x, y] = [Math.floor(left) - MARGIN, Math.floor(top) - MARGIN];
      const markup = `<image href="${source}" x="${left - x}" y="${top - y}" width="${width}" height="${height}"/>`;
      const page = { width: Math.ceil(width) + 2 * MARGIN + 1, height: Math.ceil(height) + 2 * MARGIN + 1 };
      const layers = await layersOf(svgOf(markup, page));
      return layers.map((layer) => moveLayer(layer, x, y, clip));
    },
  };
}

function svgOf(markup: string, { width, height }: Viewport): string {
  return `<svg width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" xmlns="http://www.w3.org/2000/svg">${markup}</svg>`;
}
