// Fields to be filled in: what other programs know of them and what shows before anybody types.
import { describe, expect, it } from "vitest";
import { columns, field, heading, paragraph } from "../../../src/pdf/template/blocks.ts";
import { draw } from "../draw.ts";
import { Objects } from "../objects.ts";
import { render } from "../pixels.ts";
import { has } from "../read.ts";
import { structure } from "../structure.ts";
import { find, linesOf, words } from "../words.ts";

const PAGE = { size: [500, 600], margin: 50, theme: { text: "#ff0000" } } as const;
const [REQUIRED, MULTILINE, COMBO] = [2, 4096, 131072];

/** What qpdf says of a field, and the size of its rectangle. */
async function look(block: ReturnType<typeof field>) {
  const bytes = await draw([block], PAGE);
  const objects = new Objects(bytes);
  const [known] = objects.listing.acroform.fields;
  const [left, bottom, right, top] = objects.annotations(1)[0]!["/Rect"] as [number, number, number, number];
  return { ...known, bytes, rect: { left, top: 600 - top, width: right - left, height: top - bottom } };
}

describe.skipIf(!["qpdf", "pdftotext", "pdftoppm", "pdfinfo"].every(has))("a field", () => {
  it.each([
    ["text", {}, { fieldtype: "/Tx", fieldflags: 0, value: "u:", istext: true }, 400, 20],
    ["text with a value", { value: "Ada" }, { value: "u:Ada", defaultvalue: "u:Ada" }, 400, 20],
    ["required", { required: true }, { fieldflags: REQUIRED }, 400, 20],
    ["of several lines", { multiline: true }, { fieldflags: MULTILINE }, 400, 60],
    [
      "of its own height",
      { multiline: true, height: 99, required: true },
      { fieldflags: MULTILINE + REQUIRED },
      400,
      99,
    ],
    [
      "combo",
      { field: "combo", options: ["one", "zwei – ü"], value: "one" },
      { fieldtype: "/Ch", fieldflags: COMBO, ischoice: true, choices: ["one", "zwei – ü"], value: "u:one" },
      400,
      20,
    ],
    ["checkbox", { field: "checkbox" }, { fieldtype: "/Btn", ischeckbox: true, value: "/Off" }, 20, 20],
    ["checked box", { field: "checkbox", value: "x", height: 30 }, { value: "/Yes", fieldflags: 0 }, 30, 30],
    ["required box", { field: "checkbox", required: true }, { fieldflags: REQUIRED }, 20, 20],
  ] as const)("%s", async (_name, options, known, width, height) => {
    const { rect, ...found } = await look(field("a name", "A label", options));
    expect(found).toMatchObject({ fullname: "a name", alternativename: "A label", ...known });
    expect(rect.left).toBeCloseTo(50, 1);
    expect([rect.width, rect.height]).toEqual([expect.closeTo(width, 1), expect.closeTo(height, 1)]);
  });

  it("shows its label above it and its value inside, as long as there is room", async () => {
    const long = "word ".repeat(100);
    const bytes = await draw(
      [
        field("one", "Label one", { value: "Value" }),
        field("two", "Label two", { value: long }),
        field("three", "Label three", { value: long, multiline: true }),
        field("four", "Label four", { field: "combo", value: "Chosen", options: [] }),
      ],
      PAGE,
    );
    const placed = words(bytes);
    const lines = linesOf(placed);
    expect(lines.filter((line) => line.startsWith("Label"))).toEqual([
      "Label one",
      "Label two",
      "Label three",
      "Label four",
    ]);
    const label = (name: string) => placed[placed.findIndex(({ word }) => word === name) - 1]!;
    expect(find(placed, "Value").top).toBeGreaterThan(label("one").bottom);
    expect(find(placed, "Value").left).toBeCloseTo(54, 0);
    expect(find(placed, "Chosen").top).toBeGreaterThan(label("four").bottom);
    // One line in a field of one line, several in one of several, and none beyond its box.
    const between = (from: string, to: string) =>
      lines.slice(lines.indexOf(from) + 1, lines.indexOf(to)).filter((line) => line.startsWith("word"))
        .length;
    expect(between("Label two", "Label three")).toBe(1);
    expect(between("Label three", "Label four")).toBeGreaterThan(2);
    const red = render(bytes, 1, 2).area("#ff0000")!;
    expect(red.right).toBeLessThanOrEqual(450);
  });

  it("shows whether its box is checked", async () => {
    const marks = async (value?: string) => {
      const { bytes } = await look(field("x", "X", { field: "checkbox", ...(value && { value }) }));
      return render(bytes, 1, 3).count("#ff0000");
    };
    expect(await marks()).toBe(0);
    expect(await marks("yes")).toBeGreaterThan(100);
  });

  it("stands in columns, on the page with its label, at the right where lines begin there", async () => {
    const two = await draw(
      [columns([[field("a", "A")], [field("b", "B", { field: "checkbox" })]], { gap: 20 })],
      PAGE,
    );
    expect(
      new Objects(two)
        .annotations(1)
        .map((each) => (each["/Rect"] as number[]).filter((_, i) => i % 2 === 0)),
    ).toEqual([
      [50, 240],
      [260, 280],
    ]);
    const arabic = new Objects(
      await draw([field("a", "اسم", { field: "checkbox" })], { ...PAGE, lang: "ar" }),
    );
    expect((arabic.annotations(1)[0]!["/Rect"] as number[])[2]).toBeCloseTo(450, 1);
    for (let room = 10; room < 40; room += 10) {
      const bytes = await draw([paragraph("top", { after: 500 - 14 - room }), field("a", "Label")], PAGE);
      const page = find(words(bytes), "Label").page;
      expect(new Objects(bytes).annotations(page)).toHaveLength(1);
    }
  });

  it("is in the structure, and printed", async () => {
    const bytes = await draw(
      [heading(1, "Form"), field("a", "Label"), field("b", "Other", { field: "checkbox" })],
      PAGE,
    );
    expect(structure(bytes)).toMatch(/P\n +"Label"\n +Form\n +P\n +"Other"\n +Form/);
    for (const each of new Objects(bytes).annotations(1))
      expect(each).toMatchObject({ "/F": 4, "/StructParent": expect.any(Number) as number });
  });

  it("has space around it, which must be a number of points", async () => {
    const placed = words(
      await draw(
        [
          paragraph("above", { after: 0 }),
          field("a", "Label", { before: 50, after: 70 }),
          paragraph("below"),
        ],
        PAGE,
      ),
    );
    expect(find(placed, "Label").top - find(placed, "above").bottom).toBeCloseTo(52, -1);
    expect(find(placed, "below").top - find(placed, "Label").bottom).toBeCloseTo(20 + 70 + 4, -1);
    await expect(draw([field("a", "b", { height: Number.NaN })])).rejects.toThrow(
      "A field of NaN points cannot be",
    );
  });
});
