// Values -> cells of SpreadsheetML (ECMA-376-1 §18.3.1.4).

import { FORMATS, type Format } from "./styles.ts";

/** A formula, which a spreadsheet computes when the file is opened. */
export interface XlsxFormula {
  /** Without the `=`, in English, with commas: `SUM(B2:B9)`. */
  formula: string;
}

/** The value of a cell. A string is always text, also one that begins with `=`; nothing is an empty cell. */
export type XlsxCell = string | number | bigint | boolean | Date | XlsxFormula | null | undefined;

/** Characters that a cell may have (§18.3.1.96): a spreadsheet calls a file with more damaged. */
const MAX_TEXT = 32_767;

/** Digits that a number keeps; a longer bigint is text, so that an account number stays what it is. */
const MAX_EXACT = BigInt(Number.MAX_SAFE_INTEGER);

/** What XML 1.0 cannot hold, and `_x000D_`, which a spreadsheet would read as an escape (§22.9.2.19). */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const UNUSUAL = /[&<>"\r\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|_(?=x[\da-f]{4}_)/gi;

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/**
 * Text for XML. Control characters are written as SpreadsheetML escapes them, `_x000D_`, since XML has no place for
 * most of them; halves of surrogate pairs become U+FFFD.
 */
export function escapeText(text: string): string {
  return text
    .toWellFormed()
    .replace(
      UNUSUAL,
      (one) => ESCAPES[one] ?? `_x${one.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`,
    );
}

/** The day before 1900-01-01, and one more: in this calendar 1900 is a leap year. */
const DAY_ZERO = Date.UTC(1899, 11, 30);
const DAY = 86_400_000;

/** The first of March 1900, before which days are one off, and the last day that there is. */
const DATES = [Date.UTC(1900, 2, 1), Date.UTC(10_000, 0, 1)] as const;

/**
 * A cell as XML; nothing for an empty one.
 *
 * @param reference such as `B7`
 * @param format of its column
 * @throws TypeError for a value that no cell can hold
 */
export function cellXml(
  reference: string,
  value: XlsxCell,
  format: Format | undefined,
  formulas: boolean,
): string {
  if (value === null || value === undefined) return "";
  const style = FORMATS.indexOf(format ?? (value instanceof Date ? "date-time" : "general"));
  const open = style > 0 ? `<c r="${reference}" s="${style}"` : `<c r="${reference}"`;
  switch (typeof value) {
    case "string":
      return textXml(reference, open, value);
    case "number":
      if (!Number.isFinite(value))
        throw new TypeError(`${reference}: ${value} is no number that a cell can hold.`);
      return `${open}><v>${value}</v></c>`;
    case "bigint":
      if (value > MAX_EXACT || value < -MAX_EXACT) return textXml(reference, open, String(value));
      return `${open}><v>${value}</v></c>`;
    case "boolean":
      return `${open} t="b"><v>${value ? 1 : 0}</v></c>`;
    default:
  }
  if (value instanceof Date) {
    const time = value.getTime();
    if (!(time >= DATES[0] && time < DATES[1]))
      throw new TypeError(`${reference}: ${String(value)} is no date from March 1900 to 9999.`);
    return `${open}><v>${(time - DAY_ZERO) / DAY}</v></c>`;
  }
  if (typeof value === "object" && typeof value.formula === "string") {
    if (!formulas)
      throw new TypeError(
        `${reference} is a formula. Say \`formulas: true\` if they are yours, and nothing that users wrote.`,
      );
    return `${open}><f>${escapeText(value.formula)}</f></c>`;
  }
  throw new TypeError(
    `${reference} is ${typeof value}: a cell is text, a number, a boolean, a Date or a formula.`,
  );
}

function textXml(reference: string, open: string, text: string): string {
  if (text === "") return "";
  if (text.length > MAX_TEXT)
    throw new TypeError(`${reference} has ${text.length} characters, and a cell can hold ${MAX_TEXT}.`);
  return `${open} t="inlineStr"><is><t xml:space="preserve">${escapeText(text)}</t></is></c>`;
}
