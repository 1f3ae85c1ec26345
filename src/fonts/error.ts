// What is wrong with a font, in words for the developer.

/** A font file that cannot be read, or a family or face that is not there. */
export class FontError extends Error {
  override readonly name = "FontError";
}
