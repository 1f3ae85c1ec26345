// @vercel/functions: what of a platform's request functions may ask for anywhere.

import { ambient } from "../ambient.ts";

type Asked = Request | { headers: Headers } | Headers;

const headersOf = (asked: Asked): Headers => ("headers" in asked ? asked.headers : asked);

/** Work that goes on after the answer; the server's graceful stop waits for it. */
export function waitUntil(work: Promise<unknown>): void {
  if (typeof (work as Promise<unknown> | undefined)?.then !== "function")
    throw new TypeError(`waitUntil can only be called with a Promise, got ${typeof work}`);
  ambient("waitUntil()").event.waitUntil(work);
}

/** The client's address: `x-real-ip` of the proxy in front, else of the connection. */
export function ipAddress(asked: Asked): string | undefined {
  return headersOf(asked).get("x-real-ip") ?? (asked as Request & { ip?: string }).ip;
}

const PLACE = {
  city: "x-vercel-ip-city",
  country: "x-vercel-ip-country",
  countryRegion: "x-vercel-ip-country-region",
  latitude: "x-vercel-ip-latitude",
  longitude: "x-vercel-ip-longitude",
  postalCode: "x-vercel-ip-postal-code",
} as const;

type Geolocation = Partial<Record<keyof typeof PLACE | "flag" | "region", string>>;

/** The client's location by the header fields of a hosting platform; undefined without them. */
export function geolocation(asked: Asked): Geolocation {
  const headers = headersOf(asked);
  const place: Geolocation = {};
  for (const [name, field] of Object.entries(PLACE))
    place[name as keyof typeof PLACE] = headers.get(field) ?? undefined;
  const { city, country } = place;
  if (city !== undefined) place.city = decoded(city);
  // Regional indicator symbols of the two letters (Unicode TR51).
  if (country !== undefined && /^[A-Z]{2}$/.test(country))
    place.flag = String.fromCodePoint(...[...country].map((letter) => 0x1f1a5 + letter.charCodeAt(0)));
  place.region = headers.get("x-vercel-id")?.split(":")[0];
  return place;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A platform that freezes a process between requests would close the pool's connections; a server keeps it. */
export function attachDatabasePool(): void {}
