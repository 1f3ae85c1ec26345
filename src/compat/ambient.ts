// The request that code is running for, for functions that take none: cookies(), headers(), getRequest().

import { AsyncLocalStorage } from "node:async_hooks";
import { REQUEST } from "../load/link/names.ts";
import type { RouteEvent } from "../routing/route.ts";

/** One request as ambient functions see it. */
export interface Ambient {
  event: RouteEvent;
  /** The request as the framework shows it to handlers, where that differs from the event's. */
  request: Request;
  /** State of stand-ins for the length of this request, by their own symbols. */
  state: Map<symbol, unknown>;
}

interface Store {
  current: AsyncLocalStorage<Ambient>;
  /** False until something ambient has been imported: following every promise is not free. */
  wanted: boolean;
}

const KEY = Symbol.for(REQUEST);
const shared = globalThis as { [KEY]?: Store };
// Two copies of the package may be loaded; a handler of one must find the request of the other.
const store = (shared[KEY] ??= { current: new AsyncLocalStorage<Ambient>(), wanted: false });

/** Called when a module that needs the request is imported. */
export function wantAmbient(): void {
  store.wanted = true;
}

/** Runs `work` as part of a request. Costs nothing while no loaded module asks for it. */
export function runWithin<T>(event: RouteEvent, request: Request, work: () => T): T {
  if (!store.wanted) return work();
  const outer = store.current.getStore();
  // A middleware and the handler inside it are one request: they share what is remembered.
  const state = outer?.event === event ? outer.state : new Map<symbol, unknown>();
  return store.current.run({ event, request, state }, work);
}

/** Goes back into a request, for work that goes on after its answer. */
export function runAgain<T>(ambient: Ambient, work: () => T): T {
  return store.current.run(ambient, work);
}

/** The present request, or undefined outside of any. */
export function ambientIfAny(): Ambient | undefined {
  return store.current.getStore();
}

/**
 * The present request.
 * @throws Error naming `caller` when no request is being answered.
 */
export function ambient(caller: string): Ambient {
  const found = store.current.getStore();
  if (found) return found;
  throw new Error(
    `${caller} was called outside a request. Call it inside a handler, a middleware, or a function that one of ` +
      `them calls; not while a module is loaded, in a timer, or in a queue.`,
  );
}

/** Something that is kept for the length of the present request, made on first use. */
export function remembered<T>(request: Ambient, key: symbol, make: () => T): T {
  if (!request.state.has(key)) request.state.set(key, make());
  return request.state.get(key) as T;
}
