// app/entry.server of Remix and React Router: its handleError is told of faults; what of it is not used is said.

import { isHttpError } from "../error.ts";
import { isData } from "../compat/react-router.ts";
import { isResponse } from "../http/reply.ts";
import { bodyFault } from "../http/request-body.ts";
import { untracked } from "../http/tracked-request.ts";
import type { RouteEvent } from "../routing/route.ts";
import type { Report, Surroundings } from "./convention.ts";

/** What `handleError` is given beside the error. */
interface At {
  params: Record<string, string | undefined>;
  context: object;
}

/** Told of what a loader, an action or a middleware has thrown. It never throws, and holds up no answer. */
export type Failed = (thrown: unknown, event: RouteEvent, at: At) => void;

type HandleError = (error: unknown, given: At & { request: Request }) => unknown;

/**
 * Loads entry.server. Returns the function that passes an error on to its `handleError`; it does nothing if there is none.
 *
 * @param folder of the app, relative to the one of the routes
 */
export async function loadEntry(folder: string, report: Report, around: Surroundings): Promise<Failed> {
  const nobody = () => {};
  const file = await around.module(`${folder}/entry.server`);
  if (!file) return nobody;
  try {
    const names = await file.exports();
    const unused = names.find((name) => /^(?:unstable_)?instrumentations$/.test(name));
    if (unused)
      report.note(
        file,
        `Its \`${unused}\` has no effect here. Put what it measures into a \`middleware\` of root.tsx.`,
      );
    if (names.includes("default"))
      report.note(file, "Its default export renders pages: left to the framework.");
    // It imports what renders pages, so it is run only where it has something to run here.
    if (!names.includes("handleError") && !names.includes("*")) return nobody;
    const { handleError } = await file.load();
    if (typeof handleError !== "function") return nobody;
    return (thrown, event, at) => {
      const isAnswer = isResponse(thrown) || isData(thrown) || isHttpError(thrown) || bodyFault(thrown);
      if (!isAnswer && !event.signal.aborted)
        event.waitUntil(tell(handleError as HandleError, thrown, event, at));
    };
  } catch (error) {
    const [reason] = String((error as Error)?.message ?? error).split("\n");
    report.note(file, `Its \`handleError\` is not called, as it cannot be loaded: ${reason}`);
    return nobody;
  }
}

async function tell(
  run: HandleError,
  thrown: unknown,
  event: RouteEvent,
  { params, context }: At,
): Promise<void> {
  // A report is no part of an answer: what it is told was not read for that.
  await run(thrown, { request: untracked(event.request), params, context });
}
