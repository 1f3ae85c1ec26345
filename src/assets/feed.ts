// The `feed` kind: one value, and RSS 2.0, Atom or JSON Feed of it by the URL's name.

import type { Asset, RenderContext } from "../asset.ts";
import type { FeedFormat } from "./feed/format.ts";
import { type ResolvedFeed, type ResolvedItem, resolveFeed, resolveItem } from "./feed/resolve.ts";
import type { Feed, FeedItem } from "./feed/value.ts";
import { streamText } from "./text/stream.ts";

const TYPES = [
  "application/rss+xml; charset=utf-8",
  "application/atom+xml; charset=utf-8",
  "application/feed+json",
] as const;

/** Items written at once. A feed of no more than these goes out whole, with its length. */
const PAGE = 100;

/**
 * A feed as RSS 2.0, Atom or JSON Feed: `rss.xml`, `atom.xml` and `feed.json` may share one value.
 * The file's name says which; a name that says nothing gives RSS.
 *
 * Long feeds are written while they are read. Characters that XML cannot hold are left out.
 *
 * @throws TypeError when an item lacks a title or has a URL or a date that is none, when two items
 *   have one id, and when the items can be read only once and there is no `version`.
 *
 * @example
 * // routes/rss.xml.ts
 * export const GET = async () => feed({ title: "Journal", items: await posts.latest(20) });
 */
export function feed(value: Feed): Asset {
  const { items, version, ...head } = value;
  const list = Array.isArray(items) ? (items as readonly FeedItem[]) : undefined;
  if (list === undefined && version === undefined)
    throw new TypeError(
      "feed(): `items` can be read only once, so nothing can stand for them in the entity tag. " +
        "Give `version` (the date of the latest row, say), or an array.",
    );
  if (list) refuseTwins(list);
  const updated = head.updated ?? (list && latest(list));
  return {
    types: TYPES,
    key: { kind: "feed", head, version, list: version === undefined ? list : undefined },
    exact: version === undefined,
    lastModified: updated === undefined ? undefined : new Date(updated),
    async render(context) {
      const format = await formatOf(context.type);
      const resolved = resolveFeed({ ...head, items, updated }, context.url);
      if (list && list.length <= PAGE) {
        let text = "";
        for await (const piece of write(list, resolved, format)) text += piece;
        return text;
      }
      return streamText(write(items, resolved, format), context.signal);
    },
  };
}

async function formatOf(type: RenderContext["type"]): Promise<FeedFormat> {
  if (type.includes("atom")) return (await import("./feed/atom.ts")).atom;
  if (type.includes("json")) return (await import("./feed/json.ts")).json;
  return (await import("./feed/rss.ts")).rss;
}

async function* write(
  items: Iterable<FeedItem> | AsyncIterable<FeedItem>,
  feed: ResolvedFeed,
  format: FeedFormat,
): AsyncGenerator<string, void> {
  let opened = false;
  let index = 0;
  let page: ResolvedItem[] = [];
  const flush = (): string => {
    const head = opened ? "" : format.open({ ...feed, updated: feed.updated ?? page[0]?.updated });
    const body = page.length > 0 ? format.items(page, feed, !opened) : "";
    opened = true;
    page = [];
    return head + body;
  };
  for await (const item of items) {
    const resolved = resolveItem(item, feed, index++);
    page.push(resolved);
    if (page.length === PAGE) yield flush();
  }
  yield flush() + format.close;
}

/** Readers would show one of two items with one id. */
function refuseTwins(items: readonly FeedItem[]): void {
  const ids = new Set<string>();
  for (const { id, url } of items) {
    if (ids.has(id ?? url))
      throw new TypeError(`feed(): two items have the id ${JSON.stringify(id ?? url)}.`);
    ids.add(id ?? url);
  }
}

function latest(items: readonly FeedItem[]): Date | undefined {
  let latest = Number.NEGATIVE_INFINITY;
  for (const item of items) {
    const time = new Date(item.updated ?? item.published).getTime();
    if (time > latest) latest = time;
  }
  return Number.isFinite(latest) ? new Date(latest) : undefined;
}
