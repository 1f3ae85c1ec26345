// A sheet, row by row (ECMA-376-1 §18.3.1.99), while the rows are read.

import { cellXml, type XlsxCell, escapeText } from "./cell.ts";
import { type Format, TITLE_STYLE } from "./styles.ts";

/** A column of a sheet. */
export interface XlsxColumn<Row> {
  title: string;
  /** What it shows of a row. */
  value: (row: Row) => XlsxCell;
  /** How it shows its values. Default: numbers as they are, dates as `date-time`. */
  format?: Format;
  /** In characters of the default font, at most 255. Default: that of the title, and at least 10. */
  width?: number;
}

/** A sheet whose input was checked. */
export interface Sheet {
  name: string;
  columns: readonly XlsxColumn<unknown>[];
  rows: Iterable<unknown> | AsyncIterable<unknown>;
}

/** Rows that a sheet has (§18.3.1.73), titles included. */
const MAX_ROWS = 1_048_576;

/** Rows that are turned into bytes at once. */
const PAGE = 200;

const NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/** `A` … `Z`, `AA` … `XFD`. */
export function columnName(index: number): string {
  const rest = index % 26;
  const letter = String.fromCharCode(65 + rest);
  return index < 26 ? letter : columnName((index - rest) / 26 - 1) + letter;
}

/**
 * The bytes of a sheet.
 * @throws TypeError naming the sheet and the cell that cannot be written, and for more rows than a sheet has
 */
export async function* writeSheet(
  { name, columns, rows }: Sheet,
  formulas: boolean,
): AsyncGenerator<Uint8Array, void> {
  const encoder = new TextEncoder();
  const letters = columns.map((_, index) => columnName(index));
  const titles = columns.map(
    ({ title }, index) =>
      `<c r="${letters[index]}1" s="${TITLE_STYLE}" t="inlineStr"><is><t xml:space="preserve">${escapeText(title)}</t></is></c>`,
  );
  const widths = columns.map(
    ({ title, width = Math.min(255, Math.max(10, title.length + 2)) }, index) =>
      `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`,
  );
  let text =
    `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="${NS}"><sheetViews><sheetView workbookViewId="0">` +
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
    `<cols>${widths.join("")}</cols><sheetData><row r="1">${titles.join("")}</row>`;
  let number = 1;
  for await (const row of rows) {
    if (++number > MAX_ROWS)
      throw new TypeError(`xlsx(): ${name}: a sheet has ${MAX_ROWS} rows, and these are more.`);
    text += `<row r="${number}">`;
    try {
      for (const [index, { value, format }] of columns.entries())
        text += cellXml(`${letters[index]}${number}`, value(row), format, formulas);
    } catch (error) {
      if (error instanceof TypeError) error.message = `xlsx(): ${name}: ${error.message}`;
      throw error;
    }
    text += "</row>";
    if (number % PAGE === 0) {
      yield encoder.encode(text);
      text = "";
    }
  }
  yield encoder.encode(`${text}</sheetData></worksheet>`);
}
