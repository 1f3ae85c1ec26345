// GET /fonts/Inter-400.woff2: the faces that the site's own pages are set in.

import { readFile } from "node:fs/promises";
import { type CachePolicy, notFound, type RouteEvent } from "offprint";
import { webFonts } from "../../templates/web-fonts.ts";

export const cache: CachePolicy = { maxAge: "30d", staleWhileRevalidate: "30d" };
export const examples = [{ name: "Inter-400" }];

export async function GET({ params }: RouteEvent<{ name: string }>) {
  if (!webFonts.includes(params.name)) throw notFound();
  return readFile(new URL(`../../fonts/${params.name}.woff2`, import.meta.url));
}
