// GET /reports/JP.pdf: the report on a country, as long as its list of cities.

import { notFound, pdf, type CachePolicy, type RouteEvent } from "offprint";
import { countryReport } from "../../templates/country-report.ts";
import { atlas } from "../_atlas/atlas.ts";

export const cache: CachePolicy = {
  maxAge: "1h",
  staleWhileRevalidate: "1d",
  tags: ({ params }) => [`country:${params["id"]}`],
};
export const examples = [{ id: "JP" }, { id: "IN" }, { id: "US" }];

/** Cities on the cover's map. */
const MAP_CITIES = 900;

export async function GET({ params, url, signal }: RouteEvent<{ id: string }>) {
  const { country: find, flag, largestCities, cities, version } = await atlas();
  const country = await find(params.id);
  if (!country) throw notFound(`There is no country "${params.id}" in the atlas.`);
  const map = await largestCities(country.id, MAP_CITIES);
  return pdf(
    countryReport,
    {
      country,
      flag: await flag(country.id),
      map,
      largestCities: map.slice(0, 12),
      cities: cities(country.id, { signal }),
      origin: url.origin,
    },
    { filename: `${country.name}.pdf`, version: `${version} ${country.id} ${url.origin}` },
  );
}
