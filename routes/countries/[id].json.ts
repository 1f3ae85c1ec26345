// GET /countries/JP.json: a country as data.

import type { CachePolicy, RouteEvent } from "offprint";
import { atlas } from "../_atlas/atlas.ts";
import { findCountry } from "../_atlas/find.ts";

export const cache: CachePolicy = {
  maxAge: "1h",
  staleWhileRevalidate: "1d",
  tags: ({ params }) => [`country:${params["id"]}`],
};
export const examples = [{ id: "JP" }, { id: "IN" }];

export async function GET({ params, url }: RouteEvent<{ id: string }>) {
  const country = await findCountry(params.id);
  const { largestCities } = await atlas();
  const link = (path: string): string => new URL(path, url.origin).href;
  return {
    ...country,
    largestCities: await largestCities(country.id, 10),
    links: {
      page: link(`/countries/${country.id}`),
      report: link(`/reports/${country.id}.pdf`),
      image: link(`/og/${country.id}.png`),
      flag: link(`/flags/${country.id}.svg`),
      cities: link(`/cities.csv?country=${country.id}`),
    },
  };
}
