// NextApiResponse: what handlers of pages/api write to, as a Response.

import { validateHeaderName, validateHeaderValue, type OutgoingHttpHeaders } from "node:http";
import { PassThrough, Stream, Writable } from "node:stream";
import type { Body } from "../../asset.ts";
import { HeaderMap } from "../../http/header-map.ts";
import { ReadyResponse } from "../../http/ready-response.ts";
import { createReadableStreamFromReadable } from "../node-streams.ts";
import { revalidate } from "../../revalidate.ts";
import { clearedCookies, draftCookies, previewCookies } from "./preview.ts";

type Value = string | number | readonly string[];

/** Statuses without a body (RFC 9110 §6.4.1). */
const EMPTY: ReadonlySet<number> = new Set([204, 205, 304]);

/** The answer of a handler in pages/api. It leaves with its first bytes, whole if it ends in the same turn. */
export class NextApiResponse extends Writable {
  statusCode = 200;
  statusMessage: string | undefined;
  headersSent = false;
  readonly #fields = new Map<string, { name: string; value: Value }>();
  readonly #base: string;
  readonly #answer: (response: Response) => void;
  #held: Buffer[] = [];
  #out: PassThrough | undefined;
  #answered = false;

  /**
   * @param answer given the Response, once
   * @param signal aborts when the client has gone
   * @param base what comes before each path of the project
   */
  constructor(answer: (response: Response) => void, signal: AbortSignal, base: string) {
    super();
    this.#base = base;
    this.#answer = answer;
    signal.addEventListener("abort", () => this.destroy(), { once: true });
  }

  get finished(): boolean {
    return this.writableEnded;
  }

  setHeader(name: string, value: Value): this {
    this.#refuseSent("set");
    validateHeaderName(name);
    for (const one of [value].flat()) validateHeaderValue(name, String(one));
    this.#fields.set(name.toLowerCase(), { name, value });
    return this;
  }

  appendHeader(name: string, value: string | readonly string[]): this {
    const before = this.getHeader(name);
    return this.setHeader(name, before === undefined ? value : [before, value].flat().map(String));
  }

  setHeaders(headers: Headers | Map<string, Value>): this {
    for (const [name, value] of headers) this.setHeader(name, value);
    return this;
  }

  getHeader(name: string): Value | undefined {
    return this.#fields.get(name.toLowerCase())?.value;
  }

  getHeaders(): OutgoingHttpHeaders {
    return Object.fromEntries(
      [...this.#fields].map(([name, { value }]) => [name, value]),
    ) as OutgoingHttpHeaders;
  }

  getHeaderNames(): string[] {
    return [...this.#fields.keys()];
  }

  hasHeader(name: string): boolean {
    return this.#fields.has(name.toLowerCase());
  }

  removeHeader(name: string): void {
    this.#refuseSent("remove");
    this.#fields.delete(name.toLowerCase());
  }

  writeHead(status: number, ...rest: [message?: string | Given, fields?: Given]): this {
    this.#refuseSent("write");
    const fields = rest.find((one) => typeof one === "object");
    this.statusCode = status;
    if (typeof rest[0] === "string") this.statusMessage = rest[0];
    const pairs = Array.isArray(fields) ? pairsOf(fields as readonly Value[]) : Object.entries(fields ?? {});
    for (const [name, value] of pairs) if (value !== undefined) this.setHeader(name, value as Value);
    this.headersSent = true;
    return this;
  }

  flushHeaders(): void {
    this.#stream();
  }

  status(code: number): this {
    this.statusCode = code;
    return this;
  }

  send(body: unknown): void {
    if (body === null || body === undefined) return void this.end();
    if (EMPTY.has(this.statusCode)) {
      for (const name of ["content-type", "content-length", "transfer-encoding"]) this.removeHeader(name);
      return void this.end();
    }
    const typed = (type: string) => this.hasHeader("content-type") || this.setHeader("Content-Type", type);
    if (body instanceof Stream) {
      typed("application/octet-stream");
      body.once("error", (error: Error) => this.destroy(error));
      return void body.pipe(this);
    }
    if (body instanceof Uint8Array) {
      typed("application/octet-stream");
      return void this.end(body);
    }
    if (typeof body === "string") return void this.end(body);
    this.setHeader("Content-Type", "application/json; charset=utf-8");
    this.end(JSON.stringify(body));
  }

  json(body: unknown): void {
    this.setHeader("Content-Type", "application/json; charset=utf-8");
    this.send(JSON.stringify(body));
  }

  redirect(...given: [url: string] | [status: number, url: string]): this {
    const [status, url] = given.length === 1 ? [307, given[0]] : given;
    if (typeof status !== "number" || typeof url !== "string")
      throw new Error(
        "Invalid redirect arguments. Please use a single argument URL, e.g. res.redirect('/destination') or use a status code and URL, e.g. res.redirect(307, '/destination').",
      );
    const location = url.toWellFormed().replace(/[^\x21-\x7e]+/g, (text) => encodeURIComponent(text));
    this.writeHead(status, { Location: location });
    this.end();
    return this;
  }

  setDraftMode({ enable }: { enable: boolean } = { enable: true }): this {
    return this.#replaceCookies(draftCookies(enable));
  }

  setPreviewData(data: unknown, options?: { maxAge?: number; path?: string }): this {
    return this.#replaceCookies(previewCookies(data, options));
  }

  clearPreviewData(options?: { path?: string }): this {
    return this.#replaceCookies(clearedCookies(options));
  }

  /** `res.revalidate()`: the next request for this path renders it anew. */
  revalidate(path: string): Promise<void> {
    if (typeof path !== "string" || !path.startsWith("/"))
      return Promise.reject(
        new Error(
          `Invalid urlPath provided to revalidate(), must be a path e.g. /blog/post-1, received ${path}`,
        ),
      );
    return revalidate({ paths: [this.#base === "" ? path : this.#base + (path === "/" ? "" : path)] });
  }

  /** As in Node's own response, what comes after the end is dropped, and harms nothing of what came before. */
  override write(chunk: unknown, ...rest: unknown[]): boolean {
    return this.writableEnded ? false : super.write(chunk, ...(rest as []));
  }

  override end(...given: unknown[]): this {
    return this.writableEnded ? this : super.end(...(given as []));
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (this.#out) return this.#pass(chunk, done);
    this.#held.push(chunk);
    // Most end right after their first bytes: their answer has a length then, and a tag.
    setImmediate(() => {
      if (!this.writableEnded) this.#stream();
      done();
    });
  }

  override _final(done: (error?: Error | null) => void): void {
    if (this.#out) this.#out.end();
    else this.#begin(this.#held.length > 0 ? Buffer.concat(this.#held) : null);
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    if (!this.#out?.writableEnded) this.#out?.destroy(error ?? undefined);
    done(error);
  }

  /** Waits for the reader (back-pressure). */
  #pass(chunk: Buffer, done: () => void): void {
    if (this.#out!.write(chunk)) done();
    else this.#out!.once("drain", done);
  }

  /** From now on bytes leave as they are written. */
  #stream(): void {
    if (this.#answered) return;
    const out = (this.#out = new PassThrough());
    out.on("error", () => {});
    out.once("close", () => this.writableFinished || this.destroy());
    for (const chunk of this.#held) out.write(chunk);
    this.#held = [];
    this.#begin(createReadableStreamFromReadable(out));
  }

  #begin(body: Body | null): void {
    this.#answered = true;
    this.headersSent = true;
    const headers = new Headers();
    for (const { name, value } of this.#fields.values())
      for (const one of [value].flat()) headers.append(name, String(one));
    const { statusCode: status } = this;
    const reply = { status, headers: new HeaderMap(headers), body: EMPTY.has(status) ? null : body };
    this.#answer(new ReadyResponse(reply));
  }

  #refuseSent(what: string): void {
    if (!this.headersSent) return;
    throw Object.assign(new Error(`Cannot ${what} headers after they are sent to the client`), {
      code: "ERR_HTTP_HEADERS_SENT",
    });
  }

  #replaceCookies(cookies: readonly string[]): this {
    const names = cookies.map((cookie) => cookie.slice(0, cookie.indexOf("=") + 1));
    const before = [this.getHeader("set-cookie") ?? []].flat().map(String);
    const kept = before.filter((cookie) => !names.some((name) => cookie.startsWith(name)));
    return this.setHeader("Set-Cookie", [...kept, ...cookies]);
  }
}

type Given = Record<string, Value | undefined> | readonly Value[];

/** Names and values in turn, or in pairs. */
function pairsOf(list: readonly Value[]): [string, Value][] {
  if (Array.isArray(list[0])) return list as unknown as [string, Value][];
  return list.flatMap((name, index): [string, Value][] =>
    index % 2 === 0 ? [[String(name), list[index + 1]!]] : [],
  );
}
