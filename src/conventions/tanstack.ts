// The convention of TanStack Start: createFileRoute(path)({ server: { middleware, handlers } }).

import { standIn } from "../compat/stand-in.ts";
import { flatten } from "../compat/tanstack/middleware.ts";
import { tanstackRouter } from "../compat/tanstack/router.ts";
import { tanstackServer } from "../compat/tanstack/server.ts";
import { tanstackStart } from "../compat/tanstack/start.ts";
import { virtualFileRoutes } from "../compat/tanstack/virtual-routes.ts";
import { below } from "./below.ts";
import type { Convention } from "./convention.ts";
import { elsewhere } from "./elsewhere.ts";
import { isInside } from "./flat-routes.ts";
import { loadFile, type Loaded } from "./tanstack-file.ts";
import { placeFiles } from "./tanstack-files.ts";
import { convert, failing, toRoute } from "./tanstack-handler.ts";
import { readTanstackOptions } from "./tanstack-options.ts";
import { ROOT } from "./tanstack-path.ts";
import { ranked, type Candidate } from "./tanstack-rank.ts";
import { loadStart } from "./tanstack-start.ts";

export const tanstack: Convention = {
  name: "tanstack",
  async modules() {
    const virtual = "@tanstack/virtual-file-routes";
    return {
      ...modulesOf("react"),
      ...modulesOf("solid"),
      [virtual]: standIn(virtual, virtualFileRoutes),
    };
  },
  async routes(files, report, around) {
    const options = await readTanstackOptions(report, around);
    const loaded: Loaded[] = [];
    for (const placed of await placeFiles(files, options, report, around)) {
      const one = await loadFile(placed, report);
      if (one) loaded.push(one);
    }
    const start = await loadStart(options.start, report, around);
    const candidates: Candidate[] = [];
    for (const one of loaded) {
      const outer = loaded
        .filter(({ path }) => isInside(one.path.id, path.id))
        .toSorted((a, b) => a.path.id.length - b.path.id.length);
      const around = outer.flatMap(({ middleware }) => middleware);
      const layers = flatten([...(start.requestMiddleware ?? []), ...around, ...one.middleware]);
      const broken = [...outer, one].find(({ error }) => error);
      const routeAt = (pattern: string) => {
        if (!one.handlers && !one.error) return undefined;
        return broken
          ? failing(one, pattern, broken.error!.thrown)
          : toRoute(one, pattern, { layers, start, base: options.basepath }, report);
      };
      for (const variant of one.path.variants)
        candidates.push({ route: routeAt(variant.pattern), variant, around: one.path.around });
    }
    const routes = ranked(candidates);
    const root = loaded.filter(({ path }) => path === ROOT);
    const everywhere = flatten([
      ...(start.requestMiddleware ?? []),
      ...root.flatMap(({ middleware }) => middleware),
    ]);
    if (everywhere.length > 0)
      routes.push(
        elsewhere(
          "start",
          convert(everywhere, () => ({}), options.basepath),
        ),
      );
    return routes.map((route) => below(options.basepath, route));
  },
};

/** Imports of server routes, which are alike for each library that renders the pages. */
function modulesOf(library: string): Record<string, Record<string, unknown>> {
  const router = `@tanstack/${library}-router`;
  const start = `@tanstack/${library}-start`;
  return {
    [router]: standIn(router, tanstackRouter),
    [start]: standIn(start, tanstackStart, ["createServerFn"]),
    // Empty: importing them is a hint to the bundler.
    [`${start}/server-only`]: {},
    [`${start}/client-only`]: {},
    [`${start}/server`]: standIn(`${start}/server`, tanstackServer, Object.keys(tanstackServer)),
  };
}
