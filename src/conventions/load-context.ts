// The context of each request in React Router, and the file that makes it where there is one.

import { existsSync } from "node:fs";
import { RouterContextProvider } from "../compat/router-context.ts";
import type { Middleware, RouteEvent } from "../routing/route.ts";
import type { Report, SourceFile } from "./convention.ts";

const contexts = new WeakMap<RouteEvent, RouterContextProvider>();

/** One for all of a request's middleware and its handler. */
export function contextOf(event: RouteEvent): RouterContextProvider {
  let context = contexts.get(event);
  if (!context) contexts.set(event, (context = new RouterContextProvider()));
  return context;
}

type LoadContext = (given: { request: Request; context: object }) => unknown;

/**
 * Middleware that runs first and makes the request's context, by `getLoadContext` or the default export of the file.
 * A plain object that it returns is assigned to a `RouterContextProvider`.
 */
export async function loadContext(file: SourceFile, report: Report): Promise<readonly Middleware[]> {
  const wrong = (message: string) => {
    report.mistake(file, `\`loadContext\` of the source: ${message}`);
    return [];
  };
  if (!existsSync(file.absolute)) return wrong("There is no such file.");
  let module: Record<string, unknown>;
  try {
    module = await file.load();
  } catch (error) {
    return wrong(`It cannot be loaded: ${String((error as Error)?.message ?? error)}`);
  }
  const make = module.getLoadContext ?? module.default;
  if (typeof make !== "function")
    return wrong(
      "It must export a function `getLoadContext({ request })`, which makes the context of a request.",
    );
  return [
    async (event, next) => {
      const made = await (make as LoadContext)({ request: event.request, context: {} });
      contexts.set(
        event,
        made instanceof RouterContextProvider ? made : Object.assign(new RouterContextProvider(), made),
      );
      return next();
    },
  ];
}
