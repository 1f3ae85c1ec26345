// Which stored variant answers a request (RFC 9111 §4.1): request fields normalised, then compared.

import { remember } from "../remember.ts";

/** The codings that the app compresses to, best first. */
const CODINGS = ["br", "zstd", "gzip"];

interface Weighted {
  name: string;
  q: number;
}

/** Names with their quality (RFC 9110 §12.4.2), lower case, parameters other than `q` kept in the name. */
function weighted(text: string): Weighted[] {
  const found: Weighted[] = [];
  for (const part of text.toLowerCase().split(",")) {
    const [name = "", ...parameters] = part.split(";").map((piece) => piece.replace(/\s+/g, ""));
    if (name === "") continue;
    const q = parameters.find((parameter) => parameter.startsWith("q="));
    const quality = q === undefined ? 1 : Number(q.slice(2));
    const rest = parameters.filter((parameter) => parameter !== q && parameter !== "");
    found.push({ name: [name, ...rest].join(";"), q: quality >= 0 && quality <= 1 ? quality : 1 });
  }
  return found;
}

/**
 * The codings worth trying for this client, best first, cut after one that the app always has.
 * Dozens of `Accept-Encoding` values in the wild come down to `br`, `gzip` and nothing.
 */
export const normalEncoding: (text: string) => string = remember(500, (text) => {
  const asked = weighted(text);
  const any = asked.find((coding) => coding.name === "*")?.q ?? 0;
  const quality = (name: string) =>
    asked.find((coding) => coding.name === name || coding.name === `x-${name}`)?.q ?? any;
  const accepted = CODINGS.filter((name) => quality(name) > 0).sort((a, b) => quality(b) - quality(a));
  const end = accepted.findIndex((name) => name === "br" || name === "gzip");
  const kept = end < 0 ? accepted : accepted.slice(0, end + 1);
  const identity = asked.find((coding) => coding.name === "identity")?.q;
  if (identity === 0 || (identity === undefined && any === 0 && asked.some((c) => c.name === "*")))
    kept.push("identity;q=0");
  return kept.join(", ");
});

/** Media ranges in order of preference, names for ties, steps of quality in place of numbers. */
export const normalAccept: (text: string) => string = remember(500, (text) => {
  const ranges = weighted(text).filter((range) => /^[\w!#$&^.+*-]+\/[\w!#$&^.+*-]+/.test(range.name));
  ranges.sort((a, b) => b.q - a.q || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const steps = new Map([...new Set(ranges.map((range) => range.q))].map((q, step) => [q, step]));
  const written = ranges.map(({ name, q }) => {
    const step = steps.get(q)!;
    if (q === 0) return `${name};q=0`;
    return step === 0 ? name : `${name};q=${Math.max(0.001, 1 - step / 10).toFixed(3)}`;
  });
  return [...new Set(written)].join(", ");
});

/** Language order is kept: where qualities are equal, many apps take it as the reader's preference. */
const normalLanguage = remember(500, (text) => text.toLowerCase().replace(/\s+/g, ""));

/**
 * A request field's value as it is compared and, for the two `Accept` fields, as it is sent on. Only fields that are
 * known to be lists may be normalised (RFC 9111 §4.1); of another, spaces and commas may be a part of the value.
 */
export function normalField(name: string, value: string | null): string | undefined {
  if (value === null) return undefined;
  switch (name) {
    case "accept-encoding":
      return normalEncoding(value);
    case "accept":
      return normalAccept(value);
    case "accept-language":
      return normalLanguage(value);
    default:
      return value;
  }
}

const STAR = "*";

/**
 * The field names of a `Vary` value, in lower case, sorted; `"*"` when no stored answer can ever
 * be chosen by it.
 */
export const parseVary: (text: string) => readonly string[] | "*" = remember(200, (text) => {
  const names = text
    .split(",")
    .map((name) => name.trim().toLowerCase())
    .filter(Boolean);
  if (names.includes(STAR)) return STAR;
  return [...new Set(names)].sort();
});

/** The key of the variant that a request selects among those that vary by `names`. */
export function variantKey(key: string, names: readonly string[], headers: Pick<Headers, "get">): string {
  let made = `${key}\nvary`;
  for (const name of names) {
    const value = normalField(name, headers.get(name));
    // A field that is absent is not one that is empty.
    made += value === undefined ? `\n${name}` : `\n${name}:${value}`;
  }
  return made;
}
