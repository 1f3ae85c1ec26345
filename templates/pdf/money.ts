// Amounts and dates as they are written in documents.

import type { Decimal } from "./decimal.ts";

/** An amount with groups of three digits, and a real minus. */
export function money(amount: Decimal): string {
  const [whole = "", rest] = amount.toString().replace("-", "").split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return `${amount.sign < 0 ? "−" : ""}${grouped}${rest === undefined ? "" : `.${rest}`}`;
}

/** A date as it is written in a letter. */
export const longDate = (date: string, language = "en-GB"): string =>
  new Intl.DateTimeFormat(language, {
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  }).format(new Date(`${date}T00:00:00Z`));
