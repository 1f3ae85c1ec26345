// Lists, with bullets or numbers, of text or of blocks.

import type { Block, List } from "../template/block.ts";
import { afterwards, type Piece } from "./piece.ts";
import { blocksOf, plainText, type Place } from "./place.ts";
import { drawLine } from "./text.ts";
import { isRtl } from "../../fonts/shaping/bidi.ts";
import { layoutLines } from "../text/lines.ts";

export async function* listPieces(block: List, place: Place): AsyncGenerator<Piece> {
  const { writer, width } = place;
  const style = writer.styles.over(place.style, block);
  const size = style.size ?? 10;
  const indent = size * (block.ordered ? 2 : 1.5);
  const tag = place.tag?.open("L", `/A<</O/List/ListNumbering/${block.ordered ? "Decimal" : "Disc"}>>`);
  const rtl = isRtl(textOf(block.items[0] ?? ""), style.direction ?? "auto");
  let number = block.start ?? 1;
  let first = true;
  for (const [i, item] of block.items.entries()) {
    const li = tag?.open("LI");
    const label = li?.open("Lbl");
    const body = li?.open("LBody");
    const bullet = block.ordered ? `${number++}.` : "•";
    const blocks = blocksOf(item);
    const inner: Place = { ...place, width: width - indent, style, tag: body };
    const [line] = layoutLines(writer.styles.spans(bullet, style), indent, {
      direction: rtl ? "rtl" : "ltr",
    });
    let top = true;
    for (const [j, child] of blocks.entries()) {
      const spaced = child.kind === "paragraph" ? { after: size * 0.35, ...child } : child;
      const ends = i === block.items.length - 1 && j === blocks.length - 1 && block.after !== undefined;
      const laid = ends ? ({ ...spaced, after: block.after } as Block) : spaced;
      for await (const piece of place.layout(laid, inner)) {
        const marks = top ? line : undefined;
        if (piece.height > 0) top = false;
        const before = first ? (block.before ?? 0) : piece.before;
        first = false;
        yield {
          ...piece,
          before,
          draw: (page, x, y) => {
            // A number stands next to its item, a bullet at the edge.
            const gap = size * 0.6;
            const at = rtl ? x + width - indent + gap : x;
            const side = block.ordered === true ? "end" : "start";
            if (marks) drawLine(page, marks, at, y, indent - gap, side, label);
            piece.draw(page, rtl ? x : x + indent, y);
          },
        };
      }
    }
    yield afterwards(() => {
      label?.close();
      body?.close();
      li?.close();
    });
  }
  if (tag) yield afterwards(() => tag.close());
}

/** The first words of an item. */
function textOf(item: List["items"][number]): string {
  const [block] = blocksOf(item);
  return block && "content" in block && (block.kind === "paragraph" || block.kind === "heading")
    ? plainText(block.content)
    : "";
}
