// Which links a document may carry.

import { TEXT_UNITS } from "./syntax.ts";

const SCHEMES = new Set(["http:", "https:", "mailto:", "tel:"]);

/**
 * A link's target, as it may be written into a document: a URL of a harmless scheme, or `#name`.
 * @throws Error for any other scheme (`javascript:`, `file:`, …), for a malformed URL, and for one that is too long.
 */
export function safeLink(target: string): string {
  const link = checked(target);
  if (link.length > TEXT_UNITS)
    throw new Error(
      `The link to "${target.slice(0, 80)}…" has ${link.length} characters, and a PDF takes ${TEXT_UNITS}: make it shorter.`,
    );
  return link;
}

function checked(target: string): string {
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
