// The interface of a font library. `library.ts` reads one from a folder.

/** One face: a family at one weight and style, as its file says. */
export interface FontFace {
  family: string;
  /** 1–1000, from the OS/2 table. */
  weight: number;
  style: "normal" | "italic";
  /** Path of its file, relative to the fonts folder. */
  file: string;
  /** True when the face has a glyph for this code point (from its cmap). */
  covers(codePoint: number): boolean;
  /**
   * The face as an sfnt (TrueType or OpenType), decompressed if the file is WOFF or WOFF2.
   * Always the same object for the same face, so parsers may cache by identity.
   */
  data(): Uint8Array;
}

/** The fonts of an app, read once. */
export interface Fonts {
  /** Every face, in a fixed order: by family, weight, style, file. */
  readonly faces: readonly FontFace[];
  /** The family that is used where a template names none: the first with Latin letters. */
  readonly defaultFamily: string;
  /** True for a family that can be matched: one of a face, or a generic one such as `sans-serif`. */
  has(family: string): boolean;
  /**
   * The nearest face of a family by weight and style (CSS Fonts 4 §5.2).
   * @throws FontError naming the families that are there, when the family is not.
   */
  match(family: string, weight?: number, style?: "normal" | "italic"): FontFace;
  /**
   * The face to draw a code point with when the wanted family lacks it: by script first (a CJK
   * code point takes the face of `language` where one is given), then by coverage and weight.
   * Undefined when no face of the library has the glyph.
   */
  fallback(codePoint: number, weight?: number, language?: string): FontFace | undefined;
  /** SVG source of a colour emoji given as the text of one grapheme, or undefined. */
  emoji(grapheme: string): string | undefined;
  /** A digest of every file in the folder. */
  readonly digest: string;
}
