// The outcome of a request's handler, for work that must be undone or confirmed by it: a webhook's delivery.

import type { Reads } from "./reads.ts";
import { RequestView } from "./request-view.ts";
import { TrackedRequest } from "./tracked-request.ts";

/** Called once with whether the request was answered with a 2xx status. */
export type OutcomeListener = (ok: boolean) => void | Promise<void>;

/** By the record that copies of one request share; a boolean once the outcome is known. */
const waiting = new WeakMap<Reads, OutcomeListener[] | boolean>();

/**
 * Calls `listener` before the answer to this request, or to the one that it is a copy of, is sent.
 *
 * @returns false for a request that is in no app of ours: its outcome will never be known
 */
export function onOutcome(request: Request, listener: OutcomeListener): boolean {
  let inner = request;
  while (inner instanceof RequestView && !(inner instanceof TrackedRequest)) inner = inner.inner;
  if (!(inner instanceof TrackedRequest)) return false;
  const known = waiting.get(inner.reads);
  // Code that its handler did not wait for comes after the outcome.
  if (typeof known === "boolean") void listener(known);
  else if (known) known.push(listener);
  else waiting.set(inner.reads, [listener]);
  return true;
}

/** Resolves with the answer once all listeners for the outcome of its request have run. */
export async function afterOutcome(answer: Promise<Response>, reads: Reads): Promise<Response> {
  let ok = false;
  try {
    const response = await answer;
    ok = response.ok;
    return response;
  } finally {
    const listeners = waiting.get(reads);
    waiting.set(reads, ok);
    if (Array.isArray(listeners)) await Promise.all(listeners.map((listener) => listener(ok)));
  }
}
