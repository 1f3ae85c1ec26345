// A template's tree -> layers: styles computed, boxes laid out, each thing painted in CSS order.

import { premultiply, readColor } from "../color.ts";
import { groupLayers, intersect, isEmpty, shift, type Box, type Layer } from "../layers.ts";
import type { Boxes } from "./boxes.ts";
import { coverageOf, cutCorners, isClear, type Clip } from "./corners.ts";
import { computeLayout, layoutNode, type LayoutNode } from "./engine.ts";
import { typesetterFor, type GivenFace, type Typesetter } from "./faces.ts";
import { inkOf, inkOfAll } from "./glyphs.ts";
import { ROOT_TEXT, type Computed, type Length, type TextStyle, type Viewport } from "./style.ts";
import { styleOf } from "./styles.ts";
import { shadeText } from "./text-shadow.ts";
import { createText, type TextBlock } from "./text.ts";
import type { Node } from "./tree.ts";
import { Unknown } from "./unknown.ts";

export interface PaintOptions extends Viewport {
  faces: readonly GivenFace[];
  boxes: Boxes;
}

interface Element {
  node: Node;
  computed: Computed;
  layout: LayoutNode;
  children: (Element | Text)[];
  /** Where its box is counted from, if not from its parent's. */
  container: Element | undefined;
  flexItem: boolean;
  /** Set when painted: the place of its border box in the picture, and what clips what is inside. */
  left: number;
  top: number;
  inner: Clip;
}

interface Text {
  block: TextBlock;
  layout: LayoutNode;
  style: TextStyle;
  typesetter: Typesetter;
}

/** Paints a template. @throws Unknown for what only satori knows. */
export async function paintTree(tree: Node, options: PaintOptions): Promise<Layer[]> {
  const { width, height } = options;
  const root = layoutNode({ width, height }, "flow-root", { hidden: true });
  const element = build(
    tree,
    { text: ROOT_TEXT, layout: root, positioned: undefined, formatting: "root" },
    options,
    root,
  );
  computeLayout(root, width, height);
  const canvas = { left: 0, top: 0, right: width, bottom: height, rounded: [] };
  return paintElement(element, 0, 0, canvas, undefined, options.boxes, canvas);
}

interface Surroundings {
  text: TextStyle;
  layout: LayoutNode;
  parent?: Element;
  /** The nearest element that is positioned; none: the picture. */
  positioned: Element | undefined;
  formatting: "root" | "flex" | "block";
}

function build(node: Node, around: Surroundings, options: PaintOptions, root: LayoutNode): Element {
  const { props } = node;
  for (const name of ["tw", "lang", "dangerouslySetInnerHTML", "dir", "className", "class", "id", "hidden"])
    if (props[name] !== undefined) throw new Unknown(`<${node.type} ${name}>`);
  const computed = styleOf(node.type, node.style, around.text, options);
  const { display, position, text } = computed;
  const replaced = node.type === "img" || node.type === "svg";
  if (computed.inline && around.formatting === "block" && position !== "absolute")
    throw new Unknown(`inline <${node.type}> in a block`);
  const style = replaced ? sizeReplaced(node, computed.layout) : computed.layout;
  const layout = layoutNode(style, display, {
    absolute: position === "absolute",
    hidden: computed.clips,
    replaced,
  });
  const element: Element = {
    node,
    computed,
    layout,
    children: [],
    container: undefined,
    flexItem: around.formatting === "flex",
    left: 0,
    top: 0,
    inner: { left: 0, top: 0, right: 0, bottom: 0, rounded: [] },
  };
  if (position === "absolute" && around.positioned !== around.parent && around.parent) {
    const has = (a: string, b: string) => (style[a] ?? "auto") !== "auto" || (style[b] ?? "auto") !== "auto";
    if (!has("left", "right") || !has("top", "bottom")) throw new Unknown("an absolute box without insets");
    element.container = around.positioned;
    (around.positioned?.layout ?? root).children.push(layout);
    if (!around.positioned) element.container = PICTURE;
  } else {
    around.layout.children.push(layout);
  }
  if (display === "none" || replaced) return element;
  const inside: Surroundings = {
    text,
    layout,
    parent: element,
    positioned: position === "static" ? around.positioned : element,
    formatting: display === "flex" ? "flex" : "block",
  };
  let openText = false;
  for (const child of node.children) {
    if (typeof child !== "string") {
      const built = build(child, inside, options, root);
      element.children.push(built);
      if (built.computed.position !== "absolute" && built.computed.display !== "none") openText = false;
      continue;
    }
    if (/^[ \t\n\r\f]*$/.test(child)) {
      if (display === "flex" || text.whiteSpace === "normal" || text.whiteSpace === "nowrap") continue;
      if (!child) throw new Unknown("an empty text that keeps its white space", { passing: true });
    }
    if (openText && display === "block") throw new Unknown("a paragraph in several parts");
    openText = true;
    element.children.push(buildText(child, element, options));
  }
  return element;
}

/** Stands for the picture as a container of absolute boxes. */
const PICTURE = { left: 0, top: 0 } as Element;

/** A text has no style of its own in layout. */
const TEXT_STYLES = { block: {}, flex: {} };

function buildText(content: string, parent: Element, { faces }: PaintOptions): Text {
  const { text: style, display, lineClamp, ellipsis } = parent.computed;
  const typesetter = typesetterFor(faces, style);
  const block = createText(content, {
    style,
    typesetter,
    lines: lineClamp || (ellipsis ? 1 : Infinity),
    fills: display === "block",
  });
  const kind = display === "block" ? "block" : "flex";
  const layout = layoutNode(TEXT_STYLES[kind], kind, { measure: block.measure });
  parent.layout.children.push(layout);
  return { block, layout, style, typesetter };
}

/** The size of a picture, by its style or its attributes; satori alone looks into the picture. */
function sizeReplaced({ type, props }: Node, own: Computed["layout"]): Computed["layout"] {
  const style: Record<string, Length> = { ...own };
  // It would stand in for the ratio that the picture has by itself.
  if (type === "img" && style.aspectRatio !== undefined) throw new Unknown("<img> with an aspectRatio");
  for (const side of ["width", "height"] as const) {
    const attribute = props[side];
    const length =
      typeof attribute === "string" && /^[\d.]+$/.test(attribute) ? Number(attribute) : attribute;
    const size = style[side] ?? length;
    if (typeof size !== "number") throw new Unknown(`<${type}> whose ${side} is not in pixels`);
    style[side] = size;
  }
  if (type === "svg" && style.aspectRatio === undefined) {
    const [, , width, height] = String(props.viewBox ?? "")
      .trim()
      .split(/[\s,]+/)
      .map(Number);
    if (width! > 0 && height! > 0) style.aspectRatio = width! / height!;
    else if (Number(props.width) > 0 && Number(props.height) > 0)
      style.aspectRatio = Number(props.width) / Number(props.height);
  }
  return style;
}

// --- painting, in the order of CSS 2.2 appendix E as satori keeps it -----------------------------------

interface Stacked {
  zIndex: number;
  layers: Layer[];
}

async function paintElement(
  element: Element,
  parentLeft: number,
  parentTop: number,
  clip: Clip,
  stack: Stacked[] | undefined,
  boxes: Boxes,
  canvas: Clip,
): Promise<Layer[]> {
  const { computed, layout, container, node } = element;
  const { position, opacity } = computed;
  const { box } = layout;
  if (computed.display === "none" || opacity === 0) return [];
  const left = (element.left = (container?.left ?? parentLeft) + box.left);
  const top = (element.top = (container?.top ?? parentTop) + box.top);
  // resvg cuts what it draws apart, such as faded groups, at twice the size of the picture.
  if (reachesFar(left, box.width, canvas.right) || reachesFar(top, box.height, canvas.bottom))
    throw new Unknown("a box of twice the size of the picture", { passing: true });
  // Boxes that belong to another container are clipped by what clips it.
  const outer = container ? (container === PICTURE ? canvas : container.inner) : clip;
  const zIndex = position !== "static" || element.flexItem ? computed.zIndex : undefined;
  const stacks = !stack || zIndex !== undefined || opacity < 1;
  const own: Stacked[] = stacks ? [] : stack;
  const entry: Stacked | undefined =
    stack && (position !== "static" || stacks) ? { zIndex: zIndex ?? 0, layers: [] } : undefined;
  if (entry) stack!.push(entry);

  const hasChildren = element.children.length > 0;
  const shown: Layer[] = [];
  if (computed.paint && box.width > 0 && box.height > 0) {
    const replaced = node.type === "img" || node.type === "svg";
    const made = boxes.layersOf(
      {
        type: replaced ? node.type : "div",
        props: replaced ? node.props : undefined,
        paint: computed.paint,
        color: computed.text.color,
        fontSize: computed.text.fontSize,
        opacity: hasChildren ? 1 : opacity,
        width: box.width,
        height: box.height,
      },
      left,
      top,
      outer,
      canvas,
    );
    const whole = made instanceof Promise ? await made : made;
    for (const layer of whole) {
      if (computed.paint.boxShadow !== undefined && !outer.rounded.every((box) => isClear(layer, box)))
        throw new Unknown("a box with a shadow under rounded corners");
      shown.push(cutCorners(layer, outer.rounded));
    }
  }
  let inner = outer;
  if (computed.clips) {
    const [bl, br, bt, bb] = box.border;
    const padding = {
      left: left + bl,
      top: top + bt,
      right: left + box.width - br,
      bottom: top + box.height - bb,
    };
    inner = { ...intersect(outer, padding), rounded: outer.rounded };
    if (computed.rounded && hasChildren && !isEmpty(inner)) {
      const { rounded: paint, text } = computed;
      const { width, height } = box;
      const same = { paint, color: text.color, fontSize: text.fontSize, width, height };
      const coverage = await coverageOf(same, box.border, left, top, boxes);
      inner.rounded = [...inner.rounded, coverage];
    }
  }
  // resvg takes a clip of no size for none.
  if (
    computed.clips &&
    hasChildren &&
    (box.width - box.border[0] - box.border[1] <= 0 || box.height - box.border[2] - box.border[3] <= 0)
  )
    throw new Unknown("overflow: hidden of a box without an inside", { passing: true });
  element.inner = inner;

  const only = element.children.length === 1 ? element.children[0] : undefined;
  const fadesText =
    opacity < 1 && !computed.paint && only !== undefined && "block" in only && !computed.text.shadows.length;
  const content: Layer[] = [];
  for (const child of element.children) {
    if ("block" in child)
      paintText(child, left, top, element, fadesText ? opacity : 1, inner, canvas, content);
    else content.push(...(await paintElement(child, left, top, inner, own, boxes, canvas)));
  }
  let result = [...shown, ...content];
  if (stacks && own.length) {
    own.sort((a, b) => a.zIndex - b.zIndex);
    const below = own.filter((one) => one.zIndex < 0).flatMap((one) => one.layers);
    const above = own.filter((one) => one.zIndex >= 0).flatMap((one) => one.layers);
    result = [...shown, ...below, ...content, ...above];
  }
  if (opacity < 1 && hasChildren && !fadesText) {
    const group = groupLayers(result, opacity);
    result = group ? [group] : [];
  }
  if (entry) {
    entry.layers = result;
    return [];
  }
  return result;
}

const reachesFar = (start: number, length: number, picture: number) => start < 0 && length > 2 * picture - 32;

function paintText(
  text: Text,
  parentLeft: number,
  parentTop: number,
  parent: Element,
  opacity: number,
  clip: Clip,
  picture: Box,
  into: Layer[],
): void {
  const { block, layout, style, typesetter } = text;
  const { box, insets } = { box: layout.box, insets: parent.layout.box.insets };
  const color = readColor(style.color, opacity < 1 ? String(opacity) : undefined);
  if (!color) throw new Unknown(`color: ${style.color}`);
  const { shadows } = style;
  if (!color[3]) {
    if (shadows.length) throw new Unknown("shadows of text that is not seen");
    return;
  }
  const packed = premultiply(color);
  const innerWidth = parent.layout.box.width - insets[0] - insets[1];
  const pieces = block.pieces(box.width, innerWidth).map((piece) => ({
    text: piece.text,
    x: parentLeft + box.left + piece.x,
    y: parentTop + box.top + piece.y,
  }));
  if (!pieces.length) return;
  const { fontSize, letterSpacing } = style;
  if (shadows.length) {
    if (clip.rounded.length) throw new Unknown("text with shadows under rounded corners");
    const ink = inkOfAll(pieces, typesetter, fontSize, letterSpacing);
    const { width, height } = block.measure(box.width, false);
    const layer = shadeText({ ...ink, clip, color, width, height }, shadows, picture);
    if (layer) into.push(layer);
    return;
  }
  // Where letters of translucent text overlap, they must not show through each other; nor may the edges of
  // lines that are set into one another.
  const places =
    color[3] < 255 || (style.lineHeight ?? 1) < 0.9
      ? [inkOfAll(pieces, typesetter, fontSize, letterSpacing)]
      : pieces.map(({ text: piece, x, y }) => inkOf(piece, typesetter, fontSize, letterSpacing, x, y));
  for (const { ink, x, y } of places) {
    const visible = intersect(shift(ink.extent, x, y), clip);
    if (isEmpty(visible)) continue;
    const layer = { surface: ink, x, y, box: visible, color: packed, opacity: 255 };
    into.push(cutCorners(layer, clip.rounded));
  }
}
