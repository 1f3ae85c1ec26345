// The `sitemap` kind: URLs for crawlers, written while they are read, and split at the protocol's limit.

import type { Asset } from "../asset.ts";
import type { SitemapRef, SitemapUrl } from "./sitemap/entry.ts";
import { type Page, writeIndex, writeSitemap } from "./sitemap/write.ts";
import { present, type Members, type Nullable } from "./text/input.ts";
import { streamText } from "./text/stream.ts";

/** URLs in one file, at most (sitemaps.org, "Sitemap file location"). */
export const SITEMAP_LIMIT = 50_000;

/** A sitemap of no more entries than these goes out whole, with its length. */
const WHOLE = 1_000;

type Entry<T> = Nullable<T> | string;
type Entries<T> = readonly Entry<T>[] | Iterable<Entry<T>> | AsyncIterable<Entry<T>>;

/** Options of `sitemap()`. */
export interface SitemapOptions {
  /** Stands for all of the entries in the entity tag. Needed when they can be read only once. */
  version?: unknown;
}

/**
 * A sitemap, of up to 50,000 URLs. Without any it names the home page, because the schema asks for one. `&` and the like are escaped once, whether the URL came escaped or not.
 *
 * @throws TypeError for an entry whose URL is none, naming it, and for entries that can be read only
 *   once without a `version`; RangeError for more than 50,000 of them: see {@link sitemapPages}.
 *
 * @example
 * export const GET = async () => sitemap([{ url: "/" }, ...(await posts.all())]);
 */
export function sitemap(urls: Entries<SitemapUrl>, options: Nullable<SitemapOptions> = {}): Asset {
  return asset("sitemap", urls, options, writeSitemap);
}

/**
 * A sitemap index: the URLs of up to 50,000 sitemaps.
 *
 * @throws as {@link sitemap} does.
 *
 * @example
 * export const GET = () => sitemapIndex(["/blog/sitemap.xml", "/shop/sitemap.xml"]);
 */
export function sitemapIndex(sitemaps: Entries<SitemapRef>, options: Nullable<SitemapOptions> = {}): Asset {
  return asset("sitemapIndex", sitemaps, options, writeIndex);
}

/** Options of `sitemapPages()`. */
export interface SitemapPagesOptions {
  /** How many URLs there are altogether. */
  count: number;
  /** The entries from `start` up to, not including, `end`. */
  urls(start: number, end: number): Entries<SitemapUrl>;
  /** The page asked for, from 1: the request's `?page=`. Without one: the index, if one is needed. */
  page?: string | number;
  /** URLs on a page. Default and most: 50,000. */
  pageSize?: number;
  /** When the entries from `start` up to, not including, `end` last changed: told in the index. */
  lastModified?(start: number, end: number): Date | string | null | undefined;
  /** Stands for all of the entries in the entity tag, such as the date of the latest row. */
  version: unknown;
}

const PAGES: Members<SitemapPagesOptions> = {
  count: true,
  urls: true,
  page: true,
  pageSize: true,
  lastModified: true,
  version: true,
};

/**
 * Any number of URLs at one address: a sitemap while they fit into one, else an index of its own
 * `?page=1`, `?page=2` and so on.
 *
 * @returns undefined for a page that is not there: answer 404.
 *
 * @example
 * export async function GET({ query }: RouteEvent) {
 *   const count = await shop.count();
 *   const pages = sitemapPages({ count, urls: (a, b) => shop.urls(a, b), page: query.page, version: await shop.updatedAt() });
 *   if (!pages) throw notFound();
 *   return pages;
 * }
 */
export function sitemapPages(options: Nullable<SitemapPagesOptions>): Asset | undefined {
  const given = present<SitemapPagesOptions>("sitemapPages()", options, PAGES);
  const { count, urls, page, version, lastModified, pageSize = SITEMAP_LIMIT } = given;
  if (!Number.isSafeInteger(count) || count < 0)
    throw new TypeError(`sitemapPages(): count is ${JSON.stringify(count)}, and must be a number of URLs.`);
  if (!Number.isInteger(pageSize) || pageSize < 1 || pageSize > SITEMAP_LIMIT)
    throw new RangeError(`sitemapPages(): pageSize is ${pageSize}, and must be 1 to ${SITEMAP_LIMIT}.`);
  const pages = Math.max(1, Math.ceil(count / pageSize));
  if (page === undefined) {
    if (pages === 1) return sitemap(urls(0, count), { version: [version, count] });
    const refs = Array.from({ length: pages }, (_, index) => ({
      url: `?page=${index + 1}`,
      lastModified: lastModified?.(index * pageSize, Math.min((index + 1) * pageSize, count)),
    }));
    return sitemapIndex(refs);
  }
  const number = /^[1-9]\d{0,8}$/.test(String(page)) ? Number(page) : 0;
  if (number < 1 || number > pages) return undefined;
  const start = (number - 1) * pageSize;
  const end = Math.min(start + pageSize, count);
  return sitemap(urls(start, end), { version: [version, start, end] });
}

function asset<T>(
  kind: string,
  entries: Entries<T>,
  options: Nullable<SitemapOptions>,
  write: Page<T>,
): Asset {
  const { version } = present<SitemapOptions>(`${kind}()`, options, { version: true });
  const list = Array.isArray(entries) ? (entries as readonly Entry<T>[]) : undefined;
  if (list === undefined && version === undefined)
    throw new TypeError(
      `${kind}(): the entries can be read only once, so nothing can stand for them in the entity tag. ` +
        "Give `version` (the date of the latest row, say), or an array.",
    );
  if (list && list.length > SITEMAP_LIMIT)
    throw new RangeError(
      `${kind}(): ${list.length} entries, and the protocol allows ${SITEMAP_LIMIT}. Split them with sitemapPages().`,
    );
  return {
    types: ["application/xml; charset=utf-8"],
    key: version === undefined ? { kind, list } : { kind, version },
    exact: version === undefined,
    async render({ url, signal }) {
      if (list && list.length <= WHOLE) {
        let text = "";
        for await (const piece of write(list, url, SITEMAP_LIMIT)) text += piece;
        return text;
      }
      return streamText(write(entries, url, SITEMAP_LIMIT), signal);
    },
  };
}
