// Column widths of a table.

import type { Block, Inline, Style, Table } from "../template/block.ts";
import { type ColumnBox, formatCell, markIn, tailWidth, valueOf } from "./cells.ts";
import { markOf, pointOf, tailOf } from "./decimals.ts";
import { blocksOf, type Place } from "./place.ts";
import { measure } from "../text/lines.ts";

/** Points left and right of a cell's text, unless the table says otherwise. */
const PADDING = 6;
/** Minimum width of a column, padding included. */
const NARROWEST = 12;

/** Widths by what the columns ask for: points first, then content, then shares of what is left. */
export function columnWidths(block: Table, sample: readonly unknown[], place: Place): ColumnBox[] {
  const { writer, width: room } = place;
  const base = writer.styles.over(
    { ...place.style, size: (place.style.size ?? 10) * 0.9, lineHeight: 1.35 },
    { size: block.size },
  );
  const padding = block.padding ?? PADDING;
  if (!(padding >= 0 && padding <= 100)) throw new Error(`A table's padding of ${padding} points cannot be.`);
  let left = room;
  let shares = 0;
  const boxes = block.columns.map((column, i): ColumnBox => {
    const style = writer.styles.over(base, {
      align: column.decimal ? "right" : undefined,
      ...stripped(column),
      ...(column.decimal && { features: { tnum: true, ...column.features } }),
    });
    const box: ColumnBox = {
      x: 0,
      width: 0,
      padding,
      style,
      format: column.format,
      tail: 0,
      tails: new Map(),
      decimal: column.decimal !== undefined && column.decimal !== false,
      mark: typeof column.decimal === "string" ? column.decimal : markOf(style.lang ?? writer.lang),
      rowHeader: column.rowHeader ?? false,
    };
    const wanted = column.width ?? "1fr";
    if (column.decimal) box.tail = decimalTail(block, i, sample, box, place);
    if (typeof wanted === "number") {
      if (!(wanted >= NARROWEST && wanted <= 14_400))
        throw new Error(
          `A column of ${wanted} points cannot be: it takes ${NARROWEST} or more, "2fr" or "auto".`,
        );
      box.width = wanted;
    } else if (wanted === "auto") box.width = contentWidth(block, i, sample, box, place);
    else {
      const share = Number(/^(\d+(?:\.\d+)?)fr$/.exec(wanted)?.[1]);
      if (!(share > 0))
        throw new Error(`A column's width is points, "2fr" or "auto", not ${JSON.stringify(wanted)}.`);
      shares += share;
      box.width = -share;
    }
    if (box.width > 0) left -= box.width;
    return box;
  });
  const flexible = boxes
    .filter((box, i) => block.columns[i]!.width === "auto")
    .reduce((sum, box) => sum + box.width, 0);
  const least = shares > 0 ? boxes.filter((box) => box.width < 0).length * 40 : 0;
  if (left < least && flexible > 0) {
    const factor = Math.max(0.1, (flexible - (least - left)) / flexible);
    for (const [i, box] of boxes.entries()) if (block.columns[i]!.width === "auto") box.width *= factor;
    left = least;
  }
  if (shares > 0) for (const box of boxes) if (box.width < 0) box.width = (left * -box.width) / shares;
  let x = 0;
  for (const box of boxes) {
    box.x = x;
    x += box.width;
    if (box.width < NARROWEST - 0.01 || box.width < 2 * padding + 4)
      throw new Error(
        `The table's ${boxes.length} columns do not fit into ${Math.round(room)} points: make some narrower or leave some out.`,
      );
  }
  if (x > room + 0.5)
    throw new Error(
      `The table's columns take ${Math.round(x)} points, but there are ${Math.round(room)}: use shares ("1fr") for some.`,
    );
  // In a right-to-left table the first column is at the right.
  const rtl = block.direction === undefined ? writer.settings.rtl : block.direction === "rtl";
  if (rtl) for (const box of boxes) box.x = room - box.x - box.width;
  return boxes;
}

/** How the titles of columns look. */
export const headingStyle = (block: Table, place: Place): Style => ({
  weight: 600,
  color: "muted",
  size: block.size ?? (place.style.size ?? 10) * 0.92,
});

function stripped(column: Table["columns"][number]) {
  const {
    title: _title,
    value: _value,
    width: _width,
    decimal: _decimal,
    rowHeader: _rowHeader,
    format: _format,
    carry: _carry,
    ...style
  } = column;
  return style;
}

function contentWidth(
  block: Table,
  i: number,
  sample: readonly unknown[],
  box: ColumnBox,
  place: Place,
): number {
  const { styles } = place.writer;
  const column = block.columns[i]!;
  const size = (content: Parameters<typeof styles.spans>[0], style = box.style) =>
    measure(styles.spans(content, style), { direction: "auto" }).max;
  const heading = styles.over(box.style, headingStyle(block, place));
  let widest = column.title === undefined ? 0 : size(column.title, heading);
  for (const [index, row] of sample.entries()) {
    const cell = valueOf(row, column, index);
    const content = formatCell(cell, box);
    if (content === undefined) {
      for (const inner of blocksOf((cell as { cell: Inline | Block }).cell))
        if (inner.kind === "paragraph" || inner.kind === "heading")
          widest = Math.max(widest, size(inner.content));
        else if ("width" in inner) widest = Math.max(widest, inner.width ?? 0);
      continue;
    }
    const whole =
      box.decimal && typeof content === "string"
        ? headOf(content, markIn(cell, box), size) + box.tail
        : size(content);
    widest = Math.max(widest, whole);
  }
  return Math.min(Math.max(widest + 2 * box.padding + 0.5, NARROWEST), place.width * 0.6);
}

/** The widest part from the decimal point on, in the first rows. */
function decimalTail(
  block: Table,
  i: number,
  sample: readonly unknown[],
  box: ColumnBox,
  place: Place,
): number {
  const { styles } = place.writer;
  let widest = 0;
  for (const [index, row] of sample.entries()) {
    const cell = valueOf(row, block.columns[i]!, index);
    const content = formatCell(cell, box);
    if (typeof content !== "string") continue;
    widest = Math.max(widest, tailWidth(content, cell, box, box.style, styles));
  }
  return widest;
}

/** The width of what is at the left of the point: of a text from the right, all but its last digits. */
function headOf(content: string, mark: string, size: (text: string) => number): number {
  const tail = tailOf(content, mark);
  return pointOf(content, mark) + tail.length === content.length
    ? size(content.slice(0, content.length - tail.length))
    : size(content) - size(tail);
}
