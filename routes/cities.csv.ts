// GET /cities.csv: every city, read from the database as fast as the client takes it.

import { type CachePolicy, csv, type RouteEvent } from "offprint";
import * as v from "valibot";
import { atlas } from "./_atlas/atlas.ts";
import { findCountry } from "./_atlas/find.ts";
import type { City } from "./_atlas/types.ts";

export const cache: CachePolicy = { maxAge: "1h", staleWhileRevalidate: "1d", tags: ["cities"] };

/** `?country=JP` for one country's alone. */
export const query = v.object({
  country: v.optional(v.pipe(v.string(), v.regex(/^[A-Z]{2}$/, "is not two capital letters"))),
});

type Query = v.InferOutput<typeof query>;

export async function GET({ query, signal }: RouteEvent<object, Query>) {
  const { allCities, cities, version } = await atlas();
  const country = query.country === undefined ? undefined : await findCountry(query.country);
  return csv(country ? cities(country.id, { signal }) : allCities({ signal }), {
    columns: {
      Country: (city: City) => city.country,
      Rank: (city) => city.rank,
      Name: (city) => city.name,
      Population: (city) => city.population,
      Capital: (city) => (city.capital ? "yes" : ""),
      Latitude: (city) => city.latitude,
      Longitude: (city) => city.longitude,
      "GeoNames id": (city) => city.id,
    },
    version: [version, country?.id],
    filename: country ? `${country.name} – cities.csv` : "cities.csv",
  });
}
