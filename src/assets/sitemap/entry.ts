// Entries of a sitemap: pages, or other sitemaps.

/** A page that crawlers should know. URLs may be paths: they are resolved against the configured origin. */
export interface SitemapUrl {
  url: string;
  /** When the page last changed in a way that matters. */
  lastModified?: Date | string;
  changeFrequency?: "always" | "hourly" | "daily" | "weekly" | "monthly" | "yearly" | "never";
  /** 0 to 1, among the pages of this site. */
  priority?: number;
  /** The same page in other languages, by BCP 47 tag or `x-default`. Name the page itself, too. */
  alternates?: Record<string, string>;
  /** Images that the page shows: at most 1,000. */
  images?: (string | { url: string; title?: string; caption?: string })[];
}

/** One of the sitemaps that an index names. */
export interface SitemapRef {
  url: string;
  lastModified?: Date | string;
}
