// Colours of documents: every form of CSS, in blocks and in SVG.
import { describe, expect, it } from "vitest";
import { pdf } from "../../src/assets/pdf.ts";
import { paragraph, svg } from "../../src/pdf/template/blocks.ts";
import type { Block } from "../../src/pdf/template/block.ts";
import { bytesOf } from "./read.ts";

/** Short streams are not deflated: their operators stand in the file. */
const operators = async (block: Block): Promise<string> =>
  (await bytesOf(pdf(() => [block], null, { tagged: false }))).toString("latin1");

const COLORS: [string, string][] = [
  ["#0ff", "0 1 1"],
  ["hsl(0.5turn, 100%, 50%)", "0 1 1"],
  ["hwb(180 0% 0%)", "0 1 1"],
  ["rgb(0% 100% 100%)", "0 1 1"],
  ["color(srgb 0 1 1)", "0 1 1"],
  ["rebeccapurple", "0.4 0.2 0.6"],
  ["oklch(0.6279553639 0.25768330774 29.23388)", "1 0 0"],
];

describe("a colour", () => {
  it.each(COLORS)("may be %s in an SVG and in text", async (color, written) => {
    const shape = svg(`<svg viewBox="0 0 9 9"><path d="M0 0h9v9z" fill="${color}"/></svg>`, { alt: "" });
    expect(await operators(shape)).toContain(`${written} rg`);
    expect(await operators(paragraph("x", { color }))).toContain(`${written} rg`);
  });

  it("that CSS refuses is refused", async () => {
    for (const color of ["#12345", "rgb(1 2)", "constructor", "#0008"])
      await expect(operators(paragraph("x", { color }))).rejects.toThrow(/is no colour of a PDF/);
  });
});
