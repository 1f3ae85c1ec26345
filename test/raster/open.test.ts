// Which bitmaps are decoded, and how large they may be.
import { gzipSync } from "node:zlib";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { pdf, type PdfOptions } from "../../src/assets/pdf.ts";
import { image, svg } from "../../src/pdf/template/blocks.ts";
import { rasterFormat } from "../../src/raster/format.ts";
import { MAX_RASTER_PIXELS, openRaster } from "../../src/raster/open.ts";
import { bytesOf } from "../pdf/read.ts";

const solid = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: "#123456" }, limitInputPixels: false });
const drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>';

describe("a bitmap", () => {
  it.each(["png", "jpeg", "gif", "webp", "avif", "tiff"] as const)("may be %s", async (format) => {
    const bytes = await solid(6, 4).toFormat(format).toBuffer();
    expect(rasterFormat(bytes)).toBe(format);
    expect(await openRaster(bytes)).toMatchObject({ format, width: 6, height: 4 });
  });

  it.each([
    ["an SVG", Buffer.from(drawing)],
    ["a compressed SVG", gzipSync(drawing)],
    ["an SVG behind spaces", Buffer.from(" ".repeat(999) + drawing)],
    ["an SVG behind a GIF's signature", Buffer.from(`GIF89a${drawing}`)],
    ["an SVG behind a TIFF's signature", Buffer.from(`II*\0${drawing}`)],
    ["a PDF", Buffer.from("%PDF-1.7\n")],
    ["a portable pixmap", Buffer.from("P3 1 1 255 0 0 0\n")],
    ["nothing", Buffer.alloc(0)],
    ["half a PNG", Buffer.from("\x89PNG\r\n\x1a\n", "latin1")],
  ])("is never %s", async (_name, bytes) => {
    await expect(openRaster(bytes)).rejects.toMatchObject({ status: 422 });
  });

  it("of 2 KB that claims 49 million pixels is not decoded", async () => {
    const bytes = await solid(7000, 7000).avif({ effort: 0 }).toBuffer();
    expect(bytes.length).toBeLessThan(2048);
    await expect(openRaster(bytes)).rejects.toMatchObject({ status: 422, reason: /7000 × 7000 pixels/ });
    expect(await openRaster(bytes, 50_000_000)).toMatchObject({ width: 7000 });
    expect(5712 * 4284).toBeLessThan(MAX_RASTER_PIXELS);
  });

  it("that moves is its first frame", async () => {
    const frame = Buffer.from([
      0x21, 0xf9, 4, 0, 0, 0, 0, 0, 0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0,
    ]);
    const head = Buffer.from("GIF89a\x88\x13\x88\x13\x80\0\0\0\0\0\xff\xff\xff", "latin1");
    const bytes = Buffer.concat([head, ...Array<Buffer>(20_000).fill(frame), Buffer.from([0x3b])]);
    const { decode } = await openRaster(bytes);
    expect((await decode().raw().toBuffer({ resolveWithObject: true })).info).toMatchObject({
      format: "raw",
    });
  });
});

describe("a bitmap in a document", () => {
  const draw = (block: Parameters<typeof bytesOf>[0] | unknown, options: PdfOptions = {}) =>
    bytesOf(pdf(() => [block as ReturnType<typeof svg>], null, options));

  it("has the same limit, which its author may raise", async () => {
    const large = await solid(6000, 4500).png({ compressionLevel: 9 }).toBuffer();
    const block = () => image(large, { alt: "" });
    await expect(draw(block())).rejects.toMatchObject({ status: 422, reason: /27000000|6000 × 4500/ });
    expect((await draw(block(), { maxPicturePixels: 30_000_000 })).length).toBeGreaterThan(1000);
    await expect(draw(block())).rejects.toMatchObject({ status: 422 });
  });

  it("within an SVG counts with the others", async () => {
    const pictures = await Promise.all(
      ["#f00", "#0f0", "#00f"].map(async (background) =>
        (
          await sharp({ create: { width: 4000, height: 3000, channels: 3, background } })
            .png()
            .toBuffer()
        ).toString("base64"),
      ),
    );
    const source = (count: number) =>
      `<svg viewBox="0 0 9 9">${pictures
        .slice(0, count)
        .map((data) => `<image href="data:image/png;base64,${data}" width="9" height="9"/>`)
        .join("")}</svg>`;
    await draw(svg(source(2), { alt: "" }));
    await expect(draw(svg(source(3), { alt: "" }))).rejects.toMatchObject({ status: 422 });
  });

  it.each([
    ["an SVG that says it is a PNG", `data:image/png;base64,${Buffer.from(drawing).toString("base64")}`],
    ["a compressed SVG", `data:image/png;base64,${gzipSync(drawing).toString("base64")}`],
  ])("that is %s is read by the one reader", async (_name, href) => {
    await draw(svg(`<svg viewBox="0 0 9 9"><image href="${href}" width="9" height="9"/></svg>`, { alt: "" }));
    const broken = `data:image/png;base64,${gzipSync("<svg><a></svg>").toString("base64")}`;
    await expect(
      draw(svg(`<svg viewBox="0 0 9 9"><image href="${broken}" width="9" height="9"/></svg>`, { alt: "" })),
    ).rejects.toMatchObject({ status: 422 });
  });
});
