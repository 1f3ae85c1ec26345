// Sheets of labels: as many pages as there are labels, each where the sheet's maker has cut it.

import { document, pageBreak, paragraph, place, type Block } from "offprint";

export interface Label {
  /** The first line, in heavier type. */
  name: string;
  lines: readonly string[];
}

export interface LabelSheet {
  title: string;
  labels: Iterable<Label> | AsyncIterable<Label>;
  /** The sheet. Default: A4 with 3 by 7 labels of 63.5 × 38.1 mm (Avery L7160). */
  sheet?: {
    columns: number;
    rows: number;
    width: number;
    height: number;
    left: number;
    top: number;
    gapX: number;
    gapY: number;
  };
  /** Labels that are gone from the first sheet already. Default 0. */
  skip?: number;
}

const MM = 72 / 25.4;
/** Avery L7160, in millimetres. */
const L7160 = { columns: 3, rows: 7, width: 63.5, height: 38.1, left: 7.2, top: 15.1, gapX: 2.5, gapY: 0 };
const PADDING = 5;

export async function* labels(data: LabelSheet): AsyncGenerator<Block | ReturnType<typeof document>> {
  const { columns, rows, width, height, left, top, gapX, gapY } = data.sheet ?? L7160;
  yield document({ title: data.title, lang: "en", margin: 20, theme: { text: "#10222e" } });
  let at = data.skip ?? 0;
  for await (const { name, lines } of data.labels) {
    const slot = at % (columns * rows);
    if (at > 0 && slot === 0 && at !== (data.skip ?? 0)) yield pageBreak();
    const x = left + (slot % columns) * (width + gapX) + PADDING;
    const y = top + Math.floor(slot / columns) * (height + gapY) + PADDING;
    // A long address takes smaller type, so that it stays on its label.
    const size = lines.length > 4 ? 7.5 : 9;
    yield place(
      { x: x * MM, y: y * MM, width: (width - 2 * PADDING) * MM, height: (height - 2 * PADDING) * MM },
      [
        paragraph(name, { size: size + 1, weight: 700, align: "left", lineHeight: 1.25, after: 2 }),
        paragraph(lines.join("\n"), { size, align: "left", lineHeight: 1.35, after: 0 }),
      ],
    );
    at++;
  }
}
