// NextApiRequest: a request as the handlers of pages/api know it, a Node stream with what was parsed of it.

import type { IncomingHttpHeaders } from "node:http";
import { Readable } from "node:stream";
import { HttpError } from "../../error.ts";
import { parseJson } from "../../http/request-body.ts";
import type { RouteEvent } from "../../routing/route.ts";
import { parseCookieHeader } from "./cookies.ts";
import { readPreview, type Preview } from "./preview.ts";

/** How a route's body is read, by its `config.api.bodyParser`. */
export type BodyParser = false | { sizeLimit: number | string };

/** `1mb` as there. */
export const DEFAULT_PARSER: BodyParser = { sizeLimit: "1mb" };

const UNITS: Readonly<Record<string, number>> = { b: 1, kb: 2 ** 10, mb: 2 ** 20, gb: 2 ** 30 };

/** @throws TypeError for a size that is none. */
export function bytesOfSize(size: number | string): number {
  const [, number, unit = "b"] = /^\s*(\d+(?:\.\d+)?)\s*(b|kb|mb|gb)?\s*$/i.exec(String(size)) ?? [];
  if (number === undefined)
    throw new TypeError(`\`sizeLimit\` must be like "1mb", not ${JSON.stringify(size)}.`);
  return Math.floor(Number(number) * UNITS[unit.toLowerCase()]!);
}

/** The request of a handler in pages/api. What is looked at of it is noted, as of every request. */
export class NextApiRequest extends Readable {
  readonly method: string;
  readonly httpVersion = "1.1";
  readonly complete = true;
  /** The body as its type says; undefined where the route parses it itself. */
  body: unknown;
  readonly #event: RouteEvent;
  readonly #params: Record<string, string | string[]>;
  readonly #more: URLSearchParams;
  #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  #headers: IncomingHttpHeaders | undefined;
  #cookies: Record<string, string> | undefined;
  #query: Record<string, string | string[]> | undefined;
  #preview: Preview | undefined;

  /**
   * @param params of the route's path
   * @param more what a rewrite has added to the query
   */
  constructor(event: RouteEvent, params: Record<string, string | string[]>, more: URLSearchParams) {
    super();
    this.#event = event;
    this.#params = params;
    this.#more = more;
    this.method = event.request.method;
    event.signal.addEventListener("abort", () => this.destroy(), { once: true });
  }

  get url(): string {
    const { pathname, search } = this.#event.url;
    return pathname + search;
  }

  get headers(): IncomingHttpHeaders {
    return (this.#headers ??= fieldsOf(this.#event.request.headers));
  }

  get rawHeaders(): string[] {
    return [...this.#event.request.headers].flat();
  }

  get cookies(): Record<string, string> {
    return (this.#cookies ??= Object.fromEntries(
      parseCookieHeader(this.#event.request.headers.get("cookie")),
    ));
  }

  get query(): Record<string, string | string[]> {
    if (this.#query) return this.#query;
    const query: Record<string, string | string[]> = Object.create(null) as Record<string, string | string[]>;
    for (const [name, value] of [...this.#event.url.searchParams, ...this.#more]) {
      const before = query[name];
      query[name] = before === undefined ? value : [before, value].flat();
    }
    return (this.#query = Object.assign(query, this.#params));
  }

  set query(query: Record<string, string | string[]>) {
    this.#query = query;
  }

  get preview(): true | undefined {
    return this.#seen.enabled && this.#seen.data !== undefined ? true : undefined;
  }

  get previewData(): unknown {
    return this.#seen.enabled ? (this.#seen.data ?? false) : false;
  }

  get draftMode(): true | undefined {
    return this.#seen.enabled ? true : undefined;
  }

  get #seen(): Preview {
    return (this.#preview ??= readPreview(this.cookies));
  }

  get socket(): { remoteAddress: string | undefined; encrypted: boolean } {
    const { ip } = this.#event.request as Request & { ip?: string };
    return { remoteAddress: ip, encrypted: this.#event.url.protocol === "https:" };
  }

  get connection(): NextApiRequest["socket"] {
    return this.socket;
  }

  /** @throws HttpError 413 for a body above the limit, 400 for one that is not what its type says. */
  async parse({ sizeLimit }: Exclude<BodyParser, false>): Promise<void> {
    const limit = bytesOfSize(sizeLimit);
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of this.#event.request.body ?? []) {
      size += chunk.byteLength;
      if (size > limit) throw new HttpError(413, { reason: `The body has more than ${String(sizeLimit)}.` });
      chunks.push(chunk);
    }
    this.push(null);
    const type = this.#event.request.headers.get("content-type") ?? "text/plain";
    this.body = parsed(Buffer.concat(chunks), type);
  }

  override _read(): void {
    const { body } = this.#event.request;
    const reader = (this.#reader ??= body?.getReader());
    if (!reader) return void this.push(null);
    reader.read().then(
      ({ value, done }) => void this.push(done ? null : value),
      (error: Error) => void this.destroy(error),
    );
  }
}

/** Fields by their names in lower case, as Node has them; each that is looked up is noted. */
function fieldsOf(headers: Headers): IncomingHttpHeaders {
  return new Proxy({} as IncomingHttpHeaders, {
    get: (own, name) =>
      typeof name !== "string" || Object.hasOwn(own, name)
        ? Reflect.get(own, name)
        : /^[\w!#$%&'*+.^`|~-]+$/.test(name)
          ? (headers.get(name) ?? undefined)
          : undefined,
    has: (own, name) => typeof name === "string" && (Object.hasOwn(own, name) || headers.has(name)),
    ownKeys: (own) => [...new Set([...Object.keys(own), ...headers.keys()])],
    getOwnPropertyDescriptor: (own, name) => {
      const value = typeof name === "string" ? (own[name] ?? headers.get(name)) : null;
      return value === null ? undefined : { value, enumerable: true, configurable: true, writable: true };
    },
  });
}

function parsed(bytes: Buffer, contentType: string): unknown {
  const type = contentType.split(";")[0]!.trim().toLowerCase();
  const charset = /;\s*charset="?([^";\s]+)/i.exec(contentType)?.[1] ?? "utf-8";
  let text: string;
  try {
    text = new TextDecoder(charset).decode(bytes);
  } catch {
    throw new HttpError(415, { reason: "The body's charset is not known." });
  }
  if (type === "application/json" || type === "application/ld+json") {
    if (text === "") return {};
    try {
      return parseJson(text);
    } catch {
      throw new HttpError(400, { reason: "The body is not JSON, or nested too deep." });
    }
  }
  if (type !== "application/x-www-form-urlencoded") return text;
  const fields = Object.create(null) as Record<string, string | string[]>;
  for (const [name, value] of new URLSearchParams(text)) {
    const before = fields[name];
    fields[name] = before === undefined ? value : [before, value].flat();
  }
  return fields;
}
