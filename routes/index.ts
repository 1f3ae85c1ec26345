// GET /: the atlas's front page, which uses every asset as an app would.

import type { CachePolicy, RouteEvent } from "offprint";
import * as v from "valibot";
import { document } from "../templates/document.ts";
import { homePage } from "../templates/home.ts";
import { atlas } from "./_atlas/atlas.ts";
import { articles } from "./_journal/journal.ts";

export const cache: CachePolicy = { maxAge: "5m", staleWhileRevalidate: "1d", tags: ["home", "journal"] };

/** `?q=nor` shows the countries with that in a name. */
export const query = v.object({
  q: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(60, "is too long")), ""),
});

type Query = v.InferOutput<typeof query>;

export async function GET({ query }: RouteEvent<object, Query>) {
  const { countries, version } = await atlas();
  const list = await articles();
  const all = await countries();
  return document({ version, articles: list.map(({ slug, updated }) => [slug, updated]), query }, () =>
    homePage(all, list, query.q),
  );
}
