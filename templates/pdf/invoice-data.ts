// What an invoice is made of, and its sums.

export interface Party {
  name: string;
  street: string;
  postcode: string;
  city: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
  vatId?: string;
  email?: string;
}

export interface InvoiceLine {
  name: string;
  note?: string;
  quantity: number;
  /** UN/ECE Recommendation 20: HUR is an hour, C62 a piece. */
  unit: "HUR" | "C62" | "DAY" | "MON";
  /** Cents. */
  price: number;
  /** Percent. */
  vat: number;
}

export interface Invoice {
  number: string;
  /** ISO 8601 dates. */
  date: string;
  due: string;
  delivered: string;
  currency: string;
  seller: Party & { iban: string; bank: string; bic: string };
  buyer: Party;
  lines: readonly InvoiceLine[];
  note?: string;
}

/** The sum of a line in cents. */
export const lineTotal = ({ quantity, price }: InvoiceLine): number => Math.round(quantity * price);

/** Net, tax for each rate, and what is to be paid, in cents. */
export function totals({ lines }: Pick<Invoice, "lines">) {
  const rates = new Map<number, number>();
  for (const line of lines) rates.set(line.vat, (rates.get(line.vat) ?? 0) + lineTotal(line));
  const taxes = [...rates]
    .sort(([a], [b]) => b - a)
    .map(([rate, net]) => ({ rate, net, tax: Math.round((net * rate) / 100) }));
  const net = taxes.reduce((sum, each) => sum + each.net, 0);
  const tax = taxes.reduce((sum, each) => sum + each.tax, 0);
  return { net, tax, gross: net + tax, taxes };
}
