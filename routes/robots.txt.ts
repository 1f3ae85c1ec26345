// GET /robots.txt

import { type CachePolicy, robots } from "offprint";

export const cache: CachePolicy = { maxAge: "1d" };

export const GET = () => robots({ rules: { disallow: ["/bookmarks", "/health"] }, sitemap: "/sitemap.xml" });
