// What a document claims is true: the rules of PDF/A and PDF/UA over templates, scripts and options.
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { certificate } from "../../../templates/pdf/certificate.ts";
import {
  exampleCertificate,
  exampleInvoice,
  exampleLabels,
  exampleLetter,
  exampleReport,
} from "../../../templates/pdf/examples.ts";
import { invoice } from "../../../templates/pdf/invoice.ts";
import { labels } from "../../../templates/pdf/labels.ts";
import { letter } from "../../../templates/pdf/letter.ts";
import { report } from "../../../templates/pdf/report.ts";
import { pdf, type PdfOptions } from "../../../src/assets/pdf.ts";
import type { Block } from "../../../src/pdf/template/block.ts";
import * as b from "../../../src/pdf/template/blocks.ts";
import { draw } from "../draw.ts";
import { bytesOf, check, has } from "../read.ts";
import { Document, readContent } from "./content.ts";
import { judgeStandards } from "./rules.ts";

const SCRIPTS = {
  Latin: "Office affluent waffle fjord e\u0301 a\u030a ạ̊ ﬁ “quotes” ½",
  Arabic: "السلام عليكم ورحمة الله، فاتورة رقم 118 (لا) مُحَمَّد",
  Hebrew: "שָׁלוֹם עולם 42 (מכתב)",
  Devanagari: "नमस्ते क्षत्रिय विज्ञान श्री",
  Thai: "สวัสดีครับ น้ำ ที่นี่",
  Khmer: "សួស្តីពិភពលោក ក្រុម",
  Tibetan: "བཀྲ་ཤིས་བདེ་ལེགས།",
  Tamil: "வணக்கம் கொடுக்கும்",
  Japanese: "日本語 辻󠄀 葛󠄀城 がぎ か\u3099 ｶﾌﾞｼｷｶﾞｲｼｬ ﾊﾝｶｸ｡",
  Korean: "안녕하세요 한글 각",
  Emoji: "👩‍👩‍👧‍👦 🏳️‍🌈 1️⃣ ❤️ 👍🏽",
  Greek: "Ελληνικά ά ᾧ кириллица й",
  Odd: "BOM\ufeff zero\u200bwidth soft\u00adhyphen null\u0000 bell\u0007 lone \ud83d end",
};

const RED: [number, number, number, number] = [0, 50, 50, 0];
const SQUARE = b.svg(
  '<svg viewBox="0 0 10 10"><rect width="10" height="10"/><text y="8" font-size="6">ab</text></svg>',
  {
    alt: "A square",
  },
);
const everything = (words: string): Block[] => [
  b.toc({ title: `Contents ${words}` }),
  b.heading(2, words, { id: "é", letterSpacing: 1 }),
  b.heading(5, [words, b.bold(words)], { id: "z" }),
  b.paragraph(
    [words, " ", b.italic(words), b.link(words, "#z"), b.text(words, { lang: "fr", letterSpacing: 1 })],
    { lang: "de" },
  ),
  b.list([words, [b.paragraph(words), b.list([words])]], { ordered: true }),
  b.table({
    columns: [
      {
        title: words,
        value: (i: number) => (i === 0 ? { cell: words, rowSpan: 2, style: { lang: "nl" } } : null),
        rowHeader: true,
      },
      { title: "U", value: (i: number) => ({ cell: [b.paragraph(words)], colSpan: i === 1 ? 2 : 1 }) },
      { title: "V", value: (i: number) => (i === 2 ? { cell: words, rowSpan: 9 } : i), decimal: true },
    ],
    rows: [0, 1, 2],
    totals: () => [["Sum"], [{ cell: words, colSpan: 2 }, 3]],
    summary: words,
  }),
  b.columns([[b.paragraph(words), SQUARE], [b.keepTogether([b.paragraph(words)], { background: "tint" })]]),
  b.chart([{ label: words, value: 1 }], { alt: words }),
  b.field("name", words, { value: words }),
  b.field("yes", words, { field: "checkbox", value: "x" }),
  b.field("one", words, { field: "combo", options: [words, "b"] }),
  b.place({ x: 10, y: 10, width: 99, height: 9 }, [b.paragraph(words)]),
];
const around = (words: string): PdfOptions => ({
  title: words,
  author: words,
  subject: `${words}\u0001`,
  keywords: [words, "<&>"],
  header: () => ({ left: b.link(words, "https://example.com/ü") }),
  footer: ({ page, pages }) => [SQUARE, b.paragraph([page, " of ", pages, " ", words])],
  watermark: "DRAFT",
});

describe.skipIf(!["qpdf", "xmllint"].every(has))("what a document claims is true", () => {
  it.each(Object.entries(SCRIPTS))("in %s, in all blocks", async (_, words) => {
    const options: PdfOptions = {
      ...around(words),
      pdfa: "3u",
      attachments: [
        { name: "é.txt", data: "x" },
        { name: "z.txt", data: "x" },
        { name: "a(b).txt", data: "x", type: "text/plain" },
      ],
    };
    const warnings: string[] = [];
    const bytes = await draw(everything(words), options, warnings);
    check(bytes);
    expect(warnings.filter((each) => !each.includes("table of contents"))).toEqual([]);
    expect(judgeStandards(bytes)).toEqual({ claims: ["PDF/A-3U", "PDF/UA-1"], broken: [] });
  });

  it.each(["2b", "2u", "3b", undefined] as const)("as %s", async (pdfa) => {
    const bytes = await draw(everything(SCRIPTS.Latin), { ...around("x"), pdfa });
    expect(judgeStandards(bytes)).toEqual({
      claims: [...(pdfa ? [`PDF/A-${pdfa.toUpperCase()}`] : []), "PDF/UA-1"],
      broken: [],
    });
  });

  it.each([
    ["certificate", () => pdf(certificate, exampleCertificate, { pdfa: "2u" }), "PDF/A-2U"],
    ["invoice", () => pdf(invoice, exampleInvoice), "PDF/A-3B"],
    ["labels", () => pdf(labels, { title: "Labels", labels: exampleLabels }, { pdfa: "2b" }), "PDF/A-2B"],
    ["letter", () => pdf(letter, exampleLetter, { pdfa: "2b" }), "PDF/A-2B"],
    ["report", () => pdf(report, exampleReport, { pdfa: "2b" }), "PDF/A-2B"],
  ] as const)("in the template %s", async (_, make, claim) => {
    expect(judgeStandards(await bytesOf(make()))).toEqual({ claims: [claim, "PDF/UA-1"], broken: [] });
  });

  it.each([
    ["a letter that no font has", [b.paragraph("x \ua997")], "no glyph for \ua997 (U+A997)", []],
    [
      "pdfkit's own fonts",
      [drawn((doc) => doc.font("Helvetica").text("x"))],
      "a drawing in Helvetica, which is not embedded",
      [],
    ],
    ["CMYK", [drawn((doc) => doc.rect(1, 1, 9, 9).fillColor(RED).fill())], "a drawing in CMYK", ["PDF/UA-1"]],
    [
      "a link by pdfkit",
      [drawn((doc) => doc.link(0, 0, 9, 9, "https://example.com/"))],
      "a link, a note or a field by pdfkit",
      [],
    ],
    [
      "letters that a drawing's font lacks",
      [drawn((doc) => doc.text("日"))],
      "a drawing with letters that its font lacks",
      [],
    ],
  ] as const)("and what is not true is not claimed, and said: %s", async (_, blocks, reason, left) => {
    const warnings: string[] = [];
    const bytes = await draw(blocks, { pdfa: "2b" }, warnings);
    expect(judgeStandards(bytes).claims).toEqual(left);
    expect(warnings.join("\n")).toContain(`since it has ${reason}`);
    expect(warnings.join("\n")).toContain(
      `does not say that it is ${left.length ? "PDF/A-2b" : "PDF/UA-1 and PDF/A-2b"}`,
    );
  });

  it("and a drawing that breaks nothing takes nothing away", async () => {
    const warnings: string[] = [];
    const bytes = await draw(
      [drawn((doc) => doc.text("x").rect(1, 1, 9, 9).fill("#c00"))],
      { pdfa: "2b" },
      warnings,
    );
    expect(warnings).toEqual([]);
    expect(judgeStandards(bytes)).toEqual({ claims: ["PDF/A-2B", "PDF/UA-1"], broken: [] });
  });

  it("also with texts that are longer than a string may be", async () => {
    const long = "ü".repeat(40_000);
    const bytes = await draw([b.svg("<svg viewBox='0 0 9 9'/>", { alt: long }), b.heading(1, "x")], {
      title: long,
      subject: "x".repeat(40_000),
      pdfa: "2b",
    });
    expect(judgeStandards(bytes)).toEqual({ claims: ["PDF/A-2B", "PDF/UA-1"], broken: [] });
  });

  it("with the language of each text where it is another one", async () => {
    const bytes = await draw(
      [
        b.heading(1, "Überblick", { lang: "de-ch" }),
        b.paragraph(["An ", b.text("œuvre", { lang: "fr" }), " of ", b.text("art", { lang: "en" })]),
        b.table({ columns: [{ title: "x", value: () => "y", lang: "it" }], rows: [1] }),
      ],
      { lang: "en" },
    );
    const { all } = new Document(bytes);
    expect(all.flatMap((each) => (each["/Lang"] ? [`${each["/S"] ?? "all"} ${each["/Lang"]}`] : []))).toEqual(
      ["/H1 u:de-CH", "/TH u:it", "/TD u:it", "all u:en"],
    );
    expect(readContent(new Document(bytes)).languages).toEqual(["fr"]);
  });

  it("also without a title, which PDF/UA asks for", async () => {
    expect(judgeStandards(await bytesOf(pdf(() => [b.paragraph("x")], null)))).toEqual({
      claims: [],
      broken: [],
    });
  });

  it("also with a photograph in colours of its own, whose profile goes with it", async () => {
    const jpeg = await sharp({ create: { width: 8, height: 8, channels: 3, background: "#f00" } })
      .withIccProfile("p3")
      .jpeg()
      .toBuffer();
    const bytes = await draw([b.image(jpeg, { alt: "Red" })], { pdfa: "2b" });
    expect(judgeStandards(bytes)).toEqual({ claims: ["PDF/A-2B", "PDF/UA-1"], broken: [] });
    expect(bytes.includes("/ICCBased")).toBe(true);
    const plain = await draw([
      b.image(await sharp(jpeg).withIccProfile("srgb").jpeg().toBuffer(), { alt: "Red" }),
    ]);
    expect(plain.includes("/ICCBased")).toBe(false);
  });
});

function drawn(paint: (doc: PDFKit.PDFDocument) => unknown): Block {
  return b.draw(40, "A drawing", (doc) => void paint(doc));
}
