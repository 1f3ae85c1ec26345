// An answer that nobody may use after a moment: lifetimes cut, uses beyond them taken away.

/** `Cache-Control` and its targeted siblings (RFC 9213): `CDN-Cache-Control`, `Surrogate-Control` … */
const CONTROL = /(?:^|-)(?:cache|surrogate)-control$/;

const LIFETIME = /(\b(?:max-age|s-maxage)\s*=\s*"?)(\d+)/gi;
const STALE = /(?:^|,)\s*stale-(?:while-revalidate|if-error)\s*(?:=\s*"?\d*"?)?\s*(?=,|$)/gi;

/**
 * Cuts the lifetimes of an answer, and forbids using it stale (`must-revalidate`, RFC 9111 §5.2.2.2). One that is
 * validated on each use, or kept nowhere, stays as it is.
 *
 * @param seconds from now on
 */
export function endBy(headers: Headers, seconds: number): void {
  const left = Math.max(0, seconds);
  const fields = [...headers];
  for (const [name, value] of fields) {
    if (name === "expires") {
      const end = Date.now() + left * 1_000;
      if (Date.parse(value) > end) headers.set(name, new Date(end).toUTCString());
    }
    if (!CONTROL.test(name)) continue;
    const cut = value
      .replace(LIFETIME, (_, before: string, age: string) => before + Math.min(Number(age), left))
      .replace(STALE, "")
      .replace(/^\s*,\s*/, "");
    const isKept = /\b(?:max-age|s-maxage)\b/i.test(cut);
    const isSaid = !isKept || /\bmust-revalidate\b/i.test(cut);
    if (cut !== value || !isSaid) headers.set(name, isSaid ? cut : `${cut}, must-revalidate`);
  }
}
