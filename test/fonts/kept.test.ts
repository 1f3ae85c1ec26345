import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
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

it("sets of faces are forgotten by the bytes of their fonts", () => {
  const tree = { type: "div", props: { style: { fontFamily: "Theirs" }, children: "a" } };
  // A font of 9 MiB by a table that nobody reads.
  const large = writeSfnt(0x10000, readTables(inter).set("none", new Uint8Array(9 << 20)));
  const fonts = Array.from({ length: 40 }, () => {
    const data = Uint8Array.from(large);
    return withFaces(library, [{ name: "Theirs", data }]);
  });
  const facesOf = (i: number) => typesetting(tree, fonts[i]!, {}).faces;
  const first = facesOf(0);
  expect(facesOf(0)).toBe(first);
  for (let i = 1; i < 40; i++) facesOf(i);
  expect(facesOf(0)).not.toBe(first);
});
