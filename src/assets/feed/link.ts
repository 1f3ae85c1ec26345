// The element by which readers and browsers find a page's feed.

import { essenceOf, typeForPath, typeNamed } from "../../http/types.ts";
import { xmlText } from "../text/xml.ts";
import { FEED_TYPES } from "./format.ts";

/**
 * The `<link>` of a feed, for the head of a page: autodiscovery finds it there. Its type is the one that
 * {@link feed} answers with at that path.
 *
 * @param href path or URL of the feed
 * @param title its name in a reader's list
 *
 * @example
 * feedLink("/atom.xml", "Journal"); // <link rel="alternate" type="application/atom+xml" title="Journal" href="/atom.xml">
 */
export function feedLink(href: string, title: string): string {
  const path = href.replace(/[?#].*$/s, "");
  const type = typeNamed(FEED_TYPES, path) ?? typeForPath(FEED_TYPES, path) ?? FEED_TYPES[0]!;
  return `<link rel="alternate" type="${essenceOf(type)}" title="${xmlText(title)}" href="${xmlText(href)}">`;
}
