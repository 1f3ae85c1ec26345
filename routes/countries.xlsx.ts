// GET /countries.xlsx: the atlas as a workbook, a sheet of countries and one of every city.

import { type CachePolicy, type RouteEvent, sheet, xlsx } from "offprint";
import { atlas } from "./_atlas/atlas.ts";

export const cache: CachePolicy = { maxAge: "1h", staleWhileRevalidate: "1d", tags: ["cities"] };

export async function GET({ signal }: RouteEvent) {
  const { allCities, countries, version } = await atlas();
  return xlsx(
    [
      sheet("Countries", await countries(), [
        { title: "Code", value: (country) => country.id },
        { title: "Name", value: (country) => country.name, width: 40 },
        { title: "Cities", value: (country) => country.cityCount, format: "integer" },
      ]),
      sheet("Cities", allCities({ signal }), [
        { title: "Country", value: (city) => city.country },
        { title: "Name", value: (city) => city.name, width: 40 },
        { title: "Population", value: (city) => city.population, format: "integer" },
        { title: "Capital", value: (city) => city.capital },
        { title: "GeoNames id", value: (city) => String(city.id), format: "text" },
      ]),
    ],
    { version, filename: "atlas.xlsx" },
  );
}
