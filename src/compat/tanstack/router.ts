// @tanstack/react-router as far as server routes need it: createFileRoute, redirect, notFound.

import { isResponse } from "../../http/reply.ts";
import { userInterface } from "../stand-in.ts";

const BRAND = Symbol.for("offprint.tanstack.route");

/** Result of `createFileRoute(path)(options)`. */
export interface FileRoute {
  readonly [BRAND]: true;
  /** The path that the author wrote; undefined for the root. */
  readonly path: string | undefined;
  options: Record<string, unknown>;
}

/** True for a route of any copy of this package. */
export function isFileRoute(value: unknown): value is FileRoute {
  return typeof value === "object" && value !== null && BRAND in value;
}

/** Hooks of a route's components, none of which is rendered here. */
const HOOKS = [
  "useMatch",
  "useRouteContext",
  "useSearch",
  "useParams",
  "useLoaderDeps",
  "useLoaderData",
  "useNavigate",
  "Link",
];

function makeRoute(path: string | undefined, options: Record<string, unknown> = {}): FileRoute {
  const route = {
    [BRAND]: true as const,
    path,
    options,
    fullPath: path,
    id: path ?? "__root__",
    ...userInterface("@tanstack/react-router", HOOKS),
    update(more: Record<string, unknown>) {
      Object.assign(options, more);
      return route;
    },
    lazy: () => route,
    addChildren: () => route,
  };
  return route;
}

/** A redirect is a Response, as in TanStack Router, so that it can be thrown or returned. */
export interface RedirectOptions {
  /** A path of the app, with `$name` filled from `params`. */
  to?: string;
  /** Any URL, as it is. */
  href?: string;
  params?: Record<string, string | undefined>;
  search?: Record<string, unknown>;
  hash?: string;
  /** Default 307. */
  statusCode?: number;
  code?: number;
  headers?: HeadersInit;
  throw?: boolean;
  [option: string]: unknown;
}

/** 307, or `statusCode`, to `href` or to the path that `to`, `params`, `search` and `hash` make. */
export function redirect(options: RedirectOptions): Response {
  const status = options.statusCode ?? options.code ?? 307;
  const headers = new Headers(options.headers);
  if (options.href !== undefined) checkTarget(options.href);
  if (!headers.has("location")) headers.set("location", encode(options.href ?? toHref(options)));
  const response = Object.assign(new Response(null, { status, headers }), {
    options: { ...options, statusCode: status },
  });
  if (options.throw) throw response;
  return response;
}

/**
 * As there: what comes from a query string must not lead to another host, nor run.
 * @throws Error for `//host`, `/\\host`, and schemes other than those of links.
 */
function checkTarget(href: string): void {
  // URL parsers drop tabs and line ends, and what precedes a URL.
  const read = href.replace(/^[\0-\x20]+|[\t\r\n]/g, "");
  const scheme = /^([a-z][a-z\d+.-]*):/i.exec(read)?.[1]?.toLowerCase();
  if (/^[/\\]{2}/.test(read) || (scheme !== undefined && !SCHEMES.has(scheme)))
    throw new Error(
      `redirect() does not lead to ${JSON.stringify(href)}: give the whole URL of another host.`,
    );
}

const SCHEMES = new Set(["http", "https", "mailto", "tel"]);

function toHref({ to = "", params = {}, search, hash }: RedirectOptions): string {
  if (!to.startsWith("/"))
    throw new Error(
      `redirect() takes an absolute path as \`to\`, or a URL as \`href\`, not ${JSON.stringify(to)}.`,
    );
  const path = to
    .split("/")
    .map((segment) => fill(segment, params))
    .filter((segment, index) => segment !== undefined && (index === 0 || segment !== ""))
    .join("/");
  const query = search ? stringifySearch(search) : "";
  return (path || "/") + query + (hash ? `#${hash}` : "");
}

/** `$id`, `{$id}.pdf`, `{-$locale}`, `$`: undefined where an optional one is not given. */
function fill(segment: string, params: Record<string, string | undefined>): string | undefined {
  if (segment === "$" || segment === "{$}")
    return (params._splat ?? params["*"] ?? "").split("/").map(encodeURIComponent).join("/");
  const optional = /^\{-\$(\w+)\}$/.exec(segment);
  if (optional)
    return params[optional[1]!] === undefined ? undefined : encodeURIComponent(params[optional[1]!]!);
  return segment.replace(/\{\$(\w+)\}|^\$(\w+)$/g, (_, inner?: string, whole?: string) => {
    const name = (inner ?? whole)!;
    const value = params[name];
    if (value === undefined)
      throw new Error(`redirect() to ${JSON.stringify(segment)} needs the param \`${name}\`.`);
    return encodeURIComponent(value);
  });
}

/** TanStack Router's default: text as it is, unless it could be read as JSON; the rest as JSON. */
function stringifySearch(search: Record<string, unknown>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (value === undefined) continue;
    query.append(name, typeof value === "string" && !isJson(value) ? value : JSON.stringify(value));
  }
  const text = query.toString();
  return text && `?${text}`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Headers carry ASCII. */
function encode(location: string): string {
  return Buffer.from(location)
    .toString()
    .replace(/[^\x21-\x7e]/gu, (character) => encodeURIComponent(character));
}

/** Shared by all copies of the package, and nothing that JSON can say. */
const NOT_FOUND = Symbol.for("offprint.tanstack.notFound");

export interface NotFound {
  readonly [NOT_FOUND]: true;
  isNotFound: true;
  headers?: HeadersInit;
  data?: unknown;
}

/** 404, to be thrown. */
export function notFound(options: Partial<NotFound> & { throw?: boolean } = {}): NotFound {
  const made: NotFound = Object.assign(options, { isNotFound: true as const, [NOT_FOUND]: true as const });
  if (options.throw) throw made;
  return made;
}

export function isNotFound(value: unknown): value is NotFound {
  return typeof value === "object" && value !== null && NOT_FOUND in value;
}

export function isRedirect(value: unknown): boolean {
  return isResponse(value) && "options" in value;
}

const COMPONENTS =
  "Asset Await Block CatchBoundary CatchNotFound ClientOnly DefaultGlobalNotFound ErrorComponent HeadContent Link Match MatchRoute Matches Navigate " +
  "NotFoundRoute Outlet RouterProvider ScriptOnce Scripts ScrollRestoration createLink createLazyFileRoute createLazyRoute createRoute createRouteMask createRouter defer " +
  "getRouteApi lazyRouteComponent linkOptions retainSearchParams stripSearchParams useAwaited useBlocker useCanGoBack " +
  "useChildMatches useElementScrollRestoration useHydrated useLinkProps useLoaderData useLoaderDeps useLocation useMatch " +
  "useLayoutEffect useMatchRoute useMatches useNavigate useParams useParentMatches useRouteContext useRouter useRouterState useSearch useTags";

/** Exports of `@tanstack/react-router`. */
export const tanstackRouter = {
  ...userInterface("@tanstack/react-router", COMPONENTS.split(" ")),
  createFileRoute:
    (path: string) =>
    (options?: Record<string, unknown>): FileRoute =>
      makeRoute(path, options),
  createSerializationAdapter: <T>(adapter: T): T => adapter,
  createRootRoute: (options?: Record<string, unknown>): FileRoute => makeRoute(undefined, options),
  createRootRouteWithContext:
    () =>
    (options?: Record<string, unknown>): FileRoute =>
      makeRoute(undefined, options),
  isNotFound,
  isRedirect,
  notFound,
  redirect,
  rootRouteId: "__root__",
};
