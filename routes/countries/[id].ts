// GET /countries/JP: a country's page, and what is made of it.

import type { CachePolicy, RouteEvent } from "offprint";
import { countryPage } from "../../templates/country.ts";
import { document } from "../../templates/document.ts";
import { atlas } from "../_atlas/atlas.ts";
import { findCountry } from "../_atlas/find.ts";

export const cache: CachePolicy = {
  maxAge: "10m",
  staleWhileRevalidate: "1d",
  tags: ({ params }) => [`country:${params["id"]}`],
};
export const examples = [{ id: "JP" }, { id: "EG" }, { id: "IN" }, { id: "TH" }];

export async function GET({ params }: RouteEvent<{ id: string }>) {
  const country = await findCountry(params.id);
  const { largestCities } = await atlas();
  const cities = await largestCities(country.id, 10);
  return document({ country, cities }, () => countryPage(country, cities));
}
