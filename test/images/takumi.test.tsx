import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { image } from "../../src/assets/image.ts";
import { bytesOf } from "../assets/contract.ts";

const size = { width: 300, height: 160 };
const card = (
  <div
    style={{
      display: "flex",
      width: "100%",
      height: "100%",
      background: "#0000ff",
      color: "#fff",
      fontSize: 30,
    }}
  >
    Hello 日本 العربية 🎉
  </div>
);
const FORMATS = ["png", "jpeg", "webp", "avif", "svg+xml"];

describe("each engine", () => {
  it.each(["satori", "takumi"] as const)(
    "%s keeps the contract: every type, size, density, background, text",
    async (engine) => {
      for (const format of FORMATS) {
        const bytes = await bytesOf(image(card, { ...size, engine }), `image/${format}`);
        const picture = sharp(bytes);
        expect(await picture.metadata()).toMatchObject({ width: 300, height: 160 });
        const { data } = await picture.removeAlpha().raw().toBuffer({ resolveWithObject: true });
        const corner = [...data.subarray(3 * (300 * 158 + 2), 3 * (300 * 158 + 2) + 3)];
        expect(corner[0]! + corner[1]!).toBeLessThan(24);
        expect(corner[2]).toBeGreaterThan(240);
        if (format !== "svg+xml") {
          let light = 0;
          for (let i = 0; i < data.length; i += 3) if (data[i]! > 200) light++;
          expect(light).toBeGreaterThan(500);
        }
      }
      const large = await bytesOf(image(card, { ...size, engine, pixelDensity: 2 }), "image/png");
      expect(await sharp(large).metadata()).toMatchObject({ width: 600, height: 320 });
      expect(await bytesOf(image(card, { ...size, engine, pixelDensity: 2 }), "image/png")).toEqual(large);
      await expect(
        bytesOf(image(card, { engine }), "image/png", { signal: AbortSignal.abort(new Error("gone")) }),
      ).rejects.toThrow();
    },
  );

  it("has a key of its own", () => {
    expect(image(card, { engine: "takumi" }).key).not.toEqual(image(card).key);
  });

  it("keeps transparency", async () => {
    const half = <div style={{ width: 300, height: 160, background: "rgba(255,0,0,0.5)" }} />;
    const { data } = await sharp(await bytesOf(image(half, { ...size, engine: "takumi" }), "image/png"))
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect([...data.subarray(0, 3)]).toEqual([255, 0, 0]);
    expect(Math.abs(data[3]! - 127.5)).toBeLessThan(1.5);
  });
});
