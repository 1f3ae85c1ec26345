// Sums carried over page breaks: each page is added up anew, from what pdftotext reads of it.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pdf } from "../../../src/assets/pdf.ts";
import type { Table } from "../../../src/pdf/template/block.ts";
import { columns, table } from "../../../src/pdf/template/blocks.ts";
import { numberOf, plus, ZERO } from "../../../src/pdf/layout/running-sum.ts";
import { draw } from "../draw.ts";
import { context, has, judge } from "../read.ts";

interface Entry {
  text: string;
  amount: number | null;
}

const format = (value: number | Date) => Number(value).toFixed(2).replace(".", ",");

const statement = (rows: Iterable<Entry>, more: Partial<Table<Entry>> = {}) =>
  table<Entry>({
    columns: [
      { title: "Text", value: "text" },
      { title: "Betrag", value: "amount", decimal: true, format, carry: true, width: 90 },
    ],
    rows,
    carry: { foot: "Übertrag", head: "Vortrag" },
    ...more,
  });

/** Lines of each page: the words, and the number at their end. */
const pagesOf = (bytes: Uint8Array) =>
  judge(bytes, "pdftotext", (file) => ["-layout", file, "-"])
    .split("\f")
    .slice(0, -1)
    .map((page) =>
      [...page.matchAll(/^\s*(\S.*?)\s+(-?\d+,\d\d)$/gm)].map(([, text, number]) => ({
        text: text!,
        cents: Math.round(Number(number!.replace(",", ".")) * 100),
      })),
    );

/** The sum after the last page, when all that is carried is what stands on the pages before. */
function added(pages: ReturnType<typeof pagesOf>): number {
  let sum = 0;
  for (const [i, page] of pages.entries()) {
    const entries = page.filter(({ text }) => text.startsWith("E"));
    expect(page.filter(({ text }) => text === "Vortrag").map(({ cents }) => cents)).toEqual(i ? [sum] : []);
    if (i) expect(page[0]!.text).toBe("Vortrag");
    for (const { cents } of entries) sum += cents;
    const last = i === pages.length - 1;
    expect(page.filter(({ text }) => text === "Übertrag").map(({ cents }) => cents)).toEqual(
      last ? [] : [sum],
    );
    if (!last) expect(page.at(-1)!.text).toBe("Übertrag");
  }
  return sum;
}

const entries = (count: number): Entry[] =>
  Array.from({ length: count }, (_, i) => ({ text: `E${i}`, amount: ((i * 7919) % 20_011) / 100 - 80 }));

describe("a running sum", () => {
  it("is exact", () => {
    expect(numberOf([0.1, 0.2, 1e21, 1e-7, -1e21].reduce(plus, ZERO))).toBe(0.3000001);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1e9, max: 1e9 })), (cents) => {
        const sum = cents.reduce((so, each) => plus(so, each / 100), ZERO);
        expect(numberOf(sum)).toBe(cents.reduce((a, b) => a + b, 0) / 100 + 0);
      }),
    );
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.integer({ min: -1e12, max: 1e12 }),
            fc.integer().map((n) => n * 10_000),
          ),
        ),
        (millionths) => {
          const sum = millionths.reduce((so, each) => plus(so, Number(`${each}e-6`)), ZERO);
          const exact = millionths.reduce((so, each) => so + BigInt(each), 0n);
          expect(numberOf(sum) + 0).toBe(Number(`${exact}e-6`));
        },
      ),
    );
    expect(numberOf(Array.from({ length: 5 }, () => 9e14 + 0.5).reduce(plus, ZERO))).toBe(4.5e15 + 2.5);
  });
});

describe.skipIf(!has("pdftotext"))("sums that are carried", () => {
  // From rows that end a page to such that begin the next.
  it.each([3, 37, 38, 39, 40, 41, 42, 43, 44, 45, 130])(
    "are those of the pages before, of %d rows",
    async (count) => {
      const rows = entries(count);
      const pages = pagesOf(await draw([statement(rows)]));
      expect(added(pages)).toBe(rows.reduce((sum, { amount }) => sum + Math.round(amount! * 100), 0));
    },
  );

  it("stand before totals that begin a page, too", async () => {
    for (let count = 36; count < 46; count++) {
      const pages = pagesOf(await draw([statement(entries(count), { totals: () => ["Summe", 1] })]));
      added(pages);
      expect(pages.at(-1)!.at(-1)).toEqual({ text: "Summe", cents: 100 });
    }
  });

  it("have the numbers of a row that is cut, which stand on the first of its pages", async () => {
    const rows = [...entries(30), { text: `Ex ${"word ".repeat(1500)}`, amount: 1000 }, ...entries(3)];
    const pages = pagesOf(await draw([statement(rows)]));
    expect(pages.length).toBeGreaterThan(2);
    added(pages);
  });

  it("are there without titles, and take nothing from a cell without a number", async () => {
    const rows = [...entries(60), { text: "E", amount: null }];
    const pages = pagesOf(await draw([statement(rows, { repeatHeader: false })]));
    expect(pages).toHaveLength(2);
    added(pages);
  });
});

describe("a table that carries sums", () => {
  it.each<[string, Partial<Table<Entry>>, Entry[]]>([
    ["needs the words beside the sums", { carry: undefined }, entries(1)],
    ["names sums that no column has", { columns: [{ value: "text" }] }, entries(1)],
    ["has no room for its words", { columns: [{ value: "amount", carry: true }] }, entries(1)],
    [
      'Row 2 of a table has "12" in column 2, whose sum is carried',
      {},
      [entries(1)[0]!, { text: "", amount: "12" as never }],
    ],
  ])("%s: an error", async (message, more, rows) => {
    await expect(draw([statement(rows, more)])).rejects.toThrow(message);
  });

  it("cannot stand in another block", async () => {
    await expect(draw([columns([[statement(entries(1))]])])).rejects.toThrow("yield it by itself");
  });

  it("takes rows as pages are read", async () => {
    let taken = 0;
    function* rows(): Generator<Entry> {
      for (; taken < 100_000; taken++) yield { text: `E${taken}`, amount: taken };
    }
    const asset = pdf(() => [statement(rows())], null, { title: "A" });
    const reader = ((await asset.render(await context())) as ReadableStream<Uint8Array>).getReader();
    await reader.read();
    await reader.cancel();
    expect(taken).toBeGreaterThan(0);
    expect(taken).toBeLessThan(10_000);
  });
});
