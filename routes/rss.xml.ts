// GET /rss.xml: the journal as RSS 2.0.

import { type CachePolicy, feed } from "offprint";
import { journal } from "./_journal/journal.ts";

export const cache: CachePolicy = { maxAge: "15m", staleWhileRevalidate: "1d", tags: ["journal"] };

export const GET = async () => feed(await journal());
