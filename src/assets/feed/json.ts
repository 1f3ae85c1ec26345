// JSON Feed 1.1.

import { generateJsonFeed } from "feedsmith";
import { legalText, mapText } from "../text/xml.ts";
import type { FeedFormat } from "./format.ts";
import type { ResolvedItem } from "./resolve.ts";
import type { FeedPerson } from "./value.ts";

export const json = {
  open(feed) {
    const value = {
      title: feed.title,
      description: feed.description,
      home_page_url: feed.home,
      feed_url: feed.self,
      language: feed.language,
      icon: feed.image,
      favicon: feed.icon,
      next_url: feed.relations.find(({ rel }) => rel === "next")?.href,
      authors: feed.authors.length > 0 ? feed.authors.map(toAuthor) : undefined,
      hubs: feed.hub === undefined ? undefined : [{ type: "WebSub", url: feed.hub }],
      items: [],
    };
    const head = generateJsonFeed(mapText(value, legalText)) as object;
    return `${JSON.stringify({ ...head, items: undefined }).slice(0, -1)},"items":[`;
  },
  items(items, _feed, first) {
    const generated = generateJsonFeed({ title: "-", items: mapText(items.map(toItem), legalText) }) as {
      items: unknown[];
    };
    const text = generated.items.map((item) => JSON.stringify(item)).join(",");
    return first ? text : `,${text}`;
  },
  close: "]}\n",
} satisfies FeedFormat;

function toItem(item: ResolvedItem) {
  const attachments = [
    ...item.enclosures.map(({ url, type, length, title, duration }) => ({
      url,
      mime_type: type,
      size_in_bytes: length,
      title,
      duration_in_seconds: duration ?? item.itunes?.duration,
    })),
    // An attachment must have a media type.
    ...item.media.flatMap(({ url, type, length, title, duration }) =>
      type === undefined
        ? []
        : [{ url, mime_type: type, size_in_bytes: length, title, duration_in_seconds: duration }],
    ),
  ];
  return {
    id: item.id,
    url: item.url,
    external_url: item.source?.url,
    title: item.title,
    summary: item.summary,
    // One of the two must be there.
    content_html: item.html,
    content_text: item.html === undefined ? (item.summary ?? item.title) : undefined,
    image: item.image,
    date_published: item.published,
    date_modified: item.updated,
    tags: item.categories.length > 0 ? item.categories : undefined,
    authors: item.authors.length > 0 ? item.authors.map(toAuthor) : undefined,
    language: item.language,
    attachments: attachments.length > 0 ? attachments : undefined,
  };
}

const toAuthor = ({ name, email, url }: FeedPerson) => ({
  name,
  url: url ?? (email === undefined ? undefined : `mailto:${email}`),
});
