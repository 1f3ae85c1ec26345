// A request as the parser gives it, with a count of its body and the fields that the port decides.

import { IncomingMessage } from "node:http";
import { ignore } from "../process/contain.ts";
import { isInternal } from "../http/internal-fields.ts";

/** Fields that only a trusted proxy may set. */
const FORWARDED = /^(?:x-forwarded-.+|forwarded|x-real-ip)$/;

/** A request that knows how much of its body has come. */
export class CountedMessage extends IncomingMessage {
  bodyBytes = 0;
  /** Whether `Content-Length` or `Transfer-Encoding` announces a body. */
  announcesBody = false;
  /** Bytes of a discarded body that are read; a longer one ends the connection. */
  mayDiscard = Infinity;
  /** Told of errors in callbacks of the parser, where they would reach the process. Must not throw. */
  report: (error: unknown) => void = ignore;
  #wanted = Infinity;
  #onBody: (() => void) | undefined = undefined;
  #discarded = false;

  /** True once the rest of the body is discarded: a reader must then fail, not see a regular end. */
  get discarded(): boolean {
    return this.#discarded;
  }

  /** Calls back once all of the body is here, or this many bytes of it. */
  awaitBody(bytes: number, onBody: () => void): void {
    this.#wanted = bytes;
    this.#onBody = onBody;
  }

  /** Discards the rest of the body, so that the connection can be reused or closed in order. */
  discard(): void {
    if (this.#discarded) return;
    this.#discarded = true;
    // Most requests have no listener, and `removeAllListeners` schedules a tick even where there is none.
    if (this.listenerCount("data") > 0) this.removeAllListeners("data");
    if (this.listenerCount("readable") > 0) this.removeAllListeners("readable");
    this.resume();
  }

  /** Called by the parser. */
  override push(chunk: Buffer | null): boolean {
    try {
      if (chunk) this.bodyBytes += chunk.length;
      if (chunk && this.#discarded) {
        if (this.bodyBytes > this.mayDiscard) this.destroy();
        return true;
      }
      const wantsMore = super.push(chunk);
      // A full buffer: nothing more comes before the body is read.
      if (this.#onBody && (!wantsMore || this.bodyBytes >= this.#wanted)) {
        const onBody = this.#onBody;
        this.#onBody = undefined;
        onBody();
      }
      return wantsMore;
    } catch (error) {
      this.report(error);
      this.destroy();
      return false;
    }
  }

  /** Overrides Node's own: it discards an unread body after the answer, but without counting its bytes. */
  _dump(): void {
    try {
      this.discard();
    } catch (error) {
      this.report(error);
      this.destroy();
    }
  }
}

/** Findings in a request's fields that call for a closer look. */
export interface Suspicion {
  /** `Host` fields, of which there may be one. */
  hosts: number;
  /** True where the client may have sent a field that the port sets. */
  claims: boolean;
  /** True where a field announces a body: `Content-Length`, `Transfer-Encoding`. */
  body: boolean;
}

/** Looks at each field's name once: nearly all requests need no more. */
export function suspect({ rawHeaders }: IncomingMessage): Suspicion {
  let hosts = 0;
  let claims = false;
  let body = false;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!;
    switch (name.charCodeAt(0) | 0x20) {
      case 0x68: // h
        if (name.length === 4 && name.toLowerCase() === "host") hosts++;
        break;
      case 0x63: // c
        body ||= name.length === 14;
        break;
      case 0x74: // t
        body ||= name.length === 17;
        break;
      case 0x66: // f
      case 0x6f: // o
      case 0x78: // x
        claims = true;
    }
  }
  return { hosts, claims, body };
}

/** Sets a field in place of what the client may have sent. */
export function setField(request: IncomingMessage, name: string, value: string): void {
  const { headers, rawHeaders } = request;
  const at = name in headers ? indexOf(rawHeaders, name) : -1;
  headers[name] = value;
  if (at >= 0) rawHeaders[at + 1] = value;
  else rawHeaders.push(name, value);
}

/** The port's description of a request, for the layers behind it. */
export interface Told {
  ip: string | undefined;
  scheme: string;
  host: string;
  /** With its colon, of the URL that is asked for. */
  protocol: string;
  id: string;
}

/** Says who asks, and for what. @param claims the client may have said so itself */
export function setForwarded(
  request: IncomingMessage,
  { ip, scheme, host, protocol, id }: Told,
  claims: boolean,
): void {
  const { headers, rawHeaders } = request;
  if (claims) dropFields(request, (name) => TOLD.has(name));
  if (ip !== undefined) {
    headers["x-forwarded-for"] = ip;
    rawHeaders.push("x-forwarded-for", ip);
  }
  headers["x-forwarded-proto"] = scheme;
  headers["x-forwarded-host"] = host;
  const port = /:(\d+)$/.exec(host)?.[1] ?? (protocol === "https:" ? "443" : "80");
  headers["x-forwarded-port"] = port;
  headers["x-request-id"] = id;
  rawHeaders.push("x-forwarded-proto", scheme, "x-forwarded-host", host, "x-forwarded-port", port);
  rawHeaders.push("x-request-id", id);
}

const TOLD: ReadonlySet<string> = new Set([
  "x-forwarded-for",
  "x-forwarded-proto",
  "x-forwarded-host",
  "x-forwarded-port",
  "x-request-id",
]);

/**
 * Forgets what claims to come from inside, and, unless a proxy is trusted, what claims to come from one.
 * @returns whether something claimed to come through a proxy
 */
export function dropClaims(request: IncomingMessage, proxied: boolean): boolean {
  const names = Object.keys(request.headers);
  const isClaim = (name: string) => isInternal(name) || (!proxied && FORWARDED.test(name));
  const forwarded = names.some((name) => FORWARDED.test(name));
  if (names.some(isClaim)) dropFields(request, isClaim);
  return forwarded;
}

function dropFields(request: IncomingMessage, matches: (name: string) => boolean): void {
  const raw = request.rawHeaders;
  for (let i = raw.length - 2; i >= 0; i -= 2) if (matches(raw[i]!.toLowerCase())) raw.splice(i, 2);
  for (const name of Object.keys(request.headers)) if (matches(name)) delete request.headers[name];
}

function indexOf(raw: readonly string[], name: string): number {
  for (let i = 0; i < raw.length; i += 2)
    if (raw[i]!.length === name.length && raw[i]!.toLowerCase() === name) return i;
  return -1;
}

/** Whether some of a body is still to come. */
export function hasMoreBody({ complete, announcesBody, headers }: CountedMessage): boolean {
  return (
    announcesBody &&
    !complete &&
    (headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0)
  );
}

/** The request id that a trusted proxy has given. */
export function idOf({ headers }: IncomingMessage): string | undefined {
  return /^[\w.-]{8,64}$/.exec(String(headers["x-request-id"] ?? ""))?.[0];
}
