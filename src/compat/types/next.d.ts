// Types of what route handlers and metadata files import from Next.js, for projects in which it is not installed.
// In tsconfig.json: "types": ["offprint/next"].

/** The parameters of a path as its folders name them. */
type NextRouteParams<Path extends string> = Path extends `${infer Head}/${infer Rest}`
  ? NextSegmentParams<Head> & NextRouteParams<Rest>
  : NextSegmentParams<Path>;
type NextSegmentParams<Segment extends string> = Segment extends `[[...${infer Name}]]`
  ? { [K in Name]?: string[] }
  : Segment extends `[...${infer Name}]`
    ? { [K in Name]: string[] }
    : Segment extends `[${infer Name}]`
      ? { [K in Name]: string }
      : unknown;

/** The second argument of a route handler. */
interface RouteContext<Path extends string> {
  params: Promise<NextRouteParams<Path>>;
}

interface RequestInit {
  next?: { revalidate?: number | false; tags?: string[] };
}

declare module "next/server" {
  interface CookieOptions {
    path?: string;
    domain?: string;
    expires?: Date | number;
    maxAge?: number;
    secure?: boolean;
    httpOnly?: boolean;
    sameSite?: boolean | "lax" | "strict" | "none";
    partitioned?: boolean;
    priority?: "low" | "medium" | "high";
  }
  interface RequestCookie {
    name: string;
    value: string;
  }
  interface ResponseCookie extends CookieOptions {
    name: string;
    value: string;
  }
  interface RequestCookies extends Iterable<[string, RequestCookie]> {
    readonly size: number;
    get(name: string | { name: string }): RequestCookie | undefined;
    getAll(name?: string | { name: string }): RequestCookie[];
    has(name: string): boolean;
    set(name: string, value: string): this;
    set(cookie: RequestCookie): this;
    delete(name: string): boolean;
    delete(names: string[]): boolean[];
    clear(): this;
    toString(): string;
  }
  interface ResponseCookies {
    get(name: string | { name: string }): ResponseCookie | undefined;
    getAll(name?: string | { name: string }): ResponseCookie[];
    has(name: string): boolean;
    set(name: string, value: string, options?: CookieOptions): this;
    set(cookie: ResponseCookie): this;
    delete(cookie: string | (CookieOptions & { name: string })): this;
    toString(): string;
  }
  class NextURL extends URL {
    basePath: string;
    locale: string;
    defaultLocale?: string;
    buildId?: string;
    clone(): NextURL;
  }
  class NextRequest extends Request {
    constructor(input: RequestInfo | URL, init?: RequestInit);
    readonly nextUrl: NextURL;
    readonly cookies: RequestCookies;
    clone(): NextRequest;
  }
  interface ForwardInit extends ResponseInit {
    request?: { headers?: Headers };
  }
  class NextResponse<Body = unknown> extends Response {
    constructor(body?: BodyInit | null, init?: ResponseInit);
    readonly cookies: ResponseCookies;
    /** Keeps the type of the JSON body. */
    private readonly body_: Body;
    static json<JsonBody>(data: JsonBody, init?: ResponseInit): NextResponse<JsonBody>;
    static redirect(url: string | URL, init?: number | ResponseInit): NextResponse;
    static permanentRedirect(url: string | URL, init?: ResponseInit): NextResponse;
    static rewrite(url: string | URL, init?: ForwardInit): NextResponse;
    static next(init?: ForwardInit): NextResponse;
    static error(): NextResponse;
  }
  interface NextFetchEvent {
    waitUntil(work: Promise<unknown>): void;
  }
  type ProxyAnswer = NextResponse | Response | null | undefined | void;
  type NextProxy = (request: NextRequest, event: NextFetchEvent) => ProxyAnswer | Promise<ProxyAnswer>;
  type NextMiddleware = NextProxy;
  interface ProxyCondition {
    type: "header" | "cookie" | "query" | "host";
    key?: string;
    value?: string;
  }
  interface ProxyConfig {
    matcher?:
      | string
      | (string | { source: string; has?: ProxyCondition[]; missing?: ProxyCondition[]; locale?: false })[];
  }
  type MiddlewareConfig = ProxyConfig;
  interface UserAgent {
    isBot: boolean;
    ua: string;
    browser: { name?: string; version?: string; major?: string };
    device: { model?: string; type?: string; vendor?: string };
    engine: { name?: string; version?: string };
    os: { name?: string; version?: string };
    cpu: { architecture?: string };
  }
  function userAgent(request: { headers: Headers }): UserAgent;
  function userAgentFromString(input: string | undefined): UserAgent;
  function after(work: Promise<unknown> | (() => unknown)): void;
  function connection(): Promise<void>;
  export {
    after,
    connection,
    after as unstable_after,
    MiddlewareConfig,
    NextFetchEvent,
    NextMiddleware,
    NextProxy,
    NextRequest,
    NextResponse,
    NextURL,
    ProxyConfig,
    UserAgent,
    userAgent,
    userAgentFromString,
  };
  export { ImageResponse } from "next/og";
}

declare module "next/headers" {
  import type { NextRequest, NextResponse } from "next/server";
  type ReadCookies = Pick<NextRequest["cookies"], "get" | "getAll" | "has" | "size" | "toString"> &
    Iterable<[string, { name: string; value: string }]>;
  export type CookieStore = ReadCookies & Pick<NextResponse["cookies"], "set" | "delete">;
  export interface DraftMode {
    readonly isEnabled: boolean;
    enable(): void;
    disable(): void;
  }
  export function cookies(): Promise<CookieStore>;
  export function headers(): Promise<Omit<Headers, "append" | "delete" | "set"> & Headers>;
  export function draftMode(): Promise<DraftMode>;
}

declare module "next/navigation" {
  export const RedirectType: { readonly push: "push"; readonly replace: "replace" };
  export type RedirectType = "push" | "replace";
  export function redirect(url: string, type?: RedirectType): never;
  export function permanentRedirect(url: string, type?: RedirectType): never;
  export function notFound(): never;
  export function forbidden(): never;
  export function unauthorized(): never;
  export function unstable_rethrow(error: unknown): void;
}

declare module "next/cache" {
  type AsyncFunction = (...args: never[]) => Promise<unknown>;
  export interface CacheLife {
    stale?: number;
    revalidate?: number;
    expire?: number;
  }
  export function revalidateTag(tag: string, profile?: string | { expire?: number }): void;
  export function updateTag(tag: string): void;
  export function revalidatePath(path: string, type?: "page" | "layout"): void;
  export function refresh(): void;
  export function cacheTag(...tags: string[]): void;
  export function cacheLife(profile: string | CacheLife): void;
  export { cacheTag as unstable_cacheTag, cacheLife as unstable_cacheLife };
  export function unstable_noStore(): void;
  export function unstable_cache<Work extends AsyncFunction>(
    work: Work,
    keyParts?: string[],
    options?: { revalidate?: number | false; tags?: string[] },
  ): Work;
}

declare module "next/og" {
  export interface ImageResponseOptions extends ResponseInit {
    width?: number;
    height?: number;
    emoji?: "twemoji" | "blobmoji" | "noto" | "openmoji" | "fluent" | "fluentFlat";
    fonts?: {
      name: string;
      data: ArrayBuffer | Uint8Array;
      weight?: 100 | 200 | 300 | 400 | 500 | 600 | 700 | 800 | 900;
      style?: "normal" | "italic";
      lang?: string;
    }[];
    debug?: boolean;
  }
  export class ImageResponse extends Response {
    constructor(element: object, options?: ImageResponseOptions);
  }
}

declare module "@vercel/og" {
  export { ImageResponse, ImageResponseOptions } from "next/og";
}

declare module "next" {
  import type { IncomingMessage, ServerResponse } from "node:http";

  export interface NextApiRequest extends IncomingMessage {
    query: Partial<Record<string, string | string[]>>;
    cookies: Partial<Record<string, string>>;
    /** As its type says: JSON, a form, text. */
    // oxlint-disable-next-line typescript/no-explicit-any -- as Next.js has it
    body: any;
    preview?: boolean;
    previewData?: string | false | object | undefined;
    draftMode?: boolean;
  }
  // oxlint-disable-next-line typescript/no-explicit-any -- as Next.js has it
  export interface NextApiResponse<Data = any> extends ServerResponse {
    send(body: Data): void;
    json(body: Data): void;
    status(code: number): NextApiResponse<Data>;
    redirect(url: string): NextApiResponse<Data>;
    redirect(status: number, url: string): NextApiResponse<Data>;
    setDraftMode(options: { enable: boolean }): NextApiResponse<Data>;
    setPreviewData(
      data: object | string,
      options?: { maxAge?: number; path?: string },
    ): NextApiResponse<Data>;
    clearPreviewData(options?: { path?: string }): NextApiResponse<Data>;
    revalidate(path: string): Promise<void>;
  }
  // oxlint-disable-next-line typescript/no-explicit-any -- as Next.js has it
  export type NextApiHandler<Data = any> = (
    request: NextApiRequest,
    response: NextApiResponse<Data>,
  ) => unknown;
  export interface PageConfig {
    api?: { bodyParser?: boolean | { sizeLimit?: number | string }; externalResolver?: boolean };
    runtime?: "nodejs" | "edge" | "experimental-edge";
    maxDuration?: number;
  }
  /** The keys that are used here; Next.js' others are allowed. */
  export interface NextConfig {
    basePath?: string;
    trailingSlash?: boolean;
    pageExtensions?: string[];
    [key: string]: unknown;
  }

  type OneOrMany<T> = T | T[];
  interface RobotsRule {
    userAgent?: OneOrMany<string>;
    allow?: OneOrMany<string>;
    disallow?: OneOrMany<string>;
    crawlDelay?: number;
    other?: Record<string, OneOrMany<string | number>>;
  }
  interface Video {
    title: string;
    thumbnail_loc: string;
    description: string;
    content_loc?: string;
    player_loc?: string;
    duration?: number;
    expiration_date?: Date | string;
    rating?: number;
    view_count?: number;
    publication_date?: Date | string;
    family_friendly?: "yes" | "no";
    restriction?: { relationship: "allow" | "deny"; content: string };
    platform?: { relationship: "allow" | "deny"; content: string };
    requires_subscription?: "yes" | "no";
    uploader?: { info?: string; content?: string };
    live?: "yes" | "no";
    tag?: string;
  }
  interface ManifestIcon {
    src: string;
    type?: string;
    sizes?: string;
    purpose?: "any" | "maskable" | "monochrome";
  }
  export namespace MetadataRoute {
    interface Robots {
      rules: OneOrMany<RobotsRule>;
      sitemap?: OneOrMany<string>;
      host?: string;
    }
    type Sitemap = {
      url: string;
      lastModified?: string | Date;
      changeFrequency?: "always" | "hourly" | "daily" | "weekly" | "monthly" | "yearly" | "never";
      priority?: number;
      alternates?: { languages?: Record<string, string | undefined> };
      images?: string[];
      videos?: Video[];
    }[];
    /** W3C Web Application Manifest. */
    interface Manifest {
      name?: string;
      short_name?: string;
      description?: string;
      id?: string;
      start_url?: string;
      scope?: string;
      lang?: string;
      dir?: "ltr" | "rtl" | "auto";
      display?: "fullscreen" | "standalone" | "minimal-ui" | "browser";
      orientation?: string;
      background_color?: string;
      theme_color?: string;
      categories?: string[];
      icons?: ManifestIcon[];
      shortcuts?: {
        name: string;
        url: string;
        short_name?: string;
        description?: string;
        icons?: ManifestIcon[];
      }[];
      screenshots?: { src: string; type?: string; sizes?: string; label?: string; form_factor?: string }[];
      [member: string]: unknown;
    }
  }
}

declare module "server-only" {}
