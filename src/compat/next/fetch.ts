// fetch() as Next.js has it: with `next: { revalidate, tags }` or `cache: "force-cache"` an answer is kept for others.

import { createHash } from "node:crypto";
import { ambientIfAny } from "../ambient.ts";
import { cached, currentScope, forget } from "./data-cache.ts";
import { lifeOfFetch } from "./fetch-life.ts";
import { isDrafting } from "./headers.ts";
import { Flight } from "./flight.ts";
import { phaseOf } from "./phase.ts";

/** Bytes of a body that is kept; a longer one is passed on as it comes. */
export const MAX_FETCHED_BYTES = 2 * 1024 * 1024;

interface NextInit extends RequestInit {
  next?: { revalidate?: number | false; tags?: readonly string[] };
}

/** An answer as it is kept. */
interface Fetched {
  status: number;
  statusText: string;
  headers: [string, string][];
  url: string;
  redirected: boolean;
  body: Uint8Array;
}

/** One that is not kept, since it is too long or sets a cookie: the caller that takes it first has it, the others ask anew. */
class Passing {
  #response: Response | undefined;

  constructor(response: Response) {
    this.#response = response;
  }

  take(): Response | undefined {
    const response = this.#response;
    this.#response = undefined;
    return response;
  }
}

const PATCHED = Symbol.for("offprint.next.fetch");

/** Calls that are under way, by their keys. */
const flights = new Map<string, Flight>();

/** Puts this `fetch` in the place of the platform's, which it calls. Calls without an option of Next.js go straight there. */
export function keepFetched(): void {
  const platform = globalThis.fetch as typeof fetch & { [PATCHED]?: true };
  if (platform[PATCHED]) return;
  // With the marks of who else has put something in its place.
  const marks = Object.getOwnPropertySymbols(platform).map((mark) => [mark, true]);
  globalThis.fetch = Object.assign(
    (input: RequestInfo | URL, init?: NextInit) => dataFetch(input, init),
    Object.fromEntries([...marks, [PATCHED, true]]),
  );

  function dataFetch(input: RequestInfo | URL, init: NextInit | undefined): Promise<Response> {
    const fetches = currentScope()?.fetches;
    if (fetches === "platform") return platform(input, init);
    const current = ambientIfAny();
    const phase = current && phaseOf(current);
    const next = init?.next;
    const fetchCache = fetches === "anew" ? "force-no-store" : phase?.fetchCache;
    const cache = init?.cache;
    if (next === undefined && cache === undefined && fetchCache === undefined) return platform(input, init);
    const isDynamic = phase?.dynamic === "force-dynamic";
    const url = input instanceof Request ? input.url : String(input);
    const life = lifeOfFetch({ cache, revalidate: next?.revalidate }, { fetchCache, isDynamic }, url, warn);
    if (life === 0 || isDrafting()) return platform(input, init);
    return keep(input, init ?? {}, life, next?.tags ?? []);
  }

  async function keep(
    input: RequestInfo | URL,
    init: NextInit,
    seconds: number,
    tags: readonly string[],
  ): Promise<Response> {
    const { next: _, signal = input instanceof Request ? input.signal : undefined, ...rest } = init;
    // Now, while fields of the visitor's request may be read, and without a signal: others wait for the same answer.
    const headers = rest.headers && [...new Headers(rest.headers)];
    const own = input instanceof Request ? new Request(input.clone(), { signal: null }) : input;
    const call = { ...rest, headers };
    const key = await keyOf(own, call);
    if (key === undefined) return platform(input, init);
    const flight = flights.get(key) ?? new Flight();
    flights.set(key, flight);
    const kept = cached(key, {
      run: async () => toFetched(await platform(copyOf(own), { ...call, signal: flight.signal })),
      tags: tags.filter(isTag),
      life: { revalidate: seconds, expire: Infinity },
      fetches: "platform",
      isKept: (value) => !(value instanceof Passing) && (value as Fetched).status === 200,
    }) as Promise<Fetched | Passing>;
    const fetched = await flight.join(kept, signal, (isAborted) => {
      if (flights.get(key) === flight) flights.delete(key);
      if (isAborted) forget(key);
    });
    if (!(fetched instanceof Passing)) return toResponse(fetched);
    return fetched.take() ?? platform(input, init);
  }
}

const said = new Set<string>();

function warn(message: string): void {
  if (said.size < 1_000 && !said.has(message)) console.warn(message);
  said.add(message);
}

/** Tags that are longer cannot be told to caches: Next.js leaves them out, too. */
const isTag = (tag: unknown): tag is string => typeof tag === "string" && tag.length <= 256;

const copyOf = (input: RequestInfo | URL) => (input instanceof Request ? input.clone() : input);

/** Whether a body gives the same bytes to who reads it again; a stream and other iterables are at their end then. */
function isReadTwice(body: unknown): boolean {
  return (
    body === undefined ||
    typeof body === "string" ||
    body instanceof URLSearchParams ||
    body instanceof FormData ||
    body instanceof ArrayBuffer ||
    ArrayBuffer.isView(body)
  );
}

/**
 * The key of a call: all of it that a server could tell apart, credentials included, but the fields of a trace.
 * Undefined for a body that cannot be read twice.
 */
async function keyOf(input: RequestInfo | URL, init: RequestInit): Promise<string | undefined> {
  const body = init.body ?? undefined;
  if (!isReadTwice(body)) return undefined;
  const fields = body instanceof FormData ? [...body] : undefined;
  if (fields?.some(([, value]) => typeof value !== "string")) return undefined;
  const request = new Request(copyOf(input), fields ? { ...init, body: undefined } : init);
  const { method, url, mode, redirect, credentials, referrer, referrerPolicy, integrity, cache } = request;
  const headers = [...request.headers].filter(([name]) => name !== "traceparent" && name !== "tracestate");
  const hash = createHash("sha256");
  hash.update(
    JSON.stringify([
      [method, url, mode, redirect, credentials, referrer, referrerPolicy, integrity, cache],
      headers,
      fields,
    ]),
  );
  hash.update(new Uint8Array(await request.arrayBuffer()));
  return `fetch ${hash.digest("base64")}`;
}

async function toFetched(response: Response): Promise<Fetched | Passing> {
  const { status, statusText, headers, url, redirected } = response;
  // A handler may return it as it is: all visitors would have the cookie of the first.
  if (headers.has("set-cookie")) {
    // Without the query, which may hold a secret.
    warn(
      `fetch("${url.replace(/[?#].*/s, "")}") is not kept: its answer sets a cookie, which is for one visitor.`,
    );
    return new Passing(response);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = response.body?.getReader() as ReadableStreamDefaultReader<Uint8Array> | undefined;
  for (let read = await reader?.read(); read?.done === false; read = await reader!.read()) {
    const { value } = read;
    chunks.push(value);
    size += value.byteLength;
    if (size > MAX_FETCHED_BYTES) return new Passing(passedOn(response, chunks, reader!));
  }
  return {
    status,
    statusText,
    headers: [...headers],
    url,
    redirected,
    body: new Uint8Array(Buffer.concat(chunks)),
  };
}

/** The answer with what has come of its body, and the rest of it. */
function passedOn(
  response: Response,
  chunks: Uint8Array[],
  reader: ReadableStreamDefaultReader<Uint8Array>,
): Response {
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const value = chunks.shift() ?? (await reader.read()).value;
      if (value) controller.enqueue(value);
      else controller.close();
    },
    cancel: (reason) => reader.cancel(reason),
  });
  const { status, statusText, headers, url, redirected } = response;
  return told(new Response(body as BodyInit, { status, statusText, headers }), url, redirected);
}

function toResponse({ status, statusText, headers, url, redirected, body }: Fetched): Response {
  const isEmpty = status === 204 || status === 205 || status === 304;
  const given = isEmpty ? null : (body as Uint8Array<ArrayBuffer>);
  return told(new Response(given, { status, statusText, headers }), url, redirected);
}

/** A `Response` of our own cannot say where it is from. */
const told = (response: Response, url: string, redirected: boolean): Response =>
  Object.defineProperties(response, { url: { value: url }, redirected: { value: redirected } });
