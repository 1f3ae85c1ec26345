// The parts of an app that answering a request needs.

import type { AskOwn } from "./own-requests.ts";
import type { Fonts } from "../fonts/fonts.ts";
import type { Fetch, Route } from "../routing/route.ts";

/** Settings of an app that an answer depends on. */
export interface Answering {
  /** Digest of everything that was deployed: the same files give the same tags on every machine. */
  build: string;
  /** Scheme and authority that absolute URLs start with. */
  originOf(request: Request): string;
  fonts: Fonts;
  fetch: Fetch;
  /** Asks the app for a URL of its own. */
  askOwn: AskOwn;
  warn(message: string, route: Route): void;
  /** The answer to whatever a route has thrown. */
  fail(thrown: unknown, request: Request, path: string, route: Route): Response;
  /** The answer in place of one that has not begun in time. */
  late(request: Request, path: string, route: Route): Response;
  /** Seconds for an answer to begin, where a route says nothing. */
  maxDuration: number;
}
