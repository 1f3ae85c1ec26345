// An invoice that people can read and machines can book: Factur-X (EN 16931) inside PDF/A-3b.

import {
  columns,
  document,
  heading,
  keepTogether,
  paragraph,
  rule,
  table,
  text,
  type Block,
  type Inline,
} from "offprint";
import { Decimal } from "./decimal.ts";
import {
  categoryOf,
  type Invoice,
  type InvoiceLine,
  lineTotal,
  type Party,
  rateOf,
  totals,
} from "./invoice-data.ts";
import { checkInvoice } from "./invoice-rules.ts";
import { invoiceXml } from "./invoice-xml.ts";
import { longDate, money } from "./money.ts";

const INK = "#10222e";
const MUTED = "#4b5e68";
const SEA = "#0c5772";
const LINE = "#c8d5d5";
const UNITS = {
  HUR: "h",
  C62: "pcs",
  DAY: "days",
  MON: "months",
  KGM: "kg",
  MTR: "m",
  LTR: "l",
  KWH: "kWh",
} as const;
/** Decimals that an electronic invoice may have (BR-DEC): one in dinars goes without. */
const ELECTRONIC = 2;

export function* invoice(data: Invoice): Generator<Block | ReturnType<typeof document>> {
  checkInvoice(data);
  const { seller, buyer, currency } = data;
  const sums = totals(data);
  const title = data.kind === "credit note" ? "Credit note" : "Invoice";
  yield document({
    title: `${title} ${data.number}`,
    author: seller.name,
    lang: "en",
    created: new Date(`${data.date}T00:00:00Z`),
    margin: { top: 64, right: 56, bottom: 92, left: 56 },
    theme: { text: INK, muted: MUTED, accent: SEA, line: LINE, tint: "#eef3f2" },
    ...(sums.decimals <= ELECTRONIC && { facturX: { xml: invoiceXml(data), profile: "EN 16931" } }),
    footer: ({ page, pages }) => footer(data, page, pages),
  });
  yield columns(
    [
      [
        paragraph(seller.name, { size: 17, weight: 700, color: SEA, after: 2, lineHeight: 1.2 }),
        paragraph(`${seller.street}, ${seller.postcode} ${seller.city}`, {
          size: 8.5,
          color: MUTED,
          after: 0,
        }),
      ],
      [heading(1, title, { size: 17, weight: 400, align: "right", before: 0, after: 0 })],
    ],
    { widths: [2, 1], after: 44 },
  );
  yield columns(
    [
      [
        paragraph(`${seller.name}, ${seller.street}, ${seller.postcode} ${seller.city}`, {
          size: 6.5,
          color: MUTED,
          after: 4,
        }),
        paragraph(address(buyer), { size: 10.5, lineHeight: 1.45, after: 0 }),
      ],
      [facts(data)],
    ],
    { widths: [1.25, 1], gap: 30, after: 34 },
  );
  yield table<InvoiceLine>({
    columns: [
      { title: "", value: (_, index) => `${index + 1}`, width: 26, color: "muted", align: "right" },
      {
        title: "Service",
        value: (line) => [
          line.name,
          text(
            details(line, sums.decimals)
              .map((each) => `\n${each}`)
              .join(""),
            { size: 8, color: MUTED },
          ),
        ],
      },
      {
        title: "Quantity",
        value: ({ quantity, unit }) => `${quantity} ${UNITS[unit]}`,
        width: 66,
        align: "right",
      },
      {
        title: "Price",
        value: ({ price }) => money(Decimal.of(price).trimmed(sums.decimals)),
        width: 68,
        align: "right",
      },
      { title: "VAT", value: ({ vat }) => vatOf(vat), width: 46, align: "right" },
      {
        title: currency,
        value: (line) => money(lineTotal(line, sums.decimals)),
        width: 80,
        align: "right",
      },
    ],
    rows: data.lines,
    zebra: false,
    size: 9,
    padding: 8,
    summary: "What is charged",
  });
  yield keepTogether([sumTable(data, sums)], { before: 2, after: 22 });
  for (const { reason, category } of sums.taxes)
    if (reason) yield paragraph(`${category}: ${reason}.`, { size: 9, color: MUTED });
  const amount = text(`${money(sums.due)} ${currency}`, { weight: 700 });
  yield keepTogether(
    [
      paragraph(
        data.kind === "credit note"
          ? ["We give back ", amount, ` for invoice ${data.corrects} by ${longDate(data.due)}.`]
          : sums.due.sign <= 0
            ? "This invoice is paid, with thanks."
            : ["Please pay ", amount, ` by ${longDate(data.due)}, with the reference ${data.number}.`],
        { after: 3 },
      ),
      paragraph(`${seller.bank}   IBAN ${seller.iban}   BIC ${seller.bic}`, {
        size: 9,
        color: MUTED,
        after: 0,
      }),
    ],
    { background: "tint", padding: 14, radius: 4 },
  );
  if (data.note) yield paragraph(data.note, { color: MUTED, size: 9, before: 10 });
}

/** What stands under the name of a line. */
const details = ({ note, adjustments = [] }: InvoiceLine, decimals: number): string[] => [
  ...(note ? [note] : []),
  ...adjustments.map(
    ({ reason, amount, charge }) =>
      `${reason}: ${charge ? "+" : "−"}${money(Decimal.of(amount).round(decimals))}`,
  ),
];

const vatOf = (vat: InvoiceLine["vat"]): string =>
  categoryOf(vat) === "S" ? `${rateOf(vat)} %` : categoryOf(vat);

function sumTable(data: Invoice, sums: ReturnType<typeof totals>): Block {
  const { taxes, net, gross, prepaid, due, lineSum, decimals } = sums;
  const { adjustments = [], kind, currency } = data;
  const rows: [Inline, string, boolean][] = [
    ...(adjustments.length ? [["Sum of lines", money(lineSum), false] as [string, string, boolean]] : []),
    ...adjustments.map(({ reason, amount, charge }): [Inline, string, boolean] => [
      reason,
      `${charge ? "" : "−"}${money(Decimal.of(amount).round(decimals))}`,
      false,
    ]),
    ["Net", money(net), false],
    ...taxes.map(({ category, rate, tax, base }): [Inline, string, boolean] => [
      category === "O" ? `Not subject to VAT: ${money(base)}` : `VAT ${rate} % on ${money(base)}`,
      money(tax),
      false,
    ]),
    ...(prepaid.sign
      ? ([
          ["Total", money(gross), false],
          ["Paid already", `−${money(prepaid)}`, false],
        ] as [string, string, boolean][])
      : []),
    [`${kind === "credit note" ? "To be given back" : "To be paid"}, ${currency}`, money(due), true],
  ];
  return table<[Inline, string, boolean]>({
    columns: [
      {
        value: ([title, , last]) => ({
          cell: last ? text(title, { weight: 700, size: 11 }) : text(title, { color: MUTED }),
        }),
        align: "right",
      },
      {
        value: ([, amount, last]) => ({ cell: last ? text(amount, { weight: 700, size: 11 }) : amount }),
        width: 90,
        align: "right",
      },
    ],
    rows,
    zebra: false,
    size: 9,
    padding: 8,
    summary: "Sums",
  });
}

function facts(data: Invoice): Block {
  const rows: [string, string][] = [
    [data.kind === "credit note" ? "Credit note" : "Invoice", data.number],
    ...(data.corrects ? [["Corrects", data.corrects] as [string, string]] : []),
    ["Date", longDate(data.date)],
    ["Delivered", longDate(data.delivered)],
    ["Due", longDate(data.due)],
    ...(data.buyer.vatId ? [["Your VAT number", data.buyer.vatId] as [string, string]] : []),
  ];
  return table<[string, string]>({
    columns: [{ value: ([title]) => title, color: "muted", width: 88 }, { value: ([, value]) => value }],
    rows,
    zebra: false,
    size: 9,
    padding: 5,
    summary: "Number and dates",
  });
}

const address = ({ name, street, postcode, city, country }: Party): string =>
  [
    name,
    street,
    `${postcode} ${city}`,
    new Intl.DisplayNames("en", { type: "region" }).of(country) ?? country,
  ].join("\n");

const footer = ({ seller }: Invoice, page: number, pages: Inline): Block[] => [
  rule({ after: 7, before: 0 }),
  columns(
    [
      [paragraph(`${seller.name}\n${seller.street}\n${seller.postcode} ${seller.city}`, SMALL)],
      [paragraph(`VAT number ${seller.vatId ?? "none"}\n${seller.email ?? ""}`, SMALL)],
      [paragraph(`${seller.bank}\nIBAN ${seller.iban}\nBIC ${seller.bic}`, SMALL)],
      [paragraph(["Page ", page, " of ", pages], { ...SMALL, align: "right" })],
    ],
    { widths: [1.1, 1.1, 1.3, 0.6], after: 0 },
  ),
];

const SMALL = { size: 7, lineHeight: 1.45, color: MUTED, after: 0 } as const;
