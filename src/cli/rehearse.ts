// A child's rehearsal: one example of each route, made and thrown away, so that engines, fonts and
// templates are there when somebody asks.

import type { App } from "../app/app.ts";
import type { Logger } from "../log.ts";
import { patientTimeout } from "../process/patience.ts";
import { lostTime } from "../process/processor-time.ts";
import type { Route } from "../routing/route.ts";
import { addressOf, examplesOf } from "./examples.ts";

/** Milliseconds for one example, and for all. */
const MAX_MS = { one: 5_000, all: 8_000 };

/** Routes that are rehearsed. */
const MAX_ROUTES = 20;

/** Asks for the first example of each route and reads the beginning of the answer. Failures are the routes' own. */
export async function rehearse(
  { routes, fetch }: Pick<App, "routes" | "fetch">,
  origin: string,
  log: Logger,
): Promise<void> {
  const now = () => performance.now() - lostTime();
  const end = now() + MAX_MS.all;
  const shown = routes.filter(({ examples, methods }) => examples && methods.GET);
  for (const route of shown.sort((a, b) => weightOf(b) - weightOf(a)).slice(0, MAX_ROUTES)) {
    const left = end - now();
    if (left <= 0) return;
    const late = new AbortController();
    const callOff = patientTimeout(Math.min(left, MAX_MS.one), lostTime, () => late.abort());
    try {
      const [example] = await examplesOf(route);
      if (!example) continue;
      const url = new URL(addressOf(route, example), origin);
      const { signal } = late;
      const response = await fetch(new Request(url, { headers: { "sec-purpose": "prefetch" }, signal }));
      const reader = response.body?.getReader();
      await reader?.read();
      await reader?.cancel();
      log.debug({ path: url.pathname, status: response.status }, "Rehearsed");
    } catch (error) {
      log.debug({ route: route.pattern, err: error }, "A rehearsal failed");
    } finally {
      callOff();
    }
  }
}

/** Documents and images load the most: they come first. */
function weightOf({ pattern }: Route): number {
  if (/\bpdf\b/.test(pattern)) return 2;
  return /\b(?:png|jpe?g|webp|avif)\b/.test(pattern) ? 1 : 0;
}
