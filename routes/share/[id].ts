// GET /share/JP: on to a link that holds for ten minutes.

import { type CachePolicy, type RouteEvent, sign } from "offprint";
import { findCountry } from "../_atlas/find.ts";

export const cache: CachePolicy = { noStore: true };

export async function GET({ params }: RouteEvent<{ id: string }>) {
  const country = await findCountry(params.id);
  return new Response(null, {
    status: 302,
    headers: { location: sign(`/shared/${country.id}.csv`, { expires: "10m" }) },
  });
}
