import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import fc from "fast-check";
import {
  AreaChart,
  BarChart,
  Barcode,
  DonutChart,
  image,
  LineChart,
  pdf,
  QrCode,
  Sparkline,
  svg,
} from "offprint";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { niceScale } from "../../src/components/scale.ts";
import { bytesOf } from "../assets/contract.ts";
import { hasProgram } from "../judges.ts";

const run = promisify(execFile);
const png = async (node: unknown, width: number, height: number) =>
  bytesOf(image(node, { width, height }), "image/png");

/** How many pixels of an image have a colour. */
async function count(
  node: unknown,
  width: number,
  height: number,
  colour: [number, number, number],
): Promise<number> {
  const data = await sharp(await png(node, width, height))
    .removeAlpha()
    .raw()
    .toBuffer();
  let found = 0;
  for (let i = 0; i < data.length; i += 3)
    if (colour.every((c, k) => Math.abs(data[i + k]! - c) < 3)) found++;
  return found;
}

describe("scales", () => {
  it("take values for one that no step could tell apart", () => {
    for (const numbers of [[-5e-324], [0, 5e-324], [1e9, 1e9 + 1e-7], [1e20]])
      for (const fromZero of [true, false]) {
        const { ticks, at } = niceScale(numbers, 4, fromZero);
        expect(ticks.length).toBeGreaterThan(1);
        for (const number of numbers) expect(at(number)).toBeGreaterThanOrEqual(-1e-6);
      }
  });

  it("hold every value between round ticks", () => {
    const values = fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(values, fc.boolean(), (numbers, fromZero) => {
        const { ticks, at } = niceScale(numbers, 4, fromZero);
        expect(ticks.length).toBeGreaterThan(1);
        expect(ticks.length).toBeLessThan(10);
        for (const number of numbers) {
          expect(at(number)).toBeGreaterThanOrEqual(-1e-6);
          expect(at(number)).toBeLessThanOrEqual(1 + 1e-6);
        }
        if (fromZero) expect(ticks.some((tick) => tick === 0)).toBe(true);
      }),
    );
  });
  it("have ticks that are written short", () => {
    expect(niceScale([0, 0.7], 4, true).ticks).toEqual([0, 0.2, 0.4, 0.6, 0.8]);
    expect(niceScale([3, 97], 4, true).ticks).toEqual([0, 25, 50, 75, 100]);
  });
});

describe("charts", () => {
  const red = [255, 0, 0] as [number, number, number];
  const colors = ["#ff0000"];

  it("draw bars in proportion to their values", async () => {
    const bars = (value: number) =>
      count(
        <BarChart
          colors={colors}
          width={300}
          height={200}
          data={[
            { label: "a", value: 100 },
            { label: "b", value, color: "#00ff00" },
          ]}
        />,
        300,
        200,
        [0, 255, 0],
      );
    const [whole, half] = await Promise.all([bars(100), bars(50)]);
    expect(half / whole).toBeGreaterThan(0.47);
    expect(half / whole).toBeLessThan(0.53);
  });

  it("draw a ring in proportion to its shares", async () => {
    const share = (value: number) =>
      count(
        <DonutChart
          legend={false}
          width={200}
          height={200}
          data={[
            { label: "a", value, color: "#ff0000" },
            { label: "b", value: 100 - value },
          ]}
        />,
        200,
        200,
        red,
      );
    const [quarter, whole] = await Promise.all([share(25), share(100)]);
    expect(quarter / whole).toBeGreaterThan(0.24);
    expect(quarter / whole).toBeLessThan(0.26);
  });

  it.each([
    ["no values", [] as number[]],
    ["one value", [5]],
    ["equal values", [3, 3, 3]],
    ["zeros", [0, 0]],
    ["negative values", [-5, 3, -1]],
    ["tiny values", [1e-9, 2e-9]],
    ["huge values", [1e15, 9e15]],
  ])("draw %s", async (_what, values) => {
    const data = values.map((value, i) => ({ label: `${i}`, value }));
    const charts = [
      <BarChart width={200} height={120} data={data} values />,
      <BarChart width={200} height={120} data={data} direction="row" />,
      <LineChart
        width={200}
        height={120}
        series={[{ name: "one", values }]}
        labels={data.map(({ label }) => label)}
      />,
      <AreaChart width={200} height={120} series={[{ values }]} theme="dark" />,
      <DonutChart
        width={200}
        height={120}
        data={data.map(({ label, value }) => ({ label, value: Math.abs(value) }))}
        title="Title"
      />,
      <Sparkline values={values} />,
    ];
    for (const chart of charts) {
      const source = (await bytesOf(image(chart, { width: 200, height: 120 }), "image/svg+xml")).toString();
      expect(source).not.toMatch(/NaN|Infinity|undefined/);
    }
  });

  it.each([
    [<BarChart data={[{ label: "a", value: Number.NaN }]} />, /<BarChart> takes finite numbers, not NaN/],
    [<LineChart series={[{ values: [Infinity] }]} />, /<LineChart> takes finite numbers/],
    [<AreaChart series={[{ values: [Number.NaN] }]} />, /<AreaChart>/],
    [<DonutChart data={[{ label: "a", value: -1 }]} />, /<DonutChart> takes numbers from 0, not -1/],
    [<Sparkline values={Array<number>(10_001).fill(1)} />, /10000 values/],
    [<QrCode value="" />, /needs a value/],
    [<QrCode value={"x".repeat(4000)} />, /cannot hold 4000 characters/],
    [<Barcode type="ean13" value="12" />, /cannot write "12" as ean13/],
    [<Barcode type="none" value="12" />, /as none/],
  ])("name what they cannot draw", (node, message) => {
    expect(() => image(node).key).toThrow(message);
  });

  it("are vectors and text in a PDF too", async () => {
    const blocks = [
      svg(
        <BarChart
          width={400}
          height={200}
          data={[
            { label: "東京", value: 8336 },
            { label: "Osaka", value: 2592 },
          ]}
        />,
        { width: 400, height: 200, alt: "Cities" },
      ),
      svg(<QrCode value="https://example.com/" size={100} />, { width: 100, height: 100, alt: "Link" }),
    ];
    const bytes = await bytesOf(
      pdf(() => blocks, undefined),
      "application/pdf",
    );
    expect(bytes.subarray(0, 5).toString()).toBe("%PDF-");
    if (!hasProgram("pdftotext")) return;
    const folder = await mkdtemp(join(tmpdir(), "charts-"));
    await writeFile(join(folder, "a.pdf"), bytes);
    const { stdout } = await run("pdftotext", [join(folder, "a.pdf"), "-"]);
    expect(stdout).toMatch(/東京/);
    expect(stdout).toMatch(/Osaka/);
    await rm(folder, { recursive: true });
  });
});

describe.skipIf(!hasProgram("zbarimg"))("codes say what they were given", () => {
  async function read(node: unknown): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), "codes-"));
    const frame = (
      <div
        style={{
          display: "flex",
          width: 500,
          height: 400,
          padding: 60,
          boxSizing: "border-box",
          background: "#fff",
        }}
      >
        {node as string}
      </div>
    );
    await writeFile(join(folder, "a.png"), await png(frame, 500, 400));
    const { stdout } = await run("zbarimg", ["-q", "--raw", join(folder, "a.png")]);
    await rm(folder, { recursive: true });
    return stdout.trim();
  }
  it.each(["https://example.com/tickets/7?a=1&b=2", "日本 العربية 🎉", "1".repeat(300)])(
    "QR: %s",
    async (value) => {
      expect(await read(<QrCode value={value} size={260} correction="L" />)).toBe(value);
    },
  );
  it.each([
    ["code128", "OFFPRINT-2026"],
    ["ean13", "9780140449136"],
    ["code39", "ABC123"],
  ])("%s: %s", async (type, value) => {
    expect(await read(<Barcode type={type} value={value} width={380} height={120} />)).toBe(value);
  });
});
