// Which links a document may carry.

const SCHEMES = new Set(["http:", "https:", "mailto:", "tel:"]);

/**
 * A link's target, as it may be written into a document: a URL of a harmless scheme, or `#name`.
 * @throws Error for any other scheme (`javascript:`, `file:`, …) and for a malformed URL.
 */
export function safeLink(target: string): string {
  if (/^#[^\s#]+$/.test(target)) return target;
  const url = URL.canParse(target) ? new URL(target) : undefined;
  if (!url || !SCHEMES.has(url.protocol)) {
    const shown = target.length > 80 ? `${target.slice(0, 80)}…` : target;
    throw new Error(
      `A PDF may not link to "${shown}": use http, https, mailto or tel with a whole URL, or #name.`,
    );
  }
  return url.href;
}
