// GET and POST /bookmarks: the list, and adding to it.

import type { CachePolicy, RouteEvent } from "offprint";
import * as v from "valibot";
import { NewBookmark, readBody } from "./_body.ts";
import { bookmarks } from "./_store.ts";

export const cache: CachePolicy = { private: true };

const limit = v.pipe(
  v.string(),
  v.regex(/^\d{1,3}$/, "is not a number"),
  v.transform(Number),
  v.minValue(1),
  v.maxValue(100),
);

/** `?limit=` and, for the page that follows, `?after=` the last id. */
export const query = v.object({
  limit: v.optional(limit, "20"),
  after: v.optional(v.pipe(v.string(), v.uuid("is no id"))),
});

type Query = v.InferOutput<typeof query>;

export async function GET({ query }: RouteEvent<object, Query>) {
  const list = await (await bookmarks()).list(query.limit + 1, query.after);
  const items = list.slice(0, query.limit);
  const next =
    list.length > items.length ? `/bookmarks?limit=${query.limit}&after=${items.at(-1)!.id}` : null;
  return { items, next };
}

export async function POST({ request, url }: RouteEvent) {
  const added = await (await bookmarks()).add(await readBody(request, NewBookmark), new Date());
  const location = new URL(`/bookmarks/${added.id}`, url.origin).href;
  return Response.json(added, { status: 201, headers: { location } });
}
