// Errors about fonts, for the developer.

/**
 * A font file that cannot be read, or a family or face that is not there. The message names those that are.
 *
 * @example
 * const fonts = await loadFonts([shippedFonts]);
 * try {
 *   fonts.match("Intre", 400);
 * } catch (error) {
 *   if (error instanceof FontError) console.error(error.message);
 * }
 */
export class FontError extends Error {
  override readonly name = "FontError";
}
