// What an invoice must have before it is sent: rules of EN 16931-1 §6.4 and of XRechnung, by their names.

import { Decimal } from "./decimal.ts";
import { categoryOf, type Category, decimalsOf, type Invoice, rateOf } from "./invoice-data.ts";

/** A VAT number with its country, as BR-CO-09 asks. Greece's is EL, Northern Ireland's XI. */
const VAT_ID = /^[A-Z]{2}[0-9A-Za-z+*.]{2,13}$/;
const DATE = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;

/**
 * Checks an invoice.
 *
 * @throws Error that names all rules that it breaks, and what to do.
 */
export function checkInvoice(invoice: Invoice, xrechnung = false): void {
  const broken = [...breaches(invoice), ...(xrechnung ? xrechnungBreaches(invoice) : [])];
  if (broken.length) throw new Error(`Invoice ${invoice.number} cannot be sent: ${broken.join("; ")}.`);
}

function* breaches(invoice: Invoice): Generator<string> {
  const { number, seller, buyer, lines, adjustments = [], kind = "invoice", corrects } = invoice;
  if (!number.trim()) yield "it has no number (BR-02)";
  for (const key of ["date", "due", "delivered"] as const)
    if (!DATE.test(invoice[key]))
      yield `\`${key}\` is ${JSON.stringify(invoice[key])}, not a date such as 2026-11-02 (BR-03)`;
  if (!lines.length) yield "it has no lines (BR-16)";
  if (kind === "credit note" && !corrects)
    yield "a credit note names in `corrects` which invoice it corrects (BR-55)";
  for (const [name, party] of [
    ["seller", seller],
    ["buyer", buyer],
  ] as const) {
    if (!party.name.trim()) yield `its ${name} has no name (BR-06, BR-07)`;
    if (!/^[A-Z]{2}$/.test(party.country))
      yield `the country of its ${name} is two capitals such as DE (BR-09, BR-11)`;
    if (party.vatId !== undefined && !VAT_ID.test(party.vatId))
      yield `the VAT number of its ${name} is ${JSON.stringify(party.vatId)}: it begins with its country, as DE123456789 (BR-CO-09)`;
  }
  for (const [i, { name, price }] of lines.entries()) {
    if (!name.trim()) yield `line ${i + 1} has no name (BR-25)`;
    if (Decimal.of(price).sign < 0)
      yield `line ${i + 1} has a negative price: make its quantity negative (BR-27)`;
    if (Decimal.of(price).trimmed().scale > 4) yield `the price of line ${i + 1} has more than four decimals`;
  }
  for (const { reason } of [...adjustments, ...lines.flatMap((line) => line.adjustments ?? [])])
    if (!reason.trim()) yield "an allowance or a charge has no reason (BR-33, BR-38)";
  yield* vatBreaches(invoice);
}

function* vatBreaches({ seller, buyer, lines, adjustments = [], deliveredTo }: Invoice): Generator<string> {
  const all = [...lines, ...adjustments].map(({ vat }) => vat);
  const categories = new Set(all.map(categoryOf));
  const has = (...names: Category[]) => names.some((name) => categories.has(name));
  if (has("S", "Z", "E", "AE", "K", "G") && !seller.vatId && !(has("S", "Z", "E") && seller.taxNumber))
    yield "its seller has no VAT number (BR-S-02, BR-Z-02, BR-E-02, BR-AE-02, BR-IC-02, BR-G-02)";
  if (has("AE", "K") && !buyer.vatId) yield "its buyer has no VAT number (BR-AE-02, BR-IC-02)";
  if (has("K") && !(deliveredTo ?? buyer.country)) yield "it does not say where goods went (BR-IC-12)";
  if (has("O") && (seller.vatId ?? buyer.vatId))
    yield "outside the scope of VAT it names no VAT numbers (BR-O-02)";
  if (has("O") && categories.size > 1) yield "outside the scope of VAT all lines are (BR-O-11)";
  for (const vat of all) {
    if (categoryOf(vat) === "S" && rateOf(vat).sign <= 0)
      yield 'a standard rate is above 0: say which category has none, such as { category: "Z" } (BR-S-05)';
    if (categoryOf(vat) === "E" && !(typeof vat === "object" && "reason" in vat && vat.reason?.trim()))
      yield "an exempt line has no reason (BR-E-10)";
  }
}

function* xrechnungBreaches({ seller, buyer, buyerReference, currency }: Invoice): Generator<string> {
  if (!buyerReference?.trim()) yield "XRechnung asks for `buyerReference` (BR-DE-15)";
  if (!seller.contact) yield "XRechnung asks for the seller's `contact` (BR-DE-2)";
  if (!seller.email || !buyer.email) yield "XRechnung asks for the `email` of both parties (BR-62, BR-63)";
  if (decimalsOf(currency) > 2) yield "amounts have at most two decimals (BR-DEC)";
}
