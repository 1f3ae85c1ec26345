// The `feed` kind: one value, and RSS 2.0, Atom, JSON Feed or OPML of it by the URL's name.

import type { Asset, RenderContext } from "../asset.ts";
import { FEED_TYPES, type FeedFormat } from "./feed/format.ts";
import { type ResolvedFeed, type ResolvedItem, resolveFeed, resolveItem } from "./feed/resolve.ts";
import { FEED, type Feed, type FeedItem } from "./feed/value.ts";
import { type Nullable, present } from "./text/input.ts";
import { streamText } from "./text/stream.ts";

/** Items written at once. A feed of no more than these goes out whole, with its length. */
const PAGE = 100;

type Items = Feed["items"];
type Item = Nullable<FeedItem>;

/**
 * A feed as RSS 2.0, Atom, JSON Feed or OPML: `rss.xml`, `atom.xml`, `feed.json` and `feed.opml` may
 * share one value. The file's name says which; a name that says nothing gives RSS.
 *
 * Long feeds are written while they are read. Characters that XML cannot hold are left out.
 *
 * @throws TypeError when an item has neither title nor content or has a URL or a date that is none, for a
 *   member that is not known, when two items have one id, and when the items can be read only once and
 *   there is no `version`.
 *
 * @example
 * // routes/rss.xml.ts
 * export const GET = async () => feed({ title: "Journal", items: await posts.latest(20) });
 */
export function feed(value: Nullable<Feed>): Asset {
  const { items, version, ...given } = present<Feed>("feed()", value, FEED);
  const list = Array.isArray(items) ? (items as readonly Item[]) : undefined;
  if (list === undefined && version === undefined)
    throw new TypeError(
      "feed(): `items` can be read only once, so nothing can stand for them in the entity tag. " +
        "Give `version` (the date of the latest row, say), or an array.",
    );
  if (list) refuseTwins(list);
  const head = list ? withPodcast(given, list) : given;
  const updated = head.updated ?? (list && latest(list));
  const resolve = (self: string) => resolveFeed({ ...head, items, updated }, self);
  return {
    types: FEED_TYPES,
    key: { kind: "feed", head, version, list: version === undefined ? list : undefined },
    exact: version === undefined,
    holdsQuery: head.self === undefined,
    lastModified: updated === undefined ? undefined : new Date(updated),
    headers: head.hub === undefined ? undefined : (self) => ({ link: hubLinks(resolve(self)) }),
    async render(context) {
      const format = await formatOf(context.type);
      const resolved = resolve(context.url + (context.query ?? ""));
      if (list && list.length <= PAGE) {
        let text = "";
        for await (const piece of write(list, resolved, format)) text += piece;
        return text;
      }
      return streamText(write(items, resolved, format), context.signal);
    },
  };
}

/** The `Link` field by which WebSub's subscribers find the hub (W3C WebSub §4). */
const hubLinks = ({ hub, self }: ResolvedFeed): string => `<${hub}>; rel="hub", <${self}>; rel="self"`;

/** A feed one of whose items is an episode is a podcast: its first lines declare the tags. */
function withPodcast<H extends Partial<Feed>>(head: H, list: readonly Item[]): H {
  const { itunes, podcast } = head;
  return {
    ...head,
    itunes: itunes ?? (list.some((item) => item?.itunes) ? {} : undefined),
    podcast: podcast ?? (list.some((item) => item?.podcast) ? {} : undefined),
  };
}

async function formatOf(type: RenderContext["type"]): Promise<FeedFormat> {
  if (type.includes("atom")) return (await import("./feed/atom.ts")).atom;
  if (type.includes("json")) return (await import("./feed/json.ts")).json;
  if (type.includes("opml")) return (await import("./feed/opml.ts")).opml;
  return (await import("./feed/rss.ts")).rss;
}

async function* write(items: Items, feed: ResolvedFeed, format: FeedFormat): AsyncGenerator<string, void> {
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
    refuseUndeclared(resolved, feed, index);
    page.push(resolved);
    if (page.length === PAGE) yield flush();
  }
  yield flush() + format.close;
}

/** The first lines of a stream have been sent: what they did not declare, no item may use. */
function refuseUndeclared(item: ResolvedItem, feed: ResolvedFeed, index: number): void {
  for (const name of ["itunes", "podcast"] as const)
    if (item[name] && !feed[name])
      throw new TypeError(
        `Item ${index} of the feed has \`${name}\`: give the feed \`${name}\`, too, if only {}.`,
      );
}

/** Readers would show one of two items with one id. */
function refuseTwins(items: readonly Item[]): void {
  const ids = new Set<string>();
  for (const item of items) {
    const id = item?.id ?? item?.url;
    if (id === undefined) continue;
    if (ids.has(id)) throw new TypeError(`feed(): two items have the id ${JSON.stringify(id)}.`);
    ids.add(id);
  }
}

function latest(items: readonly Item[]): Date | undefined {
  let latest = Number.NEGATIVE_INFINITY;
  for (const item of items) {
    const time = new Date(item?.updated ?? item?.published ?? Number.NaN).getTime();
    if (time > latest) latest = time;
  }
  return Number.isFinite(latest) ? new Date(latest) : undefined;
}
