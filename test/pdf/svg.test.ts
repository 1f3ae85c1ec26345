// SVG in documents: what other programs show of the PDF is what resvg shows of the source.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { Resvg } from "@resvg/resvg-js";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { image } from "../../src/assets/image.ts";
import { pdf, type PdfOptions } from "../../src/assets/pdf.ts";
import { place, svg } from "../../src/pdf/template/blocks.ts";
import { bytesOf, check, context, fonts, has, judge, textOf } from "./read.ts";

const tools = ["qpdf", "mutool", "pdftocairo", "pdftotext", "gs"].every(has);
/** Pixels across. */
const WIDTH = 600;
const PICTURES = join(import.meta.dirname, "svg");

/** A picture alone on a page of its size, in pixels of CSS. */
const page = (source: unknown, width: number, height: number, options: PdfOptions = {}) =>
  bytesOf(
    pdf(
      function* () {
        const box = { x: 0, y: 0, width, height };
        yield place(box, [svg(source, { alt: "A picture", width, height })]);
      },
      null,
      { title: "A picture", size: [width, height], margin: 0, ...options },
    ),
  );

/** What two programs show of a PDF, as RGB. */
async function shown(bytes: Uint8Array, width: number, height: number): Promise<[string, Buffer][]> {
  const folder = mkdtempSync(join(tmpdir(), "offprint-svg-"));
  try {
    const out = join(folder, "page");
    judge(bytes, "mutool", (file) => [
      "draw",
      "-q",
      "-w",
      `${width}`,
      "-h",
      `${height}`,
      "-o",
      `${out}-m.png`,
      file,
      "1",
    ]);
    judge(bytes, "pdftocairo", (file) => [
      "-png",
      "-singlefile",
      "-scale-to-x",
      `${width}`,
      "-scale-to-y",
      `${height}`,
      file,
      `${out}-p`,
    ]);
    return [
      ["mutool", await rgb(readFileSync(`${out}-m.png`), width, height)],
      ["pdftocairo", await rgb(readFileSync(`${out}-p.png`), width, height)],
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const rgb = (png: Uint8Array, width: number, height: number) =>
  sharp(png).flatten({ background: "#fff" }).resize(width, height, { fit: "fill" }).raw().toBuffer();

/** The mean difference of pixels, 0 to 255, and the share in per cent of those that differ clearly. */
function difference(a: Buffer, b: Buffer): { mean: number; clear: number } {
  let [sum, clear] = [0, 0];
  for (let i = 0; i < a.length; i += 3) {
    const most = Math.max(...[0, 1, 2].map((channel) => Math.abs(a[i + channel]! - b[i + channel]!)));
    sum += most;
    if (most > 64) clear++;
  }
  return { mean: sum / (a.length / 3), clear: (100 * clear) / (a.length / 3) };
}

/** What is allowed where readers go ways of their own: tiles on whole pixels, gradients in steps. */
const LIMITS: Record<string, { mean: number; clear: number }> = {
  badge: { mean: 7, clear: 3.5 }, // letters are spread by another rule
  gradients: { mean: 5, clear: 2.5 },
  patterns: { mean: 8, clear: 5 },
  text: { mean: 4, clear: 2 },
};

describe.skipIf(!tools)("SVG as vectors", () => {
  let folder = "";
  let files: string[] = [];
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "offprint-fonts-"));
    const library = await fonts();
    const faces = [
      library.match("Inter"),
      library.match("Inter", 700),
      library.match("Inter", 400, "italic"),
    ];
    files = faces.map(({ weight, style, data }) => {
      const file = join(folder, `${weight}-${style}.ttf`);
      writeFileSync(file, data());
      return file;
    });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(readdirSync(PICTURES).map((file) => basename(file, ".svg")))("%s", async (name) => {
    const source = readFileSync(join(PICTURES, `${name}.svg`), "utf8");
    const expected = new Resvg(source, {
      fitTo: { mode: "width", value: WIDTH },
      font: { loadSystemFonts: false, fontFiles: files, defaultFontFamily: "Inter" },
    }).render();
    const height = expected.height;
    const bytes = await page(source, WIDTH / 2, height / 2, { pdfa: "2b" });
    check(bytes);
    const pixels = await rgb(expected.asPng(), WIDTH, height);
    const limit = LIMITS[name] ?? { mean: 2, clear: 0.3 };
    for (const [program, drawn] of await shown(bytes, WIDTH, height)) {
      const { mean, clear } = difference(pixels, drawn);
      expect(mean, `${name} by ${program}`).toBeLessThan(limit.mean);
      expect(clear, `${name} by ${program}`).toBeLessThan(limit.clear);
    }
    judge(bytes, "gs", (file) => ["-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=nullpage", file]);
  });

  it("keeps text as text: with tspans, under a shadow, under a blur, without a colour", async () => {
    const bytes = await page(
      `<svg viewBox="0 0 200 100"><filter id="s"><feDropShadow dx="1" dy="1" stdDeviation="2"/></filter>
       <filter id="b"><feGaussianBlur stdDeviation="3"/></filter>
       <text x="5" y="20">Plain <tspan font-weight="bold">and bold</tspan></text>
       <g filter="url(#s)"><text x="5" y="40">Shadowed</text></g><text x="5" y="60" filter="url(#b)">Blurred</text>
       <text x="5" y="80" fill="transparent">Unseen</text><text x="100" y="80" direction="rtl">שלום עולם</text></svg>`,
      400,
      200,
    );
    const text = textOf(bytes);
    for (const words of ["Plain and bold", "Shadowed", "Blurred", "Unseen", "שלום עולם"])
      expect(text).toContain(words);
  });

  it.each([
    ["in a filter", 'filter="url(#f)"', 0],
    ["without a colour", 'fill="none"', 255],
    ["by its outline alone", 'fill="none" stroke="#000" stroke-width=".25"', 255],
  ])("underlines text as it is painted: %s", async (_how, paint, gray) => {
    const bytes = await page(
      `<svg viewBox="0 0 100 50"><filter id="f" height="2"><feOffset dy="9"/></filter>
       <text x="10" y="${gray ? 30 : 21}" font-size="20" text-decoration="underline" ${paint}>n n</text></svg>`,
      400,
      200,
    );
    // Between the letters, 3 units below the base line.
    for (const [program, drawn] of await shown(bytes, 400, 200))
      for (const [y, expected] of [
        [132, gray],
        [96, 255],
      ] as const)
        expect([...drawn.subarray((y * 400 + 98) * 3).subarray(0, 3)], `${program} ${y}`).toEqual([
          expected,
          expected,
          expected,
        ]);
  });

  it("draws pictures in pictures as vectors, each with names and styles of its own", async () => {
    const logo = (color: string) =>
      `data:image/svg+xml;base64,${Buffer.from(
        `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><style>.a{fill:${color}}</style><g id="g"><rect class="a" width="10" height="10"/></g></svg>`,
      ).toString("base64")}`;
    const bytes = await page(
      `<svg viewBox="0 0 40 10"><image href="${logo("#f00")}" width="10" height="10"/><image href="${logo("#00f")}" x="20" width="10" height="10" clip-path="url(#c)"/>
       <clipPath id="c"><rect x="20" width="10" height="5"/></clipPath></svg>`,
      80,
      20,
    );
    expect(judge(bytes, "qpdf", (file) => ["--json", file])).not.toContain("/Image");
    for (const [, drawn] of await shown(bytes, 80, 20)) {
      const at = (x: number, y: number) => [...drawn.subarray((y * 80 + x) * 3, (y * 80 + x) * 3 + 3)];
      expect(at(10, 15)).toEqual([255, 0, 0]);
      expect(at(50, 5)).toEqual([0, 0, 255]);
      expect(at(50, 15)).toEqual([255, 255, 255]);
    }
  });

  it("writes pixels for what a filter makes, and for nothing else", async () => {
    const rect = (more: string) =>
      `<svg viewBox="0 0 100 100"><filter id="f"><feDropShadow dx="2" dy="2" stdDeviation="2"/></filter><rect x="20" y="20" width="40" height="40" fill="red" ${more}/></svg>`;
    const json = async (source: string) =>
      judge(await page(source, 100, 100), "qpdf", (file) => ["--json", file]);
    expect(await json(rect(""))).not.toContain("/Image");
    const filtered = await json(rect('filter="url(#f)"'));
    expect(filtered).toContain('"/Subtype": "/Image"');
    expect(filtered).toContain("/SMask");
  });
});

describe.skipIf(!tools)("a component made for images", () => {
  const box = (style: object, ...children: unknown[]) => ({
    type: "div",
    props: { style: { display: "flex", ...style }, children: children.length === 1 ? children[0] : children },
  });
  const card = box(
    {
      width: "100%",
      height: "100%",
      flexDirection: "column",
      padding: 20,
      gap: 12,
      fontFamily: "Inter",
      background: "linear-gradient(45deg, #cde, rgba(200,100,50,.5))",
    },
    box(
      {
        boxShadow: "0 4px 12px rgba(0,0,0,.4)",
        borderRadius: 12,
        background: "white",
        border: "2px solid red",
        width: 200,
        padding: 10,
      },
      "In a box",
    ),
    box(
      { overflow: "hidden", borderRadius: 20, width: 60, height: 60, background: "#0f0" },
      box({ width: 100, height: 40, background: "blue" }),
    ),
    box(
      { opacity: 0.5 },
      box({ width: 60, height: 30, background: "black" }),
      box({ width: 60, height: 30, marginLeft: -30, background: "yellow" }),
    ),
    box({ textShadow: "2px 2px 4px black", letterSpacing: 4, color: "white", fontSize: 30 }, "Shadowed"),
    box(
      {
        backgroundClip: "text",
        color: "transparent",
        backgroundImage: "linear-gradient(90deg,red,blue)",
        fontSize: 36,
        fontWeight: 700,
      },
      "Gradient text",
    ),
    box(
      { border: "6px dashed #06c", borderRadius: 16, padding: 12, boxShadow: "inset 0 0 10px #06c" },
      "Dashed 日本語",
    ),
  );

  it("looks as the image does, and its text can be read", async () => {
    const [width, height] = [400, 400];
    const asset = image(card as never, { width, height });
    const png = new Uint8Array(
      await new Response(
        (await asset.render(await context({ type: "image/png" }))) as BodyInit,
      ).arrayBuffer(),
    );
    const bytes = await page(card, width, height);
    check(bytes);
    const expected = await rgb(png, width, height);
    for (const [program, drawn] of await shown(bytes, width, height)) {
      const { mean, clear } = difference(expected, drawn);
      expect(mean, program).toBeLessThan(3);
      expect(clear, program).toBeLessThan(0.6);
    }
    const text = textOf(bytes);
    for (const words of ["In a box", "Shadowed", "Gradient text", "Dashed 日本語"])
      expect(text).toContain(words);
  });
});
