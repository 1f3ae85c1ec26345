// Reading sets the pace: what is not read is not drawn, and what is drawn lets others run.
import { describe, expect, it } from "vitest";
import { pdf } from "../../src/assets/pdf.ts";
import { columns, paragraph, svg, table } from "../../src/pdf/template/blocks.ts";
import { fingerprint } from "../../src/http/fingerprint.ts";
import { bytesOf, context, has, judge } from "./read.ts";

function rows(count: number) {
  const seen = { taken: 0, closed: false };
  async function* source() {
    try {
      for (let i = 1; i <= count; i++) {
        seen.taken = i;
        yield { n: i, text: `row number ${i}` };
      }
    } finally {
      seen.closed = true;
    }
  }
  const asset = pdf(
    function* () {
      yield table({
        columns: [
          { title: "N", value: "n" },
          { title: "Text", value: "text" },
        ],
        rows: source(),
      });
    },
    null,
    { version: 1 },
  );
  return { seen, asset };
}

const settled = async (value: () => number) => {
  let last = -1;
  while (last !== value()) {
    last = value();
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return last;
};

describe("a long document", () => {
  it("is not drawn before it is read, and no further than it is read", async () => {
    const { seen, asset } = rows(100_000);
    const body = (await asset.render(await context())) as ReadableStream<Uint8Array>;
    expect(seen.taken).toBe(0);
    const reader = body.getReader();
    for (let i = 0; i < 3; i++) await reader.read();
    expect(await settled(() => seen.taken)).toBeLessThanOrEqual(6000);
    await reader.cancel();
    await expect.poll(() => seen.closed).toBe(true);
  });

  it("stops when its signal aborts", async () => {
    const { seen, asset } = rows(100_000);
    const abort = new AbortController();
    const body = (await asset.render(await context({ signal: abort.signal }))) as ReadableStream<Uint8Array>;
    const reader = body.getReader();
    await reader.read();
    abort.abort(new Error("gone"));
    await expect.poll(() => seen.closed).toBe(true);
  });

  it("gives others their turns while a page-long column is laid out", async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    await bytesOf(
      pdf(
        () => [columns([[paragraph("many words, in one column – ".repeat(30_000))], [paragraph("x")]])],
        null,
      ),
    );
    clearInterval(timer);
    expect(turns).toBeGreaterThan(3);
  });

  it("gives others their turns while a large SVG is drawn", async () => {
    const hills = Array.from(
      { length: 20_000 },
      (_, i) => `<path d="M${i % 1000} ${i % 77}l9 9c10 10 20 5 30 3z"/>`,
    );
    const source = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 100"><g><g>${hills.join("")}</g></g></svg>`;
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    await bytesOf(pdf(() => [svg(source, { alt: "Hills" })], null));
    clearInterval(timer);
    expect(turns).toBeGreaterThan(10);
  });

  it("goes over several sections of its cross-reference table, and all of them are found", async () => {
    const { asset } = rows(6000);
    const bytes = await bytesOf(asset);
    expect(bytes.toString("latin1").match(/\/Type\/XRef/g)!.length).toBeGreaterThan(1);
    if (!has("qpdf")) return;
    expect(judge(bytes, "qpdf", (file) => ["--check", file])).toContain(
      "No syntax or stream encoding errors",
    );
  });

  it("asks for a version where its rows have no form to compare", () => {
    const { asset } = rows(1);
    expect(() => fingerprint(asset.key)).not.toThrow();
    const unversioned = pdf(() => [], { rows: (async function* () {})() });
    expect(() => fingerprint(unversioned.key)).toThrow(/data\.rows/);
  });
});
