// An emoji is a picture in documents where it is one in images.

import { expect, it } from "vitest";
import { shippedFonts } from "../../src/fonts/catalog.ts";
import { loadFonts } from "../../src/fonts/library.ts";
import { graphemesOf } from "../../src/fonts/shaping/graphemes.ts";
import { typesetting } from "../../src/images/text/typefaces.ts";
import { Stack } from "../../src/pdf/text/stack.ts";

const fonts = await loadFonts(shippedFonts);
const face = { family: fonts.defaultFamily, weight: 400, italic: false, features: [], language: "en" };
const stack = Stack.of(fonts, face);

/** Each character that has to do with emoji: as it is, with either selector, with a tone, as a keycap, and joined. */
function* graphemes(): Generator<string> {
  for (let code = 0x20; code <= 0x1ffff; code++) {
    const character = String.fromCodePoint(code);
    if (!/[\p{Emoji}\p{Extended_Pictographic}]/u.test(character)) continue;
    yield* [character, `${character}\ufe0f`, `${character}\ufe0e`, `${character}\u20e3`];
    if (/\p{Emoji_Modifier_Base}/u.test(character)) yield `${character}\u{1f3fd}`;
  }
  yield* [
    "🇯🇵",
    "🇯",
    "1\ufe0f\u20e3",
    "👩‍🚀",
    "👩🏽‍🚀",
    "🏳\ufe0f‍🌈",
    "🏳‍🌈",
    "🏳‍⚧",
    "👁‍🗨",
    "❤‍🔥",
    "🏴󠁧󠁢󠁳󠁣󠁴󠁿",
    "a\ufe0f",
    "a‍b",
    "㊗",
    "🅰",
  ];
}

it("each is a picture in both, or a glyph in both", () => {
  const differing: string[] = [];
  let pictures = 0;
  for (const grapheme of graphemes()) {
    if ([...graphemesOf(grapheme)].length !== 1) continue;
    const inImages = typesetting({ type: "p", props: { children: grapheme } }, fonts, {}).emoji[grapheme];
    const { runs } = stack.runs(grapheme, false);
    const inDocuments = runs.some(({ emoji }) => emoji !== undefined);
    if (inImages !== undefined) pictures++;
    if ((inImages !== undefined) !== inDocuments) differing.push(grapheme);
  }
  expect(differing).toEqual([]);
  expect(pictures).toBeGreaterThan(2_500);
});
