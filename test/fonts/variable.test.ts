import { fileURLToPath } from "node:url";
import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { shippedFonts } from "../../src/fonts/catalog.ts";
import { loadFonts } from "../../src/fonts/library.ts";
import { readTables, view } from "../../src/fonts/sfnt.ts";
import { withFaces } from "../../src/fonts/with-faces.ts";
import { advanceIn } from "../../src/images/text/measure.ts";

const folder = fileURLToPath(new URL("../fixtures/fonts", import.meta.url));

it("a variable font is a face for each of its weights, and plain at each", async () => {
  const fonts = await loadFonts(folder);
  expect(fonts.faces.map(({ weight }) => weight)).toEqual([100, 200, 300, 400, 500, 600, 700, 800, 900]);
  const widths = [100, 400, 900].map((weight) => {
    const face = fonts.match("Inter", weight);
    const tables = readTables(face.data());
    expect(tables.has("fvar")).toBe(false);
    expect(view(tables.get("OS/2")!).getUint16(4)).toBe(weight);
    return advanceIn(face, "Ωμέγα").ems;
  });
  expect(widths).toEqual(widths.toSorted((a, b) => a - b));
  expect(widths[2]! / widths[0]!).toBeGreaterThan(1.1);
});

it("bytes of one may be named at several weights", async () => {
  const bytes = await readFile(`${folder}/variable.woff2`);
  const fonts = withFaces(await loadFonts(shippedFonts), [
    { name: "Brand", data: bytes, weight: 400 },
    { name: "Brand", data: bytes, weight: 700 },
  ]);
  expect(fonts.defaultFamily).toBe("Brand");
  const [regular, bold] = [400, 700].map((weight) => fonts.match("Brand", weight));
  expect([regular!.weight, bold!.weight]).toEqual([400, 700]);
  expect(Buffer.from(regular!.data()).equals(bold!.data())).toBe(false);
  // What the given faces lack still comes from the shipped ones.
  expect(fonts.fallback(0x65e5)?.family).toBe("Noto Sans SC");
});
