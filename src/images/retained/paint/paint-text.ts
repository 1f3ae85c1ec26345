// A text -> layers: its letters, its emoji, and the lines that decorate it.

import { premultiply, readColor } from "../svg/color.ts";
import { intersect, isEmpty, isInside, shift } from "../../../svg/box.ts";
import { groupLayers, type Layer } from "../layers.ts";
import type { Offscreen } from "./offscreen.ts";
import { cutCorners, type Clip } from "./corners.ts";
import { writeDecoration, type DecoratedRun } from "./decoration.ts";
import type { Text } from "../layout/elements.ts";
import { inkOf, inkOfAll } from "./glyphs.ts";
import type { Viewport } from "../layout/style/lengths.ts";
import { readTextShadows, shadeText } from "./text-shadow.ts";
import { Unsupported } from "../layout/unsupported.ts";

export interface TextPlace {
  /** The place of the parent's border box, and the width of its content. */
  left: number;
  top: number;
  innerWidth: number;
  /** Of the parent, where it has nothing but this text. */
  opacity: number;
  clip: Clip;
  /** An ancestor clips it. */
  isHidden: boolean;
}

const EVERYWHERE = { left: -Infinity, top: -Infinity, right: Infinity, bottom: Infinity };

/** Paints a text. @throws Unsupported for what only satori draws. */
export async function paintText(
  { block, layout, style, typesetter }: Text,
  { left, top, innerWidth, opacity, clip, isHidden }: TextPlace,
  picture: Viewport,
  emoji: Readonly<Record<string, string>>,
  offscreen: Offscreen,
): Promise<Layer[]> {
  if (style.visibility === "hidden") return [];
  const { textShadow, ...effects } = style.effects;
  for (const name in effects) throw new Unsupported(`${name}: ${String(effects[name])}`);
  const shadows = textShadow === undefined ? [] : readTextShadows(textShadow);
  const x = left + layout.box.left;
  const y = top + layout.box.top;
  const { pieces, lines } = block.place(layout.box.width, innerWidth);
  const runs = pieces.filter((piece) => !piece.image);
  const hasMore = runs.length < pieces.length || style.decoration.lines.length > 0;
  if (shadows.length && (hasMore || clip.rounded.length))
    throw new Unsupported("shadows of more than letters, or under rounded corners");
  // Text alone takes the opacity into its colour; with decoration or emoji it is a group.
  const grouped = opacity < 1 && (hasMore || shadows.length > 0);
  const color = readColor(style.color, opacity < 1 && !grouped ? String(opacity) : undefined);
  if (!color) throw new Unsupported(`color: ${style.color}`);

  const layers: Layer[] = [];
  for (const { text, image, x: left, y: top } of pieces)
    if (image)
      layers.push(
        ...(await offscreen.ofPicture(emoji[text]!, { left: x + left, top: y + top, ...image }, clip)),
      );

  const placed: DecoratedRun[] = runs.map(({ text, direction, ascender, ...at }) => ({
    text,
    direction,
    ascender,
    x: x + at.x,
    y: y + at.y,
  }));
  const { fontSize, letterSpacing } = style;
  if (shadows.length && placed.length) {
    if (!color[3]) throw new Unsupported("shadows of text that is not seen");
    const ink = inkOfAll(placed, typesetter, fontSize, letterSpacing);
    const { width, height } = block.measure(layout.box.width, false);
    const canvas = { left: 0, top: 0, right: picture.width, bottom: picture.height };
    // Text outside of the picture may cast its shadow into it, unless it is clipped.
    const sticksOut = !isInside(shift(ink.ink.extent, ink.x, ink.y), canvas);
    if (sticksOut && isHidden) throw new Unsupported("shadows of a text that is cut", { transient: true });
    const seen = sticksOut ? EVERYWHERE : clip;
    const layer = shadeText({ ...ink, clip: seen, color, width, height }, shadows, canvas);
    if (layer) layers.push(layer);
  } else if (color[3] && placed.length) {
    const packed = premultiply(color);
    // Overlapping glyphs of translucent text must not be composited twice; nor may the edges
    // of lines that are set into one another.
    const inks =
      color[3] < 255 || (style.lineHeight ?? 1) < 0.9
        ? [inkOfAll(placed, typesetter, fontSize, letterSpacing)]
        : placed.map((run) => inkOf(run, typesetter, fontSize, letterSpacing));
    for (const { ink, x: inkLeft, y: inkTop } of inks) {
      const visible = intersect(shift(ink.extent, inkLeft, inkTop), clip);
      if (isEmpty(visible)) continue;
      layers.push({ surface: ink, x: inkLeft, y: inkTop, box: visible, color: packed, opacity: 255 });
    }
  }

  if (style.decoration.lines.length) {
    if (!readColor(style.decoration.color ?? style.color)) throw new Unsupported("a colour of a decoration");
    let markup = "";
    for (const [number, line] of lines) {
      const own = placed.filter((_, i) => runs[i]!.line === number);
      markup += writeDecoration({ ...line, left: x + line.left, top: y + line.top }, own, style, typesetter);
    }
    if (markup) layers.push(...(await offscreen.ofMarkup(markup, picture, clip)));
  }
  const cut = layers.map((layer) => cutCorners(layer, clip.rounded));
  if (!grouped) return cut;
  const group = groupLayers(cut, opacity);
  return group ? [group] : [];
}
