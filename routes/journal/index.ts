// GET /journal: the list of articles.

import type { CachePolicy } from "offprint";
import { document } from "../../templates/document.ts";
import { journalPage } from "../../templates/journal.ts";
import { articles } from "../_journal/journal.ts";

export const cache: CachePolicy = { maxAge: "5m", staleWhileRevalidate: "1d", tags: ["journal"] };

export async function GET() {
  const list = await articles();
  return document(list, () => journalPage(list));
}
