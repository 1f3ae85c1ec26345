// Images and SVG as blocks: how large they are and where they stand.

import type { Image, Picture, Svg } from "../template/block.ts";
import type { Piece } from "./piece.ts";
import { finite, type Place } from "./place.ts";
import { drawingOf } from "./prepare.ts";
import { num, text } from "../file/syntax.ts";

/** A picture as one piece. */
export function picturePieces(block: Image | Svg, place: Place): Piece[] {
  const { writer } = place;
  const drawing = drawingOf(block, writer);
  const { width, height } = sizeOf(block, drawing, place.width, place.high);
  const resource = writer.resource("XObject", drawing.form);
  return [figure(block, width, height, place, (canvas, x, y) => canvas.place(resource, x, y, width, height))];
}

/** Width and height in points: what was asked for, in the picture's own shape. */
export function sizeOf(
  block: Picture,
  own: { width: number; height: number },
  room: number,
  high = Infinity,
) {
  const ratio = own.height / own.width;
  let width = block.width === undefined ? undefined : finite(block.width, "picture width");
  let height = block.height === undefined ? undefined : finite(block.height, "picture height");
  if (width === undefined && height === undefined) width = Math.min(room, own.width);
  width ??= height! / ratio;
  height ??= width * ratio;
  if (!(width > 0 && height > 0))
    throw new Error(`A picture of ${width} by ${height} points cannot be drawn.`);
  // A picture is never cut by the edge of its page.
  const factor = Math.min(1, high / height);
  return { width: width * factor, height: height * factor };
}

/** A piece that is one picture to those who listen; words for it are required. */
export function figure(
  block: Picture,
  width: number,
  height: number,
  place: Place,
  paint: (page: Parameters<Piece["draw"]>[0], x: number, y: number) => void,
): Piece {
  if (typeof block.alt !== "string")
    throw new Error(
      'A picture needs `alt`: words for those who cannot see it, or "" if it is only decoration.',
    );
  const side = block.align ?? (place.writer.settings.rtl ? "right" : "left");
  const shift = side === "left" ? 0 : (place.width - width) / (side === "center" ? 2 : 1);
  // Opened now: what stands beside it in columns and cells is read in the order of its layout, not of its drawing.
  const tag = block.alt === "" ? undefined : place.tag?.open("Figure");
  return {
    height,
    before: block.before ?? 0,
    after: block.after ?? 10,
    draw(page, x, y) {
      const left = x + shift;
      const box = [left, page.height - y - height, left + width, page.height - y].map(num).join(" ");
      if (tag) tag.attributes = `/Alt ${text(block.alt)}/A<</O/Layout/BBox[${box}]/Placement/Block>>`;
      page.mark(tag);
      paint(page, left, y);
      page.endMark();
      tag?.close();
    },
  };
}
