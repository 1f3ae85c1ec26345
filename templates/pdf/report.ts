// A business report: contents, text with pictures of numbers, a table, an appendix.

import {
  chart,
  columns,
  document,
  heading,
  keepTogether,
  list,
  pageBreak,
  paragraph,
  place,
  rule,
  table,
  toc,
  type Block,
  type Inline,
} from "offprint";

export interface Report {
  title: string;
  subtitle: string;
  author: string;
  organisation: string;
  /** ISO 8601. */
  date: string;
  summary: readonly string[];
  figures: readonly { label: string; value: string; change: string }[];
  sections: readonly Section[];
  lang?: string;
}

export interface Section {
  title: string;
  paragraphs: readonly Inline[];
  points?: readonly string[];
  chart?: { title: string; bars: readonly { label: string; value: number }[] };
  table?: {
    title: string;
    columns: readonly string[];
    rows: Iterable<readonly (string | number)[]> | AsyncIterable<readonly (string | number)[]>;
  };
}

const INK = "#10222e";
const MUTED = "#4b5e68";
const SEA = "#0c5772";
const PAPER = "#eef3f2";

export function* report(data: Report): Generator<Block | ReturnType<typeof document>> {
  yield document({
    title: data.title,
    author: data.author,
    subject: data.subtitle,
    lang: data.lang ?? "en",
    created: new Date(`${data.date}T00:00:00Z`),
    margin: { top: 70, right: 64, bottom: 64, left: 64 },
    theme: {
      size: 10,
      lineHeight: 1.55,
      text: INK,
      muted: MUTED,
      accent: SEA,
      line: "#c8d5d5",
      tint: "#f3f7f6",
      headings: [24, 14, 11.5, 10.5, 10, 10],
    },
    header: ({ page, section }) => (page < 2 ? undefined : { left: data.title, right: section }),
    footer: ({ page, pages }) =>
      page < 2 ? undefined : { left: data.organisation, right: ["page ", page, " of ", pages] },
    pageLabels: [
      { from: 0, prefix: "Cover" },
      { from: 1, style: "decimal", start: 2 },
    ],
  });
  yield* cover(data);
  yield pageBreak();
  yield toc({ title: "Contents", depth: 2 });
  yield heading(1, "Summary", { id: "summary" });
  for (const part of data.summary) yield paragraph(part, { align: "justify" });
  yield figures(data);
  for (const section of data.sections) yield* sectionBlocks(section);
}

function* cover({ title, subtitle, author, organisation, date }: Report): Generator<Block> {
  yield place({ x: 0, y: 0, width: 595.28, height: 841.89 }, [], { background: PAPER });
  yield place({ x: 0, y: 0, width: 14, height: 841.89 }, [], { background: SEA });
  yield place({ x: 64, y: 70, width: 460, height: 20 }, [
    paragraph(organisation.toUpperCase(), { size: 9, weight: 600, letterSpacing: 1.8, color: SEA }),
  ]);
  yield place({ x: 64, y: 300, width: 460, height: 240 }, [
    paragraph(title, { size: 40, weight: 700, lineHeight: 1.12, after: 12 }),
    paragraph(subtitle, { size: 15, color: MUTED, lineHeight: 1.4 }),
  ]);
  yield place({ x: 64, y: 730, width: 460, height: 50 }, [
    rule({ before: 0, after: 10 }),
    columns([
      [paragraph(author, { weight: 600, after: 0 })],
      [paragraph(date, { align: "right", color: MUTED, after: 0 })],
    ]),
  ]);
}

function figures({ figures }: Report): Block {
  return columns(
    figures.map(({ label, value, change }) => [
      keepTogether(
        [
          paragraph(label, { size: 8.5, color: MUTED, after: 2 }),
          paragraph(value, { size: 19, weight: 700, lineHeight: 1.2, after: 2 }),
          paragraph(change, {
            size: 8.5,
            color: SEA,
            weight: 600,
            after: 0,
          }),
        ],
        { background: "tint", padding: 13, radius: 4 },
      ),
    ]),
    { gap: 12, before: 12, after: 14 },
  );
}

function* sectionBlocks(section: Section): Generator<Block> {
  yield heading(1, section.title, { before: 26 });
  for (const part of section.paragraphs) yield paragraph(part, { align: "justify" });
  if (section.points) yield list(section.points, { after: 8 });
  if (section.chart) {
    yield heading(2, section.chart.title, { before: 16 });
    const said = section.chart.bars.map(({ label, value }) => `${label} ${value}`).join(", ");
    yield chart(section.chart.bars, { alt: `Chart: ${said}` });
  }
  if (section.table) {
    const { title, columns, rows } = section.table;
    yield heading(2, title, { before: 16 });
    yield table<readonly (string | number)[]>({
      columns: columns.map((name, i) => ({
        title: name,
        value: (row) => row[i],
        decimal: i > 0,
        width: i === 0 ? ("2fr" as const) : ("1fr" as const),
      })),
      rows,
      size: 9,
    });
  }
}
