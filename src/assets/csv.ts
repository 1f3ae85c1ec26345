// The `csv` kind: rows as RFC 4180, written while they are read, safe to open in a spreadsheet.

import type { Asset } from "../asset.ts";
import { unknownName } from "../did-you-mean.ts";
import { present, type Members, type Nullable } from "./text/input.ts";
import { streamText } from "./text/stream.ts";

/** Rows written at once. */
const PAGE = 200;

/** The value of a cell: dates are written as ISO 8601, booleans as `true` and `false`, nothing as an empty cell. */
export type CsvCell = string | number | bigint | boolean | Date | null | undefined;

/** What a column shows of a row. */
type Show<Row> = (row: Row) => CsvCell;

/** Options of `csv()`. */
export interface CsvOptions<Row> {
  /**
   * The columns, left to right: what stands at the top of each, and what of a row it shows. Pairs keep their
   * order; an object keeps that of all names but whole numbers (`2023`), which are refused.
   */
  columns: Readonly<Record<string, Show<Row>>> | readonly (readonly [string, Show<Row>])[];
  /** Stands for all of the rows in the entity tag. Needed when they can be read only once. */
  version?: unknown;
  /** Name that it is saved under. */
  filename?: string;
  /** Begins with a byte order mark, without which Excel takes UTF-8 for Latin-1. Default true. */
  bom?: boolean;
  /**
   * Puts an apostrophe before text that a spreadsheet would run as a formula (`=`, `+`, `-`, `@`, tab), at the
   * start of a cell and after each line end in it. Numbers stay numbers. Default true.
   */
  escapeFormulas?: boolean;
  /** One character between cells. Default that of the dialect, and a tab where the URL ends in `.tsv`. */
  delimiter?: string;
  /**
   * `excel-de` is what Excel writes and reads in German and in most of Europe: semicolons between cells,
   * decimal commas, WAHR and FALSCH. Default `rfc4180`.
   */
  dialect?: Dialect;
}

type Dialect = "rfc4180" | "excel-de";

const OPTIONS: Members<CsvOptions<unknown>> = {
  columns: true,
  version: true,
  filename: true,
  bom: true,
  escapeFormulas: true,
  delimiter: true,
  dialect: true,
};

const DIALECTS: Record<Dialect, { delimiter: string; decimal: string; boolean: (value: boolean) => string }> =
  {
    rfc4180: { delimiter: ",", decimal: ".", boolean: String },
    "excel-de": { delimiter: ";", decimal: ",", boolean: (value) => (value ? "WAHR" : "FALSCH") },
  };

const TSV = "text/tab-separated-values; charset=utf-8";

/** Line ends, of which some readers know more than others. */
const LINE_ENDS = "\r\n\v\f\u0085\u2028\u2029";

/** The start of a line that a spreadsheet may run: an operator, also a full-width one, or a tab. */
const FORMULA = new RegExp(`(^|[${LINE_ENDS}])(?= *[=+\\-@\\t\uff1d\uff0b\uff0d\uff20])`, "g");

/**
 * Rows as CSV, or as TSV where the URL ends in `.tsv`, of any number: they are asked for only as fast as the
 * client reads.
 *
 * @throws TypeError for rows that can be read only once without a `version`, for an option that is not known,
 *   and for columns that would not keep their order.
 *
 * @example
 * export const GET = async ({ signal }: RouteEvent) =>
 *   csv(orders.all({ signal }), {
 *     columns: [["Number", (order) => order.id], ["2026", (order) => order.total]],
 *     version: await orders.updatedAt(),
 *   });
 */
export function csv<Row>(
  rows: Iterable<Row> | AsyncIterable<Row>,
  options: Nullable<CsvOptions<Row>>,
): Asset {
  const given = present<CsvOptions<Row>>("csv()", options, OPTIONS as Members<CsvOptions<Row>>);
  const { version, filename, bom = true, escapeFormulas = true, dialect = "rfc4180" } = given;
  if (!Object.hasOwn(DIALECTS, dialect))
    throw new TypeError(`csv(): dialect: ${unknownName(String(dialect), Object.keys(DIALECTS))}`);
  if (given.delimiter !== undefined && !/^[^"\r\n]$/u.test(given.delimiter))
    throw new TypeError(`csv(): the delimiter ${JSON.stringify(given.delimiter)} is not one character.`);
  const columns = columnsOf(given.columns);
  if (!Array.isArray(rows) && version === undefined)
    throw new TypeError(
      "csv(): the rows can be read only once, so nothing can stand for them in the entity tag. " +
        "Give `version` (the date of the latest row, say), or an array.",
    );
  const toText = (cell: CsvCell) => textOf(cell, dialect, escapeFormulas);
  const headers = columns.map(([header]) => toText(header));
  const toCells = (row: Row): string[] => columns.map(([, show]) => toText(show(row)));
  return {
    types: ["text/csv; charset=utf-8", TSV],
    key: {
      kind: "csv",
      options: { headers, bom, escapeFormulas, delimiter: given.delimiter, dialect },
      rows: version === undefined ? (rows as Row[]).map(toCells) : undefined,
      version,
    },
    exact: version === undefined,
    filename,
    async render({ type, signal }) {
      const { stringify } = await import("csv-stringify/sync");
      const delimiter = given.delimiter ?? (type === TSV ? "\t" : DIALECTS[dialect].delimiter);
      const write = (cells: string[][]): string =>
        stringify(cells, {
          delimiter,
          record_delimiter: "windows",
          quoted_match: /[\r\n\v\f\u0085\u2028\u2029]/,
        });
      async function* pieces(): AsyncGenerator<string, void> {
        yield (bom ? "\ufeff" : "") + write([headers]);
        let page: string[][] = [];
        for await (const row of rows) {
          page.push(toCells(row));
          if (page.length === PAGE) {
            yield write(page);
            page = [];
          }
        }
        if (page.length > 0) yield write(page);
      }
      return streamText(pieces(), signal);
    },
  };
}

function columnsOf<Row>(columns: CsvOptions<Row>["columns"]): readonly (readonly [string, Show<Row>])[] {
  const pairs: readonly (readonly [string, Show<Row>])[] = Array.isArray(columns)
    ? (columns as readonly (readonly [string, Show<Row>])[])
    : Object.entries(columns ?? {});
  if (pairs.length === 0) throw new TypeError("csv(): `columns` names none.");
  for (const pair of pairs) {
    const [header, show] = Array.isArray(pair) ? pair : [];
    if (typeof header !== "string" || typeof show !== "function")
      throw new TypeError("csv(): each of `columns` is a name and a function of a row.");
    if (!Array.isArray(columns) && /^(?:0|[1-9]\d{0,9})$/.test(header))
      throw new TypeError(
        `csv(): JavaScript puts ${header} before all other names of an object. Give \`columns\` as pairs: [["${header}", (row) => …], …].`,
      );
  }
  return pairs;
}

function textOf(cell: CsvCell, dialect: Dialect, escapeFormulas: boolean): string {
  const { decimal, boolean } = DIALECTS[dialect];
  if (cell === null || cell === undefined) return "";
  if (typeof cell === "number" || typeof cell === "bigint") return String(cell).replace(".", decimal);
  if (typeof cell === "boolean") return boolean(cell);
  if (cell instanceof Date) return cell.toISOString();
  const text = String(cell).toWellFormed();
  return escapeFormulas ? text.replaceAll(FORMULA, "$1'") : text;
}
