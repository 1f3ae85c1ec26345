// What a document says about itself: title, author, dates, language, in both of the places where programs look.
import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { heading, paragraph } from "../../../src/pdf/template/blocks.ts";
import { document, type DocumentOptions } from "../../../src/pdf/template/options.ts";
import { pdf, type PdfOptions } from "../../../src/assets/pdf.ts";
import type { Block } from "../../../src/pdf/template/block.ts";
import { Objects } from "../objects.ts";
import { bytesOf, has, judge } from "../read.ts";

const AWKWARD = 'Größe & <Preis> "2026" · 日本 (a\\b) 🎉';
const make = (options: PdfOptions, blocks: Block[] = [paragraph("x")], warnings: string[] = []) =>
  bytesOf(
    pdf(() => blocks, null, options),
    { warn: (message) => warnings.push(message) },
  );
const told = (bytes: Uint8Array) => {
  const lines = judge(bytes, "pdfinfo", (file) => ["-isodates", file]).split("\n");
  return Object.fromEntries(
    lines.map((line) => [line.split(":")[0], line.slice(line.indexOf(":") + 1).trim()]),
  );
};
/** The text of a property in the XMP packet, by an XPath of local names. */
const xmp = (bytes: Uint8Array, ...path: string[]) => {
  const packet = judge(bytes, "pdfinfo", (file) => ["-meta", file]);
  const query = `string(${path.map((name) => `//*[local-name()="${name}"]`).join("")})`;
  return execFileSync("xmllint", ["--xpath", query, "-"], { input: packet, encoding: "utf8" }).trim();
};

describe.skipIf(!["qpdf", "pdfinfo", "xmllint"].every(has))("a document says of itself", () => {
  it("all that it was told, in any script, in both places alike", async () => {
    const bytes = await make({
      title: AWKWARD,
      author: `Ada ${AWKWARD}`,
      subject: `About ${AWKWARD}`,
      keywords: ["one", AWKWARD],
      lang: "de-ch",
      created: new Date("2026-01-02T03:04:05.678Z"),
    });
    expect(told(bytes)).toMatchObject({
      Title: AWKWARD,
      Author: `Ada ${AWKWARD}`,
      Subject: `About ${AWKWARD}`,
      Keywords: `one, ${AWKWARD}`,
      Producer: "Offprint",
      CreationDate: "2026-01-02T03:04:05Z",
      ModDate: "2026-01-02T03:04:05Z",
    });
    expect(xmp(bytes, "title", "li")).toBe(AWKWARD);
    expect(xmp(bytes, "creator", "li")).toBe(`Ada ${AWKWARD}`);
    expect(xmp(bytes, "description", "li")).toBe(`About ${AWKWARD}`);
    expect(xmp(bytes, "Keywords")).toBe(`one, ${AWKWARD}`);
    expect(xmp(bytes, "language", "li")).toBe("de-CH");
    expect(xmp(bytes, "CreateDate")).toBe("2026-01-02T03:04:05Z");
    expect(xmp(bytes, "Producer")).toBe("Offprint");
    const objects = new Objects(bytes);
    expect(objects.at(objects.catalog, "/Lang")).toBe("u:de-CH");
    expect(objects.at(objects.catalog, "/ViewerPreferences", "/DisplayDocTitle")).toBe(true);
  });

  it("nothing that no program can read: control characters, halves of letters", async () => {
    const bytes = await make({ title: "a\u0001b\ud83dc\uffff", author: "\u0000x", keywords: ["\udc00"] });
    expect(told(bytes)).toMatchObject({ Title: "ab\ufffdc", Author: "x", Keywords: "\ufffd" });
    expect([xmp(bytes, "title", "li"), xmp(bytes, "creator", "li")]).toEqual(["ab\ufffdc", "x"]);
  });

  it("nothing that it was not told: no date, no author", async () => {
    const bytes = await make({ title: "Only a title" });
    const lines = told(bytes);
    for (const name of ["Author", "Subject", "Keywords", "CreationDate", "ModDate"])
      expect(lines[name]).toBeUndefined();
    for (const name of ["creator", "description", "Keywords", "CreateDate"])
      expect(xmp(bytes, name)).toBe("");
    expect(xmp(bytes, "language", "li")).toBe("en");
    const objects = new Objects(bytes);
    expect(objects.at(objects.catalog, "/ViewerPreferences", "/DisplayDocTitle")).toBe(true);
  });

  it("its first heading as its title, and warns where it has none", async () => {
    const warnings: string[] = [];
    const bytes = await make(
      {},
      [paragraph("x"), heading(3, ["First ", "one"]), heading(1, "Second")],
      warnings,
    );
    expect(told(bytes).Title).toBe("First one");
    expect(warnings).toEqual([]);
    const bare = new Objects(await make({}, undefined, warnings));
    expect(bare.at(bare.catalog, "/ViewerPreferences")).toBeUndefined();
    expect(warnings).toEqual([
      "A PDF has no title: give `title`, or a heading, for those who listen to it and for its window.",
    ]);
    await make({ tagged: false }, undefined, warnings);
    expect(warnings).toHaveLength(1);
  });

  it("the date when its content changed, unless it was told another", async () => {
    const lastModified = new Date("2026-05-06T07:08:09Z");
    expect(told(await make({ title: "x", lastModified })).CreationDate).toBe("2026-05-06T07:08:09Z");
    const created = new Date("1999-12-31T23:59:59Z");
    expect(told(await make({ title: "x", lastModified, created })).CreationDate).toBe("1999-12-31T23:59:59Z");
  });

  it("what it yields first, where the call does not say otherwise", async () => {
    const yields = (first: DocumentOptions, options: PdfOptions = {}) =>
      bytesOf(pdf(() => [document(first), paragraph("x")], null, options));
    const first = { title: "Yielded", author: "Ada", size: "A5", lang: "fr" };
    expect(told(await yields(first))).toMatchObject({
      Title: "Yielded",
      Author: "Ada",
      "Page size": "419.53 x 595.28 pts",
    });
    expect(told(await yields(first, { title: "Called" }))).toMatchObject({ Title: "Called", Author: "Ada" });
    // What is not said wipes nothing.
    const created = new Date("2026-01-02T03:04:05Z");
    const silent = await yields(
      { ...first, created, theme: { size: 20 } },
      { title: undefined, lastModified: undefined },
    );
    expect(told(silent)).toMatchObject({ Title: "Yielded", CreationDate: "2026-01-02T03:04:05Z" });
    const late = pdf(() => [paragraph("x"), document(first)], null);
    await expect(bytesOf(late)).rejects.toThrow("document({…}) must be yielded before any block, and once.");
    const twice = pdf(() => [document(first), document(first)], null);
    await expect(bytesOf(twice)).rejects.toThrow("document({…}) must be yielded before any block, and once.");
  });

  it.each([
    [{ tagged: true }, "1", "", ""],
    [{ tagged: false }, "", "", ""],
    [{ pdfa: "2b" }, "1", "2", "B"],
    [{ pdfa: "3b", tagged: false }, "", "3", "B"],
  ] satisfies [PdfOptions, string, string, string][])(
    "which standards it keeps to: %o",
    async (options, ua, part, conformance) => {
      const bytes = await make({ title: "x", ...options });
      const packet = judge(bytes, "pdfinfo", (file) => ["-meta", file]);
      expect(/<pdfuaid:part>(.)</.exec(packet)?.[1] ?? "").toBe(ua);
      expect(/<pdfaid:part>(.)</.exec(packet)?.[1] ?? "").toBe(part);
      expect(xmp(bytes, "conformance")).toBe(conformance);
      const objects = new Objects(bytes);
      expect(objects.at(objects.catalog, "/MarkInfo", "/Marked")).toBe(ua ? true : undefined);
      expect(objects.at(objects.catalog, "/OutputIntents", 0, "/S")).toBe(part ? "/GTS_PDFA1" : undefined);
      expect(told(bytes).Tagged).toBe(ua ? "yes" : "no");
    },
  );

  it.each(["", "!", "english please", "e"])("in no language that is none: %j", async (lang) => {
    await expect(make({ title: "x", lang })).rejects.toThrow(
      `"${lang}" is no language: use a tag such as en, de-CH or zh-Hans.`,
    );
  });
});
