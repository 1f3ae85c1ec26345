// The invoice: sums as an accountant makes them, and XML that keeps the rules of EN 16931 by their names.
import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { Decimal } from "../../templates/pdf/decimal.ts";
import { exampleInvoice } from "../../templates/pdf/examples.ts";
import { type Invoice, lineTotal, totals, type Vat } from "../../templates/pdf/invoice-data.ts";
import { invoiceXml } from "../../templates/pdf/invoice-xml.ts";
import { invoice } from "../../templates/pdf/invoice.ts";
import { pdf } from "../../src/assets/pdf.ts";
import { bytesOf, has, judge, textOf } from "../pdf/read.ts";

const line = (
  price: number | string,
  vat: Vat = 19,
  quantity: number | string = 1,
): Invoice["lines"][number] => ({
  name: "Map",
  quantity,
  unit: "C62",
  price,
  vat,
});
const make = (more: Partial<Invoice> = {}): Invoice => ({ ...exampleInvoice, ...more });
const amounts = (more: Partial<Invoice>) =>
  Object.fromEntries(
    Object.entries(totals(make(more))).flatMap(([key, value]) =>
      value instanceof Decimal ? [[key, `${value}`]] : [],
    ),
  );

describe("amounts", () => {
  it.each([
    ["0.29", 0.5, 2, "0.15"],
    ["1.005", 1, 2, "1.01"],
    ["-1.005", 1, 2, "-1.01"],
    ["0.0001", "10000", 2, "1.00"],
    ["33.3333", 3, 2, "100.00"],
    ["999999999999999.99", 2, 2, "1999999999999999.98"],
    ["1234.5", 1, 0, "1235"],
    ["0.0005", 1, 3, "0.001"],
  ] as const)("%s × %s to %d decimals is %s", (price, quantity, decimals, right) => {
    expect(`${lineTotal(line(price, 19, quantity), decimals)}`).toBe(right);
  });

  it.each(["1e5", "", "1,5", "NaN", ".5"])("may not be written %j", (amount) => {
    expect(() => Decimal.of(amount)).toThrow(`"${amount}" is no amount: write it as 1234.5 or "1234.50".`);
  });

  it("add up: allowances, charges, VAT by its rate, what is paid already", () => {
    const lines = [
      line("0.29", 19, 0.5),
      { ...line(100, 7), adjustments: [{ amount: 10, reason: "Rebate" }] },
    ];
    const adjustments = [
      { amount: "5", reason: "Freight", charge: true, vat: 19 },
      { amount: "1.5", reason: "Loyal", vat: 7 },
    ];
    expect(amounts({ lines, adjustments, prepaid: 50 })).toEqual({
      lineSum: "90.15",
      charges: "5.00",
      allowances: "1.50",
      net: "93.65",
      tax: "7.18",
      gross: "100.83",
      prepaid: "50.00",
      due: "50.83",
    });
  });

  it("have the decimals of their currency", () => {
    expect(amounts({ currency: "JPY", lines: [line("99.5", 10)] })).toMatchObject({
      net: "100",
      tax: "10",
      due: "110",
    });
    expect(amounts({ currency: "KWD", lines: [line("0.0125", 5, 3)] })).toMatchObject({
      net: "0.038",
      due: "0.040",
    });
  });
});

const NONE = { category: "E", reason: "Education" } as const;
const { vatId: _none, ...unregistered } = exampleInvoice.seller;
const { vatId: _alsoNone, ...stranger } = exampleInvoice.buyer;

/** Invoices that are right, each of a kind of its own. */
const RIGHT: Record<string, Invoice> = {
  standard: make(),
  "zero rated": make({ lines: [line(10, { category: "Z" }), line(20)] }),
  exempt: make({ lines: [line(10, NONE), line(20, 7)] }),
  "reverse charge": make({ lines: [line(10, { category: "AE" })] }),
  "to another country of the EU": make({ lines: [line(10, { category: "K" })] }),
  export: make({ lines: [line(10, { category: "G" })], deliveredTo: "US" }),
  "outside the scope": make({ lines: [line(10, { category: "O" })], seller: unregistered, buyer: stranger }),
  "credit note": make({ kind: "credit note", corrects: "2026-0001" }),
  adjusted: make({
    lines: [{ ...line("12.3456", 19, "7.25"), adjustments: [{ amount: 1, reason: "Rebate & more" }] }],
    adjustments: [{ amount: 3, reason: "Freight", charge: true, vat: 19 }],
    prepaid: "20",
  }),
  yen: make({ currency: "JPY", lines: [line(1999, 10)] }),
};

/** Sums of EN 16931-1 as XPath: each must be true. */
const SUMS: Record<string, string> = {
  "BR-CO-10":
    "round(100 * sum(//*[local-name()='SpecifiedTradeSettlementLineMonetarySummation']/*)) = round(100 * $LineTotalAmount)",
  "BR-CO-13":
    "round(100 * $TaxBasisTotalAmount) = round(100 * ($LineTotalAmount - $AllowanceTotalAmount + $ChargeTotalAmount))",
  "BR-CO-14": "round(100 * $TaxTotalAmount) = round(100 * sum(//*[local-name()='CalculatedAmount']))",
  "BR-CO-15": "round(100 * $GrandTotalAmount) = round(100 * ($TaxBasisTotalAmount + $TaxTotalAmount))",
  "BR-CO-16": "round(100 * $DuePayableAmount) = round(100 * ($GrandTotalAmount - $TotalPrepaidAmount))",
  "BR-CO-18":
    "count(//*[local-name()='ApplicableHeaderTradeSettlement']/*[local-name()='ApplicableTradeTax']) > 0",
  "BR-CO-25": "//*[local-name()='DueDateDateTime']",
  "BR-E-10, BR-AE-10, BR-IC-10, BR-G-10, BR-O-10":
    "not(//*[local-name()='ApplicableHeaderTradeSettlement']/*[local-name()='ApplicableTradeTax'][contains('E AE K G O', *[local-name()='CategoryCode'])][not(*[local-name()='ExemptionReason'])])",
  "BR-IC-11, BR-IC-12": "not(//*[local-name()='CategoryCode'] = 'K') or //*[local-name()='ShipToTradeParty']",
  "BR-O-05": "not(//*[local-name()='CategoryCode'] = 'O') or not(//*[local-name()='RateApplicablePercent'])",
  "BR-DEC":
    "not(//*[contains(local-name(), 'Amount')][local-name() != 'ChargeAmount'][string-length(substring-after(., '.')) > 2])",
};
const HEADER = "//*[local-name()='SpecifiedTradeSettlementHeaderMonetarySummation']";
const xpath = (xml: string, query: string) =>
  execFileSync("xmllint", ["--xpath", query, "-"], { input: xml, encoding: "utf8" }).trim();

describe.skipIf(!has("xmllint"))("the XML of an invoice", () => {
  it.each(Object.entries(RIGHT))("%s keeps the rules of EN 16931", (_, data) => {
    const xml = invoiceXml(data);
    const broken = Object.entries(SUMS).filter(([, rule]) => {
      const query = rule.replace(/\$(\w+)/g, `${HEADER}/*[local-name()='$1']`);
      return xpath(xml, `boolean(${query})`) !== "true";
    });
    expect(broken).toEqual([]);
    const code = xpath(xml, "string(//*[local-name()='ExchangedDocument']/*[local-name()='TypeCode'])");
    expect(code).toBe(data.kind === "credit note" ? "381" : "380");
  });

  it("writes parts in the order of the schema, and no control characters", () => {
    const xml = invoiceXml(
      make({ ...RIGHT.adjusted, kind: "credit note", corrects: "1", note: "a\u0001b<\ud83d" }),
    );
    expect(xpath(xml, "string(//*[local-name()='Content'])")).toBe("ab<\ufffd");
    const parts = (parent: string) =>
      [...new RegExp(`<ram:${parent}>([^]*?)</ram:${parent}>`).exec(xml)![1]!.matchAll(/<ram:(\w+)/g)].map(
        ([, name]) => name!,
      );
    const order = parts("ApplicableHeaderTradeSettlement");
    const wanted = [
      "PaymentReference",
      "InvoiceCurrencyCode",
      "SpecifiedTradeSettlementPaymentMeans",
      "ApplicableTradeTax",
      "SpecifiedTradeAllowanceCharge",
      "SpecifiedTradePaymentTerms",
      "LineTotalAmount",
      "ChargeTotalAmount",
      "AllowanceTotalAmount",
      "TaxBasisTotalAmount",
      "TaxTotalAmount",
      "GrandTotalAmount",
      "TotalPrepaidAmount",
      "DuePayableAmount",
      "InvoiceReferencedDocument",
    ];
    expect(order.filter((name) => wanted.includes(name))).toEqual(wanted);
  });

  it("is XRechnung where that is asked for, with what that asks for", () => {
    expect(() => invoiceXml(make(), "XRECHNUNG")).toThrow(
      "XRechnung asks for `buyerReference` (BR-DE-15); XRechnung asks for the seller's `contact` (BR-DE-2)",
    );
    const contact = { name: "Elsa Lindgren", phone: "+49 40 555 0100", email: "elsa@lindgren.example" };
    const xml = invoiceXml(
      make({
        buyerReference: "04011000-12345-34",
        seller: { ...exampleInvoice.seller, contact },
        buyer: { ...exampleInvoice.buyer, email: "in@okonkwo.example" },
      }),
      "XRECHNUNG",
    );
    expect(xml).toContain("urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0");
    expect(xpath(xml, "string(//*[local-name()='BuyerReference'])")).toBe("04011000-12345-34");
  });
});

describe("an invoice that breaks a rule is an error that names it", () => {
  it.each([
    [{ number: " " }, "BR-02"],
    [{ date: "2026-13-01" }, "BR-03"],
    [{ lines: [] }, "BR-16"],
    [{ kind: "credit note" }, "BR-55"],
    [{ seller: { ...exampleInvoice.seller, vatId: "123" } }, "BR-CO-09"],
    [{ seller: unregistered }, "BR-S-02"],
    [{ buyer: stranger, lines: [line(1, { category: "AE" })] }, "BR-AE-02"],
    [{ buyer: stranger, lines: [line(1, { category: "K" })] }, "BR-IC-02"],
    [{ lines: [line(1, { category: "O" })] }, "BR-O-02"],
    [{ lines: [line(1, { category: "E" })] }, "BR-E-10"],
    [{ lines: [line(1, 0)] }, "BR-S-05"],
    [{ lines: [line(-1)] }, "BR-27"],
    [{ lines: [line("1.23456")] }, "more than four decimals"],
    [{ adjustments: [{ amount: 1, reason: "", vat: 19 }] }, "BR-33"],
  ] as [Partial<Invoice>, string][])("%o: %s", (more, rule) => {
    expect(() => invoiceXml(make(more))).toThrow(rule);
    expect(() => [...invoice(make(more))]).toThrow(rule);
  });
});

describe.skipIf(!["qpdf", "pdftotext"].every(has))("on paper", () => {
  it("says all of it, and a credit note that it is one", async () => {
    const adjusted = textOf(await bytesOf(pdf(invoice, RIGHT.adjusted!)));
    for (const words of ["12.3456", "Rebate & more: −1.00", "Freight", "Paid already", "−20.00"])
      expect(adjusted).toContain(words);
    const credit = textOf(await bytesOf(pdf(invoice, RIGHT["credit note"]!)));
    for (const words of ["Credit note", "Corrects", "2026-0001", "We give back"])
      expect(credit).toContain(words);
    expect(textOf(await bytesOf(pdf(invoice, RIGHT["reverse charge"]!)))).toContain(
      "VAT is due by the buyer",
    );
    expect(textOf(await bytesOf(pdf(invoice, RIGHT.yen!)))).toContain("2,199");
  });

  it("goes without XML where its currency has three decimals, which EN 16931 cannot say", async () => {
    const bytes = await bytesOf(pdf(invoice, make({ currency: "KWD", lines: [line("0.0125", 5, 3)] })));
    expect(textOf(bytes)).toContain("0.040");
    expect(judge(bytes, "qpdf", (file) => ["--list-attachments", file])).toContain("no embedded files");
  });
});
