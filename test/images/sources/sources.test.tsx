import { createServer } from "node:http";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { image, type ImageOptions } from "../../../src/assets/image.ts";
import { fingerprint } from "../../../src/http/fingerprint.ts";
import { bytesOf } from "../../assets/contract.ts";

const size = { width: 20, height: 20 };
const solid = (background: string) => sharp({ create: { width: 20, height: 20, channels: 3, background } });

const flooded =
  '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><filter id="f"><feFlood flood-color="#f00"/></filter><rect filter="url(#f)" width="20" height="20" fill="#00f"/></svg>';
const utf16 = Buffer.from(`\ufeff${flooded}`, "utf16le");
const disguises: Record<string, Uint8Array> = {
  plain: Buffer.from(flooded),
  compressed: gzipSync(flooded),
  "behind spaces": Buffer.from(" ".repeat(2000) + flooded),
  "behind a comment": Buffer.from(`<!--${" ".repeat(5000)}-->${flooded}`),
  "behind a declaration": Buffer.from(`<?xml version="1.0"?>\n<?a ${"b".repeat(5000)}?>\n${flooded}`),
  "behind a document type": Buffer.from(`<!DOCTYPE svg [${" ".repeat(5000)}]>${flooded}`),
  "behind a byte order mark": Buffer.from(`\ufeff${flooded}`),
  "UTF-16, little end first": utf16,
  "UTF-16, big end first": Buffer.from(utf16).swap16(),
  "UTF-16 without a mark": utf16.subarray(2),
  "UTF-16, compressed": gzipSync(utf16),
  "a declared encoding": Buffer.from(`<?xml version="1.0" encoding="windows-1252"?>${flooded}`),
  "a prefix": Buffer.from(flooded.replace("xmlns=", "xmlns:s=").replace(/<(\/?)(?=\w)/g, "<$1s:")),
};

/** The colour in the middle of an image with one picture in it. */
async function middle(src: unknown, options: ImageOptions = {}): Promise<number[]> {
  const picture = <img src={src as string} width={20} height={20} />;
  const bytes = await bytesOf(image(picture, { ...size, ...options }), "image/png");
  const { data } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return [...data.subarray(3 * (20 * 10 + 10), 3 * (20 * 10 + 10) + 3)];
}

describe("a picture in the picture", () => {
  it.each(["png", "jpeg", "webp", "avif", "gif"] as const)(
    "may be %s bytes or a data URL",
    async (format) => {
      const bytes = await solid("#00f").toFormat(format).toBuffer();
      for (const src of [
        bytes,
        new Uint8Array(bytes).buffer,
        `data:image/${format};base64,${bytes.toString("base64")}`,
      ]) {
        const [red, green, blue] = await middle(src);
        expect(red! + green!).toBeLessThan(12);
        expect(blue).toBeGreaterThan(240);
      }
    },
  );

  it("may be an SVG, escaped or in base64", async () => {
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2"><path fill="#00ff00" d="M0 0h2v2H0z"/></svg>';
    for (const src of [
      Buffer.from(svg),
      `data:image/svg+xml,${encodeURIComponent(svg)}`,
      `data:image/svg+xml;utf8,${svg.replaceAll("#", "%23")}`,
      `data:image/svg+xml;base64,${btoa(svg)}`,
    ])
      expect(await middle(src)).toEqual([0, 255, 0]);
  });

  it.each(Object.entries(disguises))(
    "is an SVG from a stranger, without its filter: %s",
    async (_name, bytes) => {
      expect(await middle(bytes)).toEqual([0, 0, 255]);
    },
  );

  it.each([
    ["compressed twice", gzipSync(gzipSync(flooded))],
    ["compressed and cut off", gzipSync(flooded).subarray(0, 60)],
    ["compressed to more than a picture may have", gzipSync(" ".repeat(11 * 1024 * 1024) + flooded)],
    ["in an unknown encoding", Buffer.from(`<?xml version="1.0" encoding="x-none"?>${flooded}`)],
    ["in UTF-32", Buffer.from([...flooded].map((c) => `${c}\0\0\0`).join(""), "latin1")],
    ["behind other bytes", Buffer.from(`\x01${flooded}`)],
    ["behind text", Buffer.from(`x ${flooded}`)],
    ["in another root", Buffer.from(`<html>${flooded}</html>`)],
    ["broken", Buffer.from(flooded.replace("</filter>", ""))],
  ])("is refused as an SVG %s", async (_name, bytes) => {
    await expect(middle(bytes)).rejects.toMatchObject({ status: 422 });
  });

  it("within an SVG is held to the same limits", async () => {
    const wide = await sharp({ create: { width: 4000, height: 3000, channels: 3, background: "#f00" } })
      .png({ compressionLevel: 9 })
      .toBuffer();
    const images = (count: number) =>
      Buffer.from(
        `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">${`<image href="data:image/png;base64,${wide.toString("base64")}" width="9" height="9"/>`.repeat(count)}</svg>`,
      );
    await middle(images(2));
    await expect(middle(images(3))).rejects.toMatchObject({ status: 422, reason: /pixels/ });
    await middle(images(3), { maxPicturePixels: 40_000_000 });
  });

  it("may be a background", async () => {
    const uri = `data:image/png;base64,${(await solid("#f00").png().toBuffer()).toString("base64")}`;
    const box = <div style={{ width: 20, height: 20, backgroundImage: `url(${uri})` }} />;
    const bytes = await bytesOf(image(box, size), "image/png");
    expect([...(await sharp(bytes).removeAlpha().raw().toBuffer()).subarray(0, 3)]).toEqual([255, 0, 0]);
  });

  it.each([
    ["/etc/passwd", 422],
    ["./logo.png", 422],
    ["file:///etc/passwd", 422],
    ["ftp://example.com/a.png", 422],
    ["", 422],
    ["data:image/png;base64,AAAA", 422],
    ["data:text/plain,hello", 422],
    ["data:image/svg+xml,%3Chtml/%3E", 422],
    ["http://127.0.0.1/a.png", 400],
    ["http://[::7f00:1]/a.png", 400],
    [Buffer.from("not an image"), 422],
    [5, 422],
  ])("is refused as %s", async (src, status) => {
    await expect(middle(src)).rejects.toMatchObject({ status });
    if (typeof src !== "string" || src === "" || src.startsWith("data:")) return;
    const box = <div style={{ width: 20, height: 20, backgroundImage: `url("${src}")` }} />;
    await expect(bytesOf(image(box, size), "image/png")).rejects.toMatchObject({ status });
    const inner = (
      <svg width={20} height={20}>
        <image href={src} width={20} height={20} />
      </svg>
    );
    await expect(bytesOf(image(inner, size), "image/png")).rejects.toMatchObject({ status });
  });

  it("cut off or too large is refused", async () => {
    const png = await solid("#f00").png().toBuffer();
    await expect(middle(png.subarray(0, png.length - 20))).rejects.toMatchObject({ status: 422 });
    const bomb = await sharp({
      create: { width: 12_000, height: 12_000, channels: 3, background: "#000" },
      limitInputPixels: false,
    })
      .png()
      .toBuffer();
    await expect(middle(bomb)).rejects.toMatchObject({ status: 422 });
  });

  it("stands up as its camera was held", async () => {
    const left = await sharp({ create: { width: 40, height: 20, channels: 3, background: "#fff" } })
      .composite([{ input: await solid("#f00").png().toBuffer(), left: 0, top: 0 }])
      .withMetadata({ orientation: 6 })
      .jpeg({ chromaSubsampling: "4:4:4", quality: 100 })
      .toBuffer();
    const picture = <img src={left} width={20} height={40} />;
    const bytes = await bytesOf(image(picture, { width: 20, height: 40 }), "image/png");
    const { data } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    expect(data[3 * (20 * 5 + 10) + 1]).toBeLessThan(20);
    expect(data[3 * (20 * 35 + 10) + 1]).toBeGreaterThan(235);
  });
});

describe("a file of the project", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(process.cwd(), ".offprint-test-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("is named by a URL, and its content is in the key", async () => {
    const file = pathToFileURL(join(folder, "logo.png"));
    await writeFile(file, await solid("#f00").png().toBuffer());
    const key = () => fingerprint(image(<img src={file} />).key);
    expect(await middle(file)).toEqual([255, 0, 0]);
    const before = key();
    expect(key()).toBe(before);
    await writeFile(file, await solid("#0000fe").png().toBuffer());
    expect(key()).not.toBe(before);
    expect(await middle(file)).toEqual([0, 0, 254]);
  });

  it("may not be outside of it, through a link either", async () => {
    const outside = await mkdtemp(join(tmpdir(), "outside-"));
    await writeFile(join(outside, "a.png"), await solid("#f00").png().toBuffer());
    await symlink(outside, join(folder, "link"));
    for (const path of [join(outside, "a.png"), join(folder, "link/a.png"), "/etc/passwd"])
      await expect(middle(pathToFileURL(path))).rejects.toThrow(/outside of the project/);
    await expect(middle(pathToFileURL(join(folder, "none.png")))).rejects.toThrow(/There is no picture/);
    await rm(outside, { recursive: true });
  });
});

it("a picture of the web is fetched once for all who wait", async () => {
  const png = await solid("#0f0").png().toBuffer();
  let asked = 0;
  const server = createServer((_request, response) => {
    asked++;
    setTimeout(() => response.setHeader("content-type", "image/png").end(png), 30);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/a.png`;
  const colours = await Promise.all([1, 2, 3].map(() => middle(url, { allowPrivate: true })));
  expect(colours).toEqual([
    [0, 255, 0],
    [0, 255, 0],
    [0, 255, 0],
  ]);
  expect(asked).toBe(1);
  // What was fetched with leave is not given to one who may not fetch it.
  await expect(middle(url)).rejects.toMatchObject({ status: 400 });
  server.close();
});
