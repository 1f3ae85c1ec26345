// GET /flags/JP.svg: a flag.

import { type CachePolicy, notFound, type RouteEvent } from "offprint";
import { atlas } from "../_atlas/atlas.ts";

export const cache: CachePolicy = { maxAge: "1d", staleWhileRevalidate: "7d", tags: ["flags"] };
export const examples = [{ id: "JP" }, { id: "ZA" }];

export async function GET({ params }: RouteEvent<{ id: string }>) {
  const svg = await (await atlas()).flag(params.id);
  if (svg === undefined) throw notFound("No country has that code.");
  return svg;
}
