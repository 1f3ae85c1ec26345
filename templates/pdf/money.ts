// Amounts, counted in cents so that sums are exact.

/** Cents as text with two decimals and groups of three digits. */
export function money(cents: number): string {
  const [whole = "", rest = ""] = (Math.abs(cents) / 100).toFixed(2).split(".");
  return `${cents < 0 ? "−" : ""}${whole.replace(/\B(?=(\d{3})+$)/g, ",")}.${rest}`;
}

/** A date as it is written in a letter. */
export const longDate = (date: string, language = "en-GB"): string =>
  new Intl.DateTimeFormat(language, {
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  }).format(new Date(`${date}T00:00:00Z`));
