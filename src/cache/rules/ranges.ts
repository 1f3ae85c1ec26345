// A single byte range of a stored body (RFC 9110 §14). Several at once are answered with the whole.

export type Part = { start: number; end: number } | "unsatisfiable" | undefined;

/**
 * The part asked for, `end` exclusive.
 *
 * @returns `undefined` when the field is to be ignored: another unit, several ranges, no syntax
 */
export function parseRange(field: string, size: number): Part {
  const found = /^bytes=\s*(\d{0,15})-(\d{0,15})\s*$/i.exec(field.trim());
  if (!found) return undefined;
  const [, first = "", last = ""] = found;
  if (first === "" && last === "") return undefined;
  if (first === "") {
    const length = Number(last);
    return length === 0 || size === 0 ? "unsatisfiable" : { start: Math.max(0, size - length), end: size };
  }
  const start = Number(first);
  if (last !== "" && Number(last) < start) return undefined;
  if (start >= size) return "unsatisfiable";
  return { start, end: last === "" ? size : Math.min(size, Number(last) + 1) };
}
