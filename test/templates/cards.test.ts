import fc from "fast-check";
import { image } from "offprint";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { cards } from "../../templates/cards/all.ts";
import { ProductCard } from "../../templates/cards/product.tsx";
import { highlight } from "../../templates/cards/highlight.ts";
import { createProjection } from "../../templates/projection.ts";
import { bytesOf } from "../assets/contract.ts";

describe.each(Object.entries(cards))("the %s card", (_name, card) => {
  it("draws its examples in light and dark, every letter of them", async () => {
    for (let example = 0; example < card.examples; example++) {
      const sizes: number[] = [];
      for (const theme of ["light", "dark"] as const) {
        const warnings: string[] = [];
        const node = card.draw(example, { theme, brand: "Norte" });
        const warn = (message: string) => void (/No font|style/i.test(message) && warnings.push(message));
        const bytes = await bytesOf(image(node), "image/png", { warn });
        expect(warnings).toEqual([]);
        expect(await sharp(bytes).metadata()).toMatchObject({ width: 1200, height: 630 });
        const { channels, isOpaque } = await sharp(bytes).stats();
        expect(isOpaque).toBe(true);
        sizes.push(channels[0]!.mean);
        // Small enough for every platform.
        expect(bytes.length).toBeLessThan(300_000);
      }
      expect(sizes[1]).toBeLessThan(sizes[0]!);
    }
  });
});

describe("product", () => {
  it("writes prices from the right where their currency is written so, in pieces that layout can turn", () => {
    const card = ProductCard({ name: "مصباح", price: 1250, before: 1490, currency: "AED", locale: "ar-AE" });
    const written = JSON.stringify(card);
    for (const price of ["1,250", "1,490"])
      expect(written).toMatch(new RegExp(`"dir":"rtl"(?:(?!"dir").)*${price} د`));
    expect(JSON.stringify(ProductCard({ name: "Lamp", price: 3, currency: "EUR" }))).not.toContain(
      '"dir":"rtl"',
    );
  });
});

describe("code", () => {
  it("keeps every character, line by line", () => {
    const source = fc.array(
      fc.constantFrom(
        "const x",
        " = ",
        '"text"',
        "'",
        "`",
        "// note",
        "/* a\nb */",
        "#",
        "\n",
        "  ",
        "42",
        "日本",
        "()",
        "<b>",
        "-- x",
        "-",
        "\\",
      ),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(source, (pieces) => {
        const code = pieces.join("");
        expect(
          highlight(code)
            .map((line) => line.map(({ text }) => text).join(""))
            .join("\n"),
        ).toBe(code);
      }),
    );
  });
  it("knows words, texts, notes, numbers and calls", () => {
    const kinds = Object.fromEntries(
      highlight('return load("a", 42); // done')
        .flat()
        .map(({ text, kind }) => [text, kind]),
    );
    expect(kinds).toMatchObject({
      return: "word",
      load: "call",
      '"a"': "text",
      "42": "number",
      "// done": "note",
    });
  });
});

it("a map holds all its places, across the date line too", () => {
  const place = fc.record({
    latitude: fc.double({ min: -80, max: 80, noNaN: true }),
    longitude: fc.double({ min: -40, max: 40, noNaN: true }),
  });
  fc.assert(
    fc.property(
      fc.array(place, { minLength: 1, maxLength: 20 }),
      fc.constantFrom(0, 100, 180),
      (places, center) => {
        const turned = places.map(({ latitude, longitude }) => ({
          latitude,
          longitude: ((longitude + center + 540) % 360) - 180,
        }));
        const { project, lines } = createProjection(turned, { width: 400, height: 300, margin: 20, center });
        expect(lines).not.toContain("NaN");
        for (const { latitude, longitude } of turned) {
          const [x, y] = project(longitude, latitude);
          expect(x).toBeGreaterThanOrEqual(19.9);
          expect(x).toBeLessThanOrEqual(380.1);
          expect(y).toBeGreaterThanOrEqual(19.9);
          expect(y).toBeLessThanOrEqual(280.1);
        }
      },
    ),
  );
});
