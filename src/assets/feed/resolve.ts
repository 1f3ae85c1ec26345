// A feed as its author wrote it -> the same with every default filled in and every URL absolute.

import { listOf, present, type Nullable } from "../text/input.ts";
import { absoluteHtml } from "./absolute-html.ts";
import { feedItunes, feedPodcast, itemItunes, itemPodcast } from "./podcast.ts";
import {
  ENCLOSURE,
  FEED,
  ITEM,
  MEDIA,
  PERSON,
  type Feed,
  type FeedEnclosure,
  type FeedItem,
  type FeedMedia,
  type FeedPerson,
} from "./value.ts";

/** Relations of a feed to others (RFC 5005), in the order in which they are written. */
const RELATIONS = {
  first: "first",
  previous: "previous",
  next: "next",
  last: "last",
  current: "current",
  prevArchive: "prev-archive",
  nextArchive: "next-archive",
} as const;

export type ResolvedFeed = ReturnType<typeof resolveFeed>;
export type ResolvedItem = ReturnType<typeof resolveItem>;

/** @param self the absolute URL that the feed was asked for at */
export function resolveFeed(value: Nullable<Feed>, self: string) {
  const feed = present("feed()", value, FEED);
  const url = (path: string, name: string): string => absolute(path, self, `The feed's ${name}`);
  const optional = (name: "image" | "icon" | "hub" | "stylesheet"): string | undefined =>
    feed[name] === undefined ? undefined : url(feed[name], name);
  const home = url(feed.link ?? "/", "link");
  const image = optional("image");
  return {
    title: required(feed.title, "The feed's title"),
    description: feed.description ?? feed.title,
    home,
    self: feed.self === undefined ? self : url(feed.self, "self"),
    id: feed.id ?? home,
    /** The id as its author gave it. */
    ownId: feed.id,
    language: feed.language,
    copyright: feed.copyright,
    updated: feed.updated === undefined ? undefined : date(feed.updated, "The feed's updated"),
    authors: people(feed.authors, self),
    categories: [...listOf(feed.categories)],
    image,
    icon: optional("icon"),
    hub: optional("hub"),
    stylesheet: optional("stylesheet"),
    relations: Object.entries(RELATIONS).flatMap(([name, rel]) => {
      const path = feed[name as keyof typeof RELATIONS];
      return path === undefined ? [] : [{ rel, href: url(path, name) }];
    }),
    isArchive: feed.archive === true,
    itunes: feed.itunes && feedItunes(feed.itunes, image, url),
    podcast: feed.podcast && feedPodcast(feed.podcast, url),
  };
}

/** @param index its place in the feed, for messages */
export function resolveItem(value: Nullable<FeedItem>, feed: ResolvedFeed, index: number) {
  const name = `Item ${index + 1} of the feed${value?.title ? ` (${JSON.stringify(value.title)})` : ""}`;
  const item = present(name, value, ITEM);
  const to = (path: string, what: string): string => absolute(path, feed.self, `${name}: ${what}`);
  const url = to(item.url, "url");
  const published = date(item.published, `${name}: published`);
  const title = item.title === undefined ? undefined : required(item.title, `${name}: title`);
  if (title === undefined && !item.summary?.trim() && !item.html?.trim())
    throw new TypeError(`${name}: give a \`title\`, a \`summary\` or \`html\`; it has none of them.`);
  const image = item.image === undefined ? undefined : to(item.image, "image");
  const source =
    item.source &&
    present<{ title: string; url: string }>(`${name}: source`, item.source, { title: true, url: true });
  return {
    id: item.id ?? url,
    url,
    title,
    summary: item.summary,
    html: item.html === undefined ? undefined : absoluteHtml(item.html, url),
    published,
    updated: item.updated === undefined ? published : date(item.updated, `${name}: updated`),
    authors: people(item.authors, feed.self),
    categories: [...listOf(item.categories)],
    image,
    language: item.language,
    enclosures: listOf(item.enclosure).map((file) => enclosure(file, name, to)),
    media: listOf(item.media).map((one) => medium(one, name, to)),
    source: source && {
      title: required(source.title, `${name}: source.title`),
      url: to(source.url, "source.url"),
    },
    comments: item.comments === undefined ? undefined : to(item.comments, "comments"),
    geo: item.geo && place(item.geo, name),
    itunes: item.itunes && itemItunes(item.itunes, name, image, to),
    podcast: item.podcast && itemPodcast(item.podcast, name, to),
    /** The id is the item's own URL. */
    isPermalink: item.id === undefined || item.id === url,
  };
}

type Absolute = (path: string, what: string) => string;

function enclosure(value: Nullable<FeedEnclosure>, name: string, to: Absolute): FeedEnclosure {
  const file = present(`${name}: enclosure`, value, ENCLOSURE);
  if (!Number.isSafeInteger(file.length) || file.length < 0)
    throw new TypeError(
      `${name}: enclosure.length is ${JSON.stringify(file.length)}, and must be its bytes.`,
    );
  return {
    ...file,
    url: to(file.url, "enclosure.url"),
    type: required(file.type, `${name}: enclosure.type`),
  };
}

function medium(value: Nullable<FeedMedia>, name: string, to: Absolute): FeedMedia {
  const media = present(`${name}: media`, value, MEDIA);
  return {
    ...media,
    url: to(media.url, "media.url"),
    thumbnail: media.thumbnail === undefined ? undefined : to(media.thumbnail, "media.thumbnail"),
  };
}

function place(value: { lat: number; lng: number }, name: string): { lat: number; lng: number } {
  const { lat, lng } = present<{ lat: number; lng: number }>(`${name}: geo`, value, { lat: true, lng: true });
  if (!(Math.abs(lat) <= 90) || !(Math.abs(lng) <= 180))
    throw new TypeError(`${name}: geo is ${JSON.stringify(value)}, and must be degrees.`);
  return { lat, lng };
}

function people(persons: readonly Nullable<FeedPerson>[] | undefined, base: string): FeedPerson[] {
  return (persons ?? []).map((person) => {
    const what = `The author ${JSON.stringify(person?.name)}`;
    const { name, email, url } = present(what, person, PERSON);
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
  if (value === undefined) throw new TypeError(`${what} is missing.`);
  const parsed = new Date(value);
  if (Number.isNaN(parsed.getTime())) throw new TypeError(`${what} is ${JSON.stringify(value)}: not a date.`);
  return parsed;
}

function required(text: string, what: string): string {
  if (typeof text !== "string" || text.trim() === "") throw new TypeError(`${what} is missing or empty.`);
  return text;
}
