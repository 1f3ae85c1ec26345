// Documents in languages that are written from the right: everything begins there, and what is Latin stays readable.
import { describe, expect, it } from "vitest";
import {
  columns,
  chart,
  field,
  heading,
  keepTogether,
  link,
  list,
  paragraph,
  table,
} from "../../../src/pdf/template/blocks.ts";
import { draw } from "../draw.ts";
import { Objects } from "../objects.ts";
import { render } from "../pixels.ts";
import { has, textOf } from "../read.ts";
import { find, words } from "../words.ts";

const PAGE = { size: [500, 600], margin: 50 } as const;

describe.skipIf(!["qpdf", "pdftotext", "pdftoppm"].every(has))("a document from the right", () => {
  it.each(["ar", "he", "fa", "ur", "ar-EG", "az-Arab", "yi"])(
    "in %s begins with its first column and its bullets at the right",
    async (lang) => {
      const placed = words(
        await draw(
          [
            table({ columns: [{ value: () => "first" }, { value: () => "second" }], rows: [0], padding: 0 }),
            columns([[paragraph("left")], [paragraph("right")]]),
            paragraph("2026"),
          ],
          { ...PAGE, lang },
        ),
      );
      expect(find(placed, "first").left).toBeGreaterThan(find(placed, "second").right);
      expect(find(placed, "left").left).toBeGreaterThan(find(placed, "right").right);
      expect(find(placed, "2026").right).toBeCloseTo(450, 0);
    },
  );

  it.each(["en", "ja", "az", "hi", "ku"])("in %s begins at the left", async (lang) => {
    const row = table({ columns: [{ value: () => "first" }, { value: () => "second" }], rows: [0] });
    const placed = words(await draw([row, paragraph("2026")], { ...PAGE, lang }));
    expect(find(placed, "first").right).toBeLessThan(find(placed, "second").left);
    expect(find(placed, "2026").left).toBeCloseTo(50, 0);
  });

  it("keeps headings, groups and centred lines in their places", async () => {
    const placed = words(
      await draw(
        [
          heading(1, "عنوان"),
          keepTogether([paragraph("داخل")], { border: "line", padding: 20 }),
          paragraph("وسط", { align: "center" }),
          paragraph("نهاية", { align: "end" }),
          paragraph("English in between"),
        ],
        { ...PAGE, lang: "ar" },
      ),
    );
    expect(find(placed, "عنوان").right).toBeCloseTo(450, 0);
    expect(find(placed, "داخل").right).toBeCloseTo(430, 0);
    const middle = find(placed, "وسط");
    expect((middle.left + middle.right) / 2).toBeCloseTo(250, 0);
    expect(find(placed, "نهاية").left).toBeCloseTo(50, 0);
    // A paragraph goes by its first letter.
    expect(find(placed, "English").left).toBeCloseTo(50, 0);
  });

  it("has numbers of its lists beside their items, and its fields and their boxes at the right", async () => {
    const bytes = await draw(
      [
        list(["واحد", "اثنان"], { ordered: true, start: 4 }),
        field("a", "اسم"),
        field("b", "نعم", { field: "checkbox" }),
      ],
      { ...PAGE, lang: "ar" },
    );
    const placed = words(bytes);
    const items = ["واحد", "اثنان"].map((word) => find(placed, word));
    for (const [i, item] of items.entries()) {
      const number = placed.find(
        ({ word, bottom }) => word.includes(`${i + 4}`) && Math.abs(bottom - item.bottom) < 5,
      );
      expect(number!.left).toBeGreaterThan(item.right - 1);
    }
    const rects = new Objects(bytes).annotations(1).map((each) => each["/Rect"] as number[]);
    expect(rects.map(([left, , right]) => [left, right])).toEqual([
      [50, 450],
      [430, 450],
    ]);
  });

  it("links and colours the words that it says, wherever they stand on the line", async () => {
    const bytes = await draw(
      [
        paragraph([
          "اقرأ ",
          link("الرابط", "https://example.com/", { color: "#ff0000" }),
          " then English ",
          link("here", "mailto:a@b.c"),
        ]),
      ],
      { ...PAGE, lang: "ar" },
    );
    const placed = words(bytes);
    const objects = new Objects(bytes);
    for (const [url, word] of [
      ["https://example.com/", "الرابط"],
      ["mailto:a@b.c", "here"],
    ] as const) {
      const annotation = objects
        .annotations(1)
        .find((each) => objects.at(each, "/A", "/URI") === `u:${url}`)!;
      const [left, , right] = annotation["/Rect"] as [number, number, number];
      const { left: from, right: to } = find(placed, word);
      expect(Math.abs((left + right) / 2 - (from + to) / 2)).toBeLessThan(3);
    }
    const red = render(bytes, 1, 2).area("#ff0000")!;
    expect(red.left).toBeGreaterThan(find(placed, "الرابط").left - 2);
    expect(red.right).toBeLessThan(find(placed, "الرابط").right + 2);
  });

  it("justifies to both sides, and is copied as it was written", async () => {
    const line = "العربية لغة جميلة وقديمة جدا ";
    const bytes = await draw([paragraph(line.repeat(10), { align: "justify" })], { ...PAGE, lang: "ar" });
    const rows = new Map<number, [number, number]>();
    for (const { bottom, left, right } of words(bytes)) {
      const key = Math.round(bottom / 4);
      const [from, to] = rows.get(key) ?? [Infinity, 0];
      rows.set(key, [Math.min(from, left), Math.max(to, right)]);
    }
    const ends = [...rows.values()];
    expect(ends.length).toBeGreaterThan(2);
    for (const [from, to] of ends.slice(0, -1))
      expect([Math.round(from / 2), Math.round(to / 2)]).toEqual([25, 225]);
    expect(ends.at(-1)![1]).toBeCloseTo(450, -0.5);
    const copied = textOf(bytes)
      .replace(/[\u200e\u200f\u202a-\u202e\f]/g, "")
      .replace(/\s+/g, " ")
      .trim();
    expect(copied).toBe(line.repeat(10).trim());
  });

  it("has charts whose words do not run into their bars", async () => {
    const bytes = await draw([chart([{ label: "القاهرة", value: 5 }], { alt: "" })], {
      ...PAGE,
      lang: "ar",
      theme: { accent: "#ff0000" },
    });
    const bar = render(bytes).area("#ff0000")!;
    const [label, value] = ["القاهرة", "5"].map((word) => find(words(bytes), word));
    for (const word of [label!, value!]) expect(word.right < bar.left || word.left > bar.right).toBe(true);
  });
});
