// Literal text of a file name inside a rou3 pattern.

/** Takes the meaning of a pattern's own characters away. */
export function escapeLiteral(text: string): string {
  return text.replace(/[\\:(){}*?+]/g, "\\$&");
}
