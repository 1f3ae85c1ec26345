// A country by its id, or 404.

import { notFound } from "offprint";
import { atlas } from "./atlas.ts";
import type { Country } from "./types.ts";

export async function findCountry(id: string): Promise<Country> {
  const country = await (await atlas()).country(id);
  if (!country) throw notFound("No country has that code. They are two capital letters: JP, IN, US.");
  return country;
}
