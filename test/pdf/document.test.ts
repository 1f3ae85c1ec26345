// Whole documents, judged by other programs.
import { describe, expect, it } from "vitest";
import { pdf } from "../../src/assets/pdf.ts";
import { bold, heading, link, list, paragraph, table, toc } from "../../src/pdf/template/blocks.ts";
import { document } from "../../src/pdf/template/options.ts";
import { bytesOf, check, has, judge, pageCountOf, textOf } from "./read.ts";

const tools = has("qpdf") && has("pdftotext");
if (!tools) console.log("qpdf or pdftotext is not installed: their judgement is skipped");

function* report(data: { rows: number }) {
  yield document({
    title: "A report",
    footer: ({ page, pages }) => ({ right: ["page ", page, " of ", pages] }),
  });
  yield heading(1, "Cities");
  yield paragraph(["Some ", bold("bold"), " words and a ", link("link", "https://example.com/?a=1"), "."]);
  yield list(["first", "second"], { ordered: true });
  yield table({
    columns: [
      { title: "Name", value: (row: number) => `Row ${row}` },
      { title: "Value", value: (row: number) => row * 1.5, decimal: true },
    ],
    rows: Array.from({ length: data.rows }, (_, i) => i),
  });
}

describe.skipIf(!tools)("a document", () => {
  it("is valid, has its text, repeats its header and counts its pages", async () => {
    const bytes = await bytesOf(pdf(report, { rows: 200 }));
    expect(check(bytes)).toContain("No syntax or stream encoding errors");
    const pages = pageCountOf(bytes);
    expect(pages).toBeGreaterThan(3);
    const text = textOf(bytes);
    expect(text.match(/^\f?Name$/gm)).toHaveLength(pages);
    expect(text).toContain(`page 1 of ${pages}`);
    expect(text).toContain(`page ${pages} of ${pages}`);
    for (let i = 0; i < 200; i++) expect(text).toContain(`Row ${i}\n`);
  });

  it("has an outline, links, a title and a language", async () => {
    const bytes = await bytesOf(pdf(report, { rows: 3 }, { lang: "de-CH" }));
    const json = judge(bytes, "qpdf", (file) => ["--json", file]);
    expect(json).toContain('"title": "Cities"');
    expect(json).toContain("https://example.com/?a=1");
    expect(json).toContain('"u:A report"');
    expect(json).toContain('"u:de-CH"');
  });

  it("gives the same bytes again", async () => {
    const [first, second] = [
      await bytesOf(pdf(report, { rows: 60 })),
      await bytesOf(pdf(report, { rows: 60 })),
    ];
    expect(first.equals(second)).toBe(true);
  });
});

function* book() {
  yield document({ title: "A book" });
  yield toc({ title: "Contents" });
  for (let chapter = 1; chapter <= 5; chapter++) {
    yield heading(1, `Chapter ${chapter}`, { id: `c${chapter}` });
    yield paragraph(["See ", link("the last", "#c5"), ". ", "Words and words. ".repeat(500)]);
  }
}

describe.skipIf(!tools)("a table of contents", () => {
  it("stands first and has the page of each heading", async () => {
    const bytes = await bytesOf(pdf(book, null));
    check(bytes);
    const pages = textOf(bytes).split("\f");
    const contents = pages[0]!;
    expect(contents).toContain("Contents");
    for (let chapter = 1; chapter <= 5; chapter++) {
      const at = pages.findIndex((page, i) => i > 0 && page.includes(`Chapter ${chapter}\n`)) + 1;
      expect(at).toBeGreaterThan(1);
      expect(contents.replace(/\s+/g, " ")).toMatch(new RegExp(`Chapter ${chapter}.* ${at}`));
    }
  });
});

describe.skipIf(!tools)("a table", () => {
  it("spans rows and columns, holds blocks in cells, and adds up in heavier type", async () => {
    const bytes = await bytesOf(
      pdf(function* () {
        yield table<readonly unknown[]>({
          columns: [0, 1, 2].map((i) => ({ title: `T${i}`, value: (row) => row[i] as string })),
          rows: [
            [{ cell: "tall", rowSpan: 2 }, "a", { cell: list(["one", "two"]) }],
            [undefined, "b", "c"],
            [{ cell: "wide", colSpan: 3 }],
          ],
          totals: () => [{ cell: "Sum", colSpan: 2 }, 12.5],
        });
      }, null),
    );
    check(bytes);
    const text = textOf(bytes);
    for (const word of ["tall", "wide", "one", "two", "Sum", "12.5"]) expect(text).toContain(word);
    const json = judge(bytes, "qpdf", (file) => ["--json", file]);
    for (const part of ["/RowSpan", "/ColSpan", "/TFoot", "Inter-700"]) expect(json).toContain(part);
  });

  it("takes letters that a family lacks from another", async () => {
    const bytes = await bytesOf(
      pdf(function* () {
        yield paragraph("Latin letters", { font: "Noto Sans Thai" });
        yield paragraph("Latin letters again", { font: "Noto Sans" });
      }, null),
    );
    expect(textOf(bytes)).toContain("Latin letters again");
  });
});
