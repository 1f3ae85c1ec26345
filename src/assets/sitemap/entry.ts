// Entries of a sitemap: pages, or other sitemaps.

import type { Members, Nullable } from "../text/input.ts";

/** How often a page changes, in the protocol's words. */
export const FREQUENCIES = ["always", "hourly", "daily", "weekly", "monthly", "yearly", "never"] as const;

/** An image that a page shows. */
export interface SitemapImage {
  url: string;
  title?: string;
  caption?: string;
}

/** A video that a page shows, in the words of Google's schema. URLs may be paths. */
export interface SitemapVideo {
  title: string;
  description: string;
  thumbnail_loc: string;
  /** The file, or a page with a player: one of the two. */
  content_loc?: string;
  player_loc?: string;
  /** Seconds, 1 to 28,800. */
  duration?: number;
  expiration_date?: Date | string;
  /** 0 to 5. */
  rating?: number;
  view_count?: number;
  publication_date?: Date | string;
  family_friendly?: boolean | "yes" | "no";
  /** Countries (ISO 3166), with spaces between, in which it may be shown or may not. */
  restriction?: { relationship: "allow" | "deny"; content: string };
  /** `web`, `mobile`, `tv`, with spaces between. */
  platform?: { relationship: "allow" | "deny"; content: string };
  requires_subscription?: boolean | "yes" | "no";
  uploader?: string | { info?: string; content: string };
  live?: boolean | "yes" | "no";
  /** At most 32. */
  tag?: string | readonly string[];
}

/** An article of the last two days, for Google News. */
export interface SitemapNews {
  publication: { name: string; language: string };
  publication_date: Date | string;
  title: string;
}

/** A page that crawlers should know. URLs may be paths: they are resolved against the configured origin. */
export interface SitemapUrl {
  url: string;
  /** When the page last changed in a way that matters. */
  lastModified?: Date | string;
  changeFrequency?: (typeof FREQUENCIES)[number];
  /** 0 to 1, among the pages of this site. */
  priority?: number;
  /** The same page in other languages, by BCP 47 tag or `x-default`. Name the page itself, too. */
  alternates?: Readonly<Record<string, string>>;
  /** Images that the page shows: at most 1,000. */
  images?: readonly (string | Nullable<SitemapImage>)[];
  videos?: readonly Nullable<SitemapVideo>[];
  news?: SitemapNews;
}

/** One of the sitemaps that an index names. */
export interface SitemapRef {
  url: string;
  lastModified?: Date | string;
}

export const REF: Members<SitemapRef> = { url: true, lastModified: true };
export const IMAGE: Members<SitemapImage> = { url: true, title: true, caption: true };
export const NEWS: Members<SitemapNews> = { publication: true, publication_date: true, title: true };
export const URL_ENTRY: Members<SitemapUrl> = {
  url: true,
  lastModified: true,
  changeFrequency: true,
  priority: true,
  alternates: true,
  images: true,
  videos: true,
  news: true,
};
export const VIDEO: Members<SitemapVideo> = {
  title: true,
  description: true,
  thumbnail_loc: true,
  content_loc: true,
  player_loc: true,
  duration: true,
  expiration_date: true,
  rating: true,
  view_count: true,
  publication_date: true,
  family_friendly: true,
  restriction: true,
  platform: true,
  requires_subscription: true,
  uploader: true,
  live: true,
  tag: true,
};
