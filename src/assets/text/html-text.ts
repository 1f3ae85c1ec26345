// Text as HTML and back: readers of RSS take descriptions for HTML, and many take titles for it.

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };
const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };

/** What an HTML parser takes for markup: a tag, a comment, a reference, whose names have two letters or more (HTML §13.2.5, §13.5). */
const MARKUP = /<[a-z/!?]|&(?:#|[a-z]{2})/i;

/** HTML that shows this text. */
export function htmlOf(text: string): string {
  return text.replaceAll(/[&<>]/g, (character) => ESCAPES[character]!);
}

/**
 * Text that reads the same as HTML and as text, where it can: only a text that an HTML parser would
 * take for markup is escaped.
 */
export function safeAsHtml(text: string): string {
  return MARKUP.test(text) ? htmlOf(text) : text;
}

/** The beginning of what HTML shows, on one line: for a place that must have a title. */
export function excerptOf(html: string, length = 80): string {
  const text = html
    .slice(0, 4_000)
    .replaceAll(/<(?:script|style)\b[^<]*(?:<(?!\/)[^<]*)*<\/|<[^<>]*>/gi, " ")
    .replaceAll(/&(\w{2,4});/g, (whole, name: string) =>
      Object.hasOwn(ENTITIES, name) ? ENTITIES[name]! : whole,
    )
    .replaceAll(/\s+/g, " ")
    .trim();
  if (text.length <= length) return text;
  const cut = text.slice(0, length);
  return `${cut.slice(0, cut.lastIndexOf(" ") > length / 2 ? cut.lastIndexOf(" ") : length)}…`;
}
