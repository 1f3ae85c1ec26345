// Lifetimes of cached results, and the profiles by which Next.js names them.

/** How long a result is good, in seconds. */
export interface Life {
  /** After this it is served once more while a new one is made. */
  revalidate: number;
  /** After this it is not served any more. */
  expire: number;
}

const HOUR = 3600;
const DAY = 24 * HOUR;

/** The profiles that Next.js has. */
export const PROFILES: Readonly<Record<string, Life>> = {
  default: { revalidate: HOUR / 4, expire: Infinity },
  seconds: { revalidate: 1, expire: 60 },
  minutes: { revalidate: 60, expire: HOUR },
  hours: { revalidate: HOUR, expire: DAY },
  days: { revalidate: DAY, expire: 7 * DAY },
  weeks: { revalidate: 7 * DAY, expire: 30 * DAY },
  max: { revalidate: 30 * DAY, expire: 365 * DAY },
};
