// The value of a handler -> Response. HTTP is decided here, once, for every route and convention.

import { ASSET, isAsset, type Asset, type Body, type RenderContext } from "../asset.ts";
import type { Answering } from "./answering.ts";
import { tellReader } from "./read-tag.ts";
import {
  guardLateReads,
  isCollapsible,
  isRandom,
  tellFailure,
  tellFields,
  tellPolicy,
} from "./dependence.ts";
import { isHttpError } from "../error.ts";
import type { Event } from "./event.ts";
import { deliver, precondition, vary } from "../http/deliver.ts";
import { contentDisposition } from "../http/disposition.ts";
import { fingerprint } from "../http/fingerprint.ts";
import { HeaderMap } from "../http/header-map.ts";
import { endToEnd } from "../http/hop-by-hop.ts";
import { ReadyResponse } from "../http/ready-response.ts";
import { fromResponse, isResponse, toResponse } from "../http/reply.ts";
import type { Reply } from "../http/raw-reply.ts";
import { settle, settleAtOnce, type Settling } from "../http/settle.ts";
import type { ServerTiming } from "../http/server-timing.ts";
import {
  essenceOf,
  extensionOf,
  isCompressible,
  typeForAccept,
  typeForPath,
  typeNamed,
  typeOfExtension,
} from "../http/types.ts";
import { toBody } from "../http/value.ts";
import type { Route } from "../routing/route.ts";

/**
 * Turns whatever a handler returned into the Response of its request. Without a promise where
 * nothing has to be waited for: small answers are made in one go.
 *
 * @throws HttpError, or what the handler's own value throws while it is encoded or rendered;
 *   nothing has been sent then.
 */
export function respond(
  value: unknown,
  event: Event,
  route: Route,
  request: Request,
  app: Answering,
  timing: ServerTiming,
): Response | Promise<Response> {
  const { path } = event;
  const response = isResponse(value) ? value : undefined;
  const asset = response ? assetBehind(response, path) : isAsset(value) ? value : undefined;
  if (asset)
    return fromAsset(asset, event, request, route, app, timing)
      .catch((error: unknown) => bodyFailed(error, event, route, request))
      .then((reply) => finish(reply, event, route, request, app, timing, true));
  const reply = response ? endToEnd(fromResponse(response)) : fromValue(value, path, route);
  // The first chunk is awaited before the head: reads of the request until then are told in `Vary`.
  if (request.method !== "HEAD" && reply.body instanceof ReadableStream) {
    const begin = isEventStream(reply.headers.get("content-type")) ? settleAtOnce : settle;
    return begin(reply.body as ReadableStream<Uint8Array>, settling(event, route, request, app))
      .catch((error: unknown) => bodyFailed(error, event, route, request))
      .then((body) => finish({ ...reply, body }, event, route, request, app, timing, false));
  }
  return finish(reply, event, route, request, app, timing, false);
}

/** A Response that is made of an asset (`ImageResponse`) is answered by it: 304 without drawing. */
function assetBehind(response: Response, path: string): Asset | undefined {
  if (!(ASSET in response) || response.status !== 200) return undefined;
  const asset = response[ASSET] as Asset | undefined;
  if (!asset || !typeForPath(asset.types, path)) return undefined;
  const { types, key, exact } = asset;
  return { types, key, exact, headers: response.headers, render: (context) => asset.render(context) };
}

/** Headers, then the steps to the wire. */
function finish(
  reply: Reply,
  event: Event,
  route: Route,
  request: Request,
  app: Answering,
  timing: ServerTiming,
  isMade: boolean,
): Response | Promise<Response> {
  addHeaders(reply, event, route, request, app, isMade);
  if (!isMade && reply.status === 200 && event.reads.count > 0)
    tellReader(reply.headers, event, reply.headers.get("etag"), false);
  if (reply.body instanceof ReadableStream) guardLateReads(reply, event, route, app);
  return deliver(reply, request, timing, route.compress);
}

/** Errors of a stream after its head has been sent go to the log alone: the answer is broken off. */
function settling(event: Event, route: Route, request: Request, app: Answering): Settling {
  const failed = (error: unknown) => {
    if (!request.signal.aborted) route.bodyFailed?.(error, event);
    app.fail(error, request, event.path, route);
  };
  return { signal: request.signal, failed };
}

/** An error of a body before its first byte, which can still become a status. */
function bodyFailed(error: unknown, event: Event, route: Route, request: Request): never {
  if (!request.signal.aborted) route.bodyFailed?.(error, event);
  throw error;
}

const EVENT_STREAM = /^\s*text\/event-stream\s*(?:;|$)/i;

const isEventStream = (type: string | null): boolean => type !== null && EVENT_STREAM.test(type);

/** An asset's answer: its validators first, its bytes only if they are wanted. */
async function fromAsset(
  asset: Asset,
  event: Event,
  request: Request,
  route: Route,
  app: Answering,
  timing: ServerTiming,
): Promise<Reply> {
  const { path } = event;
  const url = event.origin + path;
  const query = asset.holdsQuery ? event.readQuery() : "";
  const given = typeof asset.headers === "function" ? asset.headers(url + query) : asset.headers;
  const headers = given ? new HeaderMap(new Headers(given)) : new HeaderMap();
  const type = chooseType(asset, path, request, route, headers);
  headers.set("content-type", type);
  const tag = `"${fingerprint([app.build, type, url + query, fingerprint(asset.key)])}"`;
  headers.set("etag", tag);
  if (asset.lastModified) headers.set("last-modified", asset.lastModified.toUTCString());
  tellReader(headers, event, tag, asset.exact === true);
  // The size is not known before the render: text is assumed to be long enough to be compressed.
  if (isCompressible(type)) vary(headers, "Accept-Encoding");
  if (asset.filename !== undefined && !headers.has("content-disposition"))
    headers.set("content-disposition", contentDisposition(asset.filename, type, "inline"));
  if (!isSafe(request)) return { status: 200, headers, body: await render() };
  const early = precondition(request, headers);
  if (early) return early;
  if (request.method === "HEAD") return { status: 200, headers, body: null };
  return { status: 200, headers, body: await render() };

  async function render(): Promise<Body> {
    const context: RenderContext = {
      type,
      url,
      query,
      fonts: app.fonts,
      signal: request.signal,
      time: (step) => timing.start(step),
      warn: (message) => app.warn(message, route),
      own: (asked, accept) => app.askOwn(asked, { request, path, origin: event.origin }, accept),
      incomplete(message) {
        app.warn(message, route);
        // The missing picture may be there at the next render, so these bytes must not get the tag of the key: they get
        // one of their own.
        headers.delete("etag");
        headers.delete("last-modified");
        headers.set("cache-control", "no-store");
      },
    };
    const end = timing.start("render");
    const body = await asset.render(context);
    const settled =
      body instanceof ReadableStream ? await settle(body, settling(event, route, request, app)) : body;
    end();
    // A render may have read more.
    if (headers.has("etag")) tellReader(headers, event, tag, asset.exact === true);
    return settled;
  }
}

function chooseType(asset: Asset, path: string, request: Request, route: Route, headers: HeaderMap): string {
  if (asset.types.length > 1 && extensionOf(path) === "") {
    const named = typeNamed(asset.types, path);
    if (named) return named;
    headers.append("vary", "Accept");
    return typeForAccept(asset.types, request.headers.get("accept"));
  }
  const type = typeForPath(asset.types, path);
  if (type) return type;
  throw new TypeError(
    `${route.file} returned an asset that can be ${asset.types.map(essenceOf).join(", ")}, ` +
      `but its URL ends in .${extensionOf(path)}. Rename the file, or return another asset.`,
  );
}

function fromValue(value: unknown, path: string, route: Route): Reply {
  const { body, type } = toBody(value, route.file);
  const headers = new HeaderMap();
  if (body === null) return { status: 204, headers, body };
  const own = route.type ?? typeOfExtension(extensionOf(path));
  headers.set("content-type", own && (type !== "application/json" || own.includes("json")) ? own : type);
  return { status: 200, headers, body };
}

/** Headers that every answer carries. */
function addHeaders(
  reply: Reply,
  event: Event,
  route: Route,
  request: Request,
  app: Answering,
  isMade: boolean,
): void {
  const { status, headers } = reply;
  headers.set("x-content-type-options", "nosniff");
  const type = headers.get("content-type");
  // Proxies that collect an answer before they pass it on (nginx by default) would hold back events.
  if (isEventStream(type) && !headers.has("x-accel-buffering")) headers.add("x-accel-buffering", "no");
  if (isSvg(type) && !headers.has("content-security-policy"))
    headers.add(
      "content-security-policy",
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; sandbox",
    );
  if (event.usedCookies) for (const cookie of event.usedCookies.take()) headers.append("set-cookie", cookie);
  if (route.cache?.vary) for (const name of route.cache.vary) vary(headers, name);
  tellFields(headers, event);
  if (status >= 500) tellFailure(headers, event, isRandom(event));
  event.toldReads = event.reads.count;
  if (!isSafe(request) || status >= 400) return;
  tellPolicy(reply, event, route, app, isMade);
  const tags = route.cache?.tags;
  if (tags && !headers.has("cache-tag")) {
    const names = typeof tags === "function" ? tags(event) : tags;
    if (names.length > 0) headers.set("cache-tag", names.map(encodeTag).join(","));
  }
}

const isSvg = (type: string | null): boolean => type !== null && /image\/svg\+xml/i.test(type);

/** The answer to a fault. It holds for requests that are equal in what was read: for others the route may work. */
export function failed(
  error: unknown,
  event: Event,
  route: Route,
  request: Request,
  app: Answering,
): Response {
  // The message of any other error is not sent, so a random number can't be in the answer.
  const isDrawn = isHttpError(error) && isRandom(event);
  return forEquals(app.fail(error, request, event.path, route), event, isDrawn);
}

/** Sets `Vary` on the answer to a fault, and says whether requests that are equal in what was read may share it. */
export function forEquals(response: Response, event: Event, isDrawn: boolean): Response {
  if (event.reads.count === 0 && response.status < 500) return response;
  const reply = fromResponse(response);
  tellFields(reply.headers, event);
  if (reply.status >= 500) tellFailure(reply.headers, event, isDrawn);
  return toResponse(reply);
}

/**
 * Sets the same fields again after middleware, which may have read more of the request, replaced `Vary`, or set a
 * cookie.
 */
export function tellAgain(
  response: Response,
  event: Event,
  route: Route,
  request: Request,
  app: Answering,
): Response {
  event.isTold = true;
  const isUntouched = response instanceof ReadyResponse && response.reply !== undefined;
  if (isUntouched && event.reads.count === event.toldReads) return response;
  const reply = fromResponse(response);
  const { status, headers } = reply;
  tellFields(headers, event);
  if (status >= 500) tellFailure(headers, event, isRandom(event));
  if (isSafe(request) && status < 400) tellPolicy(reply, event, route, app, isCollapsible(headers));
  return toResponse(reply);
}

/** Tags travel in a comma-separated header of ASCII. */
function encodeTag(tag: string): string {
  return encodeURI(tag.toWellFormed()).replace(/,/g, "%2C");
}

export function isSafe(request: Request): boolean {
  return request.method === "GET" || request.method === "HEAD";
}
