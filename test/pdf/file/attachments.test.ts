// Files inside of documents: what other programs take out, and what is said of them.
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { heading, paragraph } from "../../../src/pdf/template/blocks.ts";
import type { Attachment, DocumentOptions } from "../../../src/pdf/template/options.ts";
import { draw } from "../draw.ts";
import { Objects } from "../objects.ts";
import { check, has, judge } from "../read.ts";

const make = (attachments: Attachment[], more: DocumentOptions = {}) =>
  draw([paragraph("x")], { attachments, ...more });
const taken = (bytes: Uint8Array, name: string) =>
  judge(bytes, "qpdf", (file) => [`--show-attachment=${name}`, file]);

describe.skipIf(!["qpdf", "pdfdetach", "pdfinfo"].every(has))("an attachment", () => {
  it("comes out as it went in, by its name in any script, in the order of names", async () => {
    const bytes = await make([
      { name: "b.csv", data: "a;b\n1;ü\n" },
      { name: "Übersicht 日本.txt", data: Buffer.from("bytes") },
      { name: "a.bin", data: new Uint8Array() },
    ]);
    check(bytes);
    expect(taken(bytes, "b.csv")).toBe("a;b\n1;ü\n");
    expect(taken(bytes, "Übersicht 日本.txt")).toBe("bytes");
    expect(taken(bytes, "a.bin")).toBe("");
    const listed = judge(bytes, "pdfdetach", (file) => ["-list", file])
      .trim()
      .split("\n");
    expect(listed).toEqual(["3 embedded files", "1: a.bin", "2: b.csv", "3: Übersicht 日本.txt"]);
  });

  it("is described: type, words, date, size, checksum and what it is to the document", async () => {
    const modified = new Date("2026-01-02T03:04:05Z");
    const objects = new Objects(
      await make([
        {
          name: "a.csv",
          data: "1;2",
          type: "text/csv",
          description: "The – data",
          modified,
          relationship: "Source",
        },
      ]),
    );
    const { description, filespec, streams } = objects.listing.attachments["a.csv"]!;
    expect(description).toBe("The – data");
    expect(streams["/UF"]).toMatchObject({
      mimetype: "text/csv",
      checksum: createHash("md5").update("1;2").digest("hex"),
    });
    expect(objects.at(filespec, "/AFRelationship")).toBe("/Source");
    expect(objects.at(filespec, "/EF", "/F", "/Params")).toMatchObject({
      "/Size": 3,
      "/ModDate": "u:D:20260102030405Z",
    });
    expect(objects.at(objects.catalog, "/AF", 0)).toEqual(objects.open(filespec));
  });

  it("is of no known kind, without words or date, unless it is said; its date is the document's then", async () => {
    const objects = new Objects(await make([{ name: "a", data: "x" }]));
    const { description, filespec, streams } = objects.listing.attachments.a!;
    expect([description, streams["/F"]]).toMatchObject([
      null,
      { mimetype: "application/octet-stream", modificationdate: null },
    ]);
    expect(objects.at(filespec, "/AFRelationship")).toBe("/Unspecified");
    const dated = new Objects(
      await make([{ name: "a", data: "x" }], { created: new Date("2026-01-02T03:04:05Z") }),
    );
    expect(dated.at(dated.listing.attachments.a!.filespec, "/EF", "/F", "/Params", "/ModDate")).toBe(
      "u:D:20260102030405Z",
    );
    const none = new Objects(await make([]));
    expect([none.at(none.catalog, "/Names"), none.at(none.catalog, "/AF")]).toEqual([undefined, undefined]);
  });

  it("stands beside the names that links go to", async () => {
    const bytes = await draw([heading(1, "x", { id: "here" })], { attachments: [{ name: "a", data: "x" }] });
    expect(judge(bytes, "pdfinfo", (file) => ["-dests", file])).toContain('"here"');
    expect(taken(bytes, "a")).toBe("x");
  });

  it.each(["", "a/b", "..\\x", "a\0b", "x".repeat(256)])("may not be named %j", async (name) => {
    await expect(make([{ name, data: "x" }])).rejects.toThrow(
      `An attachment cannot be named "${name.slice(0, 80)}".`,
    );
  });

  it.each(["csv", "text/csv; charset=utf-8", "", "a/b/c", `text/${"x".repeat(130)}`, "text/\n"])(
    "may not be of the type %j",
    async (type) => {
      await expect(make([{ name: "a", data: "x", type }])).rejects.toThrow(
        `The attachment "a" has the type ${JSON.stringify(type.slice(0, 80))}: it takes a media type such as text/csv.`,
      );
    },
  );

  it("has a name of its own", async () => {
    const facturX = { xml: "<CrossIndustryInvoice/>", profile: "BASIC" } as const;
    const named = (name: string) => ({ name, data: "x" });
    await expect(make([named("a"), named("b"), named("a")])).rejects.toThrow(
      'Two attachments have the name "a": give each a name of its own.',
    );
    await expect(make([named("factur-x.xml")], { facturX })).rejects.toThrow('the name "factur-x.xml"');
  });

  it("may be in PDF/A-3b and not in 2b", async () => {
    const bytes = await make([{ name: "a", data: "x" }], { pdfa: "3b" });
    expect(taken(bytes, "a")).toBe("x");
    await expect(make([{ name: "a", data: "x" }], { pdfa: "2b" })).rejects.toThrow(
      'PDF/A-2b has no attachments: use `pdfa: "3b"`.',
    );
    expect(await make([], { pdfa: "2b" })).toBeInstanceOf(Buffer);
  });
});

describe.skipIf(!["qpdf", "pdfinfo"].every(has))("an electronic invoice", () => {
  it.each([
    ["MINIMUM", "Data"],
    ["BASIC WL", "Data"],
    ["BASIC", "Alternative"],
    ["EN 16931", "Alternative"],
    ["EXTENDED", "Alternative"],
    ["XRECHNUNG", "Alternative"],
  ] as const)("of the profile %s is there as %s, beside other files", async (profile, relationship) => {
    const file = profile === "XRECHNUNG" ? "xrechnung.xml" : "factur-x.xml";
    const xml = `<?xml version="1.0"?><CrossIndustryInvoice profile="${profile}">ü</CrossIndustryInvoice>`;
    const bytes = await make([{ name: "terms.txt", data: "t" }], { facturX: { xml, profile } });
    check(bytes);
    expect(taken(bytes, file)).toBe(xml);
    expect(taken(bytes, "terms.txt")).toBe("t");
    const objects = new Objects(bytes);
    const { filespec, streams } = objects.listing.attachments[file]!;
    expect(objects.at(filespec, "/AFRelationship")).toBe(`/${relationship}`);
    expect(streams["/F"]).toMatchObject({ mimetype: "text/xml" });
    const meta = judge(bytes, "pdfinfo", (file) => ["-meta", file]);
    for (const part of [
      `<fx:ConformanceLevel>${profile}</fx:ConformanceLevel>`,
      `<fx:DocumentFileName>${file}</fx:DocumentFileName>`,
      "<fx:DocumentType>INVOICE</fx:DocumentType>",
      "<pdfaid:part>3</pdfaid:part>",
      "<pdfaSchema:prefix>fx</pdfaSchema:prefix>",
    ])
      expect(meta).toContain(part);
  });

  it.each([
    ["<a>", "BASIC", "The XML of `facturX` is not well-formed: "],
    ["<a>\u0001</a>", "BASIC", "The XML of `facturX` is not well-formed: "],
    ["", "BASIC", "The XML of `facturX` is not well-formed: "],
    ["<Invoice/>", "BASIC", "The XML of `facturX` is a <Invoice>, not a CrossIndustryInvoice."],
    ["<CrossIndustryInvoice/>", "EN16931", 'There is no profile "EN16931" of Factur-X: use MINIMUM, '],
  ])("is an error before anything is drawn: %j as %s", async (xml, profile, message) => {
    await expect(make([], { facturX: { xml, profile: profile as "BASIC" } })).rejects.toThrow(message);
  });

  it("is PDF/A-3b, so it is neither 2b nor encrypted", async () => {
    const facturX = { xml: "<CrossIndustryInvoice/>", profile: "BASIC" } as const;
    await expect(make([], { facturX, pdfa: "2b" })).rejects.toThrow(
      'A Factur-X invoice is PDF/A-3: leave out `pdfa: "2b"`.',
    );
    await expect(make([], { facturX, encrypt: { userPassword: "x" } })).rejects.toThrow(
      "PDF/A cannot be encrypted: leave out one of `pdfa` and `encrypt`.",
    );
  });
});
