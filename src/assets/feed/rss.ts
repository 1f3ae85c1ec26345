// RSS 2.0, by the RSS Board's specification and best practices: feedsmith writes, we cut and repair.

import { generateRssFeed, type XmlStylesheet } from "feedsmith";
import { htmlOf, safeAsHtml } from "../text/html-text.ts";
import { finishXml, guardText, mapText } from "../text/xml.ts";
import { type FeedFormat, GENERATOR } from "./format.ts";
import { mediaOf } from "./media.ts";
import type { ResolvedFeed, ResolvedItem } from "./resolve.ts";
import type { FeedPerson } from "./value.ts";

/** Makes the generator declare every namespace that an item may use. Cut off again. */
const PROBE = {
  title: "-",
  content: { encoded: "-" },
  dc: { creators: ["-"] },
  media: { contents: [{ url: "-" }] },
  georss: { point: { lat: 0, lng: 0 } },
};

export const rss = {
  open(feed) {
    const { language, copyright } = feed;
    const title = safeAsHtml(feed.title);
    const editor = feed.authors.find((author) => author.email !== undefined);
    const channel = {
      title,
      description: safeAsHtml(feed.description),
      language,
      copyright,
      link: feed.home,
      // An e-mail address is required there; names without one are Dublin Core's.
      managingEditor: editor && { name: editor.name, email: editor.email },
      lastBuildDate: feed.updated,
      generator: GENERATOR,
      categories: feed.categories.map((name) => ({ name })),
      image: feed.image === undefined ? undefined : { url: feed.image, title, link: feed.home },
      dc: creators(feed.authors.filter((author) => author !== editor)),
      atom: {
        id: feed.ownId,
        icon: feed.icon,
        authors: pages(feed.authors),
        links: links(feed, "application/rss+xml"),
      },
      itunes: feed.itunes,
      podcast: feed.podcast,
      items: [{ ...PROBE, ...podcastProbe(feed) }],
    };
    const xml = generateRssFeed(mapText(channel, guardText), { stylesheets: stylesheets(feed) });
    return finishXml(xml.slice(0, lineStart(xml, xml.lastIndexOf("<item>")))) + archive(feed);
  },
  items(items) {
    const channel = { title: "-", link: "-", description: "-", items: items.map(toItem) };
    const xml = generateRssFeed(mapText(channel, guardText));
    return finishXml(
      xml.slice(lineStart(xml, xml.indexOf("<item>")), xml.lastIndexOf("</channel>")).trimEnd() + "\n",
    );
  },
  close: "  </channel>\n</rss>\n",
} satisfies FeedFormat;

type RssItem = Parameters<typeof generateRssFeed>[0] extends { items?: (infer I)[] } ? I : never;

function toItem(item: ResolvedItem): RssItem {
  const { title, summary, html, language } = item;
  const [enclosure, ...others] = item.enclosures;
  // An item must have a title or a description.
  const description = summary === undefined ? (title === undefined ? html : undefined) : htmlOf(summary);
  const isUpdated = item.updated.getTime() !== item.published.getTime();
  const authors = pages(item.authors);
  return {
    title: title === undefined ? undefined : safeAsHtml(title),
    link: item.url,
    description,
    content: html === undefined ? undefined : { encoded: html },
    // RSS's own <author> is an e-mail address; a name without one is Dublin Core's.
    authors: item.authors
      .filter(({ email }) => email !== undefined)
      .map(({ name, email }) => ({ name, email })),
    dc: {
      ...creators(item.authors.filter(({ email }) => email === undefined)),
      languages: language === undefined ? undefined : [language],
    },
    categories: item.categories.map((name) => ({ name })),
    comments: item.comments,
    enclosures: enclosure && [enclosure],
    guid: { value: item.id, isPermaLink: item.isPermalink },
    pubDate: item.published,
    source: item.source,
    atom: isUpdated || authors ? { updated: isUpdated ? item.updated : undefined, authors } : undefined,
    media: mediaOf(item, others),
    georss: item.geo && { point: item.geo },
    itunes: item.itunes,
    podcast: item.podcast,
  };
}

const creators = (authors: FeedPerson[]) =>
  authors.length > 0 ? { creators: authors.map(({ name }) => name) } : undefined;

/** Pages of authors, for which RSS has no element of its own. */
function pages(authors: FeedPerson[]): { name: string; uri?: string }[] | undefined {
  const some = authors.filter(({ url }) => url !== undefined).map(({ name, url }) => ({ name, uri: url }));
  return some.length > 0 ? some : undefined;
}

/** Elements of the podcast namespaces that items may use: those are declared only in podcasts. */
export function podcastProbe({ itunes, podcast }: ResolvedFeed) {
  return {
    itunes: itunes && { duration: 1 },
    podcast: podcast && { episode: { number: 1 } },
  };
}

export function links(feed: ResolvedFeed, type: string): { href: string; rel: string; type?: string }[] {
  return [
    { href: feed.self, rel: "self", type },
    ...(feed.hub === undefined ? [] : [{ href: feed.hub, rel: "hub" }]),
    ...feed.relations.map((relation) => ({ ...relation, type })),
  ];
}

/** Marks an archive (RFC 5005 §4). */
export function archive({ isArchive }: ResolvedFeed): string {
  return isArchive ? '    <fh:archive xmlns:fh="http://purl.org/syndication/history/1.0"/>\n' : "";
}

export function stylesheets(feed: ResolvedFeed): XmlStylesheet[] {
  if (feed.stylesheet === undefined) return [];
  const href = feed.stylesheet.replaceAll("&", "&amp;"); // the generator writes it out as given
  return [{ type: "text/css", href }];
}

/** The start of the line that holds `index`. */
export function lineStart(text: string, index: number): number {
  return text.lastIndexOf("\n", index) + 1;
}
