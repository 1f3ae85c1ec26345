// The last steps of every answer: tag, preconditions, range, coding and length, in that order.

import type { Body } from "../asset.ts";
import { HttpError } from "../error.ts";
import { bodyTag } from "./body-tag.ts";
import { codedTag, evaluate, matchingTag } from "./conditional.ts";
import { COMPRESS_FROM, compress, compressStream, negotiateCoding, type Coding } from "./encoding.ts";
import type { HeaderMap } from "./header-map.ts";
import { problem } from "./problem.ts";
import { ifRangeHolds, parseRange, unsatisfiable } from "./range.ts";
import { toResponse } from "./reply.ts";
import type { Reply } from "./raw-reply.ts";
import { askedField, mayAskForLess } from "./sent.ts";
import type { ServerTiming } from "./server-timing.ts";
import { isCompressible } from "./types.ts";

/** Bytes of a body from which `Accept-Ranges` is sent. A range of a shorter one is honoured, but not advertised. */
const OFFER_RANGES_FROM = 1024;

/** RFC 9110 §15.4.5: a 304 repeats what updates a stored answer, and describes no content of its own. */
const OF_CONTENT: ReadonlySet<string> = new Set([
  "content-type",
  "content-length",
  "content-encoding",
  "content-disposition",
  "content-security-policy",
]);

/**
 * Turns a reply whose headers are complete but for these steps into the Response of its request.
 *
 * @param compresses whether it may be sent in a coding that the client takes
 */
export function deliver(
  reply: Reply,
  request: Request,
  timing: ServerTiming,
  compresses = true,
): Response | Promise<Response> {
  if (request.method === "HEAD") return send(withoutBody(reply, request, compresses), undefined, timing);
  const { headers, body } = reply;
  const size = sizeOf(body);
  const compressible = compresses && mayCompress(reply, size);
  if (compressible) vary(headers, "Accept-Encoding");
  const divisible = request.method === "GET" && reply.status === 200;
  const asksForLess = divisible && mayAskForLess(request);
  if (divisible && size !== undefined && !headers.has("etag"))
    headers.add("etag", bodyTag(body as string | Uint8Array));
  const early = asksForLess ? precondition(request, headers) : undefined;
  if (early) {
    discard(body);
    return send(early, sizeOf(early.body), timing);
  }
  const offered = size !== undefined && size >= OFFER_RANGES_FROM;
  const coding = compressible ? chooseCoding(headers, request) : undefined;
  if (!coding && !offered && !asksForLess) return send(reply, size, timing);
  // A range is one of what would be sent whole: of the coded bytes, where those are (RFC 9110 §14.2).
  const sendWhole = (whole: Reply) => {
    const sent = (divisible ? cut(whole, offered, request) : undefined) ?? whole;
    return send(sent, sizeOf(sent.body), timing);
  };
  if (!coding) return sendWhole(reply);
  if (body instanceof ReadableStream)
    return send({ ...reply, body: compressStream(body, coding) }, undefined, timing);
  const end = timing.start("encode");
  return compress(typeof body === "string" ? Buffer.from(body) : body!, coding).then((bytes) => {
    end();
    return sendWhole({ ...reply, body: bytes });
  });
}

/** The answer that preconditions give in place of the whole one (RFC 9110 §13.2). */
export function precondition(request: Request, headers: HeaderMap): Reply | undefined {
  const etag = headers.get("etag");
  const decision = evaluate(request, { etag, lastModified: headers.get("last-modified") });
  if (decision === "proceed") return undefined;
  if (decision === "failed")
    return problem(new HttpError(412, { reason: "The precondition does not hold." }));
  const kept = headers.without(OF_CONTENT);
  const ifNoneMatch = request.headers.get("if-none-match");
  const variant = etag && ifNoneMatch ? matchingTag(ifNoneMatch, etag) : undefined;
  if (variant) kept.set("etag", variant);
  return { status: 304, headers: kept, body: null };
}

/** Adds names to `Vary` that are not there yet. */
export function vary(headers: HeaderMap, name: string): void {
  const present = headers.get("vary")?.toLowerCase() ?? "";
  if (present === "*" || present.split(",").some((one) => one.trim() === name.toLowerCase())) return;
  headers.append("vary", name);
}

function send(reply: Reply, size: number | undefined, timing: ServerTiming): Response {
  const { status, headers } = reply;
  if (size !== undefined) headers.set("content-length", String(size));
  const steps = timing.toString();
  if (steps !== "" && status < 400) headers.set("server-timing", steps);
  return toResponse(reply);
}

/** The answer to HEAD: the fields of GET, without making a body for them. */
function withoutBody(reply: Reply, request: Request, compresses: boolean): Reply {
  const { headers, body } = reply;
  const size = sizeOf(body);
  const compressible = compresses && mayCompress(reply, size);
  if (compressible) vary(headers, "Accept-Encoding");
  if (body !== null && !(body instanceof ReadableStream)) {
    if (reply.status === 200 && !headers.has("etag")) headers.set("etag", bodyTag(body));
    if (!headers.has("content-length")) headers.set("content-length", String(size));
  }
  discard(body);
  const early = reply.status === 200 ? precondition(request, headers) : undefined;
  if (early) return early;
  if (compressible) chooseCoding(headers, request);
  if (reply.status === 200 && size !== undefined && size >= OFFER_RANGES_FROM && hasStrongTag(headers))
    headers.set("accept-ranges", "bytes");
  return { ...reply, body: null };
}

/** Bytes of a body; undefined for none, and for one that is made while it is read. */
function sizeOf(body: Body | null): number | undefined {
  if (typeof body === "string") return Buffer.byteLength(body);
  return body instanceof Uint8Array ? body.byteLength : undefined;
}

/** The part that a Range asks for, where there is one (RFC 9110 §14.2: GET only). */
function cut({ headers, body }: Reply, offered: boolean, request: Request): Reply | undefined {
  if (body === null || body instanceof ReadableStream || !hasStrongTag(headers)) return undefined;
  const asked = askedField(request, "range");
  if (asked !== null || offered) headers.set("accept-ranges", "bytes");
  const condition = request.headers.get("if-range");
  if (asked === null || !ifRangeHolds(condition, headers.get("etag"), headers.get("last-modified")))
    return undefined;
  const bytes = typeof body === "string" ? Buffer.from(body) : body;
  const range = parseRange(asked, bytes.byteLength);
  if (range === "whole") return undefined;
  if (range === "unsatisfiable") return unsatisfiable(bytes.byteLength);
  const { start, end } = range;
  headers.set("content-range", `bytes ${start}-${end}/${bytes.byteLength}`);
  headers.set("content-length", String(end - start + 1));
  return { status: 206, headers, body: bytes.subarray(start, end + 1) };
}

/** A strong validator (RFC 9110 §8.8.1): without one a client could combine ranges of different bytes. */
function hasStrongTag(headers: HeaderMap): boolean {
  return headers.get("etag")?.startsWith('"') ?? false;
}

/** Whether the answer is compressed for clients that accept it. If so, all variants and a 304 carry `Vary`. */
function mayCompress({ headers, body }: Reply, size: number | undefined): boolean {
  if (body === null || (size !== undefined && size < COMPRESS_FROM)) return false;
  return (
    isCompressible(headers.get("content-type") ?? "") &&
    !headers.has("content-encoding") &&
    !headers.has("content-range") &&
    !/\bno-transform\b/.test(headers.get("cache-control") ?? "")
  );
}

/** The coding to send a body in, with the headers that say so; undefined to send it as it is. */
function chooseCoding(headers: HeaderMap, request: Request): Coding | undefined {
  const coding = negotiateCoding(request.headers.get("accept-encoding"));
  if (!coding) return undefined;
  headers.set("content-encoding", coding);
  headers.delete("content-length");
  headers.delete("accept-ranges");
  const etag = headers.get("etag");
  if (etag && !etag.startsWith("W/")) headers.set("etag", codedTag(etag, coding));
  return coding;
}

/** Cancels a body that is not sent. */
function discard(body: Body | null): void {
  if (body instanceof ReadableStream) body.cancel().catch(() => {});
}
