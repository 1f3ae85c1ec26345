// Ends of texts, without a regular expression: `/a+$/` tries anew at each of a long run's places, which is quadratic.

/**
 * A text without one character at its end, however often it stands there.
 *
 * @example
 * trimEndOf("/a//", "/"); // "/a"
 */
export function trimEndOf(text: string, character: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === character) end--;
  return end === text.length ? text : text.slice(0, end);
}

/** The same at both ends. */
export function trimOf(text: string, character: string): string {
  const rest = trimEndOf(text, character);
  let start = 0;
  while (start < rest.length && rest[start] === character) start++;
  return start === 0 ? rest : rest.slice(start);
}
