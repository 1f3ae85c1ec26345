// One entry, checked, as the `sitemap` package writes it.

import type { SitemapItem } from "sitemap";
import { unknownName } from "../../did-you-mean.ts";
import { listOf, present, type Nullable } from "../text/input.ts";
import { legalText } from "../text/xml.ts";
import { absolute, dateOf } from "./values.ts";
import {
  FREQUENCIES,
  IMAGE,
  NEWS,
  URL_ENTRY,
  VIDEO,
  type SitemapImage,
  type SitemapNews,
  type SitemapUrl,
  type SitemapVideo,
} from "./entry.ts";

/** Most images of one page. */
const MAX_IMAGES = 1_000;
/** Most tags of one video. */
const MAX_TAGS = 32;

/** @throws TypeError, RangeError naming the entry and what is wrong with it */
export function toItem(given: string | Nullable<SitemapUrl>, base: string, index: number): SitemapItem {
  const name = `Entry ${index + 1} of the sitemap`;
  const entry = typeof given === "string" ? { url: given } : present<SitemapUrl>(name, given, URL_ENTRY);
  const { lastModified, priority, changeFrequency, images = [], videos = [], news } = entry;
  if (priority !== undefined && !(priority >= 0 && priority <= 1))
    throw new RangeError(`${name}: its priority is ${priority}, and must be 0 to 1.`);
  if (changeFrequency !== undefined && !FREQUENCIES.includes(changeFrequency))
    throw new TypeError(`${name}: changeFrequency: ${unknownName(String(changeFrequency), FREQUENCIES)}`);
  if (images.length > MAX_IMAGES)
    throw new RangeError(`${name} has ${images.length} images, of at most ${MAX_IMAGES}.`);
  return {
    url: absolute(entry.url, base, name),
    lastmod: lastModified === undefined ? undefined : dateOf(lastModified, `${name}: its lastModified`),
    changefreq: changeFrequency as never, // the package's enum has these same words
    priority,
    fullPrecisionPriority: true,
    links: Object.entries(entry.alternates ?? {}).map(([lang, url]) => ({
      lang: languageOf(lang, name),
      url: absolute(url, base, `${name}, its alternate ${lang}`),
    })),
    img: images.map((image) => toImage(image, base, name)),
    video: videos.map((video) => toVideo(video, base, name)),
    news: news && toNews(news, name),
  };
}

function toImage(given: string | Nullable<SitemapImage>, base: string, name: string) {
  const { url, title, caption } =
    typeof given === "string" ? { url: given } : present<SitemapImage>(`${name}, its image`, given, IMAGE);
  return {
    url: absolute(url, base, `${name}, its image`),
    title: title === undefined ? undefined : legalText(title),
    caption: caption === undefined ? undefined : legalText(caption),
  };
}

function toVideo(given: Nullable<SitemapVideo>, base: string, entry: string): SitemapItem["video"][number] {
  const name = `${entry}, its video`;
  const video = present<SitemapVideo>(name, given, VIDEO);
  const text = (member: "title" | "description") => legalText(required(video[member], `${name}: ${member}`));
  const location = (member: "content_loc" | "player_loc") =>
    video[member] === undefined ? undefined : absolute(video[member], base, `${name}, its ${member}`);
  const date = (member: "expiration_date" | "publication_date") =>
    video[member] === undefined ? undefined : dateOf(video[member], `${name}: ${member}`);
  if (video.content_loc === undefined && video.player_loc === undefined)
    throw new TypeError(`${name}: give \`content_loc\` or \`player_loc\`.`);
  within(video.duration, 1, 28_800, `${name}: duration`);
  within(video.rating, 0, 5, `${name}: rating`);
  const tags = listOf(video.tag);
  if (tags.length > MAX_TAGS)
    throw new RangeError(`${name} has ${tags.length} tags, of at most ${MAX_TAGS}.`);
  const { restriction, platform, uploader } = video;
  const by = typeof uploader === "string" ? { content: uploader } : uploader;
  return {
    title: text("title"),
    description: text("description"),
    thumbnail_loc: absolute(video.thumbnail_loc, base, `${name}, its thumbnail_loc`),
    content_loc: location("content_loc"),
    player_loc: location("player_loc"),
    duration: video.duration,
    expiration_date: date("expiration_date"),
    rating: video.rating,
    view_count: video.view_count,
    publication_date: date("publication_date"),
    family_friendly: yesOrNo(video.family_friendly),
    requires_subscription: yesOrNo(video.requires_subscription),
    live: yesOrNo(video.live),
    tag: tags.map(legalText),
    restriction: restriction && legalText(restriction.content),
    "restriction:relationship": restriction && (relationship(restriction.relationship, name) as never),
    platform: platform && legalText(platform.content),
    "platform:relationship": platform && (relationship(platform.relationship, name) as never),
    uploader: by && legalText(by.content),
    "uploader:info": by?.info === undefined ? undefined : absolute(by.info, base, `${name}, its uploader`),
  };
}

function toNews(given: SitemapNews, entry: string): NonNullable<SitemapItem["news"]> {
  const name = `${entry}, its news`;
  const news = present<SitemapNews>(name, given, NEWS);
  const publication = present<SitemapNews["publication"]>(`${name}: publication`, news.publication, {
    name: true,
    language: true,
  });
  return {
    title: legalText(required(news.title, `${name}: title`)),
    publication_date: dateOf(news.publication_date, `${name}: publication_date`),
    publication: {
      name: legalText(required(publication.name, `${name}: publication.name`)),
      language: languageOf(publication.language, name).toLowerCase(),
    },
  };
}

/** @throws TypeError for what is no BCP 47 tag: crawlers drop the whole link */
function languageOf(lang: string, name: string): string {
  if (lang !== "x-default")
    try {
      if (typeof lang === "string" && Intl.getCanonicalLocales(lang).length === 1) return lang;
      throw new RangeError();
    } catch {
      const meant = String(lang).replaceAll("_", "-");
      throw new TypeError(
        `${name}: ${JSON.stringify(lang)} is no language tag (BCP 47)${meant === lang ? "" : `. Did you mean ${JSON.stringify(meant)}?`}`,
      );
    }
  return lang;
}

const yesOrNo = (value: boolean | "yes" | "no" | undefined) =>
  value === undefined ? undefined : ((value === true || value === "yes" ? "yes" : "no") as never);

function relationship(value: string, name: string): "allow" | "deny" {
  if (value === "allow" || value === "deny") return value;
  throw new TypeError(`${name}: a relationship is allow or deny, not ${JSON.stringify(value)}.`);
}

function within(value: number | undefined, least: number, most: number, what: string): void {
  if (value !== undefined && !(value >= least && value <= most))
    throw new RangeError(`${what} is ${JSON.stringify(value)}, and must be ${least} to ${most}.`);
}

function required(text: string, what: string): string {
  if (typeof text !== "string" || text.trim() === "") throw new TypeError(`${what} is missing or empty.`);
  return text;
}
