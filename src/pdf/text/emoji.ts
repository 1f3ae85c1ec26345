// The test for emoji.

/** Characters of which every emoji has at least one: a fast test that most text fails. */
const MAYBE_EMOJI = /\u20e3|\ufe0f|[\u231a-\u2b55\ud83c-\ud83e]/;
let emoji: RegExp | undefined;

/** True for a grapheme that is an emoji, unless a font or a selector says otherwise. */
export function isEmoji(grapheme: string): boolean {
  if (!MAYBE_EMOJI.test(grapheme)) return false;
  // It lists thousands of sequences: it is compiled for those who need it.
  emoji ??= new RegExp("\\p{RGI_Emoji}|\\p{Emoji_Presentation}|\\p{Regional_Indicator}", "v");
  return emoji.test(grapheme);
}
