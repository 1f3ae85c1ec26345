// Tables of contents: what they list, where their links go, how they look and are read.
import { describe, expect, it } from "vitest";
import { heading, pageBreak, pageCount, paragraph, toc } from "../../../src/pdf/template/blocks.ts";
import type { Block } from "../../../src/pdf/template/block.ts";
import { draw } from "../draw.ts";
import { Objects } from "../objects.ts";
import { render } from "../pixels.ts";
import { has, pageCountOf } from "../read.ts";
import { complaints, elements, structure } from "../structure.ts";
import { find, linesOf, words } from "../words.ts";

const PAGE = { size: [500, 600], margin: 50 } as const;
/** Each on a page of its own, from page 2 or wherever they begin. */
const chapters: Block[] = [1, 2, 3].flatMap((n) => [
  heading(1, `Chapter ${n}`),
  heading(2, `Section ${n}.1`),
  heading(3, `Part ${n}.1.1`),
  heading(4, `Detail ${n}.1.1.1`),
  pageBreak(),
]);
const contents = (lines: string[]) =>
  lines.map((line) => line.replace(/^(\S+ )(\S+) .*?(\d+)$/, "$1$2 → $3"));

describe.skipIf(!["qpdf", "pdftotext", "pdftoppm", "pdfinfo"].every(has))("a table of contents", () => {
  it.each([
    [1, 3],
    [2, 6],
    [undefined, 9],
    [6, 12],
  ])("of the depth %s lists that many levels, with their pages", async (depth, count) => {
    const placed = words(await draw([toc(depth === undefined ? {} : { depth }), ...chapters], PAGE));
    const lines = contents(linesOf(placed, 1));
    expect(lines).toHaveLength(count);
    expect(lines[0]).toBe("Chapter 1 → 2");
    expect(lines.at(-1)).toMatch(/ 3(\.1)* → 4$/);
    // Each level further in than the one above it, the numbers at the other edge.
    const left = (word: string) => placed.find((each) => each.word === word && each.page === 1)?.left ?? 999;
    if (count === 12) {
      const starts = ["Chapter", "Section", "Part", "Detail"].map(left);
      expect(starts.map((start, i) => Math.round(start - (starts[i - 1] ?? 50)))).toEqual([0, 14, 14, 14]);
    }
    for (const each of placed)
      if (/^\d$/.test(each.word) && each.left > 400) expect(each.right).toBeCloseTo(450, 0);
  });

  it("has a title if it is given one, and dots in the colour of lines", async () => {
    const bytes = await draw([toc({ title: "Contents" }), ...chapters], {
      ...PAGE,
      theme: { line: "#ff0000" },
    });
    const placed = words(bytes);
    expect(linesOf(placed)[0]).toBe("Contents");
    const title = find(placed, "Contents");
    const chapter = find(placed, "Chapter");
    expect(title.bottom - title.top).toBeGreaterThan(2 * (chapter.bottom - chapter.top));
    const dots = render(bytes, 1, 4).area("#ff0000", { top: chapter.top, bottom: chapter.bottom })!;
    expect(dots.left).toBeGreaterThan(placed[placed.indexOf(chapter) + 1]!.right);
    expect(dots.right).toBeLessThan(450);
  });

  it("goes to its headings, and is read as a list of links with a caption", async () => {
    const bytes = await draw([toc({ title: "Contents", depth: 1 }), ...chapters], PAGE);
    const objects = new Objects(bytes);
    const links = objects.annotations(1);
    expect(links.map((each) => objects.at(each, "/Contents"))).toEqual([
      "u:Chapter 1",
      "u:Chapter 2",
      "u:Chapter 3",
    ]);
    for (const [i, each] of links.entries())
      expect((each["/Dest"] as string[])[0]).toBe(objects.listing.pages[i + 1]!.object);
    expect(objects.dangling).toEqual([]);
    expect(complaints(bytes)).toBe("");
    const tree = structure(bytes);
    expect(tree).toMatch(/TOC\n +Caption\n +"Contents"\n +TOCI\n +Link\n +"Chapter 1/);
    expect(elements(tree, "TOCI")).toBe(3);
  });

  it("stands where it is yielded, on pages of its own with header and footer", async () => {
    const options = {
      ...PAGE,
      header: ({ page, section }: { page: number; section: string }) => ({
        left: `top${page}`,
        right: `[${section}]`,
      }),
      footer: () => ({ center: ["of ", pageCount] }),
    };
    const bytes = await draw([paragraph("cover"), toc({ pages: 2 }), ...chapters.slice(0, -1)], options);
    expect(pageCountOf(bytes)).toBe(6);
    const placed = words(bytes);
    for (let page = 1; page <= 6; page++)
      expect(linesOf(placed, page)[0]).toMatch(new RegExp(`^top${page} \\[`));
    for (let page = 1; page <= 6; page++) expect(linesOf(placed, page).at(-1)).toBe("of 6");
    expect(linesOf(placed, 1)[1]).toBe("cover");
    expect(contents(linesOf(placed, 2))[1]).toBe("Chapter 1 → 4");
    // The pages of contents are of no section.
    expect(linesOf(placed, 2)[0]).toBe("top2 []");
  });

  it("shortens what is too long for its line, and leaves out what is not in the outline", async () => {
    const long = "very long words ".repeat(20);
    const placed = words(
      await draw(
        [toc(), heading(1, `First ${long}`), heading(1, "Hidden", { outline: false }), heading(1, "Last")],
        PAGE,
      ),
    );
    const own = placed.filter(({ page }) => page === 1);
    expect(own.some(({ word }) => word === "Hidden")).toBe(false);
    expect(linesOf(placed, 1)).toHaveLength(2);
    for (const { right } of own) expect(right).toBeLessThan(451);
  });

  it("may be at the end, and twice", async () => {
    const placed = words(await draw([...chapters.slice(0, 2), toc({ depth: 1 }), toc({ depth: 2 })], PAGE));
    expect(contents(linesOf(placed, 2))).toEqual(["Chapter 1 → 1"]);
    expect(contents(linesOf(placed, 3))).toEqual(["Chapter 1 → 1", "Section 1.1 → 1"]);
  });

  it.each([0, 101, Number.NaN])("of %d pages is an error", async (pages) => {
    await expect(draw([toc({ pages })])).rejects.toThrow(
      `A table of contents has 1 to 100 pages, not ${pages}.`,
    );
  });
});
