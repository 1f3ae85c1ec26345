// GET /journal/etag-before-rendering: one article.

import { type CachePolicy, notFound, type RouteEvent } from "offprint";
import { document } from "../../templates/document.ts";
import { articlePage } from "../../templates/journal.ts";
import { articles } from "../_journal/journal.ts";

export const cache: CachePolicy = { maxAge: "5m", staleWhileRevalidate: "1d", tags: ["journal"] };
export const examples = async () => (await articles()).map(({ slug }) => ({ slug }));

export async function GET({ params }: RouteEvent<{ slug: string }>) {
  const list = await articles();
  const index = list.findIndex(({ slug }) => slug === params.slug);
  const article = list[index];
  if (!article) throw notFound();
  const next = list[index + 1] ?? list[0]!;
  return document({ article, next: next.slug }, () => articlePage(article, next), article.updated);
}
