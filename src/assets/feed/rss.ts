// RSS 2.0, by the RSS Board's specification and best practices: feedsmith writes, we cut and repair.

import { generateRssFeed, type XmlStylesheet } from "feedsmith";
import { finishXml, guardText, mapText } from "../text/xml.ts";
import { type FeedFormat, GENERATOR } from "./format.ts";
import type { ResolvedFeed, ResolvedItem } from "./resolve.ts";

/** Makes the generator declare every namespace that an item may use. Cut off again. */
const PROBE = { title: "-", content: { encoded: "-" }, dc: { creators: ["-"] } };

export const rss = {
  open(feed) {
    const { title, description, language, copyright } = feed;
    const channel = {
      title,
      description,
      language,
      copyright,
      link: feed.home,
      lastBuildDate: feed.updated,
      generator: GENERATOR,
      categories: feed.categories.map((name) => ({ name })),
      image: feed.image === undefined ? undefined : { url: feed.image, title, link: feed.home },
      atom: { links: links(feed, "application/rss+xml") },
      items: [PROBE],
    };
    const xml = generateRssFeed(mapText(channel, guardText), { stylesheets: stylesheets(feed) });
    return finishXml(xml.slice(0, lineStart(xml, xml.lastIndexOf("<item>"))));
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

function toItem(
  item: ResolvedItem,
): Parameters<typeof generateRssFeed>[0] extends { items?: (infer I)[] } ? I : never {
  const byMail = item.authors.filter((author) => author.email !== undefined);
  const byName = item.authors.filter((author) => author.email === undefined);
  return {
    title: item.title,
    link: item.url,
    description: item.summary,
    content: item.html === undefined ? undefined : { encoded: item.html },
    // RSS's own <author> is an e-mail address; a name without one is Dublin Core's.
    authors: byMail.map(({ name, email }) => ({ name, email })),
    dc: byName.length > 0 ? { creators: byName.map(({ name }) => name) } : undefined,
    categories: item.categories.map((name) => ({ name })),
    enclosures: item.enclosure && [item.enclosure],
    guid: { value: item.id, isPermaLink: item.isPermalink },
    pubDate: item.published,
  };
}

export function links(feed: ResolvedFeed, type: string): { href: string; rel: string; type?: string }[] {
  return [
    { href: feed.self, rel: "self", type },
    ...(feed.hub === undefined ? [] : [{ href: feed.hub, rel: "hub" }]),
    ...(feed.next === undefined ? [] : [{ href: feed.next, rel: "next", type }]),
  ];
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
