// instrumentation.ts beside the app folder: `register()` at the start, `onRequestError()` at each fault.

import { isHttpError } from "../error.ts";
import { isResponse } from "../http/reply.ts";
import { untracked } from "../http/tracked-request.ts";
import type { RouteEvent } from "../routing/route.ts";
import type { Report, Surroundings } from "./convention.ts";
import { reasonOf } from "./thrown.ts";

/** Which route has failed, as `onRequestError` is told. */
export interface FaultPlace {
  routerKind: "App Router" | "Pages Router";
  /** Its path as its folders have it: `/dyn/[id]`; `/proxy` for a proxy. */
  routePath: string;
  routeType: "route" | "proxy" | "middleware";
}

/** Reports a fault of a handler. Never throws, and never delays the answer. */
export type Failed = (thrown: unknown, event: RouteEvent, place: FaultPlace) => void;

type OnRequestError = (error: unknown, request: object, place: FaultPlace) => unknown;

/** Runs `register()`; returns the reporter of faults, or undefined if the project has no `onRequestError`. */
export async function instrument(report: Report, around: Surroundings): Promise<Failed | undefined> {
  const file = await around.module("../instrumentation");
  if (!file) return undefined;
  try {
    const { register, onRequestError } = await file.load();
    if (typeof register === "function") await (register as () => unknown)();
    if (typeof onRequestError !== "function") return undefined;
    return (thrown, event, place) => {
      if (isHttpError(thrown) || isResponse(thrown)) return;
      event.waitUntil(tell(onRequestError as OnRequestError, thrown, event, place));
    };
  } catch (error) {
    report.mistake(file, `It failed: ${reasonOf(error, file)}`);
    return undefined;
  }
}

async function tell(
  onRequestError: OnRequestError,
  thrown: unknown,
  event: RouteEvent,
  place: FaultPlace,
): Promise<void> {
  // Read untracked: the report does not affect the answer, so the answer must not get a `Vary` for it.
  const { url, method, headers } = untracked(event.request);
  const { pathname, search } = new URL(url);
  await onRequestError(
    thrown,
    { path: pathname + search, method, headers: Object.fromEntries(headers) },
    place,
  );
}
