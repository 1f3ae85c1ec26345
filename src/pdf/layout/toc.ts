// The table of contents: pages kept free at its place, filled when the last heading is known.

import type { Toc } from "../template/block.ts";
import type { Furniture } from "./furniture.ts";
import type { Heading } from "../file/outline.ts";
import type { Page } from "../document/page.ts";
import type { Place } from "./place.ts";
import { fine } from "../file/syntax.ts";
import type { Tag } from "../file/tags.ts";
import { layoutLines } from "../text/lines.ts";
import { writeLine } from "../text/write.ts";
import { colorOf } from "../template/theme.ts";

/** A table of contents and the pages that were kept for it. */
export interface OpenToc {
  block: Toc;
  tag: Tag | undefined;
  pages: readonly { page: Page; parent: number }[];
}

/**
 * Fills the kept pages. Page numbers are exact. What cannot be known beforehand is how many
 * headings there will be: where they do not fit, the deepest levels are left out first.
 */
export async function drawToc(toc: OpenToc, place: Place, furniture: Furniture): Promise<void> {
  const { writer } = place;
  const { block, pages, tag } = toc;
  const { theme, margin, size } = writer.settings;
  const titleRoom = block.title === undefined ? 0 : theme.headings[0] * 2.2;
  const high = size[1] - margin.top - margin.bottom;
  const linesOf = (step: number): [first: number, more: number] => [
    Math.floor((high - titleRoom) / step),
    Math.floor(high / step),
  ];
  const roomOf = ([first, more]: [number, number]) => first + more * (pages.length - 1);
  let step = theme.size * 2;
  const upTo = (depth: number) => writer.outline.headings.filter(({ level }) => level <= depth);
  const all = upTo(block.depth ?? 3);
  // Tighter lines are better than leaving out the deepest level.
  for (const close of [1.8, 1.6, 1.5]) if (all.length > roomOf(linesOf(step))) step = theme.size * close;
  const [first, more] = linesOf(step);
  const room = roomOf([first, more]);
  let entries = all;
  for (let depth = (block.depth ?? 3) - 1; depth > 0 && entries.length > room; depth--) entries = upTo(depth);
  entries = entries.slice(0, room);
  if (entries.length < all.length)
    writer.context.warn(
      `The table of contents has ${entries.length} of ${all.length} headings: they need toc({ pages: ${pagesFor(all.length, first, more)} }).`,
    );
  else if (pages.length > pagesFor(all.length, first, more))
    writer.context.warn(
      `The table of contents leaves pages empty: toc({ pages: ${pagesFor(all.length, first, more)} }) is enough.`,
    );
  let taken = 0;
  for (const [i, { page, parent }] of pages.entries()) {
    let y = margin.top;
    if (i === 0 && block.title !== undefined) {
      const style = writer.styles.over(place.style, {
        size: theme.headings[0],
        weight: 700,
        font: theme.headingFont,
      });
      const [line] = layoutLines(writer.styles.spans(block.title, style), place.width, { direction: "auto" });
      const caption = tag?.open("Caption");
      page.mark(caption);
      if (line) writeLine(page, line, margin.left, y + line.ascent, place.width, "start");
      page.endMark();
      caption?.close();
      y += titleRoom;
    }
    const count = i === 0 ? first : more;
    for (const entry of entries.slice(taken, taken + count)) {
      drawEntry(page, entry, margin.left, y, place, tag);
      y += step;
    }
    taken += count;
    await furniture.draw(page, "");
    page.end(parent, writer.resources, size);
  }
  tag?.close();
}

const pagesFor = (entries: number, first: number, more: number): number =>
  1 + Math.max(0, Math.ceil((entries - first) / more));

function drawEntry(
  page: Page,
  entry: Heading,
  x: number,
  y: number,
  place: Place,
  tag: Tag | undefined,
): void {
  const { writer, width } = place;
  const { theme } = writer.settings;
  const indent = (entry.level - 1) * theme.size * 1.4;
  const style = writer.styles.over(place.style, { weight: entry.level === 1 ? 600 : 400 });
  const [number] = layoutLines(writer.styles.spans(entry.page, style), width, { direction: "ltr" });
  const room = width - indent - (number?.width ?? 0) - theme.size * 2;
  const [title] = layoutLines(writer.styles.spans(entry.title, style), room, { direction: "auto" });
  if (!title || !number) return;
  const base = y + theme.size * 1.35;
  const item = tag?.open("TOCI");
  const link = item?.open("Link");
  page.mark(link);
  const { rtl } = writer.settings;
  writeLine(page, title, rtl ? x + width - indent - room : x + indent, base, room, rtl ? "right" : "left");
  writeLine(page, number, x, base, width, rtl ? "left" : "right");
  page.endMark();
  const gap = theme.size * 0.6;
  const [before, behind] = rtl ? [number.width, indent + title.width] : [indent + title.width, number.width];
  const from = x + before + gap;
  const to = x + width - behind - gap;
  if (to > from) {
    page.artifact();
    page.save();
    page.ops += `1 J [0 ${fine(theme.size * 0.35)}] 0 d\n`;
    page.line(from, base, to, base, colorOf("line", theme), theme.size * 0.08);
    page.restore();
    page.endMark();
  }
  page.link(
    rtl ? x : x + indent,
    y,
    width - indent,
    theme.size * 1.8,
    `/Dest ${entry.target}`,
    entry.title,
    link,
  );
  link?.close();
  item?.close();
}
