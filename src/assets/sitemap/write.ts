// Sitemap entries -> XML. The `sitemap` package writes each entry; the stream around it is ours,
// because its own lets an exception escape inside `_transform`, where nobody can catch it.

import { legalText } from "../text/xml.ts";
import type { SitemapRef, SitemapUrl } from "./entry.ts";

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';
const SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9";
const IMAGE = "http://www.google.com/schemas/sitemap-image/1.1";
const XHTML = "http://www.w3.org/1999/xhtml";

/** Longest URL that the protocol takes. */
const MAX_URL = 2_048;
/** Most images of one page. */
const MAX_IMAGES = 1_000;
/** Most bytes in one file, uncompressed. */
const MAX_BYTES = 50 * 1024 * 1024;

type Entries<T> = Iterable<T | string> | AsyncIterable<T | string>;

/** Writes entries piece by piece. @param limit how many there may be */
export type Page<T> = (entries: Entries<T>, base: string, limit: number) => AsyncGenerator<string, void>;

export async function* writeSitemap(
  entries: Entries<SitemapUrl>,
  base: string,
  limit: number,
): AsyncGenerator<string, void> {
  const { SitemapItemStream, ErrorLevel } = await import("sitemap");
  let written = "";
  const writer = new SitemapItemStream({ level: ErrorLevel.SILENT });
  writer.on("data", (piece: string) => {
    written += piece;
  });
  yield `${DECLARATION}<urlset xmlns="${SITEMAP}" xmlns:image="${IMAGE}" xmlns:xhtml="${XHTML}">\n`;
  yield* bounded(entries, limit, (entry, index) => {
    written = "";
    writer.write(toItem(typeof entry === "string" ? { url: entry } : entry, base, index));
    // The protocol wants it escaped; the package does so in attributes only.
    return `${written.replaceAll("'", "&apos;")}\n`;
  });
  yield "</urlset>\n";
}

export async function* writeIndex(
  entries: Entries<SitemapRef>,
  base: string,
  limit: number,
): AsyncGenerator<string, void> {
  yield `${DECLARATION}<sitemapindex xmlns="${SITEMAP}">\n`;
  yield* bounded(entries, limit, (entry, index) => {
    const { url, lastModified } = typeof entry === "string" ? { url: entry } : entry;
    const name = `Sitemap ${index + 1} of the index`;
    const location = absolute(url, base, name).replaceAll("&", "&amp;").replaceAll("'", "&apos;");
    const changed = lastModified === undefined ? "" : `<lastmod>${date(lastModified, name)}</lastmod>`;
    return `<sitemap><loc>${location}</loc>${changed}</sitemap>\n`;
  });
  yield "</sitemapindex>\n";
}

/** Each entry's text, for as long as the file stays within the protocol's limits. */
async function* bounded<T>(
  entries: Entries<T>,
  limit: number,
  write: (entry: T | string, index: number) => string,
): AsyncGenerator<string, void> {
  let count = 0;
  let bytes = 0;
  for await (const entry of entries) {
    const text = write(entry, count++);
    bytes += text.length; // ASCII but for captions and titles
    if (count > limit || bytes > MAX_BYTES)
      throw new RangeError(
        `The sitemap has more than ${limit} entries or 50 MiB, which crawlers refuse. Split it with sitemapPages().`,
      );
    yield text;
  }
}

function toItem(entry: SitemapUrl, base: string, index: number) {
  const name = `Entry ${index + 1} of the sitemap`;
  const { priority, changeFrequency } = entry;
  if (priority !== undefined && !(priority >= 0 && priority <= 1))
    throw new RangeError(`${name}: its priority is ${priority}, and must be 0 to 1.`);
  const images = entry.images ?? [];
  if (images.length > MAX_IMAGES)
    throw new RangeError(`${name} has ${images.length} images, of at most ${MAX_IMAGES}.`);
  return {
    url: absolute(entry.url, base, name),
    lastmod: entry.lastModified === undefined ? undefined : date(entry.lastModified, name),
    changefreq: changeFrequency as never, // the package's enum has these same words
    priority,
    video: [],
    links: Object.entries(entry.alternates ?? {}).map(([lang, url]) => ({
      lang: legalText(lang),
      url: absolute(url, base, `${name}, its alternate ${lang}`),
    })),
    img: images.map((image) => {
      const { url, title, caption } = typeof image === "string" ? { url: image } : image;
      return {
        url: absolute(url, base, `${name}, its image`),
        title: title === undefined ? undefined : legalText(title),
        caption: caption === undefined ? undefined : legalText(caption),
      };
    }),
  };
}

/** The URL, absolute and percent-encoded. One that came with `&amp;` is unescaped first. */
function absolute(text: string, base: string, what: string): string {
  const bare = typeof text === "string" ? text.replaceAll("&amp;", "&") : "";
  const url = typeof text === "string" && URL.canParse(bare, base) ? new URL(bare, base) : undefined;
  if (url?.protocol !== "https:" && url?.protocol !== "http:")
    throw new TypeError(`${what}: ${JSON.stringify(text)} is neither a path nor an http(s) URL.`);
  if (url.href.length > MAX_URL) throw new TypeError(`${what}: its URL has more than ${MAX_URL} characters.`);
  return url.href;
}

/** W3C Datetime. A date without a time stays one. */
function date(value: Date | string, what: string): string {
  if (typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value)) return value;
  const parsed = new Date(value);
  if (Number.isNaN(parsed.getTime()))
    throw new TypeError(`${what}: its lastModified, ${JSON.stringify(value)}, is not a date.`);
  return parsed.toISOString();
}
