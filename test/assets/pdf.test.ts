// The kind `pdf` as an asset: its key, its name, its templates of every form.
import { describe, expect, it } from "vitest";
import { pdf, type PdfOptions } from "../../src/assets/pdf.ts";
import { fingerprint } from "../../src/http/fingerprint.ts";
import { heading, paragraph, table } from "../../src/pdf/template/blocks.ts";
import { document, type PageInfo } from "../../src/pdf/template/options.ts";
import { bytesOf, keepsContract } from "./contract.ts";

function* letter(data: { name: string }) {
  yield heading(1, `Dear ${data.name}`);
}
const tag = (options: PdfOptions = {}, data = { name: "Ada" }) => fingerprint(pdf(letter, data, options).key);

keepsContract(
  "pdf",
  () => pdf(letter, { name: "Ada" }),
  () => pdf(letter, { name: "Grace" }),
);

describe("a document's key", () => {
  it("is another for other data, another template and each option that its bytes depend on", () => {
    const header = ({ page }: PageInfo) => ({ left: page });
    const keys = [
      tag(),
      tag({}, { name: "Grace" }),
      fingerprint(pdf(function* other() {}, { name: "Ada" }).key),
      ...(
        [
          { title: "x" },
          { lang: "de" },
          { size: "A5" },
          { margin: 10 },
          { theme: { accent: "#f00" } },
          { header },
          { footer: header },
          { watermark: "x" },
          { attachments: [{ name: "a", data: "x" }] },
          { attachments: [{ name: "a", data: "y" }] },
          { tagged: false },
          { pdfa: "2b" },
          { encrypt: { userPassword: "x" } },
          { pageLabels: [{ from: 0 }] },
          { created: new Date(0) },
          { lastModified: new Date(0) },
          { version: 1 },
        ] satisfies PdfOptions[]
      ).map((options) => tag(options)),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("is the version in the place of data, and not the name that it is saved under", () => {
    expect(tag({ version: "a" })).toBe(tag({ version: "a" }, { name: "Grace" }));
    expect(tag({ version: "a" })).not.toBe(tag({ version: "b" }));
    expect(tag({ filename: "letter" })).toBe(tag());
    const lastModified = new Date("2026-01-02");
    expect(pdf(letter, { name: "x" }, { filename: "Brief", lastModified })).toMatchObject({
      filename: "Brief",
      lastModified,
    });
  });
});

describe("a template", () => {
  it("is a generator, an asynchronous one, or a list of blocks: the same document", async () => {
    const blocks = [document({ title: "T" }), heading(1, "One"), paragraph("two")];
    const sync = await bytesOf(pdf(() => blocks, null));
    const others = [
      pdf(function* () {
        yield* blocks;
      }, null),
      pdf(async function* () {
        for (const block of blocks) yield await Promise.resolve(block);
      }, null),
    ];
    for (const other of others) expect((await bytesOf(other)).equals(sync)).toBe(true);
  });

  it.each([
    [undefined, "A template yielded undefined: use heading(…), paragraph(…), table(…) and so on."],
    [null, "A template yielded null: use heading(…), paragraph(…), table(…) and so on."],
    ["text", "A template yielded string: use heading(…), paragraph(…), table(…) and so on."],
    [{ kind: "headline" }, "A template yielded { kind: headline }, which is no block: use heading(…)"],
    [[paragraph("x")], "A template yielded object: use heading(…), paragraph(…), table(…) and so on."],
  ])("may not yield %j", async (value, message) => {
    await expect(bytesOf(pdf(() => [value as never], null))).rejects.toThrow(message);
  });

  it("is ended when what it yields cannot be drawn, and so are its rows", async () => {
    const ended: string[] = [];
    function* rows() {
      try {
        yield 1;
        yield 2;
      } finally {
        ended.push("rows");
      }
    }
    const failing = pdf(function* () {
      try {
        yield table({
          columns: [
            {
              value: (row: number) => {
                if (row === 2) throw new Error("mine");
                return row;
              },
            },
          ],
          rows: rows(),
        });
      } finally {
        ended.push("template");
      }
    }, null);
    await expect(bytesOf(failing)).rejects.toThrow("mine");
    expect(ended).toEqual(["rows", "template"]);
  });
});
