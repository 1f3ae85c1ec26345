// The formats seen from outside: an opening, items in pages, an ending.

import type { ResolvedFeed, ResolvedItem } from "./resolve.ts";

/** Media types of the formats, the default first. */
export const FEED_TYPES: readonly string[] = [
  "application/rss+xml; charset=utf-8",
  "application/atom+xml; charset=utf-8",
  "application/feed+json",
  "text/x-opml; charset=utf-8",
];

export interface FeedFormat {
  /** Everything before the first item. */
  open(feed: ResolvedFeed): string;
  /** Some of the items, in order. @param first whether none came before them */
  items(items: ResolvedItem[], feed: ResolvedFeed, first: boolean): string;
  /** Everything after the last item. */
  close: string;
}

export const GENERATOR = "Offprint";
