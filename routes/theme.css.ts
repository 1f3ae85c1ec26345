// GET /theme.css: the site's colours and measures, light and dark.

import { type CachePolicy, type RouteEvent, theme } from "offprint";
import * as v from "valibot";
import { contrast, dark, tokens } from "../templates/tokens.ts";

export const cache: CachePolicy = { maxAge: "1h", staleWhileRevalidate: "7d", tags: ["theme"] };

/** `?mode=dark` for a reader who has chosen. */
export const query = v.object({ mode: v.optional(v.picklist(["auto", "light", "dark"]), "auto") });

type Query = v.InferOutput<typeof query>;

export function GET({ query }: RouteEvent<object, Query>) {
  return theme({ tokens, dark, contrast, mode: query.mode });
}
