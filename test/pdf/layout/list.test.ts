// Lists: bullets and numbers beside their items, blocks in items, lists in lists.
import { describe, expect, it } from "vitest";
import { bold, heading, list, paragraph, rule, svg, table } from "../../../src/pdf/template/blocks.ts";
import { draw } from "../draw.ts";
import { render } from "../pixels.ts";
import { has } from "../read.ts";
import { elements, structure } from "../structure.ts";
import { find, linesOf, words } from "../words.ts";

const tools = ["pdftotext", "pdfinfo", "pdftoppm"].every(has);

describe.skipIf(!tools)("a list", () => {
  it("has a bullet before each item, and numbers from its start where it is ordered", async () => {
    const placed = words(await draw([list(["one", ["two ", bold("heavy")]])]));
    expect(linesOf(placed)).toEqual(["• one", "• two heavy"]);
    expect(find(placed, "one").left).toBeCloseTo(56 + 15, 0);
    expect(find(placed, "•").left).toBeCloseTo(56, 0);
    const numbered = words(await draw([list(["one", "two"], { ordered: true, start: 9 })]));
    expect(linesOf(numbered)).toEqual(["9. one", "10. two"]);
    // Numbers end where each other's do, beside their items.
    expect(find(numbered, "9.").right).toBeCloseTo(find(numbered, "10.").right, 1);
    expect(find(numbered, "one").left).toBeCloseTo(56 + 20, 0);
  });

  it("indents by its size, and gives its style to items and bullets", async () => {
    const bytes = await draw([list(["MMM"], { size: 30, color: "#ff0000", weight: 700 })]);
    const placed = words(bytes);
    expect(find(placed, "MMM").left).toBeCloseTo(56 + 45, 0);
    const red = render(bytes).area("#ff0000")!;
    expect(red.left).toBeLessThan(56 + 15);
    expect(red.right).toBeGreaterThan(find(placed, "MMM").right - 5);
  });

  it("has its own space before and after, and a little between its items", async () => {
    const placed = words(
      await draw([
        paragraph("above", { after: 0 }),
        list(["one", paragraph("two"), "three"], { before: 40 }),
        paragraph("below", { before: 50 }),
        list(["four", [paragraph("five"), list(["six"])]], { after: 70 }),
        paragraph("foot"),
      ]),
    );
    const [above, one, two, three, below] = ["above", "one", "two", "three", "below"].map(
      (word) => find(placed, word).bottom,
    );
    expect(one! - above!).toBeCloseTo(14 + 40, 0);
    expect(two! - one!).toBeCloseTo(14 + 3.5, 1);
    expect(three! - two!).toBeCloseTo(14 + 3.5, 1);
    expect(below! - three!).toBeCloseTo(14 + 50, 0);
    const [four, five, six, foot] = ["four", "five", "six", "foot"].map((word) => find(placed, word).bottom);
    expect(five! - four!).toBeCloseTo(14 + 3.5, 1);
    expect(foot! - six!).toBeCloseTo(14 + 70, 0);
  });

  it("has blocks of every kind in its items, the bullet beside the first", async () => {
    const square = svg('<svg viewBox="0 0 10 10"><rect width="10" height="10" fill="#ff0000"/></svg>', {
      alt: "square",
      width: 10,
    });
    const bytes = await draw([
      list([
        [paragraph("first"), paragraph("second"), square, rule({ color: "#00ff00", thickness: 4 })],
        table({ columns: [{ title: "T", value: () => "cell" }], rows: [0] }),
        [heading(3, "Head"), list(["inner", "last"], { ordered: true })],
      ]),
    ]);
    const placed = words(bytes);
    const read = placed.map(({ word }) => word).join(" ");
    expect(read).toBe("• first second • T cell • Head 1. inner 2. last");
    for (const [i, word] of ["first", "T", "Head"].entries()) {
      const bullet = placed.filter((each) => each.word === "•")[i]!;
      expect(Math.abs(bullet.bottom - find(placed, word).bottom)).toBeLessThan(6);
    }
    expect(find(placed, "second").left).toBeCloseTo(find(placed, "first").left, 1);
    const page = render(bytes);
    expect(page.area("#ff0000")).toMatchObject({ left: 71, right: 81 });
    expect(page.area("#00ff00")!.left).toBeCloseTo(71, 0);
    expect(page.area("#00ff00")!.right).toBeCloseTo(539, 0);
    const tree = structure(bytes);
    expect([elements(tree, "L"), elements(tree, "LI"), elements(tree, "Lbl")]).toEqual([2, 5, 5]);
    expect(tree).toMatch(/L\n +\/ListNumbering \/Disc/);
    expect(tree).toMatch(/L\n +\/ListNumbering \/Decimal/);
    expect(tree).toMatch(/LBody\n +Table/);
  });

  it("goes on over pages, each item with its bullet", async () => {
    const items = Array.from({ length: 120 }, (_, i) => `item${i} ${"and words ".repeat(i % 30)}`);
    const placed = words(await draw([list(items, { ordered: true })]));
    for (let i = 0; i < items.length; i++) {
      const [number, item] = [find(placed, `${i + 1}.`), find(placed, `item${i}`)];
      expect(number.page).toBe(item.page);
      expect(number.bottom).toBeCloseTo(item.bottom, 1);
    }
    expect(find(placed, "item119").page).toBeGreaterThan(2);
  });

  it("has its bullets at the right where it is said, or its first item is written so", async () => {
    for (const block of [list(["אחת", "שתיים"]), list(["one", "two"], { direction: "rtl" })]) {
      const placed = words(await draw([block]));
      expect(placed.filter(({ word }) => word === "•").every(({ right }) => right > 520)).toBe(true);
      expect(placed.filter(({ word }) => word !== "•").every(({ right }) => right < 530)).toBe(true);
    }
    const placed = words(await draw([list(["אחת"], { direction: "ltr" })]));
    expect(find(placed, "•").left).toBeCloseTo(56, 0);
  });

  it("may be empty, and is then nothing", async () => {
    const placed = words(await draw([list([]), paragraph("after")]));
    expect(placed.map(({ word }) => word)).toEqual(["after"]);
  });
});
