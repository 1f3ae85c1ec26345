// GET /countries/JP.zip: all that the atlas has on a country, each file as its own route makes it.

import { type CachePolicy, type RouteEvent, zip } from "offprint";
import { atlas } from "../_atlas/atlas.ts";
import { findCountry } from "../_atlas/find.ts";

export const cache: CachePolicy = { maxAge: "1h", tags: ({ params }) => [`country:${params["id"]}`] };

export async function GET({ params }: RouteEvent<{ id: string }>) {
  const { id, name } = await findCountry(params.id);
  const { version } = await atlas();
  return zip(
    [
      { name: `${name}/report.pdf`, path: `/reports/${id}.pdf` },
      { name: `${name}/card.png`, path: `/og/${id}.png` },
      { name: `${name}/flag.svg`, path: `/flags/${id}.svg` },
      { name: `${name}/cities.csv`, path: `/cities.csv?country=${id}` },
      { name: `${name}/country.json`, path: `/countries/${id}.json` },
    ],
    { version: [version, id], filename: `${name}.zip` },
  );
}
