// Pictures: how large they are, where they stand, what is said of them and how they are embedded.
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { image as picture, paragraph, svg } from "../../../src/pdf/template/blocks.ts";
import { draw } from "../draw.ts";
import { render } from "../pixels.ts";
import { has, judge } from "../read.ts";
import { structure } from "../structure.ts";
import { find, words } from "../words.ts";

const PAGE = { size: [500, 600], margin: 50 } as const;
type Color = string | { r: number; g: number; b: number; alpha: number };
/** A picture of one colour. */
const plain = (width: number, height: number, background: Color = "#ff0000", channels: 3 | 4 = 3) =>
  sharp({ create: { width, height, channels, background } });
const red = (width: number, height: number) => plain(width, height).png().toBuffer();
const listed = (bytes: Uint8Array) =>
  judge(bytes, "pdfimages", (file) => ["-list", file])
    .trim()
    .split("\n")
    .slice(2)
    .map((line) => line.trim().split(/\s+/))
    .map(
      ([, , type, width, height, color, , bits, enc]) => `${type} ${width}×${height} ${color} ${bits} ${enc}`,
    );

describe.skipIf(!["pdftotext", "pdftoppm", "pdfimages", "pdfinfo"].every(has))("a picture", () => {
  it.each([
    ["its own size at 96 dots an inch", {}, 200, 100, 150, 75],
    ["the column's width where it is wider", {}, 4000, 2000, 400, 200],
    ["a width", { width: 80 }, 200, 100, 80, 40],
    ["a height", { height: 30 }, 200, 100, 60, 30],
    ["both", { width: 50, height: 90 }, 200, 100, 50, 90],
  ])("takes %s", async (_name, options, wide, high, width, height) => {
    const bytes = await draw([picture(await red(wide, high), { alt: "red", ...options })], PAGE);
    expect(render(bytes, 1, 3).area("#ff0000")).toEqual({
      left: 50,
      top: 50,
      right: expect.closeTo(50 + width, 0) as number,
      bottom: expect.closeTo(50 + height, 0) as number,
    });
  });

  it("stands at the left, in the middle, at the right, or where lines begin", async () => {
    const data = await red(10, 10);
    const left = async (align?: "left" | "center" | "right", lang = "en") =>
      render(
        await draw([picture(data, { alt: "", width: 100, ...(align && { align }) })], { ...PAGE, lang }),
      ).area("#ff0000")!.left;
    expect([await left(), await left("left"), await left("center"), await left("right")]).toEqual([
      50, 50, 200, 350,
    ]);
    expect([await left(undefined, "ar"), await left("left", "ar")]).toEqual([350, 50]);
  });

  it("has space around it, and goes to the next page whole", async () => {
    const data = await red(10, 10);
    const bytes = await draw(
      [
        paragraph("above", { after: 0 }),
        picture(data, { alt: "", width: 50, before: 30, after: 40 }),
        paragraph("below"),
        picture(data, { alt: "", width: 400 }),
      ],
      PAGE,
    );
    const first = render(bytes, 1, 3).area("#ff0000")!;
    expect(first.top).toBeCloseTo(94, 0);
    expect(first.bottom).toBeCloseTo(144, 0);
    expect(find(words(bytes), "below").top - first.bottom).toBeCloseTo(42, -1);
    expect(render(bytes, 2).area("#ff0000")).toMatchObject({ top: 50, left: 50 });
  });

  it("is a figure with its words, decoration if these are empty, and an error without", async () => {
    const data = await red(10, 10);
    const tree = structure(await draw([picture(data, { alt: 'A "red" square (small) – größer' })]));
    expect(tree).toMatch(/Figure\n +\/BBox \[56 7\d\d\.\d+ 63\.5 7\d\d\.\d+\]\n +\/Placement \/Block/);
    expect(structure(await draw([picture(data, { alt: "" })]))).not.toContain("Figure");
    const message =
      'A picture needs `alt`: words for those who cannot see it, or "" if it is only decoration.';
    await expect(draw([picture(data, {} as never)])).rejects.toThrow(message);
    await expect(draw([svg('<svg width="9" height="9"/>', {} as never)])).rejects.toThrow(message);
  });

  it("is embedded in the form that keeps all of it: JPEG as it is, others as pixels", async () => {
    const jpeg = await plain(30, 20).jpeg().toBuffer();
    const grey = await plain(30, 20, "#808080").toColourspace("b-w").jpeg().toBuffer();
    const all = [
      jpeg,
      grey,
      await red(30, 20),
      await plain(30, 20).webp({ lossless: true }).toBuffer(),
      await plain(30, 20).gif().toBuffer(),
      await plain(30, 20).tiff().toBuffer(),
      await plain(30, 20).avif({ lossless: true }).toBuffer(),
      await plain(30, 20, "#808080").png().toBuffer(),
    ];
    const bytes = await draw(
      all.map((data) => picture(data, { alt: "" })),
      PAGE,
    );
    expect(listed(bytes)).toEqual([
      "image 30×20 rgb 8 jpeg",
      "image 30×20 gray 8 jpeg",
      ...Array.from({ length: 6 }, () => "image 30×20 rgb 8 image"),
    ]);
    const extracted = judge(bytes, "sh", (file) => [
      "-c",
      `pdfimages -all -l 1 ${file} ${file}-i && base64 -w0 ${file}-i-000.jpg`,
    ]);
    expect(Buffer.from(extracted, "base64").equals(jpeg)).toBe(true);
    const page = render(bytes);
    for (let i = 0; i < 8; i++) {
      const shown = page.at(60, 52 + i * 25);
      expect(shown).toMatch(i === 1 || i === 7 ? /^#(80|7f|81){3}$/ : /^#f[ef]0[0-2]0[0-2]$/);
    }
  });

  it("shows through where it is transparent", async () => {
    const half = await plain(20, 20, { r: 255, g: 0, b: 0, alpha: 0.5 }, 4).png().toBuffer();
    const opaque = await plain(20, 20, { r: 255, g: 0, b: 0, alpha: 1 }, 4).png().toBuffer();
    const bytes = await draw([picture(half, { alt: "" }), picture(opaque, { alt: "" })], PAGE);
    expect(listed(bytes)).toEqual([
      "image 20×20 rgb 8 image",
      "smask 20×20 gray 8 image",
      "image 20×20 rgb 8 image",
    ]);
    expect(render(bytes).at(55, 55)).toMatch(/^#ff(7f|80){2}$/);
  });

  it("stands as its camera says, and in the colours of the screen", async () => {
    const wide = plain(40, 20).composite([
      { input: { create: { width: 20, height: 20, channels: 3, background: "#0000ff" } }, left: 0, top: 0 },
    ]);
    const turned = await wide.jpeg({ quality: 100 }).withMetadata({ orientation: 6 }).toBuffer();
    const bytes = await draw([picture(turned, { alt: "" })], PAGE);
    expect(listed(bytes)).toEqual(["image 20×40 rgb 8 image"]);
    const page = render(bytes, 1, 2);
    expect([page.at(57, 55), page.at(57, 75)].map((color) => color.slice(1, 3) > "80")).toEqual([
      false,
      true,
    ]);
    const cmyk = await plain(20, 20).toColourspace("cmyk").jpeg().toBuffer();
    expect(listed(await draw([picture(cmyk, { alt: "" })], PAGE))).toEqual(["image 20×20 rgb 8 image"]);
  });

  it("is embedded once, however often it is shown", async () => {
    const data = await red(300, 300);
    const many = Array.from({ length: 20 }, () => picture(data, { alt: "", width: 20 }));
    const [one, twenty] = [await draw(many.slice(0, 1), PAGE), await draw(many, PAGE)];
    expect(twenty.length - one.length).toBeLessThan(1000);
  });

  it("of too many pixels, of no pixels, or damaged is refused before anything is sent", async () => {
    const small = { maxPicturePixels: 99 };
    for (const [data, options] of [
      [await red(10, 10), small],
      [Buffer.from("no picture"), {}],
      [(await plain(64, 64).jpeg().toBuffer()).subarray(0, -40), {}],
    ] as const) {
      const thrown = draw([picture(data, { alt: "" })], options);
      await expect(thrown).rejects.toMatchObject({ status: 422 });
    }
    expect(await draw([picture(await red(9, 11), { alt: "" })], small)).toBeInstanceOf(Buffer);
    await expect(draw([picture("file.png" as never, { alt: "" })])).rejects.toThrow(
      "takes the bytes of an image, as a Uint8Array",
    );
  });

  it.each([
    [{ width: 0 }, "A picture of 0 by 0 points cannot be drawn."],
    [{ width: -5, height: 5 }, "A picture of -5 by 5 points cannot be drawn."],
    [{ width: Number.NaN }, "A picture width of NaN points cannot be: it takes a number up to 14400."],
    [{ height: 15_000 }, "A picture height of 15000 points cannot be: it takes a number up to 14400."],
  ])("of the size %o is an error", async (size, message) => {
    await expect(draw([picture(await red(5, 5), { alt: "", ...size })])).rejects.toThrow(message);
  });
});
