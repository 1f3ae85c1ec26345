// GET /site.css: the stylesheet of the site's own pages, in the tokens of /theme.css.

import { readFile } from "node:fs/promises";
import type { CachePolicy } from "offprint";
import { fontFaces } from "../templates/web-fonts.ts";

export const cache: CachePolicy = { maxAge: "1h", staleWhileRevalidate: "7d" };

export const GET = async () =>
  fontFaces + (await readFile(new URL("../templates/site.css", import.meta.url), "utf8"));
