// Range requests on bytes that are whole in memory: RFC 9110 §14.

import { HttpError } from "../error.ts";
import { httpDate } from "./http-date.ts";
import { problem } from "./problem.ts";
import type { Reply } from "./raw-reply.ts";

/** A parsed `Range` header; `end` is inclusive. */
export type RangeResult = { start: number; end: number } | "whole" | "unsatisfiable";

/** One range of bytes (RFC 9110 §14.1.2). Read once from left to right: no two parts of it can take the same spaces. */
const ONE_RANGE = /^bytes=[ \t]*(\d*)-(\d*)[ \t]*$/i;

/**
 * Reads a `Range` header against `size` bytes. Several ranges, other units and anything malformed
 * are answered whole, as RFC 9110 §14.2 allows.
 */
export function parseRange(header: string | null, size: number): RangeResult {
  const match = header === null ? null : ONE_RANGE.exec(header);
  if (!match) return "whole";
  const [, first = "", last = ""] = match;
  if (first === "" && last === "") return "whole";
  if (first === "") {
    const length = Number(last);
    if (length === 0 || size === 0) return "unsatisfiable";
    return { start: Math.max(0, size - length), end: size - 1 };
  }
  const start = Number(first);
  if (last !== "" && Number(last) < start) return "whole";
  if (start >= size) return "unsatisfiable";
  return { start, end: last === "" ? size - 1 : Math.min(Number(last), size - 1) };
}

/** The answer to a range that has no byte in it (RFC 9110 §15.5.17). */
export function unsatisfiable(size: number): Reply {
  const refused = problem(new HttpError(416, { reason: "No byte of that range exists." }));
  refused.headers.set("content-range", `bytes */${size}`);
  return refused;
}

/**
 * Whether `If-Range` lets the range stand (RFC 9110 §13.1.5): an equal strong tag, or the very
 * date of `Last-Modified`.
 */
export function ifRangeHolds(
  header: string | null,
  etag: string | null,
  lastModified: string | null,
): boolean {
  if (header === null) return true;
  const value = header.trim();
  if (value.startsWith('"')) return value === etag;
  const date = httpDate(value);
  return date !== undefined && date === httpDate(lastModified);
}
