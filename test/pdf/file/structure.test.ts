// The structure of a whole document, as those who listen to it are told, and that nothing in it leads nowhere.
import { describe, expect, it } from "vitest";
import {
  bold,
  chart,
  columns,
  draw as drawing,
  field,
  heading,
  keepTogether,
  link,
  list,
  pageBreak,
  paragraph,
  place,
  rule,
  space,
  svg,
  table,
  toc,
} from "../../../src/pdf/template/blocks.ts";
import type { Block } from "../../../src/pdf/template/block.ts";
import type { PdfOptions } from "../../../src/assets/pdf.ts";
import { draw } from "../draw.ts";
import { Objects, type Dictionary, type Value } from "../objects.ts";
import { check, has, judge } from "../read.ts";
import { complaints, elements, structure } from "../structure.ts";

const SQUARE = svg('<svg viewBox="0 0 10 10"><rect width="10" height="10"/></svg>', { alt: "A square" });
const everything: Block[] = [
  toc({ title: "Contents", pages: 2 }),
  heading(1, ["A ", bold("heading")], { id: "a" }),
  paragraph(["Words and ", link("a link", "#a"), ". ", "More words ".repeat(600)]),
  list(["one", [paragraph("two"), list(["inner"])]]),
  table({
    columns: [
      { title: "T", value: (i: number) => `cell${i}` },
      { title: "U", value: (i: number) => ({ cell: [paragraph(`block${i}`)] }) },
    ],
    rows: Array.from({ length: 100 }, (_, i) => i),
    totals: () => ["Sum", 1],
  }),
  columns([
    [paragraph("left"), SQUARE],
    [keepTogether([paragraph("right"), rule()], { background: "tint" })],
  ]),
  chart([{ label: "bar", value: 1 }], { alt: "A chart" }),
  field("name", "Your name"),
  field("yes", "Yes", { field: "checkbox" }),
  drawing(20, "A drawing", (doc, { x, y }) => void doc.rect(x, y, 9, 9).fill("#f00")),
  place({ x: 10, y: 10, width: 99, height: 9 }, [paragraph("placed")], { background: "tint" }),
  space(9),
  pageBreak(),
  heading(2, "End"),
];
const options: PdfOptions = {
  header: () => ({ left: link("site", "https://example.com/") }),
  footer: ({ page, pages }) => [SQUARE, paragraph([page, " of ", pages])],
  watermark: "DRAFT",
  attachments: [{ name: "a.txt", data: "x" }],
  pageLabels: [{ from: 0 }],
};

let kept: Promise<Buffer> | undefined;
const drawn = () => (kept ??= draw(everything, options));

/** All marks of a page's content, by their number, with their tag: what is between `BDC` and `EMC` must be balanced. */
function marksOf(bytes: Uint8Array, page: number): { tags: string[]; unmarked: string } {
  const content = judge(bytes, "sh", (file) => [
    "-c",
    `qpdf --qdf --object-streams=disable --pages . ${page} -- ${file} - | strings -n 1`,
  ]);
  const [, stream = ""] = /Contents for page 1[^]*?stream\n([^]*?)\nendstream/.exec(content) ?? [];
  const tags = [...stream.matchAll(/\/(\w+) ?<< ?\/MCID \d+ ?>> ?BDC/g)].map(([, tag]) => tag!);
  const unmarked = stream.replace(/(?:\/\w+ ?<<[^\n]*?>> ?BDC|\/Artifact BMC)[^]*?\nEMC/g, "");
  return { tags, unmarked };
}

describe.skipIf(!["qpdf", "pdfinfo", "pdftotext"].every(has))("a document of everything", () => {
  it("is sound: nothing refers to what is not there, and no program complains", async () => {
    for (const more of [{}, { tagged: false, pdfa: "3b" }] satisfies PdfOptions[]) {
      const bytes = await draw(everything, { ...options, ...more });
      expect(check(bytes)).toContain("No syntax or stream encoding errors");
      expect(complaints(bytes)).toBe("");
      expect(new Objects(bytes).dangling).toEqual([]);
    }
  });

  it("is read in its order, each thing once, with its role", async () => {
    const tree = structure(await drawn());
    const order = [
      "TOC",
      "H1",
      "P",
      "L",
      "Table",
      "P",
      "Figure",
      "P",
      "Figure",
      "P",
      "Form",
      "P",
      "Form",
      "Figure",
      "P",
      "H2",
    ];
    expect(
      tree
        .split("\n")
        .filter((line) => /^ {2}\w/.test(line))
        .map((line) => line.trim())
        // One for the header of each page.
        .filter((line) => line !== "Link"),
    ).toEqual(order);
    expect(elements(tree, "TR")).toBe(102);
    expect(elements(tree, "TH")).toBe(2);
    expect(elements(tree, "TD")).toBe(202);
    expect(elements(tree, "LI")).toBe(3);
    expect(elements(tree, "TOCI")).toBe(2);
    expect(tree).toContain('H1\n    "A heading"');
    expect(tree).toMatch(/P\n +"Words and a link\. More words/);
    expect(tree.match(/"cell99"/g)).toHaveLength(1);
    for (const word of ["DRAFT", "site", "of 5"]) expect(tree).not.toContain(word);
  });

  it("says of each mark and annotation which element it belongs to, and of each element where it is", async () => {
    const objects = new Objects(await drawn());
    const root = objects.at(objects.catalog, "/StructTreeRoot");
    const parents = new Map<number, Value>();
    for (const leaf of objects.at(root, "/ParentTree", "/Kids") as Value[]) {
      const nums = objects.at(leaf, "/Nums") as Value[];
      for (let i = 0; i < nums.length; i += 2) parents.set(nums[i] as number, nums[i + 1]!);
    }
    const keys = objects.all
      .flatMap((each) => [each["/StructParents"], each["/StructParent"]])
      .filter((key) => key !== undefined);
    expect(keys.toSorted((a, b) => Number(a) - Number(b))).toEqual([...parents.keys()]);
    expect(objects.at(root, "/ParentTreeNextKey")).toBe(keys.length);
    // Each element is a child of the one that it calls its parent.
    const elements = Object.entries(objects.listing.qpdf[1]).flatMap(([key, { value }]) => {
      const element = value as Dictionary;
      return typeof element?.["/S"] === "string" && element["/P"]
        ? [[key.slice("obj:".length), element] as const]
        : [];
    });
    expect(elements.length).toBeGreaterThan(400);
    for (const [id, element] of elements) {
      const kids = objects.at(element["/P"], "/K");
      expect(
        Array.isArray(kids) ? kids.includes(id) : kids === element || id === objects.at(root, "/K"),
      ).toBe(true);
    }
    const alts = elements.filter(([, each]) => each["/S"] === "/Figure").map(([, each]) => each["/Alt"]);
    expect(alts).toEqual(["u:A square", "u:A chart", "u:A drawing"]);
  });

  it("marks all that it draws, as a part of the text or as none", async () => {
    const bytes = await drawn();
    for (const page of [1, 3, 5]) {
      const { tags, unmarked } = marksOf(bytes, page);
      expect(tags.length).toBeGreaterThan(0);
      expect(unmarked).not.toMatch(/T[jJ]\n| Do\n| f\n| S\n/);
    }
  });

  it("has tabs in the order of its structure, and no structure where none is wanted", async () => {
    const objects = new Objects(await drawn());
    for (const { object } of objects.listing.pages) expect(objects.at(object, "/Tabs")).toBe("/S");
    const bare = await draw(everything, { ...options, tagged: false });
    expect(structure(bare)).toBe("");
    expect(marksOf(bare, 3).tags).toEqual([]);
    const without = new Objects(bare);
    for (const { object } of without.listing.pages) expect(without.at(object, "/Tabs")).toBeUndefined();
  });
});
