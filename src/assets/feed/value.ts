// The content of a feed, before any format.

/** An author. */
export interface FeedPerson {
  name: string;
  email?: string;
  /** Path or URL of a page about the person. */
  url?: string;
}

/** One entry. URLs may be paths: they are resolved against the configured origin. */
export interface FeedItem {
  /** The page that the entry stands for. */
  url: string;
  title: string;
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
  authors?: FeedPerson[];
  categories?: string[];
  image?: string;
  /** BCP 47, where it differs from the feed's. */
  language?: string;
  /** A file that belongs to it, such as an episode. `length` is in bytes. */
  enclosure?: { url: string; type: string; length: number };
}

/** A feed, whatever the format. URLs may be paths: they are resolved against the configured origin. */
export interface Feed {
  title: string;
  /** Newest first. An iterable that can be read only once needs `version`. */
  items: readonly FeedItem[] | Iterable<FeedItem> | AsyncIterable<FeedItem>;
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
  authors?: FeedPerson[];
  categories?: string[];
  copyright?: string;
  image?: string;
  /** A small square one. */
  icon?: string;
  /** WebSub hub that readers may subscribe at. */
  hub?: string;
  /** The feed of the older entries (RFC 5005). */
  next?: string;
  /** CSS that browsers show the XML formats with. */
  stylesheet?: string;
  /** Stands for all of the content in the entity tag, such as the date of the latest row. */
  version?: unknown;
}
