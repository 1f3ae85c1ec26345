// Laid-out elements -> layers, in the painting order of CSS 2.2 appendix E, as far as satori follows it.

import { intersect, isEmpty } from "../../../svg/box.ts";
import { groupLayers, moveLayer, type Layer } from "../layers.ts";
import type { Offscreen } from "./offscreen.ts";
import type { Boxes } from "./boxes.ts";
import { coverageOf, cutCorners, isClear, type Clip } from "./corners.ts";
import { layOut, isText, PICTURE, type Element, type Surroundings, type Text } from "../layout/elements.ts";
import { boxOf, fallbackOf, textOf } from "./fallback.ts";
import { paintText } from "./paint-text.ts";
import type { Computed } from "../layout/style/style.ts";
import type { Node } from "../layout/tree.ts";
import { Unsupported } from "../layout/unsupported.ts";

export interface PaintOptions extends Surroundings {
  boxes: Boxes;
  offscreen: Offscreen;
  /** Called for each element that is left to satori: why, and whether on a page of the picture's size. */
  onFallback?(reason: string, isPage: boolean): void;
}

/** Paints a template. @throws Unsupported for what only satori knows. */
export async function paintTree(tree: Node, options: PaintOptions): Promise<Layer[]> {
  return new Painter(options).paint(layOut(tree, options));
}

interface Stacked {
  zIndex: number;
  layers: Layer[];
}

/** Position of an element's border box in the picture, and the clip of its content. */
interface Place {
  left: number;
  top: number;
  inner: Clip;
  /** The elements that clip it, from the outermost. */
  clips: readonly Element[];
}

/** Pixels around a box that is drawn alone: resvg cuts strokes at the edge of the page. */
const MARGIN = 16;

class Painter {
  readonly #options: PaintOptions;
  readonly #canvas: Clip;
  readonly #places = new Map<Element, Place>();

  constructor(options: PaintOptions) {
    this.#options = options;
    this.#canvas = { left: 0, top: 0, right: options.width, bottom: options.height, rounded: [] };
  }

  paint(root: Element): Promise<Layer[]> {
    return this.#element(root, { left: 0, top: 0, inner: this.#canvas, clips: [] }, undefined);
  }

  /** Paints an element and its descendants. Positioned ones go to `stack`, that of the enclosing stacking context. */
  async #element(element: Element, parent: Place, stack: Stacked[] | undefined): Promise<Layer[]> {
    const { computed, layout, containingBlock, staticPosition, zIndex } = element;
    if (computed.display === "none" || computed.opacity === 0) return [];
    const around =
      containingBlock === PICTURE
        ? { left: 0, top: 0, inner: this.#canvas, clips: [] }
        : containingBlock
          ? this.#places.get(containingBlock)!
          : parent;
    const place = {
      left: staticPosition?.across
        ? parent.left + staticPosition.node.box.left
        : around.left + layout.box.left,
      top: staticPosition?.down ? parent.top + staticPosition.node.box.top : around.top + layout.box.top,
      inner: around.inner,
      clips: around.clips,
    };
    const isStackingContext = !stack || element.establishesStackingContext;
    const entry: Stacked | undefined =
      stack && (computed.position !== "static" || isStackingContext)
        ? { zIndex: zIndex ?? 0, layers: [] }
        : undefined;
    if (entry) stack!.push(entry);
    const before = stack?.length ?? 0;
    let layers: Layer[];
    try {
      if (computed.effect) throw new Unsupported(`<${element.node.type}> ${computed.effect}`);
      layers = await this.#parts(element, place, isStackingContext ? undefined : stack);
    } catch (error) {
      if (!(error instanceof Unsupported) || !element.separable) throw error;
      if (stack) stack.length = before;
      layers = await this.#offscreen(fallbackOf(element, around.clips, this.#options), error);
    }
    if (!entry) return layers;
    entry.layers = layers;
    return [];
  }

  /** Has satori draw a subtree instead, and reports the reason. */
  async #offscreen(tree: unknown, reason: Unsupported): Promise<Layer[]> {
    const { offscreen, onFallback } = this.#options;
    onFallback?.(reason.message, true);
    return [...(await offscreen.ofTree(tree, this.#options))];
  }

  async #parts(element: Element, place: Place, stack: Stacked[] | undefined): Promise<Layer[]> {
    const { computed, layout } = element;
    const { left, top } = place;
    const { box } = layout;
    // resvg clips off-screen layers, such as groups with opacity, to twice the size of the picture.
    if (reachesFar(left, box.width, this.#canvas.right) || reachesFar(top, box.height, this.#canvas.bottom))
      throw new Unsupported("a box of twice the size of the picture", { transient: true });
    const { paint, text } = computed;
    // satori gives the filters of both shadows the same id, so resvg would use one for the other.
    if (
      paint?.boxShadow !== undefined &&
      text.effects.textShadow !== undefined &&
      element.children.some(isText)
    )
      throw new Unsupported("shadows of a box and of its text");
    const hasChildren = element.children.length > 0;
    const shown = await this.#box(element, place, hasChildren ? 1 : computed.opacity);
    const inner = await this.#innerClip(element, place);
    const clips = computed.clipsOverflow ? [...place.clips, element] : place.clips;
    const inside: Place = { left, top, inner, clips };
    this.#places.set(element, inside);

    const own: Stacked[] = stack ?? [];
    const only = element.children.length === 1 ? element.children[0]! : undefined;
    const fadesText = computed.opacity < 1 && !computed.paint && only !== undefined && isText(only);
    const content: Layer[] = [];
    for (const child of element.children) {
      const painted = isText(child)
        ? this.#text(child, element, inside, fadesText ? computed.opacity : 1)
        : this.#element(child, inside, own);
      content.push(...(await painted));
    }
    let result = [...shown, ...content];
    if (!stack && own.length) {
      own.sort((a, b) => a.zIndex - b.zIndex);
      const below = own.filter((one) => one.zIndex < 0).flatMap((one) => one.layers);
      const above = own.filter((one) => one.zIndex >= 0).flatMap((one) => one.layers);
      result = [...shown, ...below, ...content, ...above];
    }
    if (computed.opacity === 1 || !hasChildren || fadesText) return result;
    const group = groupLayers(result, computed.opacity);
    return group ? [group] : [];
  }

  async #text(text: Text, parent: Element, place: Place, opacity: number): Promise<Layer[]> {
    const { left, top, inner: clip, clips } = place;
    const { width, insets } = parent.layout.box;
    const { emoji, offscreen } = this.#options;
    try {
      const at = {
        left,
        top,
        innerWidth: width - insets[0] - insets[1],
        opacity,
        clip,
        isHidden: clips.length > 0,
      };
      return await paintText(text, at, this.#options, emoji, offscreen);
    } catch (error) {
      if (!(error instanceof Unsupported) || text.isCut) throw error;
      return this.#offscreen(textOf(text.content, text, opacity, clips, this.#options), error);
    }
  }

  /** The layers of an element's own box: background, border, shadows. */
  async #box(element: Element, place: Place, opacity: number): Promise<Layer[]> {
    const { computed, layout } = element;
    const { paint, text } = computed;
    const { width, height } = layout.box;
    if (!paint || !(width > 0) || !(height > 0) || text.visibility === "hidden") return [];
    try {
      return await this.#knownBox(element, paint, place, opacity);
    } catch (error) {
      if (!(error instanceof Unsupported)) throw error;
      return (
        (await this.#boxOffscreen(element, place, opacity, error)) ??
        this.#offscreen(boxOf(element, opacity, place.clips, this.#options), error)
      );
    }
  }

  /** Has satori draw a box on a page of its own size (a tenth of the time); undefined if it is cut or has a shadow. */
  async #boxOffscreen(
    element: Element,
    { clips }: Place,
    opacity: number,
    reason: Unsupported,
  ): Promise<Layer[] | undefined> {
    const { left, top, width, height } = element.layout.box.exact;
    const origin = { left: Math.floor(left) - MARGIN, top: Math.floor(top) - MARGIN };
    const page = { width: Math.ceil(width) + 2 * MARGIN + 1, height: Math.ceil(height) + 2 * MARGIN + 1 };
    const { right, bottom } = this.#canvas;
    const isWhole = left >= 0 && top >= 0 && left + width <= right && top + height <= bottom;
    if (clips.length || !isWhole || element.computed.paint?.boxShadow !== undefined) return undefined;
    const { offscreen, onFallback } = this.#options;
    onFallback?.(reason.message, false);
    const layers = await offscreen.ofTree(boxOf(element, opacity, [], page, origin), page);
    return layers.map((layer) => moveLayer(layer, origin.left, origin.top, this.#canvas));
  }

  async #knownBox(
    { node, computed: { text, dependsOnPosition }, layout }: Element,
    paint: NonNullable<Computed["paint"]>,
    { left, top, inner: clip }: Place,
    opacity: number,
  ): Promise<Layer[]> {
    if (dependsOnPosition) throw new Unsupported("a dotted border");
    const { width, height } = layout.box;
    const isReplaced = node.type === "img" || node.type === "svg";
    const made = await this.#options.boxes.layersOf(
      {
        type: isReplaced ? node.type : "div",
        props: isReplaced ? node.props : undefined,
        paint,
        color: text.color,
        fontSize: text.fontSize,
        opacity,
        width,
        height,
      },
      left,
      top,
      clip,
      this.#canvas,
    );
    return made.map((layer) => {
      if (paint.boxShadow !== undefined && !clip.rounded.every((box) => isClear(layer, box)))
        throw new Unsupported("a box with a shadow under rounded corners");
      return cutCorners(layer, clip.rounded);
    });
  }

  async #innerClip(element: Element, { left, top, inner: outer }: Place): Promise<Clip> {
    const { computed, layout, children } = element;
    if (!computed.clipsOverflow) return outer;
    const { width, height, border } = layout.box;
    const [bl, br, bt, bb] = border;
    // resvg ignores a clip path without an area.
    if (children.length && (width - bl - br <= 0 || height - bt - bb <= 0))
      throw new Unsupported("overflow: hidden of a box without an inside", { transient: true });
    const padding = { left: left + bl, top: top + bt, right: left + width - br, bottom: top + height - bb };
    const inner: Clip = { ...intersect(outer, padding), rounded: outer.rounded };
    if (!computed.rounded || !children.length || isEmpty(inner)) return inner;
    const { rounded: paint, text } = computed;
    const same = { paint, color: text.color, fontSize: text.fontSize, width, height };
    const coverage = await coverageOf(same, border, left, top, this.#options.boxes);
    return { ...inner, rounded: [...inner.rounded, coverage] };
  }
}

const reachesFar = (start: number, length: number, picture: number) => start < 0 && length > 2 * picture - 32;
