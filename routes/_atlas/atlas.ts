// The atlas's queries: countries and cities out of the database file.

import { stat } from "node:fs/promises";
import { setImmediate } from "node:timers/promises";
import type { InValue, Row } from "@libsql/client/sqlite3";
import { dataFile } from "./data.ts";
import { openDatabaseFile } from "./file.ts";
import type { Atlas, City, Country, ReadOptions } from "./types.ts";

/** Rows asked of the database at once: the driver is synchronous, and 500 rows take it about 2 ms. */
const PAGE = 500;

const CITY = "country, rank, id, name, population, capital, latitude, longitude";

/** SQLite would sort Åland after Zimbabwe. */
const byName = new Intl.Collator("en");

let opened: Promise<Atlas> | undefined;

/**
 * The site's atlas: `atlas.db` in the data folder, opened (and at the very first start written) once
 * a process.
 *
 * @example
 * const { country, cities } = await atlas();
 */
export function atlas(): Promise<Atlas> {
  opened ??= openAtlas(dataFile("atlas.db"), (message) => process.stderr.write(`atlas: ${message}\n`)).catch(
    (error) => {
      opened = undefined; // the next request tries again
      throw error;
    },
  );
  return opened;
}

/**
 * Opens an atlas at a path of one's own.
 * @param progress is told in words what is being written, when something is
 */
export async function openAtlas(path: string, progress: (message: string) => void): Promise<Atlas> {
  const { client, version } = await openDatabaseFile(path, progress);
  const { ino } = await stat(path);
  const select = async (sql: string, args: InValue[] = []): Promise<Row[]> =>
    (await client.execute({ sql, args })).rows;

  /** Every row of a query, a page after another by key: an open cursor would hold rows and a lock. */
  async function* pages(
    sql: string,
    first: [country: string, rank: number],
    { signal }: ReadOptions = {},
  ): AsyncGenerator<City, void> {
    let after = first;
    for (;;) {
      signal?.throwIfAborted();
      // All of them at once: the driver's rows are ten times as large, and would wait for the reader, too.
      const cities = (await select(sql, [...after, PAGE])).map(toCity);
      yield* cities;
      const last = cities.at(-1);
      if (!last || cities.length < PAGE) return;
      after = [last.country, last.rank];
      await setImmediate(); // a fast reader must not keep everyone else waiting
    }
  }

  return {
    version,
    countries: async () =>
      (await select("SELECT * FROM countries")).map(toCountry).sort((a, b) => byName.compare(a.name, b.name)),
    country: async (id) => (await select("SELECT * FROM countries WHERE id = ?", [id])).map(toCountry)[0],
    flag: async (id) => (await select("SELECT svg FROM flags WHERE id = ?", [id]))[0]?.["svg"] as string,
    largestCities: async (id, count) =>
      (await select(`SELECT ${CITY} FROM cities WHERE country = ? ORDER BY rank LIMIT ?`, [id, count])).map(
        toCity,
      ),
    cities: (id, options) =>
      pages(
        `SELECT ${CITY} FROM cities WHERE country = ? AND rank > ? ORDER BY rank LIMIT ?`,
        [id, 0],
        options,
      ),
    allCities: (options) =>
      pages(
        `SELECT ${CITY} FROM cities WHERE (country, rank) > (?, ?) ORDER BY country, rank LIMIT ?`,
        ["", 0],
        options,
      ),
    async check() {
      // An open file outlives its name: a check that only asked the database would never see it go.
      if ((await stat(path)).ino !== ino) throw new Error(`${path} is not the file that was opened.`);
      await select("SELECT version FROM meta");
      await select("SELECT 1 FROM countries LIMIT 1");
      await select("SELECT 1 FROM cities LIMIT 1");
    },
    close: () => client.close(),
  };
}

function toCountry(row: Row): Country {
  return {
    ...(JSON.parse(String(row["data"])) as Omit<Country, "cityCount" | "urbanPopulation">),
    cityCount: Number(row["city_count"]),
    urbanPopulation: Number(row["urban_population"]),
  };
}

function toCity(row: Row): City {
  return {
    country: row[0] as string,
    rank: row[1] as number,
    id: row[2] as number,
    name: row[3] as string,
    population: row[4] as number,
    capital: row[5] === 1,
    latitude: row[6] as number,
    longitude: row[7] as number,
  };
}
