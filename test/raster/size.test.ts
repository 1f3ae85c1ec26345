// Sides of bitmaps by their headers, as sharp has written them.

import sharp from "sharp";
import { expect, it } from "vitest";
import { gifSize, jpegFrame, pngSize } from "../../src/raster/size.ts";

const picture = sharp({ create: { width: 300, height: 7, channels: 3, background: "#e11" } });

it("reads a PNG, a GIF, and JPEGs of one scan and of several", async () => {
  const size = { width: 300, height: 7 };
  expect(pngSize(await picture.png().toBuffer())).toEqual(size);
  expect(gifSize(await picture.gif().toBuffer())).toEqual(size);
  expect(jpegFrame(await picture.jpeg().toBuffer())).toEqual({ ...size, marker: 0xc0, filled: false });
  const progressive = await picture.jpeg({ progressive: true }).toBuffer();
  expect(jpegFrame(progressive)).toEqual({ ...size, marker: 0xc2, filled: false });
});

it("skips fill bytes before a marker, and ends where there is no frame", async () => {
  const jpeg = await picture.jpeg().toBuffer();
  const filled = Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xff]), jpeg.subarray(2)]);
  expect(jpegFrame(filled)).toMatchObject({ width: 300, height: 7, filled: true });
  for (let length = 0; length < jpeg.length; length += 13)
    expect(() => jpegFrame(jpeg.subarray(0, length))).not.toThrow();
  expect(jpegFrame(Buffer.from([0xff, 0xd8, 0xff, 0xd9, 0, 0, 0, 0, 0, 0, 0]))).toBeUndefined();
});
