// Every PDF template with its example: valid, readable, the same each time.
import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { pdf } from "../../src/assets/pdf.ts";
import { certificate } from "../../templates/pdf/certificate.ts";
import {
  exampleCertificate,
  exampleInvoice,
  exampleLabels,
  exampleLetter,
  exampleReport,
} from "../../templates/pdf/examples.ts";
import { totals } from "../../templates/pdf/invoice-data.ts";
import { invoice } from "../../templates/pdf/invoice.ts";
import { labels } from "../../templates/pdf/labels.ts";
import { letter } from "../../templates/pdf/letter.ts";
import { report } from "../../templates/pdf/report.ts";
import { bytesOf, check, has, judge, pageCountOf, textOf } from "../pdf/read.ts";

const SAMPLES = {
  report: {
    make: () => pdf(report, exampleReport),
    pages: 4,
    words: ["Contents", "العربية", "日本語", "11.045", "page 4 of 4"],
  },
  invoice: {
    make: () => pdf(invoice, exampleInvoice),
    pages: 1,
    words: ["8,346.86", "Okonkwo & Sons", "DE02 1203", "Page 1 of 1"],
  },
  letter: {
    make: () => pdf(letter, exampleLetter),
    pages: 1,
    words: ["Ms Adaeze Okonkwo", "Киркенес", "Elsa Lindgren"],
  },
  certificate: {
    make: () => pdf(certificate, exampleCertificate),
    pages: 1,
    words: ["Nguyễn Thị Ánh Tuyết", "SNC-2026-031"],
  },
  labels: {
    make: () => pdf(labels, { title: "Labels", labels: exampleLabels }),
    pages: 2,
    words: ["Ελένη Παπαδοπούλου", "山田 太郎"],
  },
};

describe.skipIf(!has("qpdf") || !has("pdftotext"))("the template", () => {
  it.each(Object.entries(SAMPLES))(
    "%s is valid, readable and the same each time",
    async (_name, { make, pages, words }) => {
      const bytes = await bytesOf(make());
      check(bytes);
      expect(pageCountOf(bytes)).toBe(pages);
      const text = textOf(bytes);
      for (const word of words) expect(text).toContain(word);
      expect(bytes.equals(await bytesOf(make()))).toBe(true);
    },
  );

  it.skipIf(!has("gs"))("pleases Ghostscript", async () => {
    for (const { make } of Object.values(SAMPLES)) {
      const said = judge(await bytesOf(make()), "gs", (file) => [
        "-q",
        "-dNOPAUSE",
        "-dBATCH",
        "-dPDFSTOPONWARNING",
        "-sDEVICE=nullpage",
        file,
      ]);
      expect(said.trim()).toBe("");
    }
  });
});

describe("the invoice", () => {
  it("adds up to the cent", () => {
    const { net, tax, gross } = totals(exampleInvoice);
    expect([net, tax, gross].map(String)).toEqual(["7084.50", "1262.36", "8346.86"]);
  });

  it.skipIf(!has("qpdf") || !has("xmllint"))("carries well-formed XML with the same sums", async () => {
    const bytes = await bytesOf(pdf(invoice, exampleInvoice));
    const xml = judge(bytes, "qpdf", (file) => ["--show-attachment=factur-x.xml", file]);
    const value = execFileSync("xmllint", ["--xpath", 'string(//*[local-name()="DuePayableAmount"])', "-"], {
      input: xml,
      encoding: "utf8",
    });
    expect(value.trim()).toBe("8346.86");
  });
});
