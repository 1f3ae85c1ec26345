// GET /fonts/Inter-400.woff2: the faces that the site's own pages are set in.

import { readFile } from "node:fs/promises";
import { type CachePolicy, notFound, type RouteEvent } from "offprint";

export const cache: CachePolicy = { maxAge: "30d", staleWhileRevalidate: "30d" };

const FACES = ["Inter-400", "Inter-600", "Inter-700", "JetBrainsMono-400"];
export const examples = FACES.map((name) => ({ name }));

export async function GET({ params }: RouteEvent<{ name: string }>) {
  if (!FACES.includes(params.name)) throw notFound();
  return readFile(new URL(`../../fonts/${params.name}.woff2`, import.meta.url));
}
