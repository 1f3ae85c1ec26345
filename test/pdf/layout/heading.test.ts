// Headings: their looks, their place before what they head, their bookmarks and their names.
import { describe, expect, it } from "vitest";
import { heading, link, pageBreak, paragraph, space } from "../../../src/pdf/template/blocks.ts";
import { draw } from "../draw.ts";
import { Objects } from "../objects.ts";
import { has } from "../read.ts";
import { elements, structure } from "../structure.ts";
import { find, words } from "../words.ts";

const LEVELS = [1, 2, 3, 4, 5, 6] as const;
const tools = ["qpdf", "pdftotext", "pdfinfo"].every(has);

describe.skipIf(!tools)("a heading", () => {
  it("is as large as the theme says, has the tag of its level and a bookmark in the one above", async () => {
    const sizes = [40, 34, 28, 22, 16, 10] as const;
    const bytes = await draw(
      LEVELS.map((level) => heading(level, `Level${level}`)),
      { theme: { headings: sizes } },
    );
    const placed = words(bytes);
    const heights = LEVELS.map((level) => find(placed, `Level${level}`)).map(
      ({ top, bottom }) => bottom - top,
    );
    for (const [i, height] of heights.entries()) expect(height / heights[5]!).toBeCloseTo(sizes[i]! / 10, 1);
    const tree = structure(bytes);
    for (const level of LEVELS) expect(tree).toContain(`H${level}\n    "Level${level}"`);
    let { outlines } = new Objects(bytes).listing;
    for (const level of LEVELS) {
      expect(outlines.map(({ title }) => title)).toEqual([`Level${level}`]);
      outlines = outlines[0]!.kids;
    }
  });

  it("takes a style and space of its own", async () => {
    const placed = words(
      await draw([
        paragraph("Above", { after: 0 }),
        heading(2, "Wide", { before: 100, after: 60, size: 20, align: "right", lineHeight: 1 }),
        paragraph("Below"),
      ]),
    );
    const [above, wide, below] = ["Above", "Wide", "Below"].map((word) => find(placed, word));
    expect(wide!.right).toBeCloseTo(595.28 - 56, 0);
    expect(wide!.top - above!.bottom).toBeGreaterThan(95);
    expect(wide!.top - above!.bottom).toBeLessThan(110);
    expect(below!.top - wide!.bottom).toBeGreaterThan(55);
    expect(below!.top - wide!.bottom).toBeLessThan(70);
  });

  it("never stands alone at the foot of a page, however many follow one another", async () => {
    for (const room of [20, 45, 70]) {
      const placed = words(
        await draw([
          space(841.89 - 112 - room),
          heading(1, "Part", { before: 0 }),
          heading(2, "Chapter", { before: 0 }),
          paragraph("one two three ".repeat(60)),
        ]),
      );
      expect(["Part", "Chapter", "one"].map((word) => find(placed, word).page)).toEqual([2, 2, 2]);
    }
    const placed = words(await draw([space(400), heading(1, "Part"), paragraph("one")]));
    expect(find(placed, "Part").page).toBe(1);
  });

  it("goes on over several lines, all of which stay together", async () => {
    const title = "A heading of many words ".repeat(8);
    const bytes = await draw([space(660), heading(1, title), paragraph("text")]);
    expect(new Set(words(bytes).map(({ page }) => page))).toEqual(new Set([2]));
    expect(elements(structure(bytes), "H1")).toBe(1);
    expect(new Objects(bytes).listing.outlines[0]!.title).toBe(title);
  });

  it("is left out of bookmarks where it asks for it, and its name can be gone to", async () => {
    const bytes = await draw([
      heading(1, "Seen"),
      heading(1, "Unseen", { outline: false }),
      paragraph(link("there", "#far")),
      pageBreak(),
      heading(3, ["Far ", link("away", "https://example.com/")], { id: "far" }),
      paragraph("end", { id: "end" }),
    ]);
    const objects = new Objects(bytes);
    const [seen] = objects.listing.outlines;
    expect(objects.listing.outlines).toHaveLength(1);
    expect(seen).toMatchObject({ title: "Seen", destpageposfrom1: 1 });
    expect(seen!.kids).toMatchObject([{ title: "Far away", destpageposfrom1: 2, kids: [] }]);
    expect(objects.at(objects.annotations(1)[0], "/A", "/D")).toBe("u:far");
    const names = objects.at(objects.catalog, "/Names", "/Dests", "/Names") as [
      string,
      string,
      string,
      string,
    ];
    expect([names[0], names[2]]).toEqual(["u:end", "u:far"]);
    expect(objects.at(names[3], 0)).toEqual(objects.open(objects.listing.pages[1]!.object));
    // The place is the heading's own, in points from the foot of the page.
    const top = 841.89 - Number(objects.at(names[3], 3));
    expect(top).toBeCloseTo(56, 0);
  });

  it("shows bookmarks at once where there are several, closed below the first level", async () => {
    const one = new Objects(await draw([heading(1, "One")]));
    expect(one.at(one.catalog, "/PageMode")).toBeUndefined();
    const two = new Objects(await draw([heading(1, "One"), heading(2, "Two")]));
    expect(two.at(two.catalog, "/PageMode")).toBe("/UseOutlines");
    expect(two.listing.outlines[0]!.open).toBe(false);
  });

  it("without a level, or with a name that another has, is an error", async () => {
    await expect(draw([heading(7 as 6, "x")])).rejects.toThrow("A heading's level is 1 to 6, not 7.");
    await expect(draw([heading(1, "x", { id: "a" }), paragraph("y", { id: "a" })])).rejects.toThrow(
      'Two places of the document have the name "a".',
    );
  });
});
