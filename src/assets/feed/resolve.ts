// A feed as its author wrote it -> the same with every default filled in and every URL absolute.

import { absoluteHtml } from "./absolute-html.ts";
import type { Feed, FeedItem, FeedPerson } from "./value.ts";

export interface ResolvedFeed {
  title: string;
  description: string;
  home: string;
  self: string;
  id: string;
  language: string | undefined;
  copyright: string | undefined;
  updated: Date | undefined;
  authors: FeedPerson[];
  categories: string[];
  image: string | undefined;
  icon: string | undefined;
  hub: string | undefined;
  next: string | undefined;
  stylesheet: string | undefined;
}

export interface ResolvedItem {
  id: string;
  url: string;
  title: string;
  summary: string | undefined;
  html: string | undefined;
  published: Date;
  updated: Date;
  authors: FeedPerson[];
  categories: string[];
  image: string | undefined;
  language: string | undefined;
  enclosure: { url: string; type: string; length: number } | undefined;
  /** The id is the item's own URL. */
  isPermalink: boolean;
}

/** @param self the absolute URL of the feed itself */
export function resolveFeed(feed: Feed, self: string): ResolvedFeed {
  const url = (path: string, name: string): string => absolute(path, self, `The feed's ${name}`);
  const optional = (path: string | undefined, name: string): string | undefined =>
    path === undefined ? undefined : url(path, name);
  const home = url(feed.link ?? "/", "link");
  return {
    title: required(feed.title, "The feed's title"),
    description: feed.description ?? feed.title,
    home,
    self,
    id: feed.id ?? home,
    language: feed.language,
    copyright: feed.copyright,
    updated: feed.updated === undefined ? undefined : date(feed.updated, "The feed's updated"),
    authors: people(feed.authors, self),
    categories: feed.categories ?? [],
    image: optional(feed.image, "image"),
    icon: optional(feed.icon, "icon"),
    hub: optional(feed.hub, "hub"),
    next: optional(feed.next, "next"),
    stylesheet: optional(feed.stylesheet, "stylesheet"),
  };
}

/** @param index its place in the feed, for messages */
export function resolveItem(item: FeedItem, feed: ResolvedFeed, index: number): ResolvedItem {
  const name = `Item ${index + 1} of the feed (${JSON.stringify(item.title)})`;
  const url = absolute(item.url, feed.self, `${name}: url`);
  const published = date(item.published, `${name}: published`);
  return {
    id: item.id ?? url,
    url,
    title: required(item.title, `${name}: title`),
    summary: item.summary,
    html: item.html === undefined ? undefined : absoluteHtml(item.html, url),
    published,
    updated: item.updated === undefined ? published : date(item.updated, `${name}: updated`),
    authors: people(item.authors, feed.self),
    categories: item.categories ?? [],
    image: item.image === undefined ? undefined : absolute(item.image, feed.self, `${name}: image`),
    language: item.language,
    enclosure: item.enclosure && {
      ...item.enclosure,
      url: absolute(item.enclosure.url, feed.self, `${name}: enclosure.url`),
    },
    isPermalink: item.id === undefined || item.id === url,
  };
}

function people(persons: FeedPerson[] | undefined, base: string): FeedPerson[] {
  return (persons ?? []).map(({ name, email, url }) => {
    const what = `The author ${JSON.stringify(name)}`;
    return {
      name: required(name, `${what}: name`),
      email,
      url: url === undefined ? undefined : absolute(url, base, `${what}: url`),
    };
  });
}

function absolute(path: string, base: string, what: string): string {
  required(path, what);
  const url = URL.canParse(path, base) ? new URL(path, base) : undefined;
  if (url?.protocol !== "https:" && url?.protocol !== "http:")
    throw new TypeError(`${what} is ${JSON.stringify(path)}: not a path or an http(s) URL.`);
  return url.href;
}

function date(value: Date | string, what: string): Date {
  const parsed = new Date(value);
  if (Number.isNaN(parsed.getTime())) throw new TypeError(`${what} is ${JSON.stringify(value)}: not a date.`);
  return parsed;
}

function required(text: string, what: string): string {
  if (typeof text !== "string" || text.trim() === "") throw new TypeError(`${what} is missing or empty.`);
  return text;
}
