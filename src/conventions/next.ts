// The convention of Next.js' app folder: route handlers and metadata files. Pages are left to the framework.

import { nextModules } from "../compat/next/modules.ts";
import { extensionOf, typeOfExtension } from "../http/types.ts";
import { createMatcher } from "../routing/match.ts";
import type { Route, RouteEvent } from "../routing/route.ts";
import type { Convention, Report, SourceFile, Surroundings } from "./convention.ts";
import { elsewhere } from "./elsewhere.ts";
import { wrap } from "./next-handler.ts";
import {
  getOnly,
  imageMetadata,
  metadataKind,
  staticFile,
  staticType,
  textMetadata,
  type Metadata,
  type MetadataKind,
} from "./next-metadata.ts";
import { groupSuffix, toNextPath, type NextPath } from "./next-path.ts";
import { loadNextConfig, type NextConfig, type NextProject } from "./next-config.ts";
import { instrument } from "./next-instrumentation.ts";
import { publicRoutes } from "./next-public.ts";
import { apiRoute } from "./next-pages.ts";
import { loadProxy } from "./next-proxy.ts";
import { failed, handlerRoute, load, tagsOfAnswer, toWrapping } from "./next-route.ts";
import { rewriting, toRules } from "./next-rules.ts";
import { nextVersion } from "./next-version.ts";

/** Extensions of generated text files in the URL: `sitemap.ts` is `/sitemap.xml`. */
const SUFFIXES: Readonly<Partial<Record<MetadataKind, string>>> = {
  sitemap: ".xml",
  robots: ".txt",
  manifest: ".webmanifest",
};
const PAGES =
  /^(?:page|layout|template|loading|error|not-found|global-error|global-not-found|default|forbidden|unauthorized|instrumentation)\.[jt]sx?$/;

export const next: Convention = {
  name: "next",
  putsPrefix: true,
  modules: nextModules,
  async routes(files, report, around) {
    const { name: place } = around.file(".");
    const above = projectAbove(place);
    const own = await loadNextConfig(above, report, around);
    // Rules and `nextUrl` see the source's prefix as the start of `basePath`.
    const config: NextProject = {
      ...own,
      basePath: around.prefix + own.basePath,
      version: nextVersion(around.dir),
    };
    config.failed = await instrument(report, around);
    const isPages = /(?:^|\/)pages$/.test(place);
    const routes: Route[] = [];
    for (const file of isPages ? [] : files) {
      const slash = file.path.lastIndexOf("/");
      const folder = slash < 0 ? "" : file.path.slice(0, slash);
      const name = plainName(file.path.slice(slash + 1), config.pageExtensions);
      const isRoute = /^route\.[jt]sx?$/.test(name);
      const kind = metadataKind(name);
      if (PAGES.test(name)) {
        if (name.startsWith("page.")) report.note(file, "A page: left to the framework.");
        continue;
      }
      if (!isRoute && !kind) continue;
      const path = toNextPath(folder);
      if (!path) continue;
      if ("mistake" in path) {
        report.mistake(file, `${path.mistake}.`);
        continue;
      }
      if (isRoute) routes.push(await handlerRoute(file, path, report, config));
      else for (const route of await metadata(file, name, folder, path, report, config)) routes.push(route);
    }
    for (const file of isPages ? files : await around.files("../pages")) {
      const name = plainName(file.path.replace(/^\.\.\/pages\//, ""), config.pageExtensions);
      if (!/^api\/.*\.[jt]sx?$/.test(name)) continue;
      const route = await apiRoute(file, name.replace(/\.[jt]sx?$/, ""), report, config);
      if (route) routes.push(route);
    }
    return guarded(
      [...routes, ...(await publicRoutes(`${above}/public`, around))].map((route) => placed(route, config)),
      report,
      around,
      config,
    );
  },
};

/** The folder of `next.config.*` as seen from the routes, which may lie in `src`. */
const projectAbove = (dir: string): string => (/(?:^|\/)src\/[^/]+$/.test(dir) ? "../.." : "..");

/** Strips `pageExtensions` from a name: `route.api.ts` is `route.ts` with `api.ts`. Empty if the file has none of them. */
function plainName(name: string, extensions: readonly string[]): string {
  const longest = extensions
    .filter((extension) => name.endsWith(`.${extension}`))
    .sort((a, b) => b.length - a.length)[0];
  if (longest !== undefined)
    return `${name.slice(0, -longest.length - 1)}.${/[jt]sx?$/.exec(longest)?.[0] ?? "js"}`;
  return /\.[jt]sx?$/.test(name) ? "" : name;
}

/** Applies `basePath`, `trailingSlash` and `compress` to a route. */
function placed(route: Route, { basePath, trailingSlash, compress }: NextConfig): Route {
  const pattern = basePath === "" ? route.pattern : basePath + (route.pattern === "/" ? "" : route.pattern);
  return {
    ...route,
    pattern,
    ...(trailingSlash && !route.yields && { endsInSlash: true }),
    ...(!compress && { compress }),
  };
}

async function metadata(
  file: SourceFile,
  name: string,
  folder: string,
  path: NextPath,
  report: Report,
  site: NextProject,
): Promise<Route[]> {
  const kind = metadataKind(name)!;
  const rootOnly =
    kind === "robots" || kind === "manifest" || /^(?:favicon\.ico|robots\.txt|manifest\.)/.test(name);
  if (rootOnly && path.pattern !== "") {
    report.note(file, "Next.js serves this file from the app folder itself only: skipped.");
    return [];
  }
  const suffix = path.grouped && kind !== "sitemap" && !rootOnly ? groupSuffix(folder) : "";
  if (kind === "static") {
    const dot = name.lastIndexOf(".");
    const base = `${path.pattern}/${name.slice(0, dot)}${/^(?:sitemap|llms)/.test(name) ? "" : suffix}`;
    return [
      getOnly(
        { pattern: base + name.slice(dot), file: file.name, type: typeOfExtension(name.slice(dot + 1)) },
        staticFile(file, staticType(name)),
      ),
    ];
  }
  const module = await load(file, report);
  const base = name.replace(/\.[jt]sx?$/, "") + suffix;
  if (failed(module))
    return [
      getOnly({ pattern: `${path.pattern}/${base}${SUFFIXES[kind] ?? ""}`, file: file.name }, () =>
        Promise.reject(module.error),
      ),
    ];
  const exports = module as Record<string, unknown>;
  if (typeof exports.default !== "function") {
    report.mistake(file, "It needs a default export: the function that makes it.");
    return [];
  }
  const wrapping = toWrapping(exports, file, path, report, site);
  const found: Metadata[] =
    kind === "image" ? imageMetadata(base, exports, file) : textMetadata(kind, exports, file);
  return found.map(({ suffix: end, run, examples }) => {
    const pattern = path.pattern + end;
    const route = getOnly(
      {
        pattern,
        file: file.name,
        catchAll: path.catchAll,
        type: typeOf(exports, pattern),
        examples,
        bodyFailed: wrapping.failed,
      },
      wrap(run, { ...wrapping, segment: { ...wrapping.segment, dynamicParams: true } }),
    );
    route.maxDuration = wrapping.segment.maxDuration;
    if (wrapping.segment.cache) route.cache = { ...wrapping.segment.cache, tags: tagsOfAnswer(wrapping.tag) };
    return route;
  });
}

function typeOf(module: Record<string, unknown>, pattern: string): string | undefined {
  return typeof module.contentType === "string" ? module.contentType : typeOfExtension(extensionOf(pattern));
}

/**
 * Adds middleware to the routes: `redirects()`, `rewrites()` and `headers()` around every path, and inside of them the
 * proxy around the paths of its matcher.
 */
async function guarded(
  routes: Route[],
  report: Report,
  around: Surroundings,
  config: NextProject,
): Promise<Route[]> {
  const find = createMatcher(routes);
  const rules = toRules(config, find);
  const lead = (path: string, event: RouteEvent) => rules.rewrite?.(path, event) ?? { found: find(path) };
  const proxy = await loadProxy(report, around, config, lead);
  const layers = [rules.around, proxy?.run, rules.rewrite && rewriting(rules.rewrite)].filter(
    (layer) => layer !== undefined,
  );
  if (layers.length === 0) return routes;
  const inside = routes.map((route) => ({ ...route, middleware: [...layers, ...route.middleware] }));
  return [
    ...inside,
    { ...elsewhere(proxy?.file ?? "next.config", layers), endsInSlash: config.trailingSlash },
  ];
}
