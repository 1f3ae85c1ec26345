// The `csv` kind: rows as RFC 4180, written while they are read, safe to open in a spreadsheet.

import type { Asset } from "../asset.ts";
import { streamText } from "./text/stream.ts";

/** Rows written at once. */
const PAGE = 200;

/** Options of the writer. */
type Cell = string | number | bigint;

/** The value of a cell: dates are written as ISO 8601, booleans as `true` and `false`, nothing as an empty cell. */
export type CsvCell = string | number | bigint | boolean | Date | null | undefined;

/** Options of `csv()`. */
export interface CsvOptions<Row> {
  /** The columns, left to right: what stands at the top of each, and what of a row it shows. */
  columns: Record<string, (row: Row) => CsvCell>;
  /** Stands for all of the rows in the entity tag. Needed when they can be read only once. */
  version?: unknown;
  /** Name that it is saved under. */
  filename?: string;
  /** Begins with a byte order mark, without which Excel takes UTF-8 for Latin-1. Default true. */
  bom?: boolean;
  /**
   * Puts an apostrophe before text that a spreadsheet would run as a formula (`=`, `+`, `-`, `@`, tab,
   * carriage return). Numbers stay numbers. Default true.
   */
  escapeFormulas?: boolean;
  /** One character between cells. Default `,`. */
  delimiter?: string;
}

/**
 * Rows as CSV, of any number: they are asked for only as fast as the client reads.
 *
 * @throws TypeError for rows that can be read only once without a `version`.
 *
 * @example
 * export const GET = async ({ signal }: RouteEvent) =>
 *   csv(orders.all({ signal }), {
 *     columns: { Number: (order) => order.id, Total: (order) => order.total },
 *     version: await orders.updatedAt(),
 *   });
 */
export function csv<Row>(rows: Iterable<Row> | AsyncIterable<Row>, options: CsvOptions<Row>): Asset {
  const { columns, version, filename, bom = true, escapeFormulas = true, delimiter = "," } = options;
  const headers = Object.keys(columns);
  if (headers.length === 0) throw new TypeError("csv(): `columns` names none.");
  if (!Array.isArray(rows) && version === undefined)
    throw new TypeError(
      "csv(): the rows can be read only once, so nothing can stand for them in the entity tag. " +
        "Give `version` (the date of the latest row, say), or an array.",
    );
  const toCells = (row: Row): Cell[] => headers.map((header) => toCell(columns[header]!(row)));
  return {
    types: ["text/csv; charset=utf-8"],
    key: {
      kind: "csv",
      options: { headers, bom, escapeFormulas, delimiter },
      rows: version === undefined ? (rows as Row[]).map(toCells) : undefined,
      version,
    },
    exact: version === undefined,
    filename,
    async render({ signal }) {
      const { stringify } = await import("csv-stringify/sync");
      const write = (cells: Cell[][]): string =>
        stringify(cells, { delimiter, record_delimiter: "windows", escape_formulas: escapeFormulas });
      async function* pieces(): AsyncGenerator<string, void> {
        yield (bom ? "\ufeff" : "") + write([headers]);
        let page: Cell[][] = [];
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

/** Numbers stay numbers, so that the writer does not take a negative one for a formula. */
function toCell(cell: CsvCell): Cell {
  if (cell === null || cell === undefined) return "";
  if (typeof cell === "number" || typeof cell === "bigint") return cell;
  if (cell instanceof Date) return cell.toISOString();
  return String(cell).toWellFormed();
}
