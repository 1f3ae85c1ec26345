// Paths matched as React Router matches them: matchPath, matchRoutes, generatePath, href.

import { parsePath } from "./react-router-paths.ts";
import { trimEndOf } from "../trim.ts";

/** A path with parameters, as matchPath takes it. */
export interface PathPattern {
  path: string;
  caseSensitive?: boolean;
  /** Whether nothing may follow. Default true. */
  end?: boolean;
}

export interface PathMatch {
  params: Record<string, string | undefined>;
  pathname: string;
  pathnameBase: string;
  pattern: PathPattern;
}

/** A route as matchRoutes takes it. */
export interface RouteObject {
  path?: string;
  index?: boolean;
  caseSensitive?: boolean;
  children?: RouteObject[];
}

const MOST_OPTIONAL = 12;

const joined = (...parts: string[]) => parts.join("/").replace(/[\\/]{2,}/g, "/");
const withoutEnd = (path: string) => (/^\/+$/.test(path) ? "/" : trimEndOf(path, "/"));

/**
 * The path functions of a version of React Router; they answer to some hundred thousand random calls as its own do.
 *
 * @param version its major version
 */
export function pathFunctions(version: number) {
  const latest = version >= 8;
  return {
    href: latest ? escapedHref : href,
    /** Fills the parameters of a path, each escaped. */
    generatePath: (path: string, params: Values = {}) =>
      generate(path, params, latest ? escapeParam : encodeURIComponent),
    /** The match of a pattern against a path, or null. */
    matchPath: (pattern: string | PathPattern, pathname: string) => match(pattern, pathname, latest),
    /** The routes that a location leads to, outermost first; null where none does. */
    matchRoutes: (routes: RouteObject[], location: string | { pathname?: string }, basename = "/") =>
      matchAll(routes, location, basename, latest),
  };
}

function match(given: string | PathPattern, pathname: string, latest: boolean): PathMatch | null {
  const pattern = typeof given === "string" ? { path: given, caseSensitive: false, end: true } : given;
  const { path, caseSensitive = false, end = true } = pattern;
  if (path.split("?").length - 1 > MOST_OPTIONAL)
    throw new Error(
      `Path pattern ${JSON.stringify(path)} exceeds the limit of ${MOST_OPTIONAL} optional segments.`,
    );
  const { matcher, names } = compile(path, caseSensitive, end, latest);
  const found = matcher.exec(pathname);
  if (!found) return null;
  const [whole, ...values] = found;
  const params: PathMatch["params"] = {};
  let base = withoutEnd(whole);
  for (const [index, { name, optional }] of names.entries()) {
    const value = values[index];
    if (name === "*") base = withoutEnd(whole.slice(0, whole.length - (value ?? "").length));
    params[name] = optional && !value ? undefined : (value ?? "").replaceAll("%2F", "/");
  }
  return { params, pathname: whole, pathnameBase: base, pattern };
}

function compile(path: string, caseSensitive: boolean, end: boolean, latest: boolean) {
  const names: { name: string; optional: boolean }[] = [];
  let source = `/${trimEndOf(path.replace(/\*$/, ""), "/").replace(/^\/*/, "")}`
    .replace(/[\\.*+^${}|()[\]]/g, "\\$&")
    .replace(/\/:([\w-]+)(\?)?(?=(.)?)/g, (_, name: string, optional: string | undefined, next = "/") => {
      names.push({ name, optional: optional !== undefined });
      if (!optional) return "/([^/]+)";
      return next === "/" ? "(?:/([^/]*))?" : "/([^/]*)";
    })
    // Before version 8 this group captures there too, so that parameters behind it are off by one.
    .replace(
      latest ? /\/((?:[^/?()[\]*^\\]|\\.)+)\?(?=\/|$|\()/g : /\/([\w-]+)\?(\/|$)/g,
      latest ? "(?:/$1)?" : "(/$1)?$2",
    );
  if (path.endsWith("*")) {
    names.push({ name: "*", optional: false });
    source += path === "*" || path === "/*" ? "(.*)$" : "(?:/(.+)|/*)$";
  } else if (end) source += "/*$";
  else if (path !== "" && path !== "/") source += "(?=/|$)";
  return { matcher: new RegExp(`^${source}`, caseSensitive ? "" : "i"), names };
}

/** One way down a tree of routes. */
interface Branch {
  path: string;
  score: number;
  steps: { route: RouteObject; relative: string; position: number }[];
}

function matchAll(
  routes: RouteObject[],
  location: string | { pathname?: string },
  basename: string,
  latest: boolean,
) {
  const { pathname = "/" } = typeof location === "string" ? parsePath(location) : location;
  const inside = withoutBase(pathname, basename);
  if (inside === null) return null;
  const decoded = decodeSegments(inside);
  for (const branch of branchesOf(routes, latest).sort(compareBranches)) {
    const matches = walk(branch, decoded, latest);
    if (matches) return matches;
  }
  return null;
}

function withoutBase(pathname: string, basename: string): string | null {
  if (basename === "/") return pathname;
  if (!pathname.toLowerCase().startsWith(basename.toLowerCase())) return null;
  const rest = pathname.slice(trimEndOf(basename, "/").length);
  return rest !== "" && !rest.startsWith("/") ? null : rest || "/";
}

function decodeSegments(path: string): string {
  try {
    return path
      .split("/")
      .map((segment) => decodeURIComponent(segment).replaceAll("/", "%2F"))
      .join("/");
  } catch {
    return path;
  }
}

function branchesOf(
  routes: RouteObject[],
  latest: boolean,
  outer: Branch["steps"] = [],
  base = "",
  inOptional = false,
): Branch[] {
  return routes.flatMap((route, position) =>
    waysOf(route).flatMap((written) => {
      const optional = inOptional || (route.path?.includes("?") ?? false);
      const strays = written.startsWith("/") && !written.startsWith(base);
      if (strays && optional) return [];
      if (strays)
        throw new Error(`Absolute route path "${written}" must start with that of its parents, "${base}".`);
      const relative = written.startsWith("/") ? written.slice(base.length) : written;
      const path = joined(base, relative);
      const steps = [...outer, { route, relative, position }];
      const inner = branchesOf(route.children ?? [], latest, steps, path, optional);
      // Children are matched before their parent.
      return route.path === undefined && !route.index
        ? inner
        : inner.concat({ path, steps, score: scoreOf(path, route.index, latest) });
    }),
  );
}

/** A path with optional segments is several. */
function waysOf({ path = "" }: RouteObject): string[] {
  return path.includes("?") ? exploded(path) : [path];
}

/** With each optional segment and without it, the longest first. */
function exploded(path: string): string[] {
  const [first = "", ...rest] = path.split("/");
  const required = first.replace(/\?$/, "");
  const after = rest.length === 0 ? [""] : exploded(rest.join("/"));
  const with_ = after.map((one) => (rest.length > 0 && one !== "" ? `${required}/${one}` : required));
  const all = first.endsWith("?") ? [...with_, ...after] : with_;
  return all.map((one) => (path.startsWith("/") && one === "" ? "/" : one));
}

function scoreOf(path: string, index: boolean | undefined, latest: boolean): number {
  const segments = path.split("/");
  const start = segments.length + (index ? 2 : 0) - (segments.includes("*") ? 2 : 0);
  const worth = (segment: string) => {
    if (segment === "") return 1;
    if (/^:[\w-]+$/.test(segment)) return 3;
    // Before version 8 a parameter with a literal behind it is worth what a literal is.
    return latest && /^:[\w-]/.test(segment) ? 3.5 : 10;
  };
  return segments.filter((one) => one !== "*").reduce((sum, one) => sum + worth(one), start);
}

/** Better scores first; siblings in their order. */
function compareBranches(a: Branch, b: Branch): number {
  if (a.score !== b.score) return b.score - a.score;
  const [one, other] = [a.steps, b.steps];
  const siblings =
    one.length === other.length &&
    one.slice(0, -1).every(({ position }, index) => position === other[index]!.position);
  return siblings ? one.at(-1)!.position - other.at(-1)!.position : 0;
}

function walk({ steps }: Branch, pathname: string, latest: boolean) {
  const params: PathMatch["params"] = {};
  const matches: { params: typeof params; pathname: string; pathnameBase: string; route: RouteObject }[] = [];
  let done = "/";
  for (const [index, { route, relative }] of steps.entries()) {
    const found = match(
      { path: relative, caseSensitive: route.caseSensitive, end: index === steps.length - 1 },
      done === "/" ? pathname : pathname.slice(done.length) || "/",
      latest,
    );
    if (!found) return null;
    Object.assign(params, found.params);
    const base = trimEndOf(joined(done, found.pathnameBase), "/").replace(/^\/*/, "/");
    matches.push({ params, pathname: joined(done, found.pathname), pathnameBase: base, route });
    if (found.pathnameBase !== "/") done = joined(done, found.pathnameBase);
  }
  return matches;
}

type Values = Record<string, string | number | null | undefined>;

function generate(path: string, params: Values, write: (value: string) => string): string {
  const absolute = path.startsWith("/");
  const segments = path.replace(/([^/])\*$/, "$1/*").split(/\/+/);
  const filled = segments.map((segment, index) => {
    if (segment === "*" && index === segments.length - 1) return String(params["*"] ?? "");
    const [, name, optional, suffix = ""] = /^:([\w-]+)(\??)(.*)/.exec(segment) ?? [];
    if (name === undefined) return segment.replace(/\?$/, "");
    const value = params[name] ?? undefined;
    if (value === undefined && optional !== "?") throw new Error(`Missing ":${name}" param`);
    return write(String(value ?? "")) + suffix;
  });
  const text = ((absolute ? "/" : "") + filled.filter(Boolean).join("/")).replace(/^[\\/]{2,}/, "/");
  const open = !absolute && (path.startsWith(":") || path === "*");
  return inside(open ? text.replace(/^([a-z][a-z\d+.-]*):/i, "$1%3A") : text);
}

/** Fills the parameters of a path as they are, as React Router 7 did. */
function href(path: string, params: Values = {}): string {
  return inside(
    fill(
      path,
      params,
      (value) => value,
      (value) => value === undefined,
    ).replace(/^[\\/]{2,}/, "/") || "/",
  );
}

/** Fills the parameters of a path, each escaped, as React Router 8 does. */
function escapedHref(path: string, params: Values = {}): string {
  return (
    fill(path, params, escapeParam, (value) => value === undefined || value === null).replace(
      /^\/{2,}/,
      "/",
    ) || "/"
  );
}

/** Escapes what a segment of a path may not have as it is (RFC 3986 §3.3). */
function escapeParam(value: string): string {
  return encodeURIComponent(value).replace(/%(?:24|26|2B|2C|3A|3B|3D|40)/g, decodeURIComponent);
}

function fill(
  path: string,
  params: Values,
  write: (value: string) => string,
  lacks: (value: Values[string]) => boolean,
): string {
  const bare = /[*/]$/.test(path) ? trimEndOf(path.slice(0, -1), "/") : path;
  const filled = bare.replace(/\/:([\w-]+)(\?)?/g, (_, name: string, optional?: string) => {
    const value = params[name];
    if (!lacks(value)) return `/${write(String(value))}`;
    if (optional === undefined)
      throw new Error(`Path '${path}' requires param '${name}' but it was not provided`);
    return "";
  });
  const splat = params["*"];
  if (!path.endsWith("*") || lacks(splat)) return filled;
  return `${filled}/${String(splat).split("/").map(write).join("/")}`;
}

/** Refuses what only looks like a path, and is a URL to a browser, which drops control characters. */
function inside(path: string): string {
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  const shown = path.replace(/[\t\n\r]/g, "").replace(/^[\0- ]+/, "");
  if (!/^(?:[a-z][a-z\d+.-]*:|[\\/]{2})/i.test(shown) || !URL.canParse(path, "http://localhost")) return path;
  const { protocol, host } = new URL(path, "http://localhost");
  const says = path.toLowerCase().startsWith(protocol);
  const open =
    path.startsWith("//") || (says && (host === "" || path.slice(protocol.length).startsWith("//")));
  if (!open) throw new Error("External navigation is not allowed");
  return path;
}
