// Atom, RFC 4287: feedsmith writes, we cut and repair.

import { generateAtomFeed } from "feedsmith";
import { excerptOf, htmlOf } from "../text/html-text.ts";
import { finishXml, guardText, mapText } from "../text/xml.ts";
import { type FeedFormat, GENERATOR } from "./format.ts";
import { mediaOf } from "./media.ts";
import type { ResolvedFeed, ResolvedItem } from "./resolve.ts";
import { archive, lineStart, links, stylesheets } from "./rss.ts";

const EPOCH = new Date(0);
const ENTRY = { id: "-", title: { value: "-" }, updated: EPOCH };

/** Makes the generator declare every namespace that an entry may use. Cut off again. */
const PROBE = { ...ENTRY, media: { contents: [{ url: "-" }] }, georss: { point: { lat: 0, lng: 0 } } };

export const atom = {
  open(feed) {
    const { title, description, copyright } = feed;
    const value = {
      id: iri(feed.id, feed),
      title: { value: title },
      subtitle: description === title ? undefined : { value: description },
      rights: copyright === undefined ? undefined : { value: copyright },
      updated: feed.updated ?? EPOCH,
      // An entry without an author takes the feed's, and one of the two must be there (§4.1.1).
      authors: (feed.authors.length > 0 ? feed.authors : [{ name: title }]).map(toPerson),
      categories: feed.categories.map((term) => ({ term })),
      links: [
        { href: feed.home, rel: "alternate", type: "text/html" },
        ...links(feed, "application/atom+xml"),
      ],
      logo: feed.image,
      icon: feed.icon,
      generator: { text: GENERATOR },
      xml: feed.language === undefined ? undefined : { lang: feed.language },
      itunes: feed.itunes,
      entries: [{ ...PROBE, itunes: feed.itunes && { duration: 1 } }],
    };
    const xml = generateAtomFeed(mapText(value, guardText), { stylesheets: stylesheets(feed) });
    return finishXml(xml.slice(0, lineStart(xml, xml.lastIndexOf("<entry>")))) + archive(feed);
  },
  items(items, feed) {
    const entries = items.map((item) => toEntry(item, feed));
    const xml = generateAtomFeed(mapText({ ...ENTRY, entries }, guardText));
    return finishXml(
      xml.slice(lineStart(xml, xml.search(/<entry[ >]/)), xml.lastIndexOf("</feed>")).trimEnd() + "\n",
    );
  },
  close: "</feed>\n",
} satisfies FeedFormat;

function toEntry(
  item: ResolvedItem,
  feed: ResolvedFeed,
): NonNullable<Parameters<typeof generateAtomFeed>[0]["entries"]>[number] {
  return {
    id: iri(item.id, feed),
    // Atom asks for a title (§4.1.2).
    title: { value: item.title ?? excerptOf(item.html ?? htmlOf(item.summary ?? "")) },
    updated: item.updated,
    published: item.published,
    links: [
      { href: item.url, rel: "alternate", type: "text/html" },
      ...item.enclosures.map(({ url, type, length, title }) => ({
        href: url,
        rel: "enclosure",
        type,
        length,
        title,
      })),
      ...(item.comments === undefined ? [] : [{ href: item.comments, rel: "replies", type: "text/html" }]),
    ],
    authors: item.authors.map(toPerson),
    categories: item.categories.map((term) => ({ term })),
    summary: item.summary === undefined ? undefined : { value: item.summary },
    content: item.html === undefined ? undefined : { value: item.html, type: "html" },
    source: item.source && {
      id: item.source.url,
      title: { value: item.source.title },
      updated: item.updated,
      links: [{ href: item.source.url, rel: "self" }],
    },
    media: mediaOf(item, []),
    georss: item.geo && { point: item.geo },
    itunes: item.itunes,
    xml: item.language === undefined ? undefined : { lang: item.language },
  };
}

const toPerson = ({ name, email, url }: { name: string; email?: string; url?: string }) => ({
  name,
  email,
  uri: url,
});

/** An id must be an IRI (§4.2.6): another text becomes a fragment of the home page. */
function iri(id: string, feed: ResolvedFeed): string {
  return /^[a-z][a-z0-9+.-]*:\S+$/i.test(id) ? id : `${feed.home}#${encodeURIComponent(id.toWellFormed())}`;
}
