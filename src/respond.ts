// What a handler gave -> Response. HTTP is decided here, once, for every route and convention.

import { ASSET, isAsset, type Asset, type Body, type RenderContext } from "./asset.ts";
import { HttpError } from "./error.ts";
import type { Event } from "./event.ts";
import type { Fonts } from "./fonts/fonts.ts";
import { cacheControl } from "./http/cache-control.ts";
import { hash } from "node:crypto";
import { codedTag, evaluate, matchingTag } from "./http/conditional.ts";
import { contentDisposition } from "./http/disposition.ts";
import { COMPRESS_FROM, compress, compressStream, negotiateCoding, type Coding } from "./http/encoding.ts";
import { fingerprint } from "./http/fingerprint.ts";
import { HeaderMap } from "./http/header-map.ts";
import { problem } from "./http/problem.ts";
import { ifRangeHolds, parseRange } from "./http/range.ts";
import { fromResponse, settle, toResponse, type Reply } from "./http/reply.ts";
import { ServerTiming } from "./http/server-timing.ts";
import {
  essenceOf,
  extensionOf,
  isCompressible,
  typeForAccept,
  typeForPath,
  typeOfExtension,
} from "./http/types.ts";
import { toBody } from "./http/value.ts";
import type { Route } from "./route.ts";

/** What an app knows that an answer depends on. */
export interface Answering {
  /** Digest of everything that was deployed: the same files give the same tags on every machine. */
  build: string;
  /** Scheme and authority that absolute URLs start with. */
  origin: string;
  fonts: Fonts;
  warn(message: string, route: Route): void;
}

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
  const asset = isAsset(value) ? value : assetBehind(value, path);
  if (asset)
    return fromAsset(asset, request, path, route, app, timing).then((reply) =>
      finish(reply, event, route, request, timing),
    );
  const reply = isResponse(value) ? fromResponse(value) : fromValue(value, path, route);
  return finish(reply, event, route, request, timing);
}

/** A Response that is made of an asset (`ImageResponse`) is answered by it: 304 without drawing. */
function assetBehind(value: unknown, path: string): Asset | undefined {
  if (!isResponse(value) || value.status !== 200 || !(ASSET in value)) return undefined;
  const asset = value[ASSET] as Asset | undefined;
  if (!asset || !typeForPath(asset.types, path)) return undefined;
  const { types, key } = asset;
  return { types, key, headers: value.headers, render: (context) => asset.render(context) };
}

/** Headers, then the steps to the wire. */
function finish(
  reply: Reply,
  event: Event,
  route: Route,
  request: Request,
  timing: ServerTiming,
): Response | Promise<Response> {
  addHeaders(reply, event, route, request);
  const waits = request.method !== "HEAD" && reply.body instanceof ReadableStream && !isEventStream(reply);
  if (waits)
    return settle(reply.body as ReadableStream<Uint8Array>).then((body) =>
      deliver({ ...reply, body }, request, timing),
    );
  return deliver(reply, request, timing);
}

function isEventStream({ headers }: Reply): boolean {
  return essenceOf(headers.get("content-type") ?? "") === "text/event-stream";
}

/** An asset's answer: its validators first, its bytes only if they are wanted. */
async function fromAsset(
  asset: Asset,
  request: Request,
  path: string,
  route: Route,
  app: Answering,
  timing: ServerTiming,
): Promise<Reply> {
  const headers = asset.headers ? new HeaderMap(new Headers(asset.headers)) : new HeaderMap();
  const type = chooseType(asset, path, request, route, headers);
  const url = app.origin + path;
  headers.set("content-type", type);
  headers.set("etag", `"${fingerprint([app.build, type, url, fingerprint(asset.key)])}"`);
  if (asset.lastModified) headers.set("last-modified", asset.lastModified.toUTCString());
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
      fonts: app.fonts,
      signal: request.signal,
      time: (step) => timing.start(step),
      warn: (message) => app.warn(message, route),
    };
    const end = timing.start("render");
    const body = await asset.render(context);
    const settled = body instanceof ReadableStream ? await settle(body) : body;
    end();
    return settled;
  }
}

function chooseType(asset: Asset, path: string, request: Request, route: Route, headers: HeaderMap): string {
  if (asset.types.length > 1 && extensionOf(path) === "") {
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
  const { body, type } = toBody(value, route);
  const headers = new HeaderMap();
  if (body === null) return { status: 204, headers, body };
  const own = typeOfExtension(extensionOf(path));
  headers.set("content-type", own && (type !== "application/json" || /json/.test(own)) ? own : type);
  return { status: 200, headers, body };
}

/** Headers that every answer carries. */
function addHeaders({ status, headers, body }: Reply, event: Event, route: Route, request: Request): void {
  headers.set("x-content-type-options", "nosniff");
  if (
    essenceOf(headers.get("content-type") ?? "") === "image/svg+xml" &&
    !headers.has("content-security-policy")
  )
    headers.set(
      "content-security-policy",
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; sandbox",
    );
  const cookies = event.usedCookies;
  if (cookies?.read) vary(headers, "Cookie");
  for (const cookie of cookies?.take() ?? []) headers.append("set-cookie", cookie);
  for (const name of route.cache?.vary ?? []) vary(headers, name);
  if (!isSafe(request) || status >= 400) return;
  if (!headers.has("cache-control") && (body !== null || status !== 204))
    headers.set("cache-control", cacheControl(route.cache));
  const tags = route.cache?.tags;
  if (tags && !headers.has("cache-tag")) {
    const names = typeof tags === "function" ? tags({ params: event.params }) : tags;
    if (names.length > 0) headers.set("cache-tag", names.map(encodeTag).join(","));
  }
  if (!headers.has("no-vary-search")) {
    if (event.queryNames)
      headers.set(
        "no-vary-search",
        event.queryNames.length > 0
          ? `params, except=(${event.queryNames.map((n) => JSON.stringify(n)).join(" ")})`
          : "params",
      );
    else if (!event.searchRead) headers.set("no-vary-search", "params");
  }
}

/** Tags travel in a comma-separated header of ASCII. */
function encodeTag(tag: string): string {
  return encodeURI(tag.toWellFormed()).replace(/,/g, "%2C");
}

/** Preconditions, range, coding and length: the steps between a body and the wire. */
function deliver(reply: Reply, request: Request, timing: ServerTiming): Response | Promise<Response> {
  if (request.method === "HEAD") return send(withoutBody(reply, request), timing);
  const { headers, body } = reply;
  if (isSafe(request) && reply.status === 200) {
    if (body !== null && !(body instanceof ReadableStream) && !headers.has("etag"))
      headers.set("etag", bodyTag(body));
    const early = precondition(request, headers);
    if (early) {
      discard(body);
      return send(early, timing);
    }
    const part = cut(reply, request);
    if (part) return send(part, timing);
  }
  const coding = chooseCoding(reply, request);
  if (!coding) return send(reply, timing);
  if (body instanceof ReadableStream) return send({ ...reply, body: compressStream(body, coding) }, timing);
  const end = timing.start("encode");
  return compress(typeof body === "string" ? Buffer.from(body) : body!, coding).then((bytes) => {
    end();
    return send({ ...reply, body: bytes }, timing);
  });
}

/** A strong tag of bytes that are whole in memory. */
function bodyTag(body: string | Uint8Array): string {
  return `"${hash("sha1", body, "base64url")}"`;
}

function send(reply: Reply, timing: ServerTiming): Response {
  const { status, headers, body } = reply;
  if (body !== null && !(body instanceof ReadableStream))
    headers.set("content-length", String(Buffer.byteLength(body)));
  const steps = timing.toString();
  if (steps !== "" && status < 400) headers.set("server-timing", steps);
  return toResponse(reply);
}

function withoutBody(reply: Reply, request: Request): Reply {
  const { headers, body } = reply;
  if (body !== null && !(body instanceof ReadableStream)) {
    if (reply.status === 200 && !headers.has("etag")) headers.set("etag", bodyTag(body));
    if (!headers.has("content-length")) headers.set("content-length", String(Buffer.byteLength(body)));
  }
  discard(body);
  return (reply.status === 200 && precondition(request, headers)) || { ...reply, body: null };
}

/** The answer that preconditions give in place of the whole one (RFC 9110 §13.2). */
function precondition(request: Request, headers: HeaderMap): Reply | undefined {
  const etag = headers.get("etag");
  const decision = evaluate(request, { etag, lastModified: headers.get("last-modified") });
  if (decision === "proceed") return undefined;
  if (decision === "failed")
    return problem(new HttpError(412, { reason: "The precondition does not hold." }));
  const kept = headers.clone();
  // RFC 9110 §15.4.5: a 304 repeats what updates a stored answer, and describes no content of its own.
  kept.delete(
    "content-type",
    "content-length",
    "content-encoding",
    "content-disposition",
    "content-security-policy",
  );
  const ifNoneMatch = request.headers.get("if-none-match");
  const variant = etag && ifNoneMatch ? matchingTag(ifNoneMatch, etag) : undefined;
  if (variant) kept.set("etag", variant);
  return { status: 304, headers: kept, body: null };
}

/** The part that a Range asks for, where there is one (RFC 9110 §14.2: GET only). */
function cut({ headers, body }: Reply, request: Request): Reply | undefined {
  const etag = headers.get("etag");
  if (body === null || body instanceof ReadableStream || headers.has("content-encoding")) return undefined;
  if (!etag || etag.startsWith("W/")) return undefined;
  headers.set("accept-ranges", "bytes");
  const asked = request.headers.get("range");
  if (asked === null || !ifRangeHolds(request.headers.get("if-range"), etag, headers.get("last-modified")))
    return undefined;
  const bytes = typeof body === "string" ? Buffer.from(body) : body;
  const range = parseRange(asked, bytes.byteLength);
  if (range === "whole") return undefined;
  if (range === "unsatisfiable") {
    const refused = problem(new HttpError(416, { reason: "No byte of that range exists." }));
    refused.headers.set("content-range", `bytes */${bytes.byteLength}`);
    return refused;
  }
  const { start, end } = range;
  headers.set("content-range", `bytes ${start}-${end}/${bytes.byteLength}`);
  headers.set("content-length", String(end - start + 1));
  return { status: 206, headers, body: bytes.subarray(start, end + 1) };
}

/** The coding to send a body in, with the headers that say so; undefined to send it as it is. */
function chooseCoding({ headers, body }: Reply, request: Request): Coding | undefined {
  if (body === null || (!(body instanceof ReadableStream) && Buffer.byteLength(body) < COMPRESS_FROM))
    return undefined;
  if (
    headers.has("content-encoding") ||
    headers.has("content-range") ||
    !isCompressible(headers.get("content-type") ?? "")
  )
    return undefined;
  if (/\bno-transform\b/.test(headers.get("cache-control") ?? "")) return undefined;
  vary(headers, "Accept-Encoding");
  const coding = negotiateCoding(request.headers.get("accept-encoding"));
  if (!coding) return undefined;
  headers.set("content-encoding", coding);
  headers.delete("content-length", "accept-ranges");
  const etag = headers.get("etag");
  if (etag && !etag.startsWith("W/")) headers.set("etag", codedTag(etag, coding));
  return coding;
}

function vary(headers: HeaderMap, name: string): void {
  const present = headers.get("vary")?.toLowerCase() ?? "";
  if (present === "*" || present.split(/\s*,\s*/).includes(name.toLowerCase())) return;
  headers.append("vary", name);
}

function isSafe(request: Request): boolean {
  return request.method === "GET" || request.method === "HEAD";
}

/** Lets go of a body that nobody will read. */
function discard(body: Body | null): void {
  if (body instanceof ReadableStream) body.cancel().catch(() => {});
}

/** True for a Response of any realm. */
export function isResponse(value: unknown): value is Response {
  return (
    value instanceof Response ||
    (typeof value === "object" &&
      value !== null &&
      "headers" in value &&
      "arrayBuffer" in value &&
      "status" in value)
  );
}
