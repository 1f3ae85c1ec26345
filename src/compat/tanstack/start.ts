// @tanstack/react-start as far as server routes need it.

import { userInterface } from "../stand-in.ts";
import { createCsrfMiddleware } from "./csrf.ts";
import { createMiddleware, type StartMiddleware } from "./middleware.ts";
import { createServerFn } from "./server-fn.ts";

/** Options of `createStart()` in `src/start.ts`. */
export interface StartOptions {
  /** Around every request. */
  requestMiddleware?: readonly StartMiddleware[];
  /** Around every server function. */
  functionMiddleware?: readonly StartMiddleware[];
}

/** The export `startInstance` of `src/start.ts`. */
export interface StartInstance {
  getOptions(): Promise<StartOptions> | StartOptions;
}

/** Exports of `@tanstack/react-start`. */
export const tanstackStart = {
  ...userInterface("@tanstack/react-start", ["Hydrate", "hydrate", "useServerFn"]),
  createClientOnlyFn: <T>(work: T): T => work,
  createCsrfMiddleware,
  createMiddleware,
  createServerFn,
  createStart: (getOptions: StartInstance["getOptions"]) => ({ getOptions, createMiddleware }),
  createServerOnlyFn: <T>(work: T): T => work,
  createIsomorphicFn: () => isomorphic(() => undefined),
  json: (payload: unknown, init?: ResponseInit): Response => Response.json(payload, init),
  mergeHeaders,
};

/** On a server, an isomorphic function is its server side. */
function isomorphic(work: (...args: unknown[]) => unknown): unknown {
  return Object.assign((...args: unknown[]) => work(...args), {
    server: (server: (...args: unknown[]) => unknown) => isomorphic(server),
    client: () => isomorphic(work),
  });
}

/** Later ones replace earlier ones; cookies are added. */
function mergeHeaders(...all: (HeadersInit | undefined)[]): Headers {
  const merged = new Headers();
  for (const headers of all)
    for (const [name, value] of new Headers(headers))
      if (name === "set-cookie") merged.append(name, value);
      else merged.set(name, value);
  return merged;
}
