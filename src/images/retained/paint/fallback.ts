// Trees for satori of one subtree, box or text that the retained renderer does not draw: at the position that our
// layout gave it, inside of boxes that clip as its ancestors do.

import type { Element, Text } from "../layout/elements.ts";
import type { LayoutNode } from "../layout/engine.ts";
import type { Viewport } from "../layout/style/lengths.ts";
import type { TextStyle } from "../layout/style/text-style.ts";
import { Unsupported } from "../layout/unsupported.ts";

interface Fallback {
  type: string;
  key: null;
  props: Record<string, unknown>;
}

/** A whole subtree, at its position in the picture. */
export function fallbackOf(element: Element, clips: readonly Element[], picture: Viewport): Fallback {
  const { node, layout, parent } = element;
  const { insets, border } = layout.box;
  // Taffy resolves percentages of paddings while it measures: the reported ones may be those of an earlier width.
  if (PADDINGS.some((side) => typeof layout.style[side] === "string"))
    throw new Unsupported(`<${node.type}> with a padding in percent`);
  const style: Record<string, unknown> = { ...node.style };
  for (const name of PLACES) delete style[name];
  Object.assign(style, {
    marginTop: 0,
    marginRight: 0,
    marginBottom: 0,
    marginLeft: 0,
    paddingLeft: insets[0] - border[0],
    paddingRight: insets[1] - border[1],
    paddingTop: insets[2] - border[2],
    paddingBottom: insets[3] - border[3],
  });
  const { tw: _classes, ...props } = node.props;
  return pageOf({ type: node.type, props, style }, layout, clips, parent?.computed.text, picture);
}

/** The box of an element, without what is in it. @param origin the place in the picture of the page's corner */
export function boxOf(
  { node, layout, computed }: Element,
  opacity: number,
  clips: readonly Element[],
  picture: Viewport,
  origin = CORNER,
): Fallback {
  const isReplaced = node.type === "img" || node.type === "svg";
  const { tw: _classes, ...props } = node.props;
  const box = {
    type: isReplaced ? node.type : "div",
    props: isReplaced ? props : {},
    style: { ...computed.paint, ...(opacity < 1 && { opacity }) },
  };
  return pageOf(box, layout, clips, computed.text, picture, origin);
}

const CORNER = { left: 0, top: 0 };

/** A text alone. Not for text with an ellipsis, whose place depends on the surroundings. */
export function textOf(
  content: string,
  { layout, style, fills }: Pick<Text, "layout" | "style" | "fills">,
  opacity: number,
  clips: readonly Element[],
  picture: Viewport,
): Fallback {
  const box = {
    type: "div",
    props: { children: content },
    style: { display: fills ? "block" : "flex", ...(opacity < 1 && { opacity }) },
  };
  return pageOf(box, layout, clips, style, picture);
}

interface Placed {
  type: string;
  props: Record<string, unknown>;
  style: Record<string, unknown>;
}

/** A page with an element at its position, inside of boxes that clip as its ancestors do. */
function pageOf(
  { type, props, style }: Placed,
  { box: { exact } }: LayoutNode,
  clips: readonly Element[],
  text: TextStyle | undefined,
  { width, height }: Viewport,
  origin = CORNER,
): Fallback {
  const frames: Record<string, unknown>[] = [];
  let { left, top } = origin;
  const at = (place: LayoutNode["box"]["exact"]) => ({
    position: "absolute",
    left: place.left - left,
    top: place.top - top,
    width: place.width,
    height: place.height,
    boxSizing: "border-box",
  });
  for (const { layout, computed } of clips) {
    const { exact: frame, border } = layout.box;
    frames.push({
      ...computed.rounded,
      borderStyle: "solid",
      borderColor: "transparent",
      borderLeftWidth: border[0],
      borderRightWidth: border[1],
      borderTopWidth: border[2],
      borderBottomWidth: border[3],
      ...at(frame),
      overflow: "hidden",
      display: "flex",
    });
    left = frame.left + border[0];
    top = frame.top + border[2];
  }
  let tree: Fallback = { type, key: null, props: { ...props, style: { ...style, ...at(exact) } } };
  for (const frame of frames.toReversed()) tree = around(frame, tree);
  const page = { display: "flex", width, height };
  if (!text) return around(page, tree);
  return around({ ...page, ...declarationsOf(text) }, tree, text.locale ? { lang: text.locale } : {});
}

const PADDINGS = ["paddingTop", "paddingRight", "paddingBottom", "paddingLeft"];

const PLACES =
  "position inset top right bottom left margin padding width height minWidth minHeight maxWidth maxHeight aspectRatio flex flexGrow flexShrink flexBasis alignSelf order zIndex"
    .split(" ")
    .concat(["Top", "Right", "Bottom", "Left"].flatMap((side) => [`margin${side}`, `padding${side}`]));

function around(
  style: Record<string, unknown>,
  child: Fallback,
  props: Record<string, unknown> = {},
): Fallback {
  return { type: "div", key: null, props: { ...props, style, children: child } };
}

/** Inherited properties, as declarations. */
function declarationsOf(text: TextStyle): Record<string, unknown> {
  const {
    decoration,
    lineHeight,
    fontFamily,
    hasMarkers,
    locale: _locale,
    fontSynthesis,
    effects,
    ...words
  } = text;
  const { lines, style, color, thickness, offset, skipInk } = decoration;
  const declarations: Record<string, unknown> = {
    ...words,
    ...effects,
    fontFamily: fontFamily.join(", "),
    lineHeight: lineHeight ?? "normal",
  };
  if (fontSynthesis === "none") declarations.fontSynthesis = "none";
  if (!hasMarkers) declarations.listStyleType = "none";
  if (lines.length)
    Object.assign(declarations, {
      textDecorationLine: lines.join(" "),
      textDecorationStyle: style,
      ...(color !== undefined && { textDecorationColor: color }),
      ...(thickness !== undefined && { textDecorationThickness: `${thickness}px` }),
      ...(offset !== undefined && { textUnderlineOffset: `${offset}px` }),
      textDecorationSkipInk: skipInk ? "auto" : "none",
    });
  return declarations;
}
