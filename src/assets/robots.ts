// The `robots` kind: robots.txt by RFC 9309.

import type { Asset } from "../asset.ts";
import { listOf, present, type Members, type Nullable } from "./text/input.ts";

/** The rules for some crawlers. */
export interface RobotsRule {
  /** Product tokens of the crawlers, or `*` for all that no other rule names. Default `*`. */
  userAgent?: string | readonly string[];
  /** Path prefixes; `*` and a `$` at the end are wildcards. The longest that fits decides. */
  allow?: string | readonly string[];
  /** As `allow`; an empty text forbids nothing. */
  disallow?: string | readonly string[];
  /** Seconds between requests. Not in the RFC; Bing and Yandex read it. */
  crawlDelay?: number;
  /** What the content may be used for (contentsignals.org): `{ search: true, "ai-train": false }`. */
  contentSignal?: Readonly<Record<string, boolean>>;
}

/** The content of a robots.txt. */
export interface Robots {
  /** Default: everything is allowed to everyone. */
  rules?: Nullable<RobotsRule> | readonly Nullable<RobotsRule>[];
  /** Paths or URLs of sitemaps; paths are resolved against the configured origin. */
  sitemap?: string | readonly string[];
  /** The main one of several mirrors, a host name or an origin. Not in the RFC; Yandex reads it. */
  host?: string;
  /** Parameters that do not change a page, and a path prefix after a space: `ref&utm_source /blog/`. Yandex reads it. */
  cleanParam?: string | readonly string[];
}

const ROBOTS: Members<Robots> = { rules: true, sitemap: true, host: true, cleanParam: true };
const RULE: Members<RobotsRule> = {
  userAgent: true,
  allow: true,
  disallow: true,
  crawlDelay: true,
  contentSignal: true,
};

/**
 * A robots.txt.
 *
 * @throws TypeError for a path that does not begin with `/` or `*`, for a member that is not known, and
 *   for a line break or a `#` anywhere: each would silently mean something else.
 *
 * @example
 * export const GET = () => robots({ rules: { disallow: "/admin/" }, sitemap: "/sitemap.xml" });
 */
export function robots(value: Nullable<Robots> = {}): Asset {
  const given = present<Robots>("robots()", value, ROBOTS);
  const groups = listOf(given.rules ?? {}).map((rule) => group(present("robots(): a rule", rule, RULE)));
  const others = [
    ...listOf(given.cleanParam).map((text) => line("Clean-param", text)),
    ...(given.host === undefined ? [] : [line("Host", given.host)]),
  ];
  return {
    types: ["text/plain; charset=utf-8"],
    key: { kind: "robots", given },
    exact: true,
    render({ url }) {
      const sitemaps = listOf(given.sitemap).map((path) => `Sitemap: ${absolute(path, url)}\n`);
      const last = [...others, ...sitemaps];
      return [...groups, ...(last.length > 0 ? [last.join("")] : [])].join("\n");
    },
  };
}

function group({ userAgent = "*", allow, disallow, crawlDelay, contentSignal = {} }: RobotsRule): string {
  const agents = listOf(userAgent).map((agent) => line("User-agent", agent));
  if (agents.length === 0) throw new TypeError("robots(): a rule names no user agent.");
  const signals = Object.entries(contentSignal).map(([name, isGiven]) => {
    if (!/^[a-z][a-z\d-]*$/i.test(name) || typeof isGiven !== "boolean")
      throw new TypeError(`robots(): the content signal ${JSON.stringify(name)} must be true or false.`);
    return `${name}=${isGiven ? "yes" : "no"}`;
  });
  const lines = [
    ...listOf(allow).map((path) => `Allow: ${checked(path)}`.trimEnd() + "\n"),
    ...listOf(disallow).map((path) => `Disallow: ${checked(path)}`.trimEnd() + "\n"),
  ];
  if (crawlDelay !== undefined) {
    if (!(crawlDelay >= 0)) throw new TypeError(`robots(): the crawlDelay ${crawlDelay} is not seconds.`);
    lines.push(`Crawl-delay: ${crawlDelay}\n`);
  }
  return [
    ...agents,
    ...(signals.length > 0 ? [line("Content-Signal", signals.join(", "))] : []),
    // A group without rules would run into the next one.
    ...(lines.length > 0 ? lines : ["Allow: /\n"]),
  ].join("");
}

/**
 * A line of printable text. The RFC's product tokens are letters, "_" and "-" (§2.2.1); crawlers that exist
 * have digits, dots, slashes and spaces in theirs.
 */
function line(name: string, value: string): string {
  if (typeof value !== "string" || !/^[^\s#\p{C}](?:[^\n\r#\p{C}\p{Zl}\p{Zp}]*[^\s#\p{C}])?$/u.test(value))
    throw new TypeError(
      `robots(): ${name} ${JSON.stringify(value)} must be text on one line, without "#" or a space at its ends.`,
    );
  return `${name}: ${value}\n`;
}

/** A path pattern, percent-encoded where the RFC asks for it (§2.2.2). An empty one matches nothing. */
function checked(path: string): string {
  if (typeof path !== "string" || !/^(?:[/*][^\s#\p{Cc}]*)?$/u.test(path))
    throw new TypeError(
      `robots(): the path ${JSON.stringify(path)} must begin with "/" or "*" and hold no space or "#" (write %20, %23).`,
    );
  return path.toWellFormed().replaceAll(/[^\x21-\x7e]+/g, (text) => encodeURIComponent(text));
}

function absolute(path: string, base: string): string {
  const url = URL.canParse(path, base) ? new URL(path, base) : undefined;
  if (url?.protocol !== "https:" && url?.protocol !== "http:")
    throw new TypeError(`robots(): the sitemap ${JSON.stringify(path)} is not a path or an http(s) URL.`);
  return url.href;
}
