// GET /health: 200 while the databases answer, 503 when one does not.

import type { CachePolicy } from "offprint";
import { atlas } from "./_atlas/atlas.ts";
import { bookmarks } from "./bookmarks/_store.ts";

export const cache: CachePolicy = { noStore: true };

// Opened (and at the very first start written) while the server starts, not on the first request.
// What goes wrong is told to whoever asks next.
void atlas().catch(() => {});

export async function GET(): Promise<Response> {
  try {
    const data = await atlas();
    await data.check();
    await (await bookmarks()).check();
    return Response.json({ status: "ok", data: data.version });
  } catch {
    return Response.json({ status: "unavailable" }, { status: 503, headers: { "retry-after": "5" } });
  }
}
