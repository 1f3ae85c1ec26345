// Stand-ins for `react-router` and `@remix-run/node|cloudflare|deno|server-runtime`.

import {
  createMemorySessionStorage,
  createCookieSessionStorage,
  createSession,
  createSessionStorage,
  isSession,
} from "./sessions.ts";
import { createFileSessionStorage } from "./file-sessions.ts";
import { pathFunctions } from "./react-router-match.ts";
import { createPath, createSearchParams, parsePath, resolvePath } from "./react-router-paths.ts";
import { createCookie, isCookie } from "./signed-cookie.ts";
import {
  createReadableStreamFromReadable,
  readableStreamToString,
  writeAsyncIterableToWritable,
  writeReadableStreamToWritable,
} from "./node-streams.ts";
import { jsonReply } from "../http/json-reply.ts";
import { toResponse } from "../http/reply.ts";
import { createContext, RouterContextProvider } from "./router-context.ts";
import { withField } from "./fields.ts";
import { userInterface } from "./stand-in.ts";

/** Shared by all copies of the package, and nothing that JSON can say. */
const DATA = Symbol.for("offprint.react-router.data");

/** Data with the status and headers of its answer. */
export interface DataWithResponseInit {
  readonly [DATA]: true;
  readonly type: "DataWithResponseInit";
  readonly data: unknown;
  readonly init: ResponseInit | null;
}

function data(value: unknown, init?: number | ResponseInit): DataWithResponseInit {
  return {
    [DATA]: true,
    type: "DataWithResponseInit",
    data: value,
    init: typeof init === "number" ? { status: init } : (init ?? null),
  };
}

/** True for a result of `data()`, of any copy of this package. */
export function isData(value: unknown): value is DataWithResponseInit {
  return typeof value === "object" && value !== null && DATA in value;
}

const JSON_TYPE = "application/json; charset=utf-8";

function json(value: unknown, init?: number | ResponseInit): Response {
  const options = typeof init === "number" ? { status: init } : init;
  const reply = jsonReply(value, options, JSON_TYPE);
  if (reply) return toResponse(reply);
  const headers = withField(options?.headers, "content-type", JSON_TYPE);
  return new Response(JSON.stringify(value), { ...options, headers });
}

function redirect(url: string, init: number | ResponseInit = 302): Response {
  const options = typeof init === "number" ? { status: init } : { status: 302, ...init };
  const headers = new Headers(options.headers);
  headers.set("location", url);
  return new Response(null, { ...options, headers });
}

function marked(name: string) {
  return (url: string, init?: number | ResponseInit): Response => {
    const response = redirect(url, init);
    response.headers.set(name, "true");
    return response;
  };
}

/** True for what React Router makes of a thrown Response in an error boundary. */
function isRouteErrorResponse(error: unknown): boolean {
  return (
    typeof error === "object" &&
    error !== null &&
    "status" in error &&
    "statusText" in error &&
    "internal" in error &&
    "data" in error
  );
}

const COMPONENTS =
  "Await BrowserRouter Form HashRouter Link Links MemoryRouter Meta NavLink Navigate Outlet PrefetchPageLinks Route Router " +
  "RouterProvider Routes Scripts ScrollRestoration ServerRouter StaticRouter StaticRouterProvider createBrowserRouter " +
  "createHashRouter createMemoryRouter createRoutesFromChildren createRoutesFromElements createRoutesStub renderMatches " +
  "unstable_usePrompt unstable_useRoute unstable_useRouterState " +
  "useActionData useAsyncError useAsyncValue useBeforeUnload useBlocker useFetcher useFetchers useFormAction useHref " +
  "useInRouterContext useLinkClickHandler useLoaderData useLocation useMatch useMatches useNavigate useNavigation " +
  "useNavigationType useOutlet useOutletContext useParams useResolvedPath useRevalidator useRouteError useRouteLoaderData " +
  "useRoutes useSearchParams useSubmit useViewTransitionState";

/** Exports of `react-router` 8. */
export const reactRouter = {
  ...userInterface("react-router", COMPONENTS.split(" ")),
  ...pathFunctions(8),
  createContext,
  createCookie,
  createCookieSessionStorage,
  createMemorySessionStorage,
  createPath,
  createSearchParams,
  createSession,
  createSessionStorage,
  data,
  isCookie,
  isRouteErrorResponse,
  isSession,
  parsePath,
  redirect,
  redirectDocument: marked("X-Remix-Reload-Document"),
  replace: marked("X-Remix-Replace"),
  resolvePath,
  RouterContextProvider,
};

/** Exports of `@remix-run/node` (and cloudflare, deno, server-runtime). */
export const remixServer = {
  createCookie,
  createCookieSessionStorage,
  createFileSessionStorage,
  createMemorySessionStorage,
  createReadableStreamFromReadable,
  createSession,
  createSessionStorage,
  data,
  installGlobals: () => {},
  isCookie,
  isSession,
  json,
  readableStreamToString,
  redirect,
  redirectDocument: reactRouter.redirectDocument,
  replace: reactRouter.replace,
  writeAsyncIterableToWritable,
  writeReadableStreamToWritable,
};

/** Exports of `@remix-run/react`. */
export const remixReact = {
  ...userInterface("@remix-run/react", ["RemixServer", ...COMPONENTS.split(" ")]),
  isRouteErrorResponse,
  json,
  redirect,
};
