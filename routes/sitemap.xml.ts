// GET /sitemap.xml: every page of the site, with the image of each country.

import { type CachePolicy, sitemap, type SitemapUrl } from "offprint";
import { atlas } from "./_atlas/atlas.ts";
import { articles } from "./_journal/journal.ts";

export const cache: CachePolicy = { maxAge: "1h", staleWhileRevalidate: "1d", tags: ["journal"] };

export async function GET() {
  const { countries } = await atlas();
  return sitemap([
    { url: "/", priority: 1 },
    { url: "/journal", priority: 0.8 },
    ...(await articles()).map((article): SitemapUrl => ({
      url: `/journal/${article.slug}`,
      lastModified: article.updated,
      priority: 0.7,
    })),
    ...(await countries()).flatMap(({ id, name }): SitemapUrl[] => [
      { url: `/countries/${id}`, priority: 0.6, images: [{ url: `/og/${id}.png`, title: name }] },
      { url: `/reports/${id}.pdf`, priority: 0.4 },
    ]),
  ]);
}
