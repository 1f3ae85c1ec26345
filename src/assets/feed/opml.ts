// OPML 2.0: the entries as an outline of links, under the feed itself.

import { excerptOf, htmlOf } from "../text/html-text.ts";
import { xmlText } from "../text/xml.ts";
import type { FeedFormat } from "./format.ts";
import type { ResolvedFeed, ResolvedItem } from "./resolve.ts";

export const opml = {
  open(feed) {
    const { name, email, url } = feed.authors[0] ?? {};
    const head = elements({
      title: feed.title,
      dateModified: feed.updated?.toUTCString(),
      ownerName: name,
      ownerEmail: email,
      ownerId: url,
    });
    return (
      `<?xml version="1.0" encoding="utf-8"?>\n<opml version="2.0">\n<head>\n${head}</head>\n<body>\n` +
      `<outline${attributes(toOutline(feed))}>\n`
    );
  },
  items: (items) => items.map((item) => `<outline${attributes(toLink(item))}/>\n`).join(""),
  close: "</outline>\n</body>\n</opml>\n",
} satisfies FeedFormat;

/** A subscription (OPML 2.0, "Subscription lists"): `xmlUrl` is the feed in RSS, or in whatever its name stands for. */
function toOutline(feed: ResolvedFeed): Record<string, string | undefined> {
  return {
    text: feed.title,
    description: feed.description === feed.title ? undefined : feed.description,
    htmlUrl: feed.home,
    language: feed.language,
  };
}

function toLink(item: ResolvedItem): Record<string, string | undefined> {
  return {
    type: "link",
    text: item.title ?? excerptOf(item.html ?? htmlOf(item.summary ?? "")),
    url: item.url,
    created: item.published.toUTCString(),
    category: item.categories.length > 0 ? item.categories.join(",") : undefined,
    language: item.language,
  };
}

function elements(values: Record<string, string | undefined>): string {
  return Object.entries(values)
    .map(([name, value]) => (value === undefined ? "" : `<${name}>${xmlText(value)}</${name}>\n`))
    .join("");
}

function attributes(values: Record<string, string | undefined>): string {
  return Object.entries(values)
    .map(([name, value]) => (value === undefined ? "" : ` ${name}="${xmlText(value)}"`))
    .join("");
}
