// Types of what server routes import from TanStack Start, for projects in which it is not installed.
// In tsconfig.json: "types": ["offprint/tanstack"].

/** The parameters of a path as its segments name them. */
type TanstackPathParams<Path extends string> = Path extends `${infer Head}/${infer Rest}`
  ? TanstackSegmentParams<Head> & TanstackPathParams<Rest>
  : TanstackSegmentParams<Path>;
type TanstackSegmentParams<Segment extends string> = Segment extends "$"
  ? { _splat?: string; "*"?: string }
  : Segment extends `${string}{-$${infer Name}}${string}`
    ? { [K in Name]?: string }
    : Segment extends `${string}{$}${string}`
      ? { _splat?: string; "*"?: string }
      : Segment extends `${string}{$${infer Name}}${string}`
        ? { [K in Name]: string }
        : Segment extends `$${infer Name}`
          ? { [K in Name]: string }
          : unknown;

declare module "@tanstack/react-start" {
  /** Result of `next()`: the context that was added, and the inner response. */
  export interface RequestServerResult<Context = unknown> {
    request: Request;
    pathname: string;
    context: Context;
    response: Response;
    /** Only for the compiler. */
    "~added"?: Context;
  }
  export interface RequestServerOptions<Context = unknown> {
    request: Request;
    pathname: string;
    context: Context;
    // oxlint-disable-next-line typescript/no-explicit-any -- which function or route is inside is not known here
    data: any;
    handlerType: "router" | "serverFn";
    next<Added = unknown>(options?: {
      context?: Added;
      sendContext?: unknown;
    }): Promise<RequestServerResult<Added>>;
  }
  type Answer<Added> = RequestServerResult<Added> | Response;
  export interface RequestMiddleware<Context = unknown> {
    "~context"?: Context;
    options: object;
    middleware<const List extends readonly AnyRequestMiddleware[]>(
      list: List,
    ): RequestMiddleware<Context & ContextOf<List>>;
    validator(validator: unknown): RequestMiddleware<Context>;
    client(client: (options: RequestServerOptions<Context>) => unknown): RequestMiddleware<Context>;
    server<Added = unknown>(
      server: (options: RequestServerOptions<Context>) => Answer<Added> | Promise<Answer<Added>>,
    ): RequestMiddleware<Context & Added>;
  }
  export interface AnyRequestMiddleware {
    "~context"?: unknown;
    options: object;
  }
  /** The merged context of a list of middleware. */
  export type ContextOf<List> = List extends readonly [infer First, ...infer Rest]
    ? (First extends { "~context"?: infer Context } ? Context : unknown) & ContextOf<Rest>
    : unknown;
  export function createMiddleware(options?: { type?: "request" | "function" }): RequestMiddleware;

  type Matcher = string | string[] | ((value: string) => boolean | Promise<boolean>);
  export function createCsrfMiddleware(options?: {
    filter?: (context: RequestServerOptions) => boolean | Promise<boolean>;
    origin?: Matcher;
    secFetchSite?: Matcher;
    referer?: boolean | ((referer: string) => boolean | Promise<boolean>);
    allowRequestsWithoutOriginCheck?: boolean;
    failureResponse?: Response | ((context: RequestServerOptions) => Response | Promise<Response>);
  }): RequestMiddleware;

  interface StartOptions {
    requestMiddleware?: readonly AnyRequestMiddleware[];
    functionMiddleware?: readonly AnyRequestMiddleware[];
  }
  export function createStart(options: () => StartOptions | Promise<StartOptions>): object;

  type SchemaOutput<Validator> = Validator extends { "~standard": { types?: { output: infer Output } } }
    ? Output
    : Validator extends { parse(input: never): infer Output }
      ? Output
      : Validator extends (input: never) => infer Output
        ? Awaited<Output>
        : unknown;
  type SchemaInput<Validator> = Validator extends { "~standard": { types?: { input: infer Input } } }
    ? Input
    : Validator extends (input: infer Input) => unknown
      ? Input
      : unknown;
  interface CallOptions {
    signal?: AbortSignal;
    headers?: HeadersInit;
  }
  export interface ServerFnBuilder<Context = unknown, Data = undefined, Input = undefined> {
    middleware<const List extends readonly AnyRequestMiddleware[]>(
      list: List,
    ): ServerFnBuilder<Context & ContextOf<List>, Data, Input>;
    validator<Validator>(
      validator: Validator,
    ): ServerFnBuilder<Context, SchemaOutput<Validator>, SchemaInput<Validator>>;
    handler<Result>(
      run: (options: { data: Data; context: Context; method: "GET" | "POST"; signal: AbortSignal }) => Result,
    ): undefined extends Input
      ? (options?: CallOptions & { data?: Input }) => Promise<Awaited<Result>>
      : (options: CallOptions & { data: Input }) => Promise<Awaited<Result>>;
  }
  export function createServerFn(options?: { method?: "GET" | "POST" }): ServerFnBuilder;
  // oxlint-disable-next-line typescript/no-explicit-any -- any function
  type AnyFunction = (...args: any[]) => any;
  export function useServerFn<Work extends AnyFunction>(work: Work): Work;
  export function createServerOnlyFn<Work extends AnyFunction>(work: Work): Work;
  export function createClientOnlyFn<Work extends AnyFunction>(work: Work): Work;
  export function createIsomorphicFn(): {
    server<Work extends AnyFunction>(work: Work): Work & { client(work: AnyFunction): Work };
    client<Work extends AnyFunction>(
      work: Work,
    ): { server<Server extends AnyFunction>(work: Server): Server };
  };
  export function json(payload: unknown, init?: ResponseInit): Response;
  export function mergeHeaders(...headers: (HeadersInit | undefined)[]): Headers;
}

declare module "@tanstack/react-router" {
  import type { AnyRequestMiddleware, ContextOf } from "@tanstack/react-start";

  // oxlint-disable-next-line typescript/no-explicit-any -- a layout above may have put anything there
  type Loose = Record<string, any>;
  /** Context type of a handler. Without middleware of its own it is loose: a layout may add to it. */
  type Given<List> = readonly [] extends List ? Loose : ContextOf<List>;
  interface HandlerContext<Path extends string, Context> {
    request: Request;
    params: TanstackPathParams<Path>;
    pathname: string;
    context: Context;
    next(): never;
  }
  type Handler<Path extends string, Context> = (context: HandlerContext<Path, Context>) => unknown;
  type MethodHandlers<Path extends string, Context> = {
    [Method in "ANY" | "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS"]?:
      | Handler<Path, Context>
      | { middleware?: readonly AnyRequestMiddleware[]; handler: Handler<Path, Context & Loose> };
  };
  interface ServerOptions<Path extends string, List> {
    middleware?: List;
    handlers?:
      | MethodHandlers<Path, Given<List>>
      | ((tools: {
          createHandlers(handlers: MethodHandlers<Path, Given<List>>): MethodHandlers<Path, Given<List>>;
        }) => MethodHandlers<Path, Given<List>>);
  }
  interface RouteOptions<Path extends string, List> {
    server?: ServerOptions<Path, List>;
    // The page beside the handlers is the framework's.
    component?: unknown;
    loader?: unknown;
    beforeLoad?: unknown;
    validateSearch?: unknown;
    head?: unknown;
    params?: object;
    [option: string]: unknown;
  }
  export interface FileRoute {
    options: object;
    // oxlint-disable-next-line typescript/no-explicit-any -- hooks of the page, which is the framework's
    [hook: string]: any;
  }
  export function createFileRoute<Path extends string>(
    path: Path,
  ): <const List extends readonly AnyRequestMiddleware[] = readonly []>(
    options?: RouteOptions<Path, List>,
  ) => FileRoute;
  export function createRootRoute<const List extends readonly AnyRequestMiddleware[] = readonly []>(
    options?: RouteOptions<"/", List>,
  ): FileRoute;

  export interface RedirectOptions {
    to?: string;
    href?: string;
    params?: Record<string, string | undefined>;
    search?: Record<string, unknown>;
    hash?: string;
    statusCode?: number;
    headers?: HeadersInit;
    throw?: boolean;
  }
  export function redirect(options: RedirectOptions): Response;
  export interface NotFoundError {
    isNotFound: true;
    headers?: HeadersInit;
    data?: unknown;
  }
  export function notFound(options?: Partial<NotFoundError> & { throw?: boolean }): NotFoundError;
  export function isNotFound(value: unknown): value is NotFoundError;
  export function isRedirect(value: unknown): value is Response;
  export const rootRouteId: "__root__";
}

declare module "@tanstack/react-start/server" {
  interface CookieOptions {
    domain?: string;
    path?: string;
    expires?: Date;
    maxAge?: number;
    httpOnly?: boolean;
    secure?: boolean;
    sameSite?: boolean | "lax" | "strict" | "none";
    partitioned?: boolean;
    priority?: "low" | "medium" | "high";
  }
  export function getRequest(): Request;
  export function getRequestHeaders(): Headers;
  export function getRequestHeader(name: string): string | undefined;
  export function getRequestHost(): string;
  export function getRequestProtocol(): string;
  export function getRequestIP(): string | undefined;
  export function getRequestUrl(): URL;
  export function getCookies(): Record<string, string>;
  export function getCookie(name: string): string | undefined;
  export function setCookie(name: string, value: string, options?: CookieOptions): void;
  export function deleteCookie(name: string, options?: CookieOptions): void;
  export function setResponseStatus(status: number): void;
  export function getResponseStatus(): number;
  export function setResponseHeader(name: string, value: string | string[]): void;
  export function setResponseHeaders(headers: Headers | Record<string, string | undefined>): void;
  export function appendResponseHeader(name: string, value: string): void;
  export function getResponseHeader(name: string): string | undefined;
  export function getResponseHeaders(): Headers;
  export function removeResponseHeader(name: string): void;
  export function clearResponseHeaders(names?: string[]): void;
}
