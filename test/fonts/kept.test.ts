import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { shippedFonts } from "../../src/fonts/catalog.ts";
import { openFont } from "../../src/fonts/file.ts";
import { loadFonts } from "../../src/fonts/library.ts";
import { readTables, writeSfnt } from "../../src/fonts/sfnt.ts";
import { checkFont, withFaces } from "../../src/fonts/with-faces.ts";
import { typesetting } from "../../src/images/text/typefaces.ts";

const library = await loadFonts(shippedFonts);
const inter = openFont(readFileSync(join(shippedFonts, "Inter-400.woff2")), "Inter", 0);

it("what was checked is what is drawn, whatever becomes of the buffer", () => {
  const data = Uint8Array.from(inter);
  checkFont(data);
  data.fill(0);
  const face = withFaces(library, [{ name: "Theirs", data }]).match("Theirs");
  expect(Buffer.from(face.data()).equals(inter)).toBe(true);
});

it("a font keeps nothing of the buffer around it", () => {
  const around = new Uint8Array(inter.length + 1_000_000);
  around.set(inter, 500_000);
  const data = around.subarray(500_000, 500_000 + inter.length);
  const face = withFaces(library, [{ name: "Theirs", data }]).match("Theirs");
  expect(face.data().buffer.byteLength).toBe(inter.length);
});

describe("sets of faces", () => {
  const tree = (family: string) => ({ type: "div", props: { style: { fontFamily: family }, children: "a" } });
  /** A font of so many MiB by a table that nobody reads. */
  const large = (size: number) =>
    writeSfnt(0x10000, readTables(inter).set("none", new Uint8Array(size << 20)));

  it("are forgotten by the bytes of their fonts and of what is made of them, ten times as many", () => {
    const font = large(1);
    const fonts = Array.from({ length: 30 }, () =>
      withFaces(library, [{ name: "Theirs", data: Uint8Array.from(font) }]),
    );
    const facesOf = (i: number) => typesetting(tree("Theirs"), fonts[i]!, {}).faces;
    const first = facesOf(0);
    expect(facesOf(0)).toBe(first);
    for (let i = 1; i < 30; i++) facesOf(i);
    expect(facesOf(0)).not.toBe(first);
  });

  it("count a font that they share once", () => {
    const data = large(4);
    const names = Array.from({ length: 20 }, (_, i) => `Theirs ${i}`);
    const fonts = withFaces(
      library,
      names.map((name) => ({ name, data })),
    );
    const facesOf = (name: string) => typesetting(tree(name), fonts, {}).faces;
    const all = names.map(facesOf);
    expect(names.map(facesOf).every((faces, i) => faces === all[i])).toBe(true);
  });
});
