// The `xlsx` kind: sheets of rows as a workbook of Excel (ECMA-376), written while they are read.

import type { Asset } from "../asset.ts";
import { unknownName } from "../did-you-mean.ts";
import { present, type Members, type Nullable } from "./text/input.ts";
import { type Sheet, writeSheet, type XlsxColumn } from "./xlsx/sheet.ts";
import { FORMATS, stylesXml } from "./xlsx/styles.ts";
import { workbookParts } from "./xlsx/workbook.ts";
import { streamBytes } from "./zip/stream-bytes.ts";
import { writeZip, type ZipFile } from "./zip/write.ts";

const SHEET: Members<Sheet> = { name: true, rows: true, columns: true };
const COLUMN: Members<XlsxColumn<unknown>> = { title: true, value: true, format: true, width: true };

/** Options of `xlsx()`. */
export interface XlsxOptions {
  /** Stands for all of the rows in the entity tag. Needed when they can be read only once. */
  version?: unknown;
  /** Name that it is saved under. */
  filename?: string;
  /** Takes `{ formula }` as a cell's value. Default false: nothing in the file is computed. */
  formulas?: boolean;
}

const OPTIONS: Members<XlsxOptions> = { version: true, filename: true, formulas: true };

const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** Columns that a sheet has, and sheets that are taken. */
const MAX_COLUMNS = 16_384;
const MAX_SHEETS = 255;

/**
 * Sheets as a workbook, up to 1,048,575 rows each, which are asked for only as fast as the client reads. Titles are
 * bold and stay in sight. Strings are text, whatever they begin with.
 *
 * @throws TypeError for a member or an option that is not known, for a sheet's name that Excel refuses, and for rows
 *   that can be read only once without a `version`
 *
 * @example
 * export const GET = async ({ signal }: RouteEvent) =>
 *   xlsx(
 *     [
 *       sheet("Orders", orders.all({ signal }), [
 *         { title: "Number", value: (order) => order.id, format: "text" },
 *         { title: "Total", value: (order) => order.total, format: "decimal" },
 *         { title: "Paid", value: (order) => order.paid, format: "date", width: 12 },
 *       ]),
 *     ],
 *     { version: await orders.updatedAt(), filename: "orders.xlsx" },
 *   );
 */
export function xlsx(sheets: readonly Sheet[], options: Nullable<XlsxOptions> = {}): Asset {
  const { version, filename, formulas = false } = present<XlsxOptions>("xlsx()", options, OPTIONS);
  if (!Array.isArray(sheets) || sheets.length === 0 || sheets.length > MAX_SHEETS)
    throw new TypeError(`xlsx(): give a list of 1 to ${MAX_SHEETS} sheets.`);
  const checked = sheets.map(checkedSheet);
  const names = checked.map(({ name }) => name);
  for (const [index, name] of names.entries())
    if (names.some((other, before) => before < index && other.toLowerCase() === name.toLowerCase()))
      throw new TypeError(
        `xlsx(): two sheets are called ${JSON.stringify(name)}, whatever the case of their letters.`,
      );
  const isFixed = checked.every(({ rows }) => Array.isArray(rows));
  if (!isFixed && version === undefined)
    throw new TypeError(
      "xlsx(): the rows can be read only once, so nothing can stand for them in the entity tag. " +
        "Give `version` (the date of the latest row, say), or arrays.",
    );
  return {
    types: [TYPE],
    key: {
      kind: "xlsx",
      version,
      formulas,
      sheets: checked.map(({ name, columns, rows }) => [
        name,
        columns.map(({ title, format, width }) => [title, format, width]),
        version === undefined
          ? (rows as unknown[]).map((row) => columns.map(({ value }) => value(row)))
          : undefined,
      ]),
    },
    exact: version === undefined,
    filename,
    render: ({ signal }) => streamBytes(writeZip(filesOf(checked, formulas)), signal),
  };
}

/**
 * A sheet of `xlsx()`, whose columns know the type of its rows.
 *
 * @param name at most 31 characters, and none of `[ ] : * ? / \\`
 * @param columns left to right
 *
 * @example
 * sheet("Cities", cities, [{ title: "Name", value: (city) => city.name }]);
 */
export function sheet<Row>(
  name: string,
  rows: Iterable<Row> | AsyncIterable<Row>,
  columns: readonly Nullable<XlsxColumn<Row>>[],
): Sheet {
  return { name, rows, columns } as unknown as Sheet;
}

/** Excel's own rules for names of sheets. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const NO_SHEET_NAME = /[[\]:*?/\\\0-\x1f]|^'|'$|^history$/i;
const MAX_SHEET_NAME = 31;
const MAX_WIDTH = 255;

function checkedSheet(value: Nullable<Sheet>, index: number): Sheet {
  const given = present<Sheet>(`xlsx(): sheet ${index + 1}`, value, SHEET);
  const { name, columns, rows } = given;
  const fault = (message: string) => new TypeError(`xlsx(): sheet ${JSON.stringify(name)}: ${message}`);
  if (
    typeof name !== "string" ||
    name.trim() === "" ||
    name.length > MAX_SHEET_NAME ||
    NO_SHEET_NAME.test(name)
  )
    throw fault(`a name has 1 to ${MAX_SHEET_NAME} characters and none of [ ] : * ? / \\`);
  if (typeof rows !== "object" || rows === null || !(Symbol.iterator in rows || Symbol.asyncIterator in rows))
    throw fault("`rows` is neither an array nor an (async) iterable.");
  if (!Array.isArray(columns) || columns.length === 0 || columns.length > MAX_COLUMNS)
    throw fault(`\`columns\` is a list of 1 to ${MAX_COLUMNS}.`);
  return {
    name: name.toWellFormed(),
    rows,
    columns: columns.map((column, at) => {
      const one = present<XlsxColumn<unknown>>(
        `xlsx(): sheet ${JSON.stringify(name)}: column ${at + 1}`,
        column,
        COLUMN,
      );
      if (typeof one.title !== "string" || typeof one.value !== "function")
        throw fault(`column ${at + 1} needs a \`title\` and a \`value\`, a function of a row.`);
      if (one.format !== undefined && !FORMATS.includes(one.format))
        throw fault(`column ${at + 1}: format: ${unknownName(String(one.format), FORMATS)}`);
      if (one.width !== undefined && !(one.width > 0 && one.width <= MAX_WIDTH))
        throw fault(`column ${at + 1}: the width ${one.width} is not more than 0 and at most ${MAX_WIDTH}.`);
      return one;
    }),
  };
}

async function* filesOf(sheets: readonly Sheet[], formulas: boolean): AsyncGenerator<ZipFile, void> {
  const file = (name: string, content: ZipFile["content"]): ZipFile => ({
    name: Buffer.from(name),
    modified: undefined,
    isDeflated: true,
    content,
  });
  const names = sheets.map(({ name }) => name);
  for (const [path, xml] of workbookParts(names, stylesXml())) yield file(path, [Buffer.from(xml)]);
  for (const [index, one] of sheets.entries())
    yield file(`xl/worksheets/sheet${index + 1}.xml`, writeSheet(one, formulas));
}
