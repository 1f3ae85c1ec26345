// Podcast tags of RSS: Apple's `itunes:` namespace and Podcasting 2.0's `podcast:` namespace.

import { listOf, present, type Members, type Nullable } from "../text/input.ts";

/** Apple's tags of a show. */
export interface FeedItunes {
  author?: string;
  /** One of Apple's categories, several, or pairs of a category and one below it. */
  category?: string | readonly (string | readonly [string, string])[];
  explicit?: boolean;
  /** Default: the feed's `image`. */
  image?: string;
  type?: "episodic" | "serial";
  owner?: { name?: string; email?: string };
  title?: string;
  /** Where the show has moved to. */
  newFeedUrl?: string;
  block?: boolean;
  complete?: boolean;
}

/** Apple's tags of an episode. */
export interface ItemItunes {
  /** Seconds. */
  duration?: number;
  episode?: number;
  season?: number;
  episodeType?: "full" | "trailer" | "bonus";
  explicit?: boolean;
  /** Default: the item's `image`. */
  image?: string;
  title?: string;
  author?: string;
  block?: boolean;
}

interface Person {
  display: string;
  role?: string;
  group?: string;
  img?: string;
  href?: string;
}

/** Podcasting 2.0's tags of a show. */
export interface FeedPodcast {
  /** A UUID that stays the same wherever the show goes. */
  guid?: string;
  locked?: { value: boolean; owner?: string };
  medium?: string;
  fundings?: readonly { url: string; display: string }[];
  persons?: readonly Person[];
}

/** Podcasting 2.0's tags of an episode. */
export interface ItemPodcast {
  transcripts?: readonly { url: string; type: string; language?: string; rel?: string }[];
  chapters?: { url: string; type: string };
  soundbites?: readonly { startTime: number; duration: number; display?: string }[];
  persons?: readonly Person[];
  season?: { number: number; name?: string };
  episode?: { number: number; display?: string };
}

const FEED_ITUNES: Members<FeedItunes> = {
  author: true,
  category: true,
  explicit: true,
  image: true,
  type: true,
  owner: true,
  title: true,
  newFeedUrl: true,
  block: true,
  complete: true,
};
const ITEM_ITUNES: Members<ItemItunes> = {
  duration: true,
  episode: true,
  season: true,
  episodeType: true,
  explicit: true,
  image: true,
  title: true,
  author: true,
  block: true,
};
const FEED_PODCAST: Members<FeedPodcast> = {
  guid: true,
  locked: true,
  medium: true,
  fundings: true,
  persons: true,
};
const ITEM_PODCAST: Members<ItemPodcast> = {
  transcripts: true,
  chapters: true,
  soundbites: true,
  persons: true,
  season: true,
  episode: true,
};

/** Makes a URL absolute. @param what names it in the error */
type Absolute = (path: string, what: string) => string;

/** Apple's tags of a show, as the generator takes them. */
export function feedItunes(value: Nullable<FeedItunes>, image: string | undefined, absolute: Absolute) {
  const { category, owner, newFeedUrl, ...itunes } = present("The feed's itunes", value, FEED_ITUNES);
  const given = itunes.image;
  return {
    ...itunes,
    image: given === undefined ? image : absolute(given, "itunes.image"),
    newFeedUrl: newFeedUrl === undefined ? undefined : absolute(newFeedUrl, "itunes.newFeedUrl"),
    owner: owner && present("The feed's itunes.owner", owner, { name: true, email: true }),
    categories: listOf(category).map((one) =>
      typeof one === "string" ? { text: one } : { text: one[0]!, categories: [{ text: one[1]! }] },
    ),
  };
}

/** Apple's tags of an episode, as the generator takes them. */
export function itemItunes(
  value: Nullable<ItemItunes>,
  what: string,
  image: string | undefined,
  absolute: Absolute,
) {
  const itunes = present(`${what}: itunes`, value, ITEM_ITUNES);
  for (const name of ["duration", "episode", "season"] as const)
    if (itunes[name] !== undefined && !(itunes[name] >= 0))
      throw new TypeError(
        `${what}: itunes.${name} is ${JSON.stringify(itunes[name])}, and must be a number.`,
      );
  return { ...itunes, image: itunes.image === undefined ? image : absolute(itunes.image, "itunes.image") };
}

/** Podcasting 2.0's tags of a show. */
export function feedPodcast(value: FeedPodcast, absolute: Absolute) {
  const podcast = present("The feed's podcast", value, FEED_PODCAST);
  return {
    ...podcast,
    fundings: podcast.fundings?.map((one) => ({ ...one, url: absolute(one.url, "podcast.fundings") })),
    persons: podcast.persons?.map((one) => toPerson(one, absolute)),
  };
}

/** Podcasting 2.0's tags of an episode. */
export function itemPodcast(value: ItemPodcast, what: string, absolute: Absolute) {
  const podcast = present(`${what}: podcast`, value, ITEM_PODCAST);
  const { chapters } = podcast;
  return {
    ...podcast,
    transcripts: podcast.transcripts?.map((one) => ({
      ...one,
      url: absolute(one.url, "podcast.transcripts"),
    })),
    chapters: chapters && { ...chapters, url: absolute(chapters.url, "podcast.chapters") },
    soundbites: podcast.soundbites?.map((one) => ({ ...one })),
    persons: podcast.persons?.map((one) => toPerson(one, absolute)),
  };
}

function toPerson(person: Person, absolute: Absolute) {
  return {
    ...person,
    img: person.img === undefined ? undefined : absolute(person.img, "podcast.persons.img"),
    href: person.href === undefined ? undefined : absolute(person.href, "podcast.persons.href"),
  };
}
