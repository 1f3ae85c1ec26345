// The user-agent style sheet of next/og 16 and @vercel/og 1.0 as declarations. They lay out by Yoga, for which every element
// is a flex container, is positioned, and does not shrink.

import { styleOfClasses } from "./retained/layout/style/tailwind/classes.ts";
import { readFontSize } from "./retained/layout/style/text-style.ts";
import type { Viewport } from "./retained/layout/style/lengths.ts";
import { Unsupported } from "./retained/layout/unsupported.ts";
import type { HostElement, HostNode, HostProps } from "./tree.ts";

/** Yoga's initial values, where they differ from those of CSS. */
const INITIAL = {
  display: "flex",
  position: "relative",
  minWidth: 0,
  minHeight: 0,
  alignContent: "flex-start",
};
/** The same in Tailwind's classes, which others overrule. */
const INITIAL_CLASSES = "flex relative min-w-0 min-h-0 content-start";

const PAGE = {
  display: "flex",
  flexWrap: "wrap",
  alignItems: "flex-start",
  alignContent: "flex-start",
  width: "100%",
  height: "100%",
};

/** Margins above and below, in font sizes of the parent: those of CSS are in font sizes of the element. */
const MARGINS: Readonly<Record<string, number>> = {
  p: 1,
  blockquote: 1,
  pre: 1,
  hr: 0.5,
  h1: 2 * 0.67,
  h2: 1.5 * 0.83,
  h3: 1.17 * 1,
  h4: 1.33,
  h5: 0.83 * 1.67,
  h6: 0.67 * 2.33,
};
/** Elements that are more than a `<div>` there, beside those with margins. */
const KNOWN = new Set("img svg style center u s strong b em i code kbd mark big small".split(" "));

/** Classes of `z-index`. */
const Z_INDEX = /(?<!\S)-?z-\S+/g;

/**
 * A template as next/og lays it out: its defaults become declarations.
 *
 * @param synthesis whether a weight or slant that the font lacks is made of what it has
 */
export function withNextDefaults(tree: HostNode, viewport: Viewport, synthesis: boolean): HostNode {
  const style = synthesis ? PAGE : { ...PAGE, fontSynthesis: "none" };
  return { type: "div", props: { style, children: inside(tree, 16, viewport) } };
}

function inside(node: HostNode, fontSize: number, viewport: Viewport): HostNode {
  if (Array.isArray(node)) return node.map((child) => inside(child, fontSize, viewport));
  if (typeof node !== "object" || node.type === "style") return node;
  const { type, props } = node;
  const margin = Object.hasOwn(MARGINS, type) ? MARGINS[type]! * fontSize : undefined;
  const own: HostProps = { ...props, style: styleOf(node, margin) };
  if (typeof props.tw === "string" && props.tw) own.tw = classesOf(node, props.tw, margin);
  // The content of an inline SVG is drawn, not laid out, and stretched to its box.
  if (type === "svg") return { type, props: { preserveAspectRatio: "none", ...own } };
  if (props.children !== undefined)
    own.children = inside(props.children, fontSizeOf(node, fontSize, viewport), viewport);
  return { type: margin !== undefined || KNOWN.has(type) ? type : "div", props: own };
}

function styleOf(element: HostElement, margin: number | undefined): HostProps["style"] {
  const { style, tw } = element.props;
  const own: NonNullable<HostProps["style"]> =
    typeof tw === "string" && tw
      ? { ...style }
      : {
          ...INITIAL,
          flexShrink: shrinkOf(element),
          ...(margin !== undefined && { marginTop: margin, marginBottom: margin }),
          ...(element.type === "hr" && { borderStyle: "solid" }),
          ...style,
        };
  // Blocks are flex containers there, but a block may limit its lines.
  if (own.display === "block" && !own.lineClamp) own.display = "flex";
  // Not known there: elements are painted in their order.
  delete own.zIndex;
  delete own.order;
  return own;
}

function classesOf(element: HostElement, classes: string, margin: number | undefined): string {
  const shrink = shrinkOf(element) ? "flex-shrink" : "flex-shrink-0";
  const margins = margin === undefined ? "" : `mt-[${margin}px] mb-[${margin}px] `;
  return `${INITIAL_CLASSES} ${shrink} ${margins}${classes.replace(Z_INDEX, " ")}`;
}

/** A text may be narrower than its longest line; boxes may not be narrower than they say. */
const shrinkOf = ({ props }: HostElement): 0 | 1 => (hasText(props.children) ? 1 : 0);

function hasText(node: HostNode): boolean {
  return Array.isArray(node) ? node.some(hasText) : typeof node === "string";
}

/** The font size that children inherit; the parent's where it cannot be told here. */
function fontSizeOf({ type, props }: HostElement, inherited: number, viewport: Viewport): number {
  const { style, tw } = props;
  try {
    const declared = typeof tw === "string" && tw ? styleOfClasses(tw, style, viewport) : style;
    return readFontSize(declared?.fontSize ?? SIZES[type], inherited, viewport);
  } catch (error) {
    if (error instanceof Unsupported) return inherited;
    throw error;
  }
}

const SIZES: Readonly<Record<string, string>> = {
  h1: "2em",
  h2: "1.5em",
  h3: "1.17em",
  h5: "0.83em",
  h6: "0.67em",
  big: "larger",
  small: "smaller",
};
