// Watermark, header and footer: repeated on every page.

import type { Block, Inline } from "../template/block.ts";
import { collectPieces } from "./groups.ts";
import type { DocumentOptions, PageInfo, Running } from "../template/options.ts";
import type { Page } from "../document/page.ts";
import { drawStack, stackHeight } from "./piece.ts";
import type { Place } from "./place.ts";
import { prepare } from "./prepare.ts";
import { fine, ref } from "../file/syntax.ts";
import { layoutLines, measure } from "../text/lines.ts";
import { shortened } from "./shorten.ts";
import { writeLinks } from "./text.ts";
import { writeLine } from "../text/write.ts";
import { colorOf } from "../template/theme.ts";
import { pageCount } from "../template/blocks.ts";
import { Canvas } from "../document/canvas.ts";
import type { Writer } from "../document/writer.ts";

/** Draws watermark, header and footer when the flow has left a page. */
export interface Furniture {
  draw(page: Page, section: string): Promise<void>;
}

/** Draws the margins of each page. */
export function furniture(options: DocumentOptions, place: Place): Furniture {
  const { writer } = place;
  const mark = options.watermark === undefined ? undefined : watermark(writer, options.watermark);
  return {
    async draw(page, section) {
      if (mark) {
        page.artifact("Background");
        page.place(mark, 0, 0, page.width, page.height);
        page.endMark();
      }
      const info: PageInfo = { page: page.number, pages: pageCount, section };
      const { size, margin } = writer.settings;
      if (options.header)
        await running(options.header(info), page, place, (height) => Math.max(8, (margin.top - height) / 2));
      if (options.footer)
        await running(
          options.footer(info),
          page,
          place,
          (height) => size[1] - margin.bottom + Math.max(4, (margin.bottom - height) / 2),
        );
    },
  };
}

async function running(
  content: Running,
  page: Page,
  place: Place,
  top: (height: number) => number,
): Promise<void> {
  if (!content) return;
  const { writer, width } = place;
  const { left } = writer.settings.margin;
  page.artifact("Pagination");
  if ("kind" in content || Array.isArray(content)) {
    const blocks = (Array.isArray(content) ? content : [content]) as Block[];
    await prepare(blocks, writer);
    // Repeated parts are artifacts (ISO 32000-1 §14.8.2.2), so they have no tags.
    const pieces = await collectPieces(blocks, {
      ...place,
      tag: undefined,
      high: undefined,
      repeated: true,
    });
    drawStack(pieces, page, left, top(stackHeight(pieces)));
  } else {
    const texts = content as { left?: Inline; center?: Inline; right?: Inline };
    const look = writer.styles.over(place.style, {
      size: 8.5,
      color: "muted",
      ...(content as { style?: object }).style,
    });
    const rooms = roomsOf(
      texts,
      (text) => measure(writer.styles.spans(text, look), { direction: "auto" }).max,
      width,
    );
    for (const side of SIDES) {
      const text = texts[side];
      if (text === undefined || text === "") continue;
      const lines = shortened(text, look, rooms[side], MOST_LINES, writer);
      let y = top(lines.reduce((sum, line) => sum + line.height, 0));
      for (const line of lines) {
        const base = y + line.ascent;
        writeLinks(page, line, base, writeLine(page, line, left, base, width, side), undefined);
        y += line.height;
      }
    }
  }
  page.endMark();
}

const SIDES = ["left", "center", "right"] as const;
/** Lines of one side of a header or footer. */
const MOST_LINES = 3;
/** Points between neighbours on one line. */
const APART = 12;

/** How wide each side may be, so that they never meet: as wide as it is where there is room, else its share. */
function roomsOf(
  texts: Partial<Record<(typeof SIDES)[number], Inline>>,
  measured: (text: Inline) => number,
  width: number,
) {
  const wide = (text: Inline | undefined) => (text === undefined || text === "" ? 0 : measured(text) + 0.1);
  const [left, center, right] = [wide(texts.left), wide(texts.center), wide(texts.right)];
  if (center > 0) {
    const middle = left || right ? Math.min(center, width / 2) : width;
    const side = (width - middle) / 2 - APART;
    return { left: side, center: middle, right: side };
  }
  const all = width - (left && right ? APART : 0);
  if (left + right <= all) return { left: left || all, center: all, right: right || all };
  const half = all / 2;
  if (left <= half) return { left, center: all, right: all - left };
  if (right <= half) return { left: all - right, center: all, right };
  return { left: half, center: all, right: half };
}

/** Lies over the page, so that tinted rows do not hide it, and darkens only: what is under it stays as legible. */
function watermark(writer: Writer, option: NonNullable<DocumentOptions["watermark"]>): string {
  const { text, color = "#e4e7ec", angle = 45 } = typeof option === "string" ? { text: option } : option;
  const [width, height] = writer.settings.size;
  const canvas = new Canvas(writer, height);
  const style = writer.styles.over(writer.styles.base, {
    size: 100,
    weight: 700,
    color: `#${colorOf(color, writer.settings.theme)}`,
  });
  const [line] = layoutLines(writer.styles.spans(text, style), 1e6, { direction: "auto" });
  if (!line?.width) throw new Error("A watermark needs words.");
  const turn = (angle * Math.PI) / 180;
  const scale = Math.min(2, (Math.hypot(width, height) * 0.6) / line.width);
  const [cos, sin] = [Math.cos(turn) * scale, Math.sin(turn) * scale];
  canvas.save();
  canvas.ops += `/${writer.resource("ExtGState", writer.file.add("<</BM/Multiply>>"))} gs\n`;
  canvas.ops += `${fine(cos)} ${fine(sin)} ${fine(-sin)} ${fine(cos)} ${fine(width / 2)} ${fine(height / 2)} cm\n`;
  writeLine(canvas, line, -line.width / 2, height + 35, line.width, "left");
  canvas.restore();
  const entries = `/Type/XObject/Subtype/Form/BBox[0 0 ${fine(width)} ${fine(height)}]/Matrix[${1 / width} 0 0 ${1 / height} 0 0]`;
  return writer.resource(
    "XObject",
    writer.file.stream(`${entries}/Resources ${ref(writer.resources)}`, canvas.ops),
  );
}
