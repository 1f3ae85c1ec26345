// Sitemap entries -> XML. The `sitemap` package writes each entry; the stream around it is ours,
// because its own lets an exception escape inside `_transform`, where nobody can catch it.

import { present, type Nullable } from "../text/input.ts";
import { REF, type SitemapRef, type SitemapUrl } from "./entry.ts";
import { toItem } from "./item.ts";
import { absolute, dateOf } from "./values.ts";

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';
const SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9";
const IMAGE = "http://www.google.com/schemas/sitemap-image/1.1";
const NEWS = "http://www.google.com/schemas/sitemap-news/0.9";
const VIDEO = "http://www.google.com/schemas/sitemap-video/1.1";
const XHTML = "http://www.w3.org/1999/xhtml";

/** Most bytes in one file, uncompressed. */
const MAX_BYTES = 50 * 1024 * 1024;

type Entries<T> = Iterable<Nullable<T> | string> | AsyncIterable<Nullable<T> | string>;

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
  yield `${DECLARATION}<urlset xmlns="${SITEMAP}" xmlns:image="${IMAGE}" xmlns:news="${NEWS}" xmlns:video="${VIDEO}" xmlns:xhtml="${XHTML}">\n`;
  yield* bounded(orHome(entries, base), limit, (entry, index) => {
    written = "";
    writer.write(toItem(entry, base, index));
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
    const name = `Sitemap ${index + 1} of the index`;
    const { url, lastModified } =
      typeof entry === "string" ? { url: entry } : present<SitemapRef>(name, entry, REF);
    const location = absolute(url, base, name).replaceAll("&", "&amp;").replaceAll("'", "&apos;");
    const changed =
      lastModified === undefined
        ? ""
        : `<lastmod>${dateOf(lastModified, `${name}: its lastModified`)}</lastmod>`;
    return `<sitemap><loc>${location}</loc>${changed}</sitemap>\n`;
  });
  yield "</sitemapindex>\n";
}

/** The entries; the home page where there are none, because the schema asks for one URL at least. */
async function* orHome(
  entries: Entries<SitemapUrl>,
  base: string,
): AsyncGenerator<Nullable<SitemapUrl> | string, void> {
  let isEmpty = true;
  for await (const entry of entries) {
    isEmpty = false;
    yield entry;
  }
  if (isEmpty) yield new URL("/", base).href;
}

/** Each entry's text, for as long as the file stays within the protocol's limits. */
async function* bounded<T>(
  entries: Entries<T>,
  limit: number,
  write: (entry: Nullable<T> | string, index: number) => string,
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
