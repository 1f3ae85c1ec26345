// Shaping does not depend on what was shaped before.

import { expect, it } from "vitest";
import { shippedFonts } from "../../../src/fonts/catalog.ts";
import { loadFonts } from "../../../src/fonts/library.ts";
import { openFace } from "../../../src/fonts/shaping/open-face.ts";
import { fileOf } from "../../../src/images/text/face-file.ts";

const fonts = await loadFonts(shippedFonts);
const TEXTS = ["123 abc", "(1) ", "1", "123", "12ы", "1א", "a1", "office", "off", "ʹa", "ʹ", "- x", "-"];

it.each(["Inter", "JetBrains Mono", "Noto Sans"])("of starts of texts in %s", (family) => {
  const data = fileOf(fonts.match(family, 400, "normal")!);
  const shapes = (texts: readonly string[]) => {
    const face = openFace(data.slice());
    const made = new Map<string, unknown>();
    for (const text of texts) {
      made.set(text, face.shape(text));
      for (let end = 1; end < text.length; end++) made.set(`${text} to ${end}`, face.shapeStart(text, end));
    }
    return made;
  };
  const once = shapes(TEXTS);
  const again = shapes(TEXTS.toReversed());
  for (const [key, shaped] of once) expect(again.get(key), key).toEqual(shaped);
});
