// Work on one delivery, once: done when its handler has answered 2xx, and open again when that has failed.

import { HttpError } from "../error.ts";
import { onOutcome } from "../http/outcome.ts";
import { sha256 } from "./proof.ts";
import { sharedSeen, type SeenStore } from "./seen.ts";

/** Seconds for which a delivery that was answered with a 2xx status is remembered. */
export const WEBHOOK_REPLAY_WINDOW = 24 * 3600;

/** Seconds after which a delivery is let in again whose handler was never heard of: its process has ended. */
export const WEBHOOK_LEASE = 300;

/** Options of the memory of deliveries. */
export interface OnceOptions {
  /** Memory of the deliveries that were taken. Default: that of this process, or of the pool that it is in. `false` works on each. */
  seen?: SeenStore | false;
  /** Seconds for which a delivery that was answered with a 2xx status is remembered. Default 86,400. */
  replayWindow?: number;
}

/**
 * Takes a delivery, and gives the function that lets it in again.
 *
 * The delivery is done when the request is answered with a 2xx status, and released by any other: its
 * sender tries again. For a request that no app of ours has, it is done at once.
 *
 * @param id the sender's, within `scope`
 * @param scope the endpoint and its secret: two endpoints may be told of one event
 * @throws Response 204 for one that was done: to its sender, that is a success; HttpError 409 with
 *   `Retry-After` for one that is being worked on, which may still fail.
 */
export async function takeOnce(
  request: Request,
  id: string,
  scope: readonly string[],
  { seen = sharedSeen(), replayWindow = WEBHOOK_REPLAY_WINDOW }: OnceOptions,
): Promise<() => Promise<void>> {
  if (seen === false) return async () => {};
  const key = sha256(JSON.stringify([...scope, id])).toString("base64url");
  const state = await seen.take(key, WEBHOOK_LEASE);
  // A Response that is thrown is the answer.
  if (state === "done") throw new Response(null, { status: 204 });
  if (state === "working")
    throw new HttpError(409, {
      reason: "This delivery is being worked on.",
      headers: { "retry-after": "60" },
    });
  let released = false;
  const settle = async (ok: boolean) =>
    released ? undefined : ok ? seen.finish(key, replayWindow) : seen.release(key);
  if (!onOutcome(request, settle)) await seen.finish(key, replayWindow);
  return async () => {
    released = true;
    await seen.release(key);
  };
}
