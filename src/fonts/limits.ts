// Limits for one font file. Real fonts stay far below: a test opens those of the system and the package.

const MiB = 1024 * 1024;

export const LIMITS = {
  /** Bytes of a file when decompressed. */
  maxBytes: 64 * MiB,
  /** Bytes when decompressed for each byte of the file, beyond the first MiB (WOFF2's reference decoder has 100, too). */
  maxRatio: 100,
  /** Tables of one font; the registry knows some sixty. */
  maxTables: 256,
  /** Fonts of a collection. */
  maxFonts: 512,
  /** Levels of glyphs made of others (ISO/IEC 14496-22 §5.2.4, `maxComponentDepth`). */
  maxDepth: 16,
  /** Glyphs that one glyph is made of, over all levels: HarfBuzz draws no more. */
  maxParts: 2048,
  /** Points of one glyph, over all levels: what a 16-bit `maxCompositePoints` can say. */
  maxPoints: 65_535,
  /** Points of a glyph times its contours: layout looks for the end of a contour once for each point. */
  maxOutline: 16_000_000,
  /** Operators and operands of one CFF glyph, its subroutines included. */
  maxCharstring: 65_535,
  /** Levels of subroutines in a CFF glyph (Adobe Technical Note 5177, appendix B). */
  maxSubroutines: 10,
  /** Operands of a CFF operator: the note's 48, and what older fonts are known to have. */
  maxOperands: 192,
  /** Characters that a subtable of `cmap` may map: four for each glyph there can be. */
  maxCharacters: 4 * 65_536,
  /** UTF-16 units of a family's name that are read. */
  maxName: 1024,
  /** Axes of a variable font. */
  maxAxes: 64,
  /** Numbers that are looked at while a file is checked: so many, and so many more for each byte. Of 800 real fonts none asks for 1.9. */
  steps: 500_000,
  stepsPerByte: 3,
} as const;

/** The most bytes that a file of this length may hold when decompressed. */
export const mostBytes = (stored: number): number =>
  Math.min(LIMITS.maxBytes, MiB + LIMITS.maxRatio * stored);
