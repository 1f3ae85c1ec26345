// Workbooks, judged by openpyxl, xmllint and unzip.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { sheet, xlsx, type XlsxColumn } from "offprint";
import { afterAll, describe, expect, it } from "vitest";
import { columnName } from "../../src/assets/xlsx/sheet.ts";
import { hasProgram, hasPython, python, xmllint } from "../judges.ts";
import { appOf } from "../project.ts";
import { bytesOf, contextOf, keepsContract } from "./contract.ts";

const canRead = hasPython("openpyxl");
const canLint = hasProgram("xmllint") && hasProgram("unzip");

const folder = mkdtempSync(join(tmpdir(), "offprint-xlsx-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
function toFile(bytes: Uint8Array): string {
  const file = join(folder, `${files++}.xlsx`);
  writeFileSync(file, bytes);
  return file;
}

/** Of each sheet: name, frozen cell, widths, and of each cell its value, type and number format. */
const READ = `
import sys, json, openpyxl
def value(v): return v.isoformat() if hasattr(v, "isoformat") else v
def read(path):
  book = openpyxl.load_workbook(path)
  return [[s.title, s.freeze_panes, {k: d.width for k, d in s.column_dimensions.items()},
    [[[value(c.value), c.data_type, c.number_format, c.font.b] for c in row] for row in s.iter_rows()]] for s in book]
print(json.dumps([read(path) for path in sys.argv[1:]]))`;
type Cell = [value: unknown, type: string, format: string, bold: boolean | null];
type Read = [name: string, frozen: string, widths: Record<string, number>, rows: Cell[][]][];
const readAll = (books: Uint8Array[]) => python(READ, ...books.map(toFile)) as Read[];

const column: XlsxColumn<unknown> = { title: "A", value: (row) => row as string };

keepsContract(
  "xlsx",
  () => xlsx([sheet("S", ["a"], [column])]),
  () => xlsx([sheet("S", ["b"], [column])]),
);

describe("a workbook", () => {
  it.skipIf(!canRead || !canLint)(
    "has types, formats, widths, frozen bold titles and several sheets",
    async () => {
      const at = new Date("2026-11-20T09:30:00Z");
      const rows = [
        { name: "=1+1", count: 1234, share: 0.5, big: 12_345_678_901_234_567_890n, ok: true, at },
        { name: "日本 🗾 <&>", count: -0.25, share: null, big: 5n, ok: false, at: undefined },
      ];
      const bytes = await bytesOf(
        xlsx(
          [
            sheet("Überblick & mehr", rows, [
              { title: "Name", value: (row) => row.name, width: 30 },
              { title: "Count", value: (row) => row.count, format: "decimal" },
              { title: "Share", value: (row) => row.share, format: "percent", width: null },
              { title: "Big", value: (row) => row.big },
              { title: "OK", value: (row) => row.ok },
              { title: "At", value: (row) => row.at },
              { title: "Day", value: (row) => row.at, format: "date" },
              { title: "Sum", value: () => ({ formula: 'SUM(B2:B3)&"<"' }) },
            ]),
            sheet(
              "Second",
              (async function* () {
                yield 7;
              })(),
              [{ title: "N", value: (row) => row, format: "integer" }],
            ),
          ],
          { version: 1, formulas: true },
        ),
      );
      const [[first, second]] = readAll([bytes]) as [[Read[0], Read[0]]];
      expect([first[0], first[1], second[0], second[1]]).toEqual(["Überblick & mehr", "A2", "Second", "A2"]);
      expect(first[2]).toMatchObject({ A: 30, B: 10 });
      expect(first[3][0]!.map(([value, , , bold]) => [value, bold])).toEqual(
        ["Name", "Count", "Share", "Big", "OK", "At", "Day", "Sum"].map((title) => [title, true]),
      );
      const plain = (row: Cell[]) => row.map((cell) => cell.slice(0, 3));
      expect(plain(first[3][1]!)).toEqual([
        ["=1+1", "s", "General"],
        [1234, "n", "#,##0.00"],
        [0.5, "n", "0.0%"],
        ["12345678901234567890", "s", "General"],
        [true, "b", "General"],
        ["2026-11-20T09:30:00", "d", "yyyy\\-mm\\-dd\\ hh:mm:ss"],
        ["2026-11-20T09:30:00", "d", "yyyy\\-mm\\-dd"],
        ['=SUM(B2:B3)&"<"', "f", "General"],
      ]);
      expect(first[3][2]!.map(([value]) => value)).toEqual([
        "日本 🗾 <&>",
        -0.25,
        null,
        5,
        false,
        null,
        null,
        '=SUM(B2:B3)&"<"',
      ]);
      expect(plain(second[3][1]!)).toEqual([[7, "n", "#,##0"]]);
      const file = toFile(bytes);
      for (const part of execFileSync("zipinfo", ["-1", file]).toString().trim().split("\n"))
        xmllint(execFileSync("unzip", ["-p", file, part.replaceAll("[", "\\[")]));
      expect(execFileSync("unzip", ["-t", file]).toString()).toContain("No errors detected");
    },
  );

  it.skipIf(!canRead)("gives any text back as it was", async () => {
    const hostile = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string({ unit: fc.constantFrom(..."=+-@<>&\"'\r\n\t _x0D\0\u0008\u2028]".split("")) }),
      fc.constantFrom("_x000D_", "__x0041_", "]]>", " a ", "\r\n", "<f>1</f>", "\ufffe", '=HYPERLINK("x")'),
    );
    const made: [string[], Uint8Array][] = [];
    await fc.assert(
      fc.asyncProperty(fc.array(hostile, { minLength: 1, maxLength: 20 }), async (rows) => {
        made.push([rows, await bytesOf(xlsx([sheet("S", rows, [{ ...column, title: rows[0]! }])]))]);
      }),
      { numRuns: 30 },
    );
    const found = readAll(made.map(([, bytes]) => bytes));
    for (const [index, [rows]] of made.entries()) {
      const cells = found[index]![0]![3].map(([cell]) => cell!);
      expect(cells.every(([, type]) => type === "s" || type === "n")).toBe(true);
      // openpyxl knows the escapes of carriage returns and the like, though not in every place: they are undone here.
      const texts = cells.map(([value]) =>
        ((value as string | null) ?? "").replace(/_x([\da-f]{4})_/gi, (_, hex: string) =>
          String.fromCharCode(Number.parseInt(hex, 16)),
        ),
      );
      while (texts.length <= rows.length) texts.push(""); // empty cells at the end are none
      expect(texts).toEqual([rows[0]!, ...rows].map((text) => text.toWellFormed()));
    }
  });

  it("refuses what it does not know, what Excel refuses, and formulas that nobody asked for", async () => {
    const bad =
      (name: string, columns: object[], rows: unknown = [], options: object = {}) =>
      () =>
        xlsx([sheet(name, rows as [], columns as [XlsxColumn<unknown>])], options);
    const one = [column];
    for (const name of ["", " ", "a/b", "a:b", "[a]", "'a'", "History", "x".repeat(32), "a\nb"])
      expect(bad(name, one)).toThrow("a name has 1 to 31 characters");
    expect(bad("S", [])).toThrow("is a list of 1 to 16384");
    expect(bad("S", one, 7)).toThrow("neither an array nor an (async) iterable");
    expect(bad("S", [{ ...column, widths: 7 }])).toThrow("Did you mean `width`?");
    expect(bad("S", [{ ...column, format: "dates" }])).toThrow("Did you mean `date`?");
    expect(bad("S", [{ ...column, width: 256 }])).toThrow("at most 255");
    expect(bad("S", [{ title: "A" }])).toThrow("needs a `title` and a `value`");
    expect(bad("S", one, [], { formula: true })).toThrow("Did you mean `formulas`?");
    expect(bad("S", one, new Set())).toThrow("Give `version`");
    expect(() => xlsx([])).toThrow("1 to 255 sheets");
    expect(() => xlsx([sheet("a", [], one), sheet("A", [], one)])).toThrow("two sheets are called");
    const cell = (value: unknown) => bytesOf(xlsx([sheet("S", new Set([value]), one)], { version: 1 }));
    await expect(cell({ formula: "1+1" })).rejects.toThrow(
      "xlsx(): S: A2 is a formula. Say `formulas: true`",
    );
    await expect(cell(Number.NaN)).rejects.toThrow("A2: NaN is no number");
    await expect(cell(new Date("1900-01-01"))).rejects.toThrow("is no date from March 1900");
    await expect(cell("x".repeat(32_768))).rejects.toThrow("has 32768 characters");
    await expect(cell([])).rejects.toThrow("A2 is object");
  });

  it("reads rows as they are asked for, and lets go of them", async () => {
    let read = 0;
    let closed = false;
    async function* endless(): AsyncGenerator<string> {
      try {
        for (;;) yield `${read++} ${Math.random()}`;
      } finally {
        closed = true;
      }
    }
    const book = xlsx([sheet("S", endless(), [column])], { version: 1 });
    const body = (await book.render(await contextOf(book.types[0]!))) as ReadableStream;
    const reader = body.getReader();
    await reader.read();
    const after = read;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(read - after).toBeLessThan(20_000);
    await reader.cancel();
    await expect.poll(() => closed).toBe(true);
  });

  it("is served by its extension, and validated without being made", async () => {
    const app = await appOf({
      "a.xlsx.ts": `import { sheet, xlsx } from "offprint";
        export const GET = () => xlsx([sheet("S", [1], [{ title: "A", value: (row) => row }])], { filename: "a" });`,
    });
    const answer = await app.get("/a.xlsx");
    expect(answer.headers.get("content-type")).toContain("spreadsheetml.sheet");
    expect(answer.headers.get("content-disposition")).toContain('filename="a.xlsx"');
    expect(
      (await app.get("/a.xlsx", { headers: { "if-none-match": answer.headers.get("etag")! } })).status,
    ).toBe(304);
  });
});

it("columns are called as Excel calls them", () => {
  expect([0, 25, 26, 701, 702, 16_383].map(columnName)).toEqual(["A", "Z", "AA", "ZZ", "AAA", "XFD"]);
});
