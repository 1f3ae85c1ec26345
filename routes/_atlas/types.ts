// The words of the atlas: what its queries answer with.

/** A country or territory. Ids are ISO 3166-1 alpha-2: `JP`, `IN`, `US`. */
export interface Country {
  id: string;
  /** ISO 3166-1 alpha-3. */
  code: string;
  name: string;
  officialName: string;
  /** Its name in each of its own languages and scripts, by ISO 639-3 code. */
  nativeNames: NativeName[];
  capitals: string[];
  region: string;
  subregion: string;
  /** km², or undefined where the source does not know it. */
  area: number | undefined;
  latitude: number;
  longitude: number;
  landlocked: boolean;
  languages: string[];
  currencies: Currency[];
  /** Its neighbours by land, by name. */
  borders: CountryRef[];
  /** The flag as an emoji; the drawing is `atlas.flag(id)`. */
  emoji: string;
  /** How many of its cities the atlas lists: those of 1,000 people and more. */
  cityCount: number;
  /** People who live in those cities. */
  urbanPopulation: number;
}

export interface NativeName {
  language: string;
  name: string;
  officialName: string;
}

export interface Currency {
  code: string;
  name: string;
  symbol: string;
}

export interface CountryRef {
  id: string;
  name: string;
}

/** A city, town or village of 1,000 people or more. */
export interface City {
  /** The country's id. */
  country: string;
  /** Its place among its country's cities, the largest being 1. */
  rank: number;
  /** GeoNames id. */
  id: number;
  name: string;
  population: number;
  /** The country's capital. */
  capital: boolean;
  latitude: number;
  longitude: number;
}

/** What reading stops for. */
export interface ReadOptions {
  /** Stops the reading, with the signal's reason, before the next page is asked of the database. */
  signal?: AbortSignal;
}

/** The data of the example site. */
export interface Atlas {
  /** A digest of everything that was written into the file: the same data, the same version. */
  readonly version: string;
  /** Every country, by name. */
  countries(): Promise<Country[]>;
  country(id: string): Promise<Country | undefined>;
  /** The flag's SVG source. */
  flag(id: string): Promise<string | undefined>;
  /** The `count` most populous cities of a country. */
  largestCities(id: string, count: number): Promise<City[]>;
  /** Every city of a country, the largest first, read from the database while they are asked for. */
  cities(id: string, options?: ReadOptions): AsyncIterable<City>;
  /** Every city of every country: by country, then the largest first. */
  allCities(options?: ReadOptions): AsyncIterable<City>;
  /** @throws when the file is gone, damaged or locked. */
  check(): Promise<void>;
  close(): void;
}
