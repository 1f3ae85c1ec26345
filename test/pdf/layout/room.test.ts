// What has too little room: running texts that would meet, labels, pictures that are taller than a page, breaks of empty pages.
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import {
  chart,
  image,
  keepTogether,
  pageBreak,
  paragraph,
  svg,
  table,
  toc,
} from "../../../src/pdf/template/blocks.ts";
import type { Block } from "../../../src/pdf/template/block.ts";
import type { Running } from "../../../src/pdf/template/options.ts";
import { draw } from "../draw.ts";
import { has, judge, pageCountOf, textOf } from "../read.ts";
import { type PlacedWord, words } from "../words.ts";

const meeting = (all: PlacedWord[]) =>
  all.filter((a, i) =>
    all.some(
      (b, j) =>
        j > i &&
        a.left < b.right - 0.5 &&
        b.left < a.right - 0.5 &&
        a.top < b.bottom - 3 &&
        b.top < a.bottom - 3,
    ),
  );
const TALL = svg('<svg viewBox="0 0 100 2000"><rect width="100" height="2000" fill="teal"/></svg>', {
  alt: "tall",
});
const long = (word: string, count: number) =>
  Array.from({ length: count }, (_, i) => `${word}${i}`).join(" ");

describe.skipIf(!["qpdf", "pdftotext"].every(has))("what has too little room", () => {
  it.each<[string, Running]>([
    ["two that meet", { left: long("left", 14), right: long("right", 12) }],
    ["a long one beside a short one", { left: long("left", 25), right: "short" }],
    ["three", { left: long("left", 12), center: "CONFIDENTIAL", right: "Page 1 of 1" }],
    ["three long ones", { left: long("left", 40), center: long("centre", 40), right: long("right", 40) }],
    ["a word without a break", { left: "x".repeat(200), right: "right" }],
  ])("never meets in a header or a footer: %s", async (_, running) => {
    const bytes = await draw([paragraph("Body")], { header: () => running, footer: () => running });
    const all = words(bytes);
    expect(all.length).toBeGreaterThan(4);
    expect(meeting(all)).toEqual([]);
    for (const { left, right } of all) expect([left > 55, right < 540]).toEqual([true, true]);
  });

  it("says with … that it goes on", async () => {
    const header = () => ({ left: long("left", 120), right: "right" });
    expect(textOf(await draw([paragraph("Body")], { header }))).toMatch(/left\d*…/);
    const bars = [
      { label: long("label", 30), value: 3 },
      { label: "short", value: 1 },
    ];
    const text = textOf(await draw([chart(bars, { alt: "x" })]));
    expect(text).toMatch(/label\d*…/);
    expect(text).toContain("short");
  });

  it.each<[string, () => Promise<Block>]>([
    [
      "a photograph",
      async () =>
        image(
          await sharp({ create: { width: 600, height: 2400, channels: 3, background: "#f00" } })
            .png()
            .toBuffer(),
          { alt: "x" },
        ),
    ],
    [
      "one of a height that no page has",
      async () =>
        svg('<svg viewBox="0 0 10 10"><rect width="10" height="10" fill="#f00"/></svg>', {
          alt: "x",
          height: 2000,
        }),
    ],
    ["one in a group", async () => keepTogether([TALL], { padding: 20, border: "line" })],
    [
      "one in a cell",
      async () => table({ columns: [{ title: "Title", value: () => ({ cell: TALL }) }], rows: [1] }),
    ],
  ])("is made smaller, not cut: %s", async (_, make) => {
    for (const size of ["A4", "A5 landscape"]) {
      const bytes = await draw([await make(), paragraph("END")], { size });
      const objects = judge(bytes, "qpdf", (file) => ["--qdf", "--object-streams=disable", file, "-"]);
      const high = size === "A4" ? 841.89 : 419.53;
      const placed = [...objects.matchAll(/^q ([\d.]+) 0 0 ([\d.]+) ([\d.-]+) ([\d.-]+) cm \/x/gm)].map(
        (each) => each.slice(1).map(Number),
      );
      expect(placed).toHaveLength(1);
      const [, height, , bottom] = placed[0]!;
      expect(bottom).toBeGreaterThanOrEqual(55.9);
      expect(bottom! + height!).toBeLessThanOrEqual(high - 55.9);
    }
  });

  it.each<[string, Block[], number]>([
    ["at the beginning and at the end", [pageBreak(), paragraph("x"), pageBreak()], 1],
    ["one after another", [paragraph("x"), pageBreak(), pageBreak(), paragraph("y")], 2],
    ["after the contents", [toc(), pageBreak(), paragraph("x")], 2],
  ])("is no page by a break alone: %s", async (_, blocks, pages) => {
    expect(pageCountOf(await draw(blocks))).toBe(pages);
  });
});
