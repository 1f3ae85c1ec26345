// GET, PATCH and DELETE /bookmarks/<id>

import { badRequest, type CachePolicy, notFound, type RouteEvent } from "offprint";
import { BookmarkChange, readBody } from "./_body.ts";
import { bookmarks } from "./_store.ts";

export const cache: CachePolicy = { private: true };

type Event = RouteEvent<{ id: string }>;

export async function GET({ params }: Event) {
  const found = await (await bookmarks()).find(params.id);
  if (!found) throw notFound();
  return found;
}

export async function PATCH({ params, request }: Event) {
  const store = await bookmarks();
  if (!(await store.find(params.id))) throw notFound();
  const change = await readBody(request, BookmarkChange);
  if (change.country === undefined && change.note === undefined)
    throw badRequest("Send `country`, `note` or both.", { "(body)": ["changes nothing"] });
  const changed = await store.change(params.id, change, new Date());
  if (!changed) throw notFound();
  return changed;
}

export async function DELETE({ params }: Event) {
  if (!(await (await bookmarks()).remove(params.id))) throw notFound();
  return null;
}
