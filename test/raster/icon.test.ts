// Icons are read as browsers read them: the largest picture, by its palette, its mask and its alpha.
import sharp from "sharp";
import { expect, it } from "vitest";
import { image } from "../../src/assets/image.ts";
import { openRaster } from "../../src/raster/open.ts";
import { bytesOf } from "../assets/contract.ts";

const RED = [0, 0, 255]; // blue, green, red: as bitmaps have them
const GREEN = [0, 255, 0];

/** An icon of some pictures: [side that the directory says, bits a pixel, bytes]. */
function icon(...pictures: [side: number, bits: number, bytes: Buffer][]): Buffer {
  const head = Buffer.alloc(6 + 16 * pictures.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pictures.length, 4);
  let at = head.length;
  for (const [i, [side, bits, bytes]] of pictures.entries()) {
    const entry = 6 + 16 * i;
    head[entry] = head[entry + 1] = side & 255;
    head.writeUInt16LE(bits, entry + 6);
    head.writeUInt32LE(bytes.length, entry + 8);
    head.writeUInt32LE(at, entry + 12);
    at += bytes.length;
  }
  return Buffer.concat([head, ...pictures.map(([, , bytes]) => bytes)]);
}

/** A bitmap of 2 × 2 pixels as icons have them, its lowest row first. */
function bitmap(bits: number, palette: number[][], rows: number[][], mask: number[] = []): Buffer {
  const head = Buffer.alloc(40);
  head.writeUInt32LE(40, 0);
  head.writeInt32LE(2, 4);
  head.writeInt32LE(4, 8);
  head.writeUInt16LE(1, 12);
  head.writeUInt16LE(bits, 14);
  head.writeUInt32LE(palette.length, 32);
  const padded = (row: number[]) => [...row, ...Array<number>((4 - (row.length % 4)) % 4).fill(0)];
  const body = [...palette.flatMap((color) => [...color, 0]), ...rows.flatMap(padded)];
  return Buffer.concat([head, Buffer.from([...body, ...mask.flatMap((row) => padded([row]))])]);
}

async function pixels(bytes: Buffer): Promise<number[][]> {
  const { decode } = await openRaster(bytes);
  const data = await decode().ensureAlpha().raw().toBuffer();
  return Array.from({ length: data.length / 4 }, (_, i) => [...data.subarray(4 * i, 4 * i + 4)]);
}

const [R, G, NONE] = [
  [255, 0, 0, 255],
  [0, 255, 0, 255],
  [0, 255, 0, 0],
];
const open = [0, 0];

it.each<[string, Buffer, unknown[]]>([
  ["1 bit", bitmap(1, [RED, GREEN], [[0b01000000], [0b10000000]], open), [G, R, R, G]],
  ["4 bits", bitmap(4, [RED, GREEN], [[0x01], [0x10]], open), [G, R, R, G]],
  [
    "8 bits",
    bitmap(
      8,
      [RED, GREEN],
      [
        [0, 1],
        [1, 0],
      ],
      open,
    ),
    [G, R, R, G],
  ],
  [
    "8 bits and a mask",
    bitmap(
      8,
      [RED, GREEN],
      [
        [0, 1],
        [1, 0],
      ],
      [0b01000000, 0],
    ),
    [G, R, R, NONE],
  ],
  [
    "24 bits",
    bitmap(
      24,
      [],
      [
        [...RED, ...GREEN],
        [...GREEN, ...RED],
      ],
      open,
    ),
    [G, R, R, G],
  ],
  [
    "32 bits",
    bitmap(
      32,
      [],
      [
        [...RED, 255, ...GREEN, 0],
        [...GREEN, 255, ...RED, 255],
      ],
    ),
    [G, R, R, NONE],
  ],
  [
    "32 bits without alpha",
    bitmap(
      32,
      [],
      [
        [...RED, 0, ...GREEN, 0],
        [...GREEN, 0, ...RED, 0],
      ],
      open,
    ),
    [G, R, R, G],
  ],
])("reads %s", async (_, picture, expected) => {
  const bytes = icon([2, 0, picture]);
  expect(await openRaster(bytes)).toMatchObject({ format: "ico", width: 2, height: 2 });
  expect(await pixels(bytes)).toEqual(expected);
});

const png = (side: number, background: string) =>
  sharp({ create: { width: side, height: side, channels: 3, background } })
    .png()
    .toBuffer();

it("takes the largest picture, and of two as large that with more bits", async () => {
  const large = icon(
    [16, 32, await png(16, "#f00")],
    [256, 8, await png(256, "#000")],
    [256, 32, await png(256, "#0f0")],
  );
  expect(await openRaster(large)).toMatchObject({ format: "ico", width: 256, height: 256 });
  expect((await pixels(large))[0]).toEqual(G);
});

it("draws a favicon in an image", async () => {
  const src = `data:image/x-icon;base64,${icon([16, 32, await png(16, "#f00")]).toString("base64")}`;
  const card = { type: "img", props: { src, width: 20, height: 20 } };
  const drawn = await bytesOf(image(card as never, { width: 20, height: 20 }), "image/png");
  expect([...(await sharp(drawn).removeAlpha().raw().toBuffer()).subarray(630, 633)]).toEqual([255, 0, 0]);
});

it.each<[string, Buffer]>([
  ["no entry", icon()],
  ["an entry outside of the file", icon([16, 32, Buffer.alloc(0)])],
  ["a bitmap that is cut short", icon([2, 24, bitmap(24, [], [[...RED, ...GREEN]]).subarray(0, 44)])],
  [
    "bits that no bitmap has",
    icon([
      2,
      16,
      bitmap(
        16,
        [],
        [
          [1, 2, 3, 4],
          [1, 2, 3, 4],
        ],
      ),
    ]),
  ],
  ["a JPEG in it", icon([16, 24, Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(60)])])],
])("is refused with %s", async (_, bytes) => {
  await expect(openRaster(bytes)).rejects.toMatchObject({ status: 422 });
});

it("is refused before it is decoded where it claims too many pixels", async () => {
  const bytes = bitmap(24, [], []);
  bytes.writeInt32LE(60_000, 4);
  bytes.writeInt32LE(120_000, 8);
  await expect(openRaster(icon([0, 24, bytes]))).rejects.toMatchObject({ reason: /60000 × 60000 pixels/ });
});
