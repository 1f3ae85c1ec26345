// Documents that are more than pages: encrypted, archived, with files inside, the same in every process.
import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { pdf } from "../../src/assets/pdf.ts";
import { draw, field, heading, image, paragraph, svg } from "../../src/pdf/template/blocks.ts";
import sharp from "sharp";
import { bytesOf, check, has, judge, textOf } from "./read.ts";

const tools = has("qpdf") && has("pdftotext");

function* letter() {
  yield heading(1, "Hello");
  yield paragraph("Secret words.");
}

describe.skipIf(!tools)("a document", () => {
  it("is encrypted with AES-256, and the same each time", async () => {
    const make = () =>
      bytesOf(
        pdf(letter, null, {
          encrypt: { userPassword: "geheim", ownerPassword: "chef", permissions: { print: true } },
        }),
      );
    const bytes = await make();
    expect(bytes.equals(await make())).toBe(true);
    const said = judge(bytes, "qpdf", (file) => ["--password=geheim", "--show-encryption", file]);
    expect(said).toContain("R = 6");
    expect(said).toContain("print high resolution: allowed");
    expect(said).toContain("extract for any purpose: not allowed");
    expect(judge(bytes, "pdftotext", (file) => ["-upw", "geheim", file, "-"])).toContain("Secret words.");
    expect(judge(bytes, "pdftotext", (file) => ["-opw", "chef", file, "-"])).toContain("Secret words.");
    expect(() => textOf(bytes)).toThrow();
  });

  it("carries an invoice as Factur-X wants it", async () => {
    const bytes = await bytesOf(
      pdf(letter, null, {
        facturX: { xml: "<CrossIndustryInvoice/>", profile: "EN 16931" },
        lastModified: new Date("2026-01-02T03:04:05Z"),
      }),
    );
    check(bytes);
    const json = judge(bytes, "qpdf", (file) => ["--json", file]);
    for (const part of ["factur-x.xml", "/Alternative", "/GTS_PDFA1", "/AF"]) expect(json).toContain(part);
    const raw = bytes.toString("utf8");
    expect(raw).toContain("<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>");
    expect(raw).toContain("<pdfaid:part>3</pdfaid:part>");
    expect(judge(bytes, "qpdf", (file) => ["--show-attachment=factur-x.xml", file])).toBe(
      "<CrossIndustryInvoice/>",
    );
  });

  it("is tagged, and its tags cost less than its bytes again", async () => {
    const tagged = await bytesOf(pdf(letter, null));
    const json = judge(tagged, "qpdf", (file) => ["--json", file]);
    for (const part of ["/StructTreeRoot", '"/H1"', '"/P"', "/ParentTree"]) expect(json).toContain(part);
    expect(tagged.toString("utf8")).toContain("<pdfuaid:part>1</pdfuaid:part>");
    const untagged = await bytesOf(pdf(letter, null, { tagged: false }));
    expect(tagged.length).toBeLessThan(untagged.length * 2);
  });

  it("has a form whose values show in any script, in PDF/A too", async () => {
    const values = { name: "Ada", ja: "山田 太郎", ar: "محمد الأمين", hi: "स्त्री" };
    function* form() {
      yield heading(1, "Form");
      for (const [name, value] of Object.entries(values)) yield field(name, `Label ${name}`, { value });
      yield field("land", "Country", { field: "combo", options: ["भारत", "日本"], value: "日本" });
      yield field("yes", "I agree", { field: "checkbox", value: "yes" });
      yield field("no", "Or not", { field: "checkbox", required: true });
    }
    const bytes = await bytesOf(pdf(form, null, { pdfa: "2b", title: "Form" }));
    check(bytes);
    const text = textOf(bytes);
    for (const value of Object.values(values)) expect(text).toContain(value);
    const { acroform } = JSON.parse(
      judge(bytes, "qpdf", (file) => ["--json", "--json-key=acroform", file]),
    ) as { acroform: { needappearances: boolean; fields: Record<string, unknown>[] } };
    expect(acroform.needappearances).toBe(false);
    expect(acroform.fields.map(({ fullname, value }) => [fullname, value])).toEqual([
      ...Object.entries(values).map(([name, value]) => [name, `u:${value}`]),
      ["land", "u:日本"],
      ["yes", "/Yes"],
      ["no", "/Off"],
    ]);
    expect(acroform.fields.at(-1)).toMatchObject({ ischeckbox: true, alternativename: "Or not" });
  });

  it("has one form, where pdfkit makes fields of its own", async () => {
    function* form() {
      yield field("ours", "Ours", { value: "Ada" });
      yield draw(40, "A field of pdfkit's", (doc, { x, y }) => {
        doc.font("Helvetica").initForm();
        doc.formText("theirs", x, y, 100, 20);
      });
    }
    const bytes = await bytesOf(pdf(form, null, { title: "Form" }));
    check(bytes);
    const json = judge(bytes, "qpdf", (file) => ["--json", "--json-key=acroform", file]);
    expect([...json.matchAll(/"fullname": "u?:?(\w+)"/g)].map(([, name]) => name).sort()).toEqual([
      "ours",
      "theirs",
    ]);
  });

  it("has drawings of pdfkit, form fields, SVG and images with transparency", async () => {
    const pixels = await sharp({
      create: { width: 20, height: 10, channels: 4, background: { r: 255, g: 0, b: 0, alpha: 0.5 } },
    })
      .png()
      .toBuffer();
    const jpeg = await sharp({ create: { width: 20, height: 10, channels: 3, background: "#0f0" } })
      .jpeg()
      .toBuffer();
    const bytes = await bytesOf(
      pdf(function* () {
        yield draw(40, "A red line", (doc, box) => {
          doc
            .moveTo(box.x, box.y)
            .lineTo(box.x + 100, box.y)
            .stroke("#f00");
          doc.text("by pdfkit", box.x, box.y + 10);
        });
        yield field("name", "Your name", { value: "Ada" });
        yield svg(
          '<svg viewBox="0 0 10 10"><rect width="10" height="10" fill="red"/><text x="1" y="5" font-size="3">Vector</text></svg>',
          { alt: "x", width: 80 },
        );
        yield image(pixels, { alt: "red", width: 40 });
        yield image(jpeg, { alt: "green", width: 40 });
      }, null),
    );
    check(bytes);
    expect(textOf(bytes)).toContain("by pdfkit");
    expect(textOf(bytes)).toContain("Vector");
    const json = judge(bytes, "qpdf", (file) => ["--json", file]);
    for (const part of ["/AcroForm", "/SMask", "/DCTDecode"]) expect(json).toContain(part);
  });

  it("is the same in another process", async () => {
    const script = `
      import { heading, loadFonts, paragraph, pdf, shippedFonts } from "./dist/index.js";
      const fonts = await loadFonts(shippedFonts);
      if (process.argv[1] === "busy") for (let i = 0; i < 3; i++) await make(["other", "text", "日本", "العربية"][i]);
      async function make(word) {
        const asset = pdf(function* () { yield heading(1, word); yield paragraph("日本 🎉 " + word.repeat(50)); }, null);
        const context = { type: "application/pdf", url: "", fonts, signal: new AbortController().signal, time: () => () => {}, warn: () => {} };
        return Buffer.from(await new Response(await asset.render(context)).arrayBuffer());
      }
      process.stdout.write((await make("word")).toString("base64"));`;
    const run = (name: string) =>
      execFileSync(process.execPath, ["--input-type=module", "-e", script, name], {
        encoding: "utf8",
        maxBuffer: 1 << 26,
      });
    expect(run("busy")).toBe(run("fresh"));
  });
});

describe.skipIf(!tools)("a component made for images", () => {
  it("is drawn as vectors with real text, pictures and emoji", async () => {
    const red = await sharp({ create: { width: 8, height: 8, channels: 3, background: "#f00" } })
      .png()
      .toBuffer();
    const card = {
      type: "div",
      props: {
        style: {
          display: "flex",
          flexDirection: "column",
          width: "100%",
          height: "100%",
          background: "linear-gradient(#123, #456)",
          color: "white",
        },
        children: [
          { type: "div", props: { children: "Component 日本 العربية 🎉" } },
          {
            type: "img",
            props: { src: `data:image/png;base64,${red.toString("base64")}`, width: 20, height: 20 },
          },
        ],
      },
    };
    const bytes = await bytesOf(
      pdf(function* () {
        yield svg(card, { alt: "A card", width: 400, height: 100 });
      }, null),
    );
    check(bytes);
    const text = textOf(bytes);
    for (const word of ["Component", "日本", "العربية"]) expect(text).toContain(word);
    const json = judge(bytes, "qpdf", (file) => ["--json", file]);
    for (const part of ["/Shading", "/Image"]) expect(json).toContain(part);
  });
});
