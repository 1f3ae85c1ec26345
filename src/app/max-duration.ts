// How long a request may wait for its answer to begin: then 504, for that request alone.

import { types } from "node:util";
import { sharedTimer, type Patient } from "../process/patience.ts";
import { lostTime } from "../process/processor-time.ts";

const timer = sharedTimer(lostTime);

/** srvx's request makes its AbortController on the first read of it or of the signal. */
type Abortable = Request & { readonly _abortController?: AbortController };

/** Aborts the signal of the request that it was made for. */
export type Abort = (request: Request, reason: unknown) => void;

const abortServed: Abort = (request: Abortable, reason) => request._abortController!.abort(reason);

/** Lets a request be aborted by the server: the platform's own has a signal that only its maker can abort. */
export function makeAbortable(request: Request): Abort {
  if ("_abortController" in request) return abortServed;
  const own = new AbortController();
  let signal: AbortSignal | undefined;
  // A native Request makes its signal on first read, so reading it is put off; a wrapper's is there already.
  const isOwn = Object.getPrototypeOf(request) === Request.prototype && !types.isProxy(request);
  const made = isOwn && !Object.hasOwn(request, "signal") ? undefined : request.signal;
  const get = () => {
    const given = made ?? Reflect.get(Request.prototype, "signal", request);
    return (signal ??= AbortSignal.any([given, own.signal]));
  };
  // Made on first read: a signal that follows another is freed only by a full garbage collection.
  Object.defineProperty(request, "signal", { configurable: true, get });
  return (_request, reason) => own.abort(reason);
}

type Answered = Response | Promise<Response>;

/**
 * One answer that may have to be waited for, and for how long. It is up to half a second late. Time for which the
 * process was ready to run and others had the processor is not counted.
 */
export abstract class Deadline implements Patient {
  abstract readonly ms: number;
  due: number | undefined = undefined;
  at = -1;
  /** Whether it has begun to wait. */
  waits = false;
  #isLate = false;
  #resolve!: (response: Response) => void;
  #reject!: (error: unknown) => void;

  /** The answer in place of one that is late. The request's signal is to be aborted by it. */
  protected abstract late(): Response;

  /**
   * Goes on with a value when it is there, in one promise for all: each more costs about as much as writing a header
   * field. When the answer has not begun in time it is `late()`, and the body of one that comes after all is cancelled.
   */
  wait<T>(
    given: Promise<T>,
    goOn: (value: T) => Answered,
    recover: (error: unknown) => Answered,
  ): Promise<Response> {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      this.waits = true;
      timer.watch(this);
      given.then(
        (value) => this.#take(goOn, value),
        (error: unknown) => this.#take(recover, error),
      );
    });
  }

  expired(): void {
    this.#isLate = true;
    this.#resolve(this.late());
  }

  #take<T>(use: (value: T) => Answered, value: T): void {
    try {
      const answered = use(value);
      if (!(answered instanceof Promise)) return this.#settle(answered);
      answered.then(
        (response) => this.#settle(response),
        (error: unknown) => this.#fail(error),
      );
    } catch (error) {
      this.#fail(error);
    }
  }

  #settle(response: Response): void {
    timer.callOff(this);
    if (this.#isLate) void response.body?.cancel().catch(() => {});
    else this.#resolve(response);
  }

  #fail(error: unknown): void {
    timer.callOff(this);
    this.#reject(error);
  }
}
