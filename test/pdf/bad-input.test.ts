// What cannot be drawn is an error that says so, before any byte: never a hang, never a crash.
import { describe, expect, it } from "vitest";
import type { Block } from "../../src/pdf/template/block.ts";
import { pdf, type PdfOptions } from "../../src/assets/pdf.ts";
import {
  chart,
  columns,
  field,
  link,
  paragraph,
  image,
  space,
  svg,
  table,
} from "../../src/pdf/template/blocks.ts";
import type { FontFace } from "../../src/fonts/fonts.ts";
import { Typeface } from "../../src/pdf/text/typeface.ts";
import { bytesOf, fonts } from "./read.ts";

const draw = (block: unknown, options: PdfOptions = {}) =>
  bytesOf(pdf(() => [block as Block], null, options));
const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13]);
const LONG = "x".repeat(16_000);
const uses = `<g id="a"><use href="#b"/><use href="#b"/></g><g id="b"><use href="#a"/></g>`;
const cyclic: { kind: string; keep: boolean; content: unknown[] } = {
  kind: "group",
  keep: true,
  content: [],
};
cyclic.content.push(cyclic);

const CASES: [string, () => Promise<unknown>, RegExp][] = [
  ["a corrupt PNG", () => draw(image(png, { alt: "x" })), /picture is broken/],
  [
    "a corrupt JPEG",
    () => draw(image(Uint8Array.from([255, 216, 255, 224, 0, 16]), { alt: "x" })),
    /picture is broken/,
  ],
  ["an image without words", () => draw(image(png, {} as never)), /picture is broken|needs `alt`/],
  ["a NaN size", () => draw(paragraph("x", { size: Number.NaN })), /NaN points cannot be/],
  ["a NaN space", () => draw(space(Number.NaN)), /NaN points/],
  [
    "500 columns",
    () => draw(table({ columns: Array.from({ length: 500 }, () => ({ value: () => "" })), rows: [] })),
    /1 to 100 columns, not 500/,
  ],
  [
    "90 columns that do not fit",
    () => draw(table({ columns: Array.from({ length: 90 }, () => ({ value: () => "" })), rows: [] })),
    /do not fit/,
  ],
  [
    "a column of no width",
    () => draw(table({ columns: [{ value: () => "", width: -5 }], rows: [] })),
    /cannot be/,
  ],
  [
    "a column as wide as Infinity",
    () => draw(table({ columns: [{ value: () => "", width: Infinity }], rows: [] })),
    /cannot be/,
  ],
  ["no columns", () => draw(columns([])), /1 to 20 columns/],
  ["a negative bar", () => draw(chart([{ label: "a", value: -1 }], { alt: "" })), /takes 0 or more/],
  ["a broken SVG", () => draw(svg("<svg", { alt: "" })), /SVG is broken/],
  [
    "an SVG whose parts use each other",
    () => draw(svg(`<svg viewBox="0 0 9 9">${uses}</svg>`, { alt: "" })),
    /use each other/,
  ],
  ["an endless group", () => draw(cyclic), /nested deeper/],
  [
    "a javascript: link",
    () => draw(paragraph(link("x", "javascript:alert(1)"))),
    /may not link to "javascript:/,
  ],
  ["a link that is too long", () => draw(paragraph(link("x", `https://a.example/${LONG}`))), /16018 char/],
  [
    "a field whose name is too long",
    () => draw(field(`${LONG}x`, "x")),
    /name of a field has 16001 characters/,
  ],
  [
    "a field whose value is too long",
    () => draw(field("a", "x", { value: `${LONG}x` })),
    /value of the field "a" has 16001 characters, and a PDF takes 16000: make it shorter/,
  ],
  [
    "an option that is too long",
    () => draw(field("a", "x", { field: "combo", options: ["x", `${LONG}x`] })),
    /option of the field "a"/,
  ],
  ["a file: link", () => draw(paragraph(link("x", "file:///etc/passwd"))), /may not link/],
  ["an unknown font", () => draw(paragraph("x", { font: "Nowhere" })), /no font family "Nowhere"/],
  ["margins wider than the page", () => draw(paragraph("x"), { margin: 400 }), /leave no room/],
  ["an endless page", () => draw(paragraph("x"), { size: [100, Infinity] }), /cannot be/],
  ["a language that is none", () => draw(paragraph("x"), { lang: "!" }), /is no language/],
  [
    "a template that is no generator",
    () => bytesOf(pdf((() => paragraph("x")) as never, null)),
    /must be a generator function/,
  ],
  ["what is no block", () => draw(undefined), /yielded undefined/],
  [
    "an encrypted PDF/A",
    () => draw(paragraph("x"), { pdfa: "2b", encrypt: { userPassword: "a" } }),
    /cannot be encrypted/,
  ],
  [
    "an attachment that climbs",
    () => draw(paragraph("x"), { attachments: [{ name: "../x", data: "" }] }),
    /cannot be named/,
  ],
];

describe("bad input", () => {
  it.each(CASES)("%s is a clear error", async (_name, run, message) => {
    await expect(run()).rejects.toThrow(message);
  });

  it("text without spaces is cut, however long", async () => {
    const bytes = await draw(paragraph("x".repeat(100_000)));
    expect(bytes.length).toBeGreaterThan(10_000);
  });

  it("a row that is taller than a page goes on on the next", async () => {
    const rows = [["word ".repeat(3000), "b"]];
    const bytes = await draw(
      table({ columns: [{ value: (row: string[]) => row[0] }, { value: (row: string[]) => row[1] }], rows }),
    );
    expect(bytes.toString("latin1")).toMatch(/%%EOF\s*$/);
  });

  it("a font that is cut off is named", async () => {
    const whole = (await fonts()).match("Inter");
    const face: FontFace = {
      ...whole,
      covers: () => true,
      family: "X",
      file: "broken.ttf",
      data: () => whole.data().slice(0, 3000),
    };
    const kept = face.data();
    expect(() => Typeface.of({ ...face, data: () => kept })).toThrow(/broken\.ttf cannot be used/);
  });

  it("an error of the template comes before any byte", async () => {
    const asset = pdf(function* () {
      yield paragraph("x");
      throw new Error("mine");
    }, null);
    await expect(bytesOf(asset)).rejects.toThrow("mine");
  });
});
