// What every route of the random apps runs: it reads what its app reads, and writes all of that into its answer.

import { behaviourOf, FIELDS, MANNERS, type Behaviour, type Guard, type Read } from "./behaviour.ts";

/** How a convention reads a request. `way` chooses among its functions for the same. */
export interface Reader {
  field(name: string, way: number): string | null | undefined;
  fields(way: number): Iterable<readonly [string, string]>;
  cookie(name: string, way: number): string | null | undefined;
  /** Of the connection. */
  address?(way: number): string | undefined;
  parameter(name: string, way: number): string | null | undefined;
  /** The whole query with its `?`, or a URL that ends in it. */
  search(way: number): string;
  draft?(): string;
  connection?(): void;
}

/** What an answer says that it was made of. */
export interface Seen {
  id: string;
  by: "guard" | "handler" | "other";
  told: string | null;
  values: (string | null)[];
}

/** A field, of a request or of a copy: what is handed on is read, too. */
export function fieldBy(request: Request, name: string, manner: number): string | null | undefined {
  switch (manner % MANNERS) {
    case 1:
      return new Headers(request.headers).get(name);
    case 2:
      return Object.fromEntries(request.headers)[name];
    case 3:
      return request.clone().headers.get(name);
    case 4:
      return new Request(request).headers.get(name);
    case 5:
      return request.headers.has(name) ? request.headers.get(name) : null;
    default:
      return request.headers.get(name);
  }
}

export function fieldsBy(headers: Headers, manner: number): Iterable<readonly [string, string]> {
  const list: (readonly [string, string])[] = [];
  switch (manner % MANNERS) {
    case 1:
      headers.forEach((value, name) => list.push([name, value]));
      return list;
    case 2:
      return [...headers.keys()].map((name) => [name, headers.get(name)!] as const);
    case 3:
      return Object.entries(Object.fromEntries(headers));
    case 4:
      return new Headers(headers);
    case 5:
      return headers.entries();
    default:
      return headers;
  }
}

export function parameterBy(url: URL, name: string, manner: number): string | null | undefined {
  switch (manner % MANNERS) {
    case 1:
      return url.searchParams.getAll(name)[0];
    case 2:
      return Object.fromEntries(url.searchParams)[name];
    case 3:
      return url.searchParams.has(name) ? url.searchParams.get(name) : null;
    case 4:
      return new URLSearchParams(url.search).get(name);
    case 5:
      return new URL(url).searchParams.get(name);
    default:
      return url.searchParams.get(name);
  }
}

export function searchBy(url: URL, manner: number): string {
  switch (manner % MANNERS) {
    case 1:
      return url.href;
    case 2:
      return String(url);
    case 3:
      return url.toJSON();
    case 4:
      return `?${url.searchParams.toString()}`.replace(/^\?$/, "");
    default:
      return url.search;
  }
}

const NAMES: ReadonlySet<string> = new Set([...FIELDS, "cookie"]);

function valueOf(read: Read, reader: Reader): string | null {
  switch (read.what) {
    case "field":
      return reader.field(read.name, read.way) ?? null;
    case "fields":
      return fieldsText(reader.fields(read.way));
    case "address":
      return reader.address!(read.way) ?? null;
    case "cookie":
      return reader.cookie(read.name, read.way) ?? null;
    case "parameter":
      return reader.parameter(read.name, read.way) ?? null;
    case "search":
      return reader.search(read.way).replace(/^[^?]*/, "");
    case "draft":
      return reader.draft!();
    case "connection":
      reader.connection!();
      return null;
    case "clock":
      return String(Date.now());
    case "uuid":
      return crypto.randomUUID();
    case "dice":
      return String(Math.random());
  }
}

/** Those that visitors send, in order: servers add others. */
export const fieldsText = (fields: Iterable<readonly [string, string]>): string =>
  JSON.stringify([...fields].filter(([name]) => NAMES.has(name)).sort(([a], [b]) => (a < b ? -1 : 1)));

export const look = (reads: readonly Read[], reader: Reader) => reads.map((read) => valueOf(read, reader));

/** Whether a guard lets a value pass. */
export const isGood = (value: string | null | undefined): boolean => value?.includes("good") === true;

/** Cookies of a header, for the way by hand. */
export const cookieIn = (header: string | null | undefined, name: string): string | undefined =>
  header
    ?.split("; ")
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1);

export const encodeSeen = (seen: Seen): string => encodeURIComponent(JSON.stringify(seen));

/** Whether a guard looks at the request when the handler has answered. */
export const isLate = (id: string): boolean => behaviourOf(id).guard?.isLate === true;

/** A guard's view of a request: its value, and the refusal if that is what follows. */
export function watch(
  id: string,
  reader: Reader,
): { guard: Guard; value: string | null; refusal?: Response } | undefined {
  const { guard } = behaviourOf(id);
  if (!guard) return undefined;
  const values = look(guard.reads, reader);
  const value = values[0] ?? null;
  if (guard.does !== "refuse" || isGood(value)) return { guard, value };
  const headers = new Headers({ "x-seen": encodeSeen({ id, by: "guard", told: null, values }) });
  if (guard.status === 302) headers.set("location", "/login");
  return { guard, value, refusal: new Response("refused", { status: guard.status, headers }) };
}

/** Adds to an answer what a guard adds after it. */
export function sign(response: Response, guard: Guard, value: string | null): Response {
  if (guard.does === "field") response.headers.set("x-guard", encodeURIComponent(String(value)));
  if (guard.does === "cookie")
    response.headers.append("set-cookie", `guard=${encodeURIComponent(String(value))}`);
  return response;
}

type ErrorClass = new (status: number, options: { reason: string; headers: HeadersInit }) => Error;

/** A handler's answer, at once or after some turns. */
export function handle(
  id: string,
  by: Seen["by"],
  reader: Reader,
  told: string | null,
  HttpError: ErrorClass,
): unknown {
  const behaviour = behaviourOf(id);
  const values = look(behaviour.reads, reader);
  const answer = () => toAnswer(behaviour, { id, by, told, values }, HttpError);
  return behaviour.turns === 0 ? answer() : turns(behaviour.turns).then(answer);
}

async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
}

function toAnswer({ answer }: Behaviour, seen: Seen, HttpError: ErrorClass): unknown {
  const { form, control, vary, cookie, flaky } = answer;
  const text = JSON.stringify(seen);
  const status = flaky && Math.random() < 0.5 ? 500 : answer.status;
  const headers = new Headers({ "x-seen": encodeSeen(seen) });
  if (control !== undefined) headers.set("cache-control", control);
  if (vary !== undefined) headers.set("vary", vary);
  if (status === 302) headers.set("location", "/login");
  if (cookie) headers.append("set-cookie", `own=${encodeSeen(seen)}`);
  if (status === 500 && answer.status !== 500) throw new HttpError(500, { reason: "flaky", headers });
  switch (form) {
    case "text":
      return text;
    case "json":
      return seen;
    case "asset":
      return {
        types: ["application/json", "text/plain; charset=utf-8"].slice(0, 1),
        key: seen,
        headers: { "x-seen": encodeSeen(seen) },
        render: async () => (await turns(1), text),
      };
    case "stream":
      return new Response(streamOf(text), { status, headers });
    case "response":
      return new Response(text, { status, headers });
    case "thrown response":
      throw new Response(text, { status, headers });
    case "http error":
      throw new HttpError(status, { reason: "refused", headers });
    case "thrown error":
      throw new Error("a fault of the handler");
  }
}

function streamOf(text: string): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  return new ReadableStream({
    async pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.subarray(at, (at += 64)));
      await turns(1);
    },
  });
}
