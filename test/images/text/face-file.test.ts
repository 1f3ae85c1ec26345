// One copy of a font serves images and PDFs: what satori's flipped copy of it gives is read off the font itself.

import { expect, it } from "vitest";
import { shippedFonts } from "../../../src/fonts/catalog.ts";
import { loadFonts } from "../../../src/fonts/library.ts";
import { openFont } from "../../../src/fonts/shaping/harfbuzz.ts";
import { hb } from "../../../src/fonts/shaping/harfbuzz-module.ts";
import { openFace } from "../../../src/fonts/shaping/open-face.ts";
import { fileOf, openFile } from "../../../src/images/text/face-file.ts";

const fonts = await loadFonts(shippedFonts);
const TEXTS = [
  "AVAToVa office naïve e\u0301a\u0308\u0323 x\u0301\u0302\u0303 3,500.25",
  "Tiếng Việt, Ξεσκεπάζω, мягких",
  "بِسْمِ ٱللَّهِ ٱلرَّحْمَٰنِ",
  "شَجَرَةٌ ثمانيةً",
  "שָׁלוֹם עֲלֵיכֶם",
  "ऋषियों क्षत्रिय",
  "ที่นี่ ผู้ใหญ่",
  "ຂ້ອຍກິນ",
  "ខ្ញុំអាចញុំ",
  "ကျွန်တော်",
  "আমি কাঁচ",
  "நான்",
  "నేను",
  "ਮੈਂ",
  "ཤེལ་སྒོ",
  "ދިވެހި",
  "ܐܢܐ",
  "「日本語」",
];

it("shapes and draws as the flipped copy does, in every font that is shipped", () => {
  let turned = 0;
  for (const face of fonts.faces) {
    const file = fileOf(face);
    const [shared, copy] = [openFile(file), openFace(Uint8Array.from(file))];
    for (const text of TEXTS) {
      if (![...text].some((letter) => letter > " " && face.covers(letter.codePointAt(0)!))) continue;
      for (const direction of [undefined, "ltr", "rtl"] as const) {
        const { glyphs } = shared.shape(text, direction);
        expect(glyphs, `${face.file}: ${text}`).toEqual(copy.shape(text, direction).glyphs);
        turned += glyphs.filter(({ dy }) => dy !== 0).length;
        for (const { id } of glyphs.slice(0, 5)) expect(shared.outline(id)).toEqual(copy.outline(id));
      }
    }
  }
  expect(turned).toBeGreaterThan(100);
});

it("is in HarfBuzz's memory once, for images and PDFs", () => {
  const face = fonts.match("Noto Sans TC");
  const { length } = face.data();
  openFont(face.data());
  const before = hb().bytes.length;
  openFile(fileOf(face)).shape("日本語");
  expect(length).toBeGreaterThan(2 << 20);
  expect(hb().bytes.length - before).toBeLessThan(length / 2);
});
