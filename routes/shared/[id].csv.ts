// GET /shared/JP.csv?expires=…&signature=…: a country's cities, for whom was given a link to them.

import { type CachePolicy, csv, type RouteEvent } from "offprint";
import { atlas } from "../_atlas/atlas.ts";
import { findCountry } from "../_atlas/find.ts";
import type { City } from "../_atlas/types.ts";

/** Only URLs that `sign()` has made are answered; all others are 403. */
export const signed = true;
export const cache: CachePolicy = { maxAge: "1h" };

export async function GET({ params, signal }: RouteEvent<{ id: string }>) {
  const country = await findCountry(params.id);
  const { cities, version } = await atlas();
  return csv(cities(country.id, { signal }), {
    columns: {
      Rank: (city: City) => city.rank,
      Name: (city) => city.name,
      Population: (city) => city.population,
    },
    version: [version, country.id],
    filename: `${country.name} – cities.csv`,
  });
}
