// The `robots` kind: robots.txt by RFC 9309.

import type { Asset } from "../asset.ts";

/** The rules for some crawlers. */
export interface RobotsRule {
  /** Product tokens of the crawlers, or `*` for all that no other rule names. Default `*`. */
  userAgent?: string | readonly string[];
  /** Path prefixes; `*` and a `$` at the end are wildcards. The longest that fits decides. */
  allow?: string | readonly string[];
  disallow?: string | readonly string[];
  /** Seconds between requests. Not in the RFC; Bing and Yandex read it. */
  crawlDelay?: number;
}

/** The content of a robots.txt. */
export interface Robots {
  /** Default: everything is allowed to everyone. */
  rules?: RobotsRule | readonly RobotsRule[];
  /** Paths or URLs of sitemaps; paths are resolved against the configured origin. */
  sitemap?: string | readonly string[];
}

/**
 * A robots.txt.
 *
 * @throws TypeError for a path that does not begin with `/` or `*`, for a crawler's name that is no
 *   product token, and for a line break anywhere: each would silently mean something else.
 *
 * @example
 * export const GET = () => robots({ rules: { disallow: "/admin/" }, sitemap: "/sitemap.xml" });
 */
export function robots(value: Robots = {}): Asset {
  const groups = list(value.rules ?? {}).map(group);
  return {
    types: ["text/plain; charset=utf-8"],
    key: { kind: "robots", value },
    exact: true,
    render({ url }) {
      const sitemaps = list(value.sitemap ?? []).map((path) => `Sitemap: ${absolute(path, url)}\n`);
      return [...groups, ...(sitemaps.length > 0 ? [sitemaps.join("")] : [])].join("\n");
    },
  };
}

/** The RFC knows no digits in a crawler's name; crawlers such as MJ12bot do. */
function group({ userAgent = "*", allow = [], disallow = [], crawlDelay }: RobotsRule): string {
  const agents = list(userAgent).map((agent) => {
    if (!/^(?:\*|[\w-]+)$/.test(agent))
      throw new TypeError(
        `robots(): the user agent ${JSON.stringify(agent)} is not *, or letters, digits, "_" and "-".`,
      );
    return `User-agent: ${agent}\n`;
  });
  const lines = [
    ...list(allow).map((path) => `Allow: ${checked(path)}\n`),
    ...list(disallow).map((path) => `Disallow: ${checked(path)}\n`),
  ];
  if (crawlDelay !== undefined) lines.push(`Crawl-delay: ${crawlDelay}\n`);
  // A group without rules would run into the next one.
  return [...agents, ...(lines.length > 0 ? lines : ["Allow: /\n"])].join("");
}

/** A path pattern, percent-encoded where the RFC asks for it (§2.2.2). */
function checked(path: string): string {
  if (!/^[/*][^\s#]*$/.test(path))
    throw new TypeError(
      `robots(): the path ${JSON.stringify(path)} must begin with "/" or "*" and hold no space or "#" (write %20, %23).`,
    );
  return path.toWellFormed().replaceAll(/[^\x21-\x7e]+/g, (text) => encodeURIComponent(text));
}

function absolute(path: string, base: string): string {
  if (!URL.canParse(path, base))
    throw new TypeError(`robots(): the sitemap ${JSON.stringify(path)} is not a URL.`);
  return new URL(path, base).href;
}

function list<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}
