// How long a request may wait for its answer to begin: then 504, for that request alone.

import { types } from "node:util";
import { sharedTimeout } from "../process/patience.ts";
import { lostTime } from "../process/processor-time.ts";

const timeout = sharedTimeout(lostTime);

/** srvx's request makes its AbortController when somebody asks for it or for the signal. */
type Abortable = Request & { readonly _abortController?: AbortController };

/**
 * Lets a request be aborted by the server: the platform's own has a signal that only its maker can abort.
 *
 * @returns the function that aborts its `signal`
 */
export function makeAbortable(request: Request): (reason: unknown) => void {
  if ("_abortController" in request)
    return (reason) => (request as Abortable)._abortController!.abort(reason);
  const own = new AbortController();
  let signal: AbortSignal | undefined;
  // Only the platform's own makes its signal when it is asked for; one that stands for another has it.
  const isOwn = Object.getPrototypeOf(request) === Request.prototype && !types.isProxy(request);
  const made = isOwn && !Object.hasOwn(request, "signal") ? undefined : request.signal;
  const get = () => {
    const given = made ?? Reflect.get(Request.prototype, "signal", request);
    return (signal ??= AbortSignal.any([given, own.signal]));
  };
  // Made for those who look: a signal that follows another stays behind until a full garbage collection.
  Object.defineProperty(request, "signal", { configurable: true, get });
  return (reason) => own.abort(reason);
}

/**
 * The answer, or `late()` when it has not begun in time. The request's signal is aborted then, and the
 * body of an answer that comes after all is cancelled. It is up to half a second late. Time for which the process was ready to run and
 * others had the processor is not counted.
 *
 * @param ms milliseconds
 */
export function withinDuration(
  answer: Promise<Response>,
  abort: (reason: unknown) => void,
  ms: number,
  late: () => Response,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    let isLate = false;
    const callOff = timeout(ms, () => {
      isLate = true;
      resolve(late());
      abort(new DOMException("The answer took longer than the route's maxDuration.", "TimeoutError"));
    });
    answer.then(
      (response) => {
        callOff();
        if (isLate) void response.body?.cancel().catch(() => {});
        else resolve(response);
      },
      (error: unknown) => {
        callOff();
        reject(error as Error);
      },
    );
  });
}
