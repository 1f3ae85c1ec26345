// The grammar of path data (SVG 2 §9.3), as far as its tokens.

/** Commands and numbers. Flags of arcs that are written without a space between them are not told apart. */
export const PATH_TOKENS = /[MLHVCSQTAZ]|[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/gi;

/** How many numbers a command takes each time, by its capital letter. */
export const PARAMETERS: Readonly<Record<string, number>> = {
  M: 2,
  L: 2,
  H: 1,
  V: 1,
  C: 6,
  S: 4,
  Q: 4,
  T: 2,
  A: 7,
  Z: 0,
};
