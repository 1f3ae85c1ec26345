// GET /feed.json: the journal as JSON Feed.

import { type CachePolicy, feed } from "offprint";
import { journal } from "./_journal/journal.ts";

export const cache: CachePolicy = { maxAge: "15m", staleWhileRevalidate: "1d", tags: ["journal"] };

export const GET = async () => feed(await journal());
