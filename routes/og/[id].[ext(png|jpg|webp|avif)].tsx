// A country's social image: /og/JP.png, /og/JP.webp?theme=dark

import { image, notFound, type RouteEvent } from "offprint";
import { CountryCard } from "../../templates/country-card.tsx";
import { atlas } from "../_atlas/atlas.ts";

/** Cities on the map: more than these few pixels can show apart. */
const DOTS = 1200;

export const cache = { maxAge: "1h", staleWhileRevalidate: "7d" };

export const examples = ["JP", "EG", "IN", "TH", "KR", "IL", "BR", "CH"].map((id) => ({ id, ext: "png" }));

export async function GET({ params, query }: RouteEvent<{ id: string }>) {
  const { country, flag, largestCities } = await atlas();
  const found = await country(params.id);
  if (!found) throw notFound("There is no such country.");
  const [svg, cities] = await Promise.all([flag(found.id), largestCities(found.id, DOTS)]);
  return image(
    <CountryCard {...found} flag={svg} cities={cities} theme={query.theme === "dark" ? "dark" : "light"} />,
  );
}
