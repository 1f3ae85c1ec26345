// `instrumentations` of entry.server, as React Router has them: they see loaders, actions, middleware and requests run,
// and change nothing.

import { untracked } from "../http/tracked-request.ts";
import type { Middleware } from "../routing/route.ts";

/** What ran, as it is told when it has: an error that was thrown, and for a request its status. */
interface Result {
  status: "success" | "error";
  error: Error | undefined;
  statusCode?: number;
}

/** Runs around something: `handler` runs it and says how it went. */
type Instrument = (handler: () => Promise<Result>, info: object) => Promise<void>;

/** One of the list: it is told of each route and of the handler of requests, and adds what runs around them. */
interface Instrumentation {
  route?(route: object & { instrument(added: Partial<Record<Kind, Instrument>>): void }): void;
  handler?(handler: { instrument(added: { request?: Instrument }): void }): void;
}

type Kind = "loader" | "action" | "middleware";

/** What loaders, actions and middleware are given. */
interface Given {
  request: Request;
  params: Record<string, string | undefined>;
  context: { get(context: never): unknown };
}

/** Puts what sees a route's functions run around one of them. */
export type Seen = <Run extends (given: never, next: never) => unknown>(kind: Kind, run: Run) => Run;

/** What is around the functions of an app. */
export interface Instruments {
  ofRoute(route: { id: string; index: boolean | undefined; path: string | undefined }): Seen;
  /** Outermost of each route; none without instrumentations. */
  request: readonly Middleware[];
}

/** @param list the `instrumentations` of entry.server */
export function instrumentsOf(list: readonly Instrumentation[]): Instruments {
  const requests: Instrument[] = [];
  for (const one of list)
    one.handler?.({ instrument: ({ request }) => void (request && requests.push(request)) });
  const aroundRequest: Middleware = async (event, next) => {
    const request = untracked(event.request);
    const info = { request: readOnly(request), context: undefined };
    const run = () => next({ answersFaults: true });
    return observed(requests, info, run, (answer) => ({ statusCode: (answer as Response).status }));
  };
  return {
    request: requests.length > 0 ? [aroundRequest] : [],
    ofRoute(route) {
      const added: Partial<Record<Kind, Instrument>>[] = [];
      for (const one of list) one.route?.({ ...route, instrument: (each) => void added.push(each) });
      const seen = (kind: Kind, run: (given: Given, next: unknown) => unknown) => {
        const around = added.flatMap((one) => one[kind] ?? []);
        if (around.length === 0) return run;
        return (given: Given, next: unknown) => observed(around, infoOf(given), () => run(given, next));
      };
      return seen as Seen;
    },
  };
}

/**
 * Runs something inside of each instrument, the last one outermost. It runs once whatever they do, and its result is
 * the answer: what they throw is said, and what they do not call is called for them.
 */
async function observed(
  around: readonly Instrument[],
  info: object,
  run: () => unknown,
  more: (value: unknown) => object = () => ({}),
): Promise<unknown> {
  let outcome: { value: unknown } | { thrown: unknown } | undefined;
  let result: Result | undefined;
  const inside = async (index: number): Promise<void> => {
    const instrument = around[index];
    if (!instrument) {
      try {
        const value = await run();
        outcome = { value };
        result = { status: "success", error: undefined, ...more(value) };
      } catch (thrown) {
        outcome = { thrown };
        const error = thrown instanceof Error ? thrown : undefined;
        result = { status: error ? "error" : "success", error };
      }
      return;
    }
    let inner: Promise<void> | undefined;
    const handler = async () => {
      await (inner ??= inside(index - 1));
      return result!;
    };
    try {
      await instrument(handler, info);
    } catch (error) {
      console.error("An instrumentation function threw an error:", error);
    }
    await handler();
  };
  await inside(around.length - 1);
  if ("thrown" in outcome!) throw outcome.thrown;
  return outcome!.value;
}

/** A report is no part of an answer: what it looks at was not read for that. */
function infoOf(given: Given): object {
  const { request, params, context } = given;
  const sent = untracked(request);
  return {
    ...given,
    url: new URL(sent.url),
    request: readOnly(sent),
    params: { ...params },
    context: { get: (key: never) => context.get(key) },
  };
}

const readOnly = ({ method, url, headers }: Request) => ({
  method,
  url,
  headers: { get: (name: string) => headers.get(name) },
});
