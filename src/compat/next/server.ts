// after() and connection() of next/server.

import type { ServerResponse } from "node:http";
import { readsOf, untracked } from "../../http/tracked-request.ts";
import { ambient, runAgain, type Ambient } from "../ambient.ts";
import { closeCookies } from "./headers.ts";
import { markPersonal, phaseOf, whenAnswered } from "./phase.ts";

type NodeRequest = Request & { runtime?: { node?: { res?: ServerResponse } } };

/**
 * Work for when the answer is out: a promise, or a function that starts then. The server's graceful
 * stop waits for it; what it throws goes to the log.
 */
export function after(work: Promise<unknown> | (() => unknown)): void {
  const current = ambient("after()");
  if (typeof work !== "function") {
    if (typeof work?.then !== "function")
      throw new TypeError("`after()`: Argument must be a promise or a function");
    current.event.waitUntil(work);
    return;
  }
  const started = sent(current).then(() => {
    closeCookies(current);
    return runAgain(current, work);
  });
  current.event.waitUntil(started);
}

/** Resolves once the response is sent or its client has disconnected. */
function sent(current: Ambient): Promise<void> {
  const answer = (untracked(current.event.request) as NodeRequest).runtime?.node?.res;
  return new Promise((resolve) => {
    if (!answer) whenAnswered(phaseOf(current), () => setTimeout(resolve, 0));
    else if (answer.closed) resolve();
    else answer.once("close", () => resolve());
  });
}

/** Says that the answer depends on the request, even though nothing of it was read. */
export async function connection(): Promise<void> {
  const current = ambient("connection()");
  markPersonal(current, "connection()");
  if (phaseOf(current).dynamic !== "force-static") readsOf(current.event.request)?.forThisOneAlone();
}
