// What an invoice is made of, and its sums (EN 16931-1 §6.5: BR-CO-10 to BR-CO-17).

import { type Amount, Decimal } from "./decimal.ts";

export interface Party {
  name: string;
  street: string;
  postcode: string;
  city: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
  /** With its country's prefix: `DE123456789`. */
  vatId?: string;
  /** A number for taxes that is none for VAT. */
  taxNumber?: string;
  email?: string;
  /** XRechnung asks for it of sellers. */
  contact?: { name: string; phone: string; email: string };
}

/**
 * How VAT applies: S standard and reduced rates, Z zero rated, E exempt, AE reverse charge, K intra-community
 * supply, G export, O outside the scope of VAT. A number is a rate of S.
 */
export type Vat =
  | number
  | { category: "S"; rate: Amount }
  | { category: "Z" | "E" | "AE" | "K" | "G" | "O"; reason?: string };

export type Category = "S" | "Z" | "E" | "AE" | "K" | "G" | "O";

/** What is taken off, or added. */
export interface Adjustment {
  amount: Amount;
  reason: string;
  /** Added, not taken off. */
  charge?: boolean;
}

export interface InvoiceLine {
  name: string;
  note?: string;
  quantity: Amount;
  /** UN/ECE Recommendation 20: HUR is an hour, C62 a piece. */
  unit: "HUR" | "C62" | "DAY" | "MON" | "KGM" | "MTR" | "LTR" | "KWH";
  /** The net price of a unit, with up to four decimals. */
  price: Amount;
  vat: Vat;
  adjustments?: readonly Adjustment[];
}

export interface Invoice {
  /** A credit note gives back what an invoice asked for. Default `invoice`. */
  kind?: "invoice" | "credit note";
  number: string;
  /** The number of the invoice that a credit note is about. */
  corrects?: string;
  /** ISO 8601 dates. */
  date: string;
  due: string;
  delivered: string;
  /** ISO 4217. */
  currency: string;
  seller: Party & { iban: string; bank: string; bic: string };
  buyer: Party;
  /** The buyer's own mark, such as the Leitweg-ID of German authorities. */
  buyerReference?: string;
  /** Where goods went, if not to the buyer: ISO 3166-1 alpha-2. */
  deliveredTo?: string;
  lines: readonly InvoiceLine[];
  /** Of the whole invoice, before VAT. */
  adjustments?: readonly (Adjustment & { vat: Vat })[];
  /** What has been paid already. */
  prepaid?: Amount;
  note?: string;
}

/** The decimals of a currency (ISO 4217): 2 for most, 0 for JPY, 3 for KWD. */
export const decimalsOf = (currency: string): number =>
  new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;

export const categoryOf = (vat: Vat): Category => (typeof vat === "number" ? "S" : vat.category);

/** Percent: 0 for all categories but S. */
export const rateOf = (vat: Vat): Decimal =>
  Decimal.of(typeof vat === "number" ? vat : vat.category === "S" ? vat.rate : 0).trimmed();

/** The sum of a line: quantity × price, less what is taken off, each rounded. */
export function lineTotal({ quantity, price, adjustments = [] }: InvoiceLine, decimals: number): Decimal {
  const whole = Decimal.of(quantity).times(Decimal.of(price)).round(decimals);
  return whole.plus(adjusted(adjustments, decimals));
}

/** What adjustments add; negative for what they take off. */
const adjusted = (adjustments: readonly Adjustment[], decimals: number): Decimal =>
  Decimal.sum(
    adjustments.map(({ amount, charge }) => {
      const rounded = Decimal.of(amount).round(decimals);
      return charge ? rounded : Decimal.of(0).minus(rounded);
    }),
  );

/** The VAT of one category and rate. */
export interface Tax {
  category: Category;
  rate: Decimal;
  base: Decimal;
  tax: Decimal;
  /** Why there is none. */
  reason: string | undefined;
}

/** All sums of an invoice, rounded to its currency's decimals, halves away from zero. */
export function totals(invoice: Pick<Invoice, "lines" | "currency" | "adjustments" | "prepaid">) {
  const decimals = decimalsOf(invoice.currency);
  const { lines, adjustments = [] } = invoice;
  const taxes = new Map<string, Tax>();
  const add = (vat: Vat, amount: Decimal) => {
    const [category, rate] = [categoryOf(vat), rateOf(vat)];
    const key = `${category} ${rate}`;
    const known = taxes.get(key);
    const base = known ? known.base.plus(amount) : amount;
    const said = typeof vat === "object" && "reason" in vat ? vat.reason : undefined;
    const reason = said ?? known?.reason ?? REASONS[category];
    taxes.set(key, { category, rate, base, tax: base.times(rate).percent().round(decimals), reason });
  };
  for (const line of lines) add(line.vat, lineTotal(line, decimals));
  for (const each of adjustments) add(each.vat, adjusted([each], decimals));
  const sum = (values: readonly Decimal[]) => Decimal.sum(values).round(decimals);
  const of = (charge: boolean) =>
    sum(
      adjustments
        .filter((each) => (each.charge ?? false) === charge)
        .map(({ amount }) => Decimal.of(amount).round(decimals)),
    );
  const sorted = [...taxes.values()].sort((a, b) => b.rate.minus(a.rate).sign);
  const lineSum = sum(lines.map((line) => lineTotal(line, decimals)));
  const [allowances, charges] = [of(false), of(true)];
  const net = lineSum.minus(allowances).plus(charges);
  const tax = sum(sorted.map((each) => each.tax));
  const gross = net.plus(tax);
  const prepaid = Decimal.of(invoice.prepaid ?? 0).round(decimals);
  return {
    decimals,
    lineSum,
    allowances,
    charges,
    net,
    tax,
    gross,
    prepaid,
    due: gross.minus(prepaid),
    taxes: sorted,
  };
}

/** What an invoice says where there is no VAT, unless its line says otherwise. */
const REASONS: Partial<Record<Category, string>> = {
  AE: "Reverse charge: VAT is due by the buyer",
  K: "Intra-community supply, exempt from VAT",
  G: "Export outside the EU, exempt from VAT",
  O: "Not subject to VAT",
};
