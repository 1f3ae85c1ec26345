// A template's tree -> elements with their styles, and the nodes that are laid out for them.

import { computeLayout, layoutNode, type LayoutNode } from "./engine.ts";
import { typesetterFor, type GivenFace } from "./text/faces.ts";
import type { Typesetter } from "./text/typesetter.ts";
import type { Viewport } from "./style/lengths.ts";
import { sizeReplaced } from "./replaced.ts";
import type { Computed } from "./style/style.ts";
import { styleOf } from "./style/kept-styles.ts";
import { createText, type TextBlock } from "./text/text.ts";
import { ROOT_TEXT, type TextStyle } from "./style/text-style.ts";
import type { Node } from "./tree.ts";
import { Unsupported } from "./unsupported.ts";

/** The viewport, faces and emoji that a template is laid out with. */
export interface Surroundings extends Viewport {
  faces: readonly GivenFace[];
  /** Emoji that are drawn as pictures: data URIs by grapheme. */
  emoji: Readonly<Record<string, string>>;
}

export interface Element {
  node: Node;
  parent: Element | undefined;
  computed: Computed;
  layout: LayoutNode;
  children: (Element | Text)[];
  /** Its containing block, if that is not its parent; `PICTURE` for the initial one. */
  containingBlock: Element | typeof PICTURE | undefined;
  /** Its static position (CSS 2.2 §10.3.7), which applies on an axis where both insets are `auto`. */
  staticPosition: StaticPosition | undefined;
  /** Its computed `z-index` (CSS 2.2 §9.9); undefined for `auto`. */
  zIndex: number | undefined;
  /** It establishes a stacking context. */
  establishesStackingContext: boolean;
  /** It can be painted alone: no descendant's containing block or stacking context lies outside of it. */
  separable: boolean;
  /** z-indices of positioned descendants that join an ancestor's stacking context: none, only 0 or auto, or any. */
  zIndexesInParentContext: "none" | "zero" | "other";
  /** A descendant's containing block lies outside of it. */
  reachesOut: boolean;
}

interface StaticPosition {
  node: LayoutNode;
  across: boolean;
  down: boolean;
}

/** The picture as containing block of absolute boxes: the initial containing block. */
export const PICTURE = Symbol("picture");

export interface Text {
  content: string;
  block: TextBlock;
  layout: LayoutNode;
  style: TextStyle;
  typesetter: Typesetter;
  /** A block container's paragraph: it fills the block's width instead of shrinking to its words. */
  fills: boolean;
  /** Its lines are limited, so it may end in an ellipsis. */
  isCut: boolean;
}

export const isText = (child: Element | Text): child is Text => "block" in child;

interface Context {
  text: TextStyle;
  layout: LayoutNode;
  parent?: Element;
  /** The nearest ancestor that is a containing block of absolute boxes; undefined: the picture. */
  positioned: Element | undefined;
  formatting: "root" | "flex" | "block";
}

/** Builds the elements of a template, and lays them out. @throws Unsupported for what only satori lays out. */
export function layOut(tree: Node, around: Surroundings): Element {
  const { width, height } = around;
  const root = layoutNode({ width, height }, "flow-root", { hidden: true });
  const context: Context = { text: ROOT_TEXT, layout: root, positioned: undefined, formatting: "root" };
  const builder = new Builder(around, root);
  const element = builder.build(tree, context);
  computeLayout(root, width, height);
  if (builder.placed.length) {
    // The static position may depend on the size of the box (`center`, `flex-end`): lay out once more with it.
    for (const { staticPosition, layout } of builder.placed) {
      const { width: wide, height: high, margin } = layout.box;
      const [marginLeft, marginRight, marginTop, marginBottom] = margin;
      const margins = { marginLeft, marginRight, marginTop, marginBottom };
      staticPosition!.node.style = { ...staticPosition!.node.style, width: wide, height: high, ...margins };
    }
    computeLayout(root, width, height);
    for (const { staticPosition, layout } of builder.placed) {
      const { node, across, down } = staticPosition!;
      const from = layout.box.exact;
      const to = node.box.exact;
      moveExactly(layout, across ? to.left - from.left : 0, down ? to.top - from.top : 0);
    }
  }
  return element;
}

/** Moves the unrounded boxes of a node and its descendants. */
function moveExactly(node: LayoutNode, dx: number, dy: number): void {
  const { exact } = node.box;
  node.box = { ...node.box, exact: { ...exact, left: exact.left + dx, top: exact.top + dy } };
  for (const child of node.children) moveExactly(child, dx, dy);
}

/** Attributes that satori interprets and this layout does not. */
const OTHERS = ["dangerouslySetInnerHTML", "hidden", "transform"];

class Builder {
  /** Elements that keep their static position on an axis. */
  readonly placed: Element[] = [];
  readonly #around: Surroundings;
  readonly #root: LayoutNode;

  constructor(around: Surroundings, root: LayoutNode) {
    this.#around = around;
    this.#root = root;
  }

  build(node: Node, context: Context): Element {
    const { props, type } = node;
    for (const name of OTHERS) if (props[name] !== undefined) throw new Unsupported(`<${type} ${name}>`);
    const dir = props.dir === "rtl" || props.dir === "ltr" ? { direction: props.dir } : undefined;
    const declared = dir ? { ...dir, ...node.style } : node.style;
    const lang = typeof props.lang === "string" ? props.lang : undefined;
    const computed = styleOf(type, declared, context.text, this.#around, lang);
    const { display, position, opacity } = computed;
    if (computed.inline && context.formatting === "block" && position !== "absolute" && display !== "none")
      throw new Unsupported(`inline <${type}> in a block`);
    const isReplaced = type === "img" || type === "svg";
    const style = isReplaced ? sizeReplaced(node, computed) : computed.layout;
    const layout = layoutNode(style, display, {
      absolute: position === "absolute",
      hidden: computed.clipsOverflow,
      replaced: isReplaced,
    });
    const zIndex = position !== "static" || context.formatting === "flex" ? computed.zIndex : undefined;
    const establishesStackingContext =
      zIndex !== undefined || opacity < 1 || computed.establishesStackingContext;
    const element: Element = {
      node,
      parent: context.parent,
      computed,
      layout,
      children: [],
      containingBlock: undefined,
      staticPosition: undefined,
      zIndex,
      establishesStackingContext,
      separable: true,
      zIndexesInParentContext: "none",
      reachesOut: false,
    };
    this.#place(element, context);
    if (display !== "none" && !isReplaced) {
      this.#fill(element, {
        text: computed.text,
        layout,
        parent: element,
        positioned: position !== "static" || computed.isContainingBlock ? element : context.positioned,
        formatting: display === "flex" ? "flex" : "block",
      });
    }
    element.separable =
      !element.reachesOut &&
      (establishesStackingContext ||
        element.zIndexesInParentContext === "none" ||
        (position !== "static" && element.zIndexesInParentContext === "zero"));
    return element;
  }

  /** Inserts an element's node into its parent's or, if absolute, into that of its containing block. */
  #place(element: Element, { layout, parent, positioned }: Context): void {
    const { layout: own, computed } = element;
    if (computed.position !== "absolute" || positioned === parent || !parent) {
      layout.children.push(own);
      return;
    }
    const isAuto = (side: string) => (own.style[side] ?? "auto") === "auto";
    const across = isAuto("left") && isAuto("right");
    const down = isAuto("top") && isAuto("bottom");
    if (across || down) {
      const alignSelf = own.style.alignSelf;
      const node = layoutNode(alignSelf === undefined ? {} : { alignSelf }, "flex", { absolute: true });
      layout.children.push(node);
      element.staticPosition = { node, across, down };
      this.placed.push(element);
    }
    element.containingBlock = positioned ?? PICTURE;
    for (let around = element.parent; around && around !== positioned; around = around.parent)
      around.reachesOut = true;
    (positioned?.layout ?? this.#root).children.push(own);
  }

  #fill(element: Element, inside: Context): void {
    const { node, computed } = element;
    const { display, text } = computed;
    const isFlex = display === "flex";
    let openText = false;
    for (const child of node.children) {
      if (typeof child !== "string") {
        const built = this.build(child, inside);
        element.children.push(built);
        const { position, display: how } = built.computed;
        if (position !== "absolute" && how !== "none") openText = false;
        noteStacking(element, built);
        continue;
      }
      if (/^[ \t\n\r\f]*$/.test(child)) {
        if (isFlex || text.whiteSpace === "normal" || text.whiteSpace === "nowrap") continue;
        if (!child) throw new Unsupported("an empty text that keeps its white space", { transient: true });
      }
      if (openText && !isFlex) throw new Unsupported("a paragraph in several parts");
      openText = true;
      element.children.push(this.#text(child, element));
    }
    if (isFlex && element.children.some((child) => !isText(child) && child.computed.order !== 0)) {
      const orderOf = (child: Element | Text) => (isText(child) ? 0 : child.computed.order);
      element.children.sort((a, b) => orderOf(a) - orderOf(b));
      const orders = new Map(element.children.map((child) => [child.layout, orderOf(child)]));
      inside.layout.children.sort((a, b) => (orders.get(a) ?? 0) - (orders.get(b) ?? 0));
    }
  }

  #text(content: string, parent: Element): Text {
    const { faces, emoji } = this.#around;
    const { text: style, display, lines } = parent.computed;
    const { locale } = style;
    const typesetter = typesetterFor(faces, style, locale);
    const fills = display !== "flex";
    const block = createText(content, { style, typesetter, locale, emoji, lines, fills });
    const kind = fills ? "block" : "flex";
    const layout = layoutNode(TEXT_STYLES[kind], kind, { measure: block.measure });
    parent.layout.children.push(layout);
    return { content, block, layout, style, typesetter, fills, isCut: lines !== Infinity };
  }
}

/** Layout style of text: none, as of an anonymous box. */
const TEXT_STYLES = { block: {}, flex: {} };

/** Passes on to a parent which of a child's descendants join stacking contexts further out. */
function noteStacking(parent: Element, child: Element): void {
  const { position, display } = child.computed;
  if (display === "none") return;
  if (child.establishesStackingContext || position !== "static") {
    const atZero =
      (child.zIndex ?? 0) === 0 &&
      (child.establishesStackingContext || child.zIndexesInParentContext !== "other");
    parent.zIndexesInParentContext = atZero && parent.zIndexesInParentContext !== "other" ? "zero" : "other";
  } else if (child.zIndexesInParentContext !== "none" && parent.zIndexesInParentContext !== "other")
    parent.zIndexesInParentContext = child.zIndexesInParentContext;
}
