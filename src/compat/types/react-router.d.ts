// Types of what resource routes import from React Router and Remix, for projects in which neither is installed.
// In tsconfig.json: "types": ["offprint/react-router"].

declare module "react-router" {
  export interface RouterContext<T = unknown> {
    defaultValue?: T;
  }
  export class RouterContextProvider {
    constructor(initial?: Map<RouterContext, unknown>);
    get<T>(context: RouterContext<T>): T;
    set<T>(context: RouterContext<T>, value: T): void;
  }
  export function createContext<T>(defaultValue?: T): RouterContext<T>;

  export type Params<Key extends string = string> = { readonly [K in Key]: string | undefined };
  export interface DataFunctionArgs<Context = Readonly<RouterContextProvider>> {
    request: Request;
    url: URL;
    params: Params;
    context: Context;
    pattern: string;
    unstable_pattern: string;
  }
  export type LoaderFunctionArgs<Context = Readonly<RouterContextProvider>> = DataFunctionArgs<Context>;
  export type ActionFunctionArgs<Context = Readonly<RouterContextProvider>> = DataFunctionArgs<Context>;
  export type LoaderFunction<Context = Readonly<RouterContextProvider>> = (
    args: LoaderFunctionArgs<Context>,
  ) => unknown;
  export type ActionFunction<Context = Readonly<RouterContextProvider>> = (
    args: ActionFunctionArgs<Context>,
  ) => unknown;
  export type MiddlewareFunction<Result = Response> = (
    args: DataFunctionArgs,
    next: () => Promise<Result>,
  ) => Result | void | Promise<Result | void>;

  export interface DataWithResponseInit<T> {
    type: "DataWithResponseInit";
    data: T;
    init: ResponseInit | null;
  }
  export function data<T>(value: T, init?: number | ResponseInit): DataWithResponseInit<T>;
  type Redirect = (url: string, init?: number | ResponseInit) => Response;
  export const redirect: Redirect;
  export const redirectDocument: Redirect;
  export const replace: Redirect;
  export interface ErrorResponse {
    status: number;
    statusText: string;
    data: unknown;
  }
  export function isRouteErrorResponse(error: unknown): error is ErrorResponse;

  export function href(path: string, params?: Record<string, string | undefined>): string;
  export function generatePath(path: string, params?: Record<string, string | null | undefined>): string;
  export interface PathPattern {
    path: string;
    caseSensitive?: boolean;
    end?: boolean;
  }
  export interface PathMatch {
    params: Record<string, string | undefined>;
    pathname: string;
    pathnameBase: string;
    pattern: PathPattern;
  }
  export function matchPath(pattern: string | PathPattern, pathname: string): PathMatch | null;
  export interface RouteObject {
    id?: string;
    path?: string;
    index?: boolean;
    caseSensitive?: boolean;
    children?: RouteObject[];
  }
  export function matchRoutes<R extends RouteObject>(
    routes: R[],
    location: string | { pathname?: string },
    basename?: string,
  ):
    | { params: Record<string, string | undefined>; pathname: string; pathnameBase: string; route: R }[]
    | null;
  export interface Path {
    pathname: string;
    search: string;
    hash: string;
  }
  export type To = string | Partial<Path>;
  export function parsePath(path: string): Partial<Path>;
  export function createPath(path: Partial<Path>): string;
  export function resolvePath(to: To, from?: string): Path;
  export function createSearchParams(
    init?: string | [string, string][] | Record<string, string | string[]> | URLSearchParams,
  ): URLSearchParams;

  export interface CookieOptions {
    domain?: string;
    path?: string;
    expires?: Date;
    maxAge?: number;
    httpOnly?: boolean;
    secure?: boolean;
    sameSite?: boolean | "lax" | "strict" | "none";
    partitioned?: boolean;
    priority?: "low" | "medium" | "high";
    encode?: (value: string) => string;
    decode?: (value: string) => string;
    secrets?: string[];
  }
  export interface Cookie {
    readonly name: string;
    readonly isSigned: boolean;
    readonly expires?: Date;
    // oxlint-disable-next-line typescript/no-explicit-any -- as the framework has it: the author knows what was put in
    parse(header: string | null, options?: Pick<CookieOptions, "decode">): Promise<any>;
    serialize(value: unknown, options?: CookieOptions): Promise<string>;
  }
  export function createCookie(name: string, options?: CookieOptions): Cookie;
  export function isCookie(value: unknown): value is Cookie;

  // oxlint-disable-next-line typescript/no-explicit-any -- as the framework has it: sessions without a type hold anything
  export interface SessionData extends Record<string, any> {}
  export interface Session<Data = SessionData, Flash = Data> {
    readonly id: string;
    readonly data: Partial<Data & Flash>;
    has(name: (keyof Data | keyof Flash) & string): boolean;
    get<Key extends (keyof Data | keyof Flash) & string>(name: Key): (Data & Flash)[Key] | undefined;
    set<Key extends keyof Data & string>(name: Key, value: Data[Key]): void;
    flash<Key extends keyof Flash & string>(name: Key, value: Flash[Key]): void;
    unset(name: keyof Data & string): void;
  }
  export interface SessionStorage<Data = SessionData, Flash = Data> {
    getSession(
      header?: string | null,
      options?: Pick<CookieOptions, "decode">,
    ): Promise<Session<Data, Flash>>;
    commitSession(session: Session<Data, Flash>, options?: CookieOptions): Promise<string>;
    destroySession(session: Session<Data, Flash>, options?: CookieOptions): Promise<string>;
  }
  type SessionCookie = Cookie | (CookieOptions & { name?: string });
  export interface SessionIdStorageStrategy<Data = SessionData, Flash = Data> {
    cookie?: SessionCookie;
    createData(data: Partial<Data & Flash>, expires?: Date): Promise<string>;
    readData(id: string): Promise<Partial<Data & Flash> | null>;
    updateData(id: string, data: Partial<Data & Flash>, expires?: Date): Promise<void>;
    deleteData(id: string): Promise<void>;
  }
  export function createSession<Data = SessionData, Flash = Data>(
    initial?: Partial<Data & Flash>,
    id?: string,
  ): Session<Data, Flash>;
  export function isSession(value: unknown): value is Session;
  export function createSessionStorage<Data = SessionData, Flash = Data>(
    strategy: SessionIdStorageStrategy<Data, Flash>,
  ): SessionStorage<Data, Flash>;
  export function createCookieSessionStorage<Data = SessionData, Flash = Data>(options?: {
    cookie?: SessionCookie;
  }): SessionStorage<Data, Flash>;
  export function createMemorySessionStorage<Data = SessionData, Flash = Data>(options?: {
    cookie?: SessionCookie;
  }): SessionStorage<Data, Flash>;
}

declare module "@react-router/node" {
  import type { Cookie, CookieOptions, SessionData, SessionStorage } from "react-router";
  export function createFileSessionStorage<Data = SessionData, Flash = Data>(options: {
    cookie?: Cookie | (CookieOptions & { name?: string });
    dir: string;
  }): SessionStorage<Data, Flash>;
  export function createReadableStreamFromReadable(
    source: import("node:stream").Readable,
  ): ReadableStream<Uint8Array>;
  export function readableStreamToString(
    stream: ReadableStream<Uint8Array>,
    encoding?: BufferEncoding,
  ): Promise<string>;
  export function writeReadableStreamToWritable(
    stream: ReadableStream<Uint8Array>,
    writable: import("node:stream").Writable,
  ): Promise<void>;
  export function writeAsyncIterableToWritable(
    iterable: AsyncIterable<Uint8Array>,
    writable: import("node:stream").Writable,
  ): Promise<void>;
}

declare module "@remix-run/node" {
  export * from "@react-router/node";
  export {
    ActionFunction,
    ActionFunctionArgs,
    Cookie,
    CookieOptions,
    createCookie,
    createCookieSessionStorage,
    createMemorySessionStorage,
    createSession,
    createSessionStorage,
    data,
    DataFunctionArgs,
    isCookie,
    isSession,
    LoaderFunction,
    LoaderFunctionArgs,
    redirect,
    redirectDocument,
    replace,
    Session,
    SessionData,
    SessionIdStorageStrategy,
    SessionStorage,
  } from "react-router";
  export interface TypedResponse<T = unknown> extends Omit<Response, "json"> {
    json(): Promise<T>;
  }
  export function json<T>(value: T, init?: number | ResponseInit): Response & TypedResponse<T>;
  export function installGlobals(): void;
}

declare module "@remix-run/cloudflare" {
  export * from "@remix-run/node";
}
declare module "@remix-run/deno" {
  export * from "@remix-run/node";
}
declare module "@remix-run/server-runtime" {
  export * from "@remix-run/node";
}
declare module "@react-router/cloudflare" {
  export * from "@react-router/node";
}
declare module "react-router-dom" {
  export * from "react-router";
}
