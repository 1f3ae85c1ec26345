// The state of one request on its way through a route, handed from step to step.

import type { Event } from "./event.ts";
import { type Abort, Deadline } from "./max-duration.ts";
import { forEquals } from "./respond.ts";
import type { Answering } from "./answering.ts";
import type { Handler, Route } from "../routing/route.ts";

export class Walk extends Deadline {
  /** The route that answers: another than was found, after a rewrite. */
  route: Route;
  handler: Handler;
  readonly event: Event;
  readonly request: Request;
  readonly app: Answering;
  /** Whether a middleware is around the handler, which is then told of faults. */
  readonly wrapped: boolean;
  /** When the handler was called: `turnTime()`. */
  from = 0;
  readonly #found: Route;
  readonly #abort: Abort;

  constructor(
    route: Route,
    event: Event,
    request: Request,
    app: Answering,
    abort: Abort,
    handler: Handler,
    wrapped: boolean,
  ) {
    super();
    this.route = route;
    this.handler = handler;
    this.event = event;
    this.request = request;
    this.app = app;
    this.wrapped = wrapped;
    this.#found = route;
    this.#abort = abort;
  }

  get ms(): number {
    return (this.#found.maxDuration ?? this.app.maxDuration) * 1_000;
  }

  protected late(): Response {
    const { request, event, app } = this;
    const response = forEquals(app.late(request, event.path, this.#found), event, false);
    this.#abort(
      request,
      new DOMException("The answer took longer than the route's maxDuration.", "TimeoutError"),
    );
    return response;
  }
}
