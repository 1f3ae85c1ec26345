// Headings, paragraphs and every other line of text.

import type { Heading, Inline, Paragraph, Style } from "../template/block.ts";
import { Outline } from "../file/outline.ts";
import type { Page } from "../document/page.ts";
import { afterwards, type Piece } from "./piece.ts";
import { type Place, plainText } from "./place.ts";
import { text as textString } from "../file/syntax.ts";
import type { Tag } from "../file/tags.ts";
import { layoutLines, type Line } from "../text/lines.ts";
import { type Align, type LinkArea, writeLine } from "../text/write.ts";

export function* headingPieces(block: Heading, place: Place): Generator<Piece> {
  const { writer } = place;
  const { theme } = writer.settings;
  const { level, content } = block;
  const size = theme.headings[level - 1];
  if (size === undefined) throw new Error(`A heading's level is 1 to 6, not ${level}.`);
  const own = writer.styles.over(place.style, {
    size,
    weight: level > 4 ? 600 : 700,
    lineHeight: 1.2,
    font: theme.headingFont,
  });
  const style = writer.styles.over(own, block);
  const tag = place.tag?.open(`H${writer.structureLevel(level)}`, langEntry(style, writer.lang));
  let first = true;
  const before = block.before ?? size * (level === 1 ? 1.2 : 1.4);
  const after = block.after ?? size * 0.45;
  for (const piece of textPieces(content, style, place, tag, before, after)) {
    if (!first) {
      yield { ...piece, keep: true };
      continue;
    }
    first = false;
    const draw: Piece["draw"] = (page, x, y) => {
      const target = Outline.target(page, y);
      if (block.id) writer.outline.name(block.id, target);
      if (block.outline !== false && !place.repeated)
        writer.outline.add({ title: plainText(content), level, page: page.number, target });
      piece.draw(page, x, y);
    };
    yield { ...piece, keep: true, draw };
  }
  if (tag) yield afterwards(() => tag.close());
}

export function* paragraphPieces(block: Paragraph, place: Place): Generator<Piece> {
  const { writer } = place;
  const style = writer.styles.over(place.style, block);
  const tag = place.tag?.open("P", langEntry(style, writer.lang));
  const after = block.after ?? (style.size ?? 10) * 0.7;
  let first = true;
  for (const piece of textPieces(block.content, style, place, tag, block.before ?? 0, after)) {
    const { id } = block;
    if (!first || !id) {
      yield piece;
      continue;
    }
    first = false;
    const draw: Piece["draw"] = (page, x, y) => {
      writer.outline.name(id, Outline.target(page, y));
      piece.draw(page, x, y);
    };
    yield { ...piece, draw };
  }
  if (tag) yield afterwards(() => tag.close());
}

/** Lines of text as pieces; the first two and the last two stay together. */
export function* textPieces(
  content: Inline,
  style: Style,
  place: Place,
  tag: Tag | undefined,
  before: number,
  after: number,
): Generator<Piece> {
  const spans = place.writer.styles.spans(content, style);
  const lines = layoutLines(spans, place.width, { direction: style.direction ?? "auto" });
  let index = 0;
  let held: [Line, Line?] | undefined;
  const emit = (line: Line, keep: boolean, last: boolean): Piece => ({
    height: line.height,
    before: index++ === 0 ? before : 0,
    after: last ? after : 0,
    keep,
    draw: (page, x, y) => drawLine(page, line, x, y, place.width, style.align ?? "start", tag),
  });
  for (const line of lines) {
    if (!held) held = [line];
    else if (!held[1]) held[1] = line;
    else {
      yield emit(held[0], index === 0, false);
      held = [held[1], line];
    }
  }
  if (!held) return;
  if (held[1]) {
    yield emit(held[0], true, false);
    yield emit(held[1], false, true);
  } else yield emit(held[0], false, true);
}

/** The entry of an element whose text is in another language than the document's (ISO 32000-1 §14.9.2). */
export const langEntry = ({ lang }: Style, document: string): string =>
  lang === undefined || lang === document ? "" : `/Lang${textString(lang)}`;

/** Draws one line of a tag's text, with its links. */
export function drawLine(
  page: Page,
  line: Line,
  x: number,
  y: number,
  width: number,
  align: Align,
  tag: Tag | undefined,
): void {
  const base = y + (line.height - line.ascent - line.descent) / 2 + line.ascent;
  page.mark(tag);
  const links = writeLine(page, line, x, base, width, align);
  page.endMark();
  writeLinks(page, line, base, links, tag);
}

/** Makes the links of a line that was written. */
export function writeLinks(
  page: Page,
  line: Line,
  base: number,
  links: readonly LinkArea[] | undefined,
  tag: Tag | undefined,
): void {
  for (const { url, x: from, width: length } of links ?? []) {
    const action = url.startsWith("#")
      ? `/A<</S/GoTo/D ${textString(url.slice(1))}>>`
      : `/A<</S/URI/URI ${textString(url)}>>`;
    // Also a link of a header is in the structure (ISO 14289-1 §7.18.5), though the words around it are not.
    const owner = (tag ?? page.tags?.document)?.open("Link");
    page.link(from, base - line.ascent, length, line.ascent + line.descent, action, url, owner);
    owner?.close();
  }
}
