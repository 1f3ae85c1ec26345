// Which graphemes are emoji: one question for images and documents.

/** Drawn as a picture by default (UTS #51 §4.3), or because U+FE0F, a keycap or a sequence asks for it. */
const EMOJI =
  /\p{Emoji_Presentation}|\ufe0f|\u20e3|\p{Emoji_Modifier}|\p{Regional_Indicator}|\p{Extended_Pictographic}\u200d/u;
const PICTOGRAPH = /\p{Extended_Pictographic}/u;
/** Code units of which every emoji has at least one: a fast pre-test, which most text fails. */
const MAYBE_EMOJI = /\u20e3|\ufe0f|\u200d|[\u231a-\u2b55\ud83c-\ud83e]/;

/** True for a grapheme that is drawn as a picture if there is one. */
export function isEmoji(grapheme: string): boolean {
  return MAYBE_EMOJI.test(grapheme) && EMOJI.test(grapheme);
}

/** True for a grapheme that is text by default, and a picture only if no face covers it: 🏳 and 🌡 without U+FE0F. */
export function isPictograph(grapheme: string): boolean {
  return PICTOGRAPH.test(grapheme);
}
