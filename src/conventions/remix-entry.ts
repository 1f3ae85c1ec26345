// app/entry.server of Remix and React Router: its handleError is told of faults, its instrumentations of what runs.

import { isHttpError } from "../error.ts";
import { isData } from "../compat/react-router.ts";
import { isResponse } from "../http/reply.ts";
import { bodyFault } from "../http/request-body.ts";
import { untracked } from "../http/tracked-request.ts";
import type { RouteEvent } from "../routing/route.ts";
import type { Report, Surroundings } from "./convention.ts";
import { instrumentsOf, type Instruments } from "./remix-instrumentations.ts";

/** What `handleError` is given beside the error. */
interface At {
  params: Record<string, string | undefined>;
  context: object;
}

/** Told of what a loader, an action or a middleware has thrown. It never throws, and holds up no answer. */
export type Failed = (thrown: unknown, event: RouteEvent, at: At) => void;

type HandleError = (error: unknown, given: At & { request: Request }) => unknown;

/** What entry.server has for resource routes. */
export interface Entry {
  /** Passes a fault on to `handleError`. */
  failed: Failed;
  instruments: Instruments;
}

/**
 * Loads entry.server, where it has something that runs here.
 *
 * @param folder of the app, relative to the one of the routes
 */
export async function loadEntry(folder: string, report: Report, around: Surroundings): Promise<Entry> {
  const none: Entry = { failed: () => {}, instruments: instrumentsOf([]) };
  const file = await around.module(`${folder}/entry.server`);
  if (!file) return none;
  try {
    const names = await file.exports();
    if (names.includes("default"))
      report.note(file, "Its default export renders pages: left to the framework.");
    // It imports what renders pages, so it is run only where it has something to run here.
    if (!names.some((name) => USED.has(name))) return none;
    const { handleError, ...module } = await file.load();
    const list = module.instrumentations ?? module.unstable_instrumentations;
    return {
      failed: typeof handleError === "function" ? teller(handleError as HandleError) : none.failed,
      instruments: Array.isArray(list) ? instrumentsOf(list) : none.instruments,
    };
  } catch (error) {
    const [reason] = String((error as Error)?.message ?? error).split("\n");
    report.note(
      file,
      `Its \`handleError\` and \`instrumentations\` are not called, as it cannot be loaded: ${reason}`,
    );
    return none;
  }
}

/** Names that are of use here; `*` may be any. */
const USED: ReadonlySet<string> = new Set([
  "handleError",
  "instrumentations",
  "unstable_instrumentations",
  "*",
]);

const teller =
  (handleError: HandleError): Failed =>
  (thrown, event, at) => {
    const isAnswer = isResponse(thrown) || isData(thrown) || isHttpError(thrown) || bodyFault(thrown);
    if (!isAnswer && !event.signal.aborted) event.waitUntil(tell(handleError, thrown, event, at));
  };

async function tell(
  run: HandleError,
  thrown: unknown,
  event: RouteEvent,
  { params, context }: At,
): Promise<void> {
  // A report is no part of an answer: what it is told was not read for that.
  await run(thrown, { request: untracked(event.request), params, context });
}
