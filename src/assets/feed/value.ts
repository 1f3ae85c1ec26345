// The content of a feed, before any format.

import type { Members, Nullable } from "../text/input.ts";
import type { FeedItunes, FeedPodcast, ItemItunes, ItemPodcast } from "./podcast.ts";

/** An author. */
export interface FeedPerson {
  name: string;
  email?: string;
  /** Path or URL of a page about the person. */
  url?: string;
}

/** A file that belongs to an entry, such as an episode. */
export interface FeedEnclosure {
  url: string;
  /** Media type. */
  type: string;
  /** Bytes. */
  length: number;
  /** JSON Feed and Atom show it. */
  title?: string;
  /** Seconds. JSON Feed shows it. */
  duration?: number;
}

/** Pictures, sound or video of an entry (Media RSS, `media:content`). */
export interface FeedMedia {
  url: string;
  type?: string;
  medium?: "image" | "audio" | "video" | "document" | "executable";
  /** Pixels. */
  width?: number;
  height?: number;
  /** Bytes. */
  length?: number;
  /** Seconds. */
  duration?: number;
  title?: string;
  description?: string;
  /** A small picture that stands for it. */
  thumbnail?: string;
}

/** One entry, with a title, a summary or HTML. URLs may be paths: they are resolved against the configured origin. */
export interface FeedItem {
  /** The page that the entry stands for. */
  url: string;
  /** Plain text. Atom, which asks for one, shows the beginning of the entry without it. */
  title?: string;
  /** When it first appeared: a date, or text that `Date` reads. */
  published: Date | string;
  /** When it last changed. Default: `published`. */
  updated?: Date | string;
  /** Identifies the entry for ever, also after its URL has changed. Default: the absolute URL. */
  id?: string;
  /** Plain text, a sentence or two. */
  summary?: string;
  /** The whole entry. Relative URLs in it are resolved against the entry's own. */
  html?: string;
  authors?: readonly Nullable<FeedPerson>[];
  categories?: readonly string[];
  /** Path or URL of a picture: `media:content` in RSS and Atom. */
  image?: string;
  /** BCP 47, where it differs from the feed's. */
  language?: string;
  /** Files of it. RSS has one `enclosure`; further ones are `media:content` there. */
  enclosure?: Nullable<FeedEnclosure> | readonly Nullable<FeedEnclosure>[];
  media?: readonly Nullable<FeedMedia>[];
  /** The feed that it was taken from. */
  source?: { title: string; url: string };
  /** The page of its comments. */
  comments?: string;
  /** Where it happened, in degrees (GeoRSS). */
  geo?: { lat: number; lng: number };
  itunes?: Nullable<ItemItunes>;
  podcast?: ItemPodcast;
}

/** A feed, whatever the format. URLs may be paths: they are resolved against the configured origin. */
export interface Feed {
  title: string;
  /** Newest first. An iterable that can be read only once needs `version`. */
  items: readonly Nullable<FeedItem>[] | Iterable<Nullable<FeedItem>> | AsyncIterable<Nullable<FeedItem>>;
  /** Plain text. Default: the title. */
  description?: string;
  /** The page that the feed belongs to. Default `/`. */
  link?: string;
  /** The feed's own identity (an IRI, in Atom). Default: `link`, absolute. */
  id?: string;
  /** BCP 47, such as `en` or `pt-BR`. */
  language?: string;
  /** When anything in it last changed. Default: the latest of the items. */
  updated?: Date | string;
  authors?: readonly Nullable<FeedPerson>[];
  categories?: readonly string[];
  copyright?: string;
  image?: string;
  /** A small square one. */
  icon?: string;
  /** WebSub hub that readers may subscribe at: in the feed, and in the `Link` field of its answer. */
  hub?: string;
  /** The feed's own URL. Default: that of the request, with the parts of its query that the handler has read. */
  self?: string;
  /** Neighbours of this page (RFC 5005 §3). */
  next?: string;
  previous?: string;
  first?: string;
  last?: string;
  /** Archives (RFC 5005 §4): those beside this document, the feed that is still written, and whether this is an archive. */
  prevArchive?: string;
  nextArchive?: string;
  current?: string;
  archive?: boolean;
  /** CSS that browsers show the XML formats with. */
  stylesheet?: string;
  itunes?: Nullable<FeedItunes>;
  podcast?: FeedPodcast;
  /** Stands for all of the content in the entity tag, such as the date of the latest row. */
  version?: unknown;
}

export const PERSON: Members<FeedPerson> = { name: true, email: true, url: true };
export const ENCLOSURE: Members<FeedEnclosure> = {
  url: true,
  type: true,
  length: true,
  title: true,
  duration: true,
};
export const MEDIA: Members<FeedMedia> = {
  url: true,
  type: true,
  medium: true,
  width: true,
  height: true,
  length: true,
  duration: true,
  title: true,
  description: true,
  thumbnail: true,
};
export const ITEM: Members<FeedItem> = {
  url: true,
  title: true,
  published: true,
  updated: true,
  id: true,
  summary: true,
  html: true,
  authors: true,
  categories: true,
  image: true,
  language: true,
  enclosure: true,
  media: true,
  source: true,
  comments: true,
  geo: true,
  itunes: true,
  podcast: true,
};
export const FEED: Members<Feed> = {
  title: true,
  items: true,
  description: true,
  link: true,
  id: true,
  language: true,
  updated: true,
  authors: true,
  categories: true,
  copyright: true,
  image: true,
  icon: true,
  hub: true,
  self: true,
  next: true,
  previous: true,
  first: true,
  last: true,
  prevArchive: true,
  nextArchive: true,
  current: true,
  archive: true,
  stylesheet: true,
  itunes: true,
  podcast: true,
  version: true,
};
