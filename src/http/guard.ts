// SSRF protection: fetches URLs that users supply, from public addresses only, within limits of size and time.

import { lookup as resolveName } from "node:dns";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { HttpError } from "../error.ts";
import { isPublic } from "./public-address.ts";

export interface GuardOptions {
  /** Longest body in bytes. Default 10 MiB. */
  maxBytes?: number;
  /** Milliseconds for everything, redirects included. Default 5000. */
  timeout?: number;
  /** Redirects followed. Default 3. */
  maxRedirects?: number;
  /** Hosts that may be asked, such as `cdn.example.com` or `*.example.com`. Default: every public one. */
  hosts?: readonly string[];
  /** Lets private, loopback and link-local addresses be asked. For tests and closed networks. Default false. */
  allowPrivate?: boolean;
  /** Accepted media types, sent as `Accept`. Default: any. */
  accept?: string;
  signal?: AbortSignal;
}

export interface Fetched {
  bytes: Uint8Array;
  /** Media type as the server said, or `""`. */
  type: string;
}

/** Names that never leave the machine or its network (RFC 6761, RFC 6762, RFC 9476 and common use). */
const LOCAL_NAME = /(?:^|\.)(?:localhost|local|internal|home\.arpa)$/i;

const DEFAULTS = { maxBytes: 10 * 1024 * 1024, timeout: 5000, maxRedirects: 3 };

/**
 * Gets a URL's bytes. The address that was checked is the one that is connected to, so a name cannot
 * point elsewhere between the check and the connection.
 *
 * @throws HttpError 400 for a URL that may not be asked, 502 for one that does not answer as it should.
 * @example
 * const { bytes } = await guardedFetch("https://example.com/avatar.png", { maxBytes: 1_000_000 });
 */
export async function guardedFetch(address: string, options: GuardOptions = {}): Promise<Fetched> {
  const settings = { ...DEFAULTS, ...options };
  const timeout = AbortSignal.timeout(settings.timeout);
  const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
  try {
    let url = checkUrl(address, settings);
    for (let hop = 0; ; hop++) {
      const response = await get(url, settings, signal);
      const status = response.statusCode ?? 0;
      const location = response.headers.location;
      if (status >= 300 && status < 400 && location !== undefined) {
        response.destroy();
        if (hop >= settings.maxRedirects)
          throw bad(`${url.host} redirects more than ${settings.maxRedirects} times`);
        url = checkUrl(location, settings, url);
        continue;
      }
      if (status !== 200) {
        response.destroy();
        throw bad(`${url.host} answered ${status}`);
      }
      return {
        bytes: await readAll(response, settings.maxBytes, url),
        type: response.headers["content-type"] ?? "",
      };
    }
  } catch (error) {
    if (error instanceof HttpError) throw error;
    options.signal?.throwIfAborted();
    if (timeout.aborted) throw bad(`it took more than ${settings.timeout} ms`);
    throw bad("it cannot be reached", error);
  }
}

function checkUrl(address: string, options: GuardOptions, base?: URL): URL {
  if (!URL.canParse(address, base)) throw refuse("the URL is malformed");
  const url = new URL(address, base);
  if (url.protocol !== "https:" && url.protocol !== "http:") throw refuse("only http and https are fetched");
  if (url.username || url.password) throw refuse("the URL has a password in it");
  const host = url.hostname.replace(/\.$/, "");
  if (options.hosts && !options.hosts.some((pattern) => matches(pattern, host)))
    throw refuse(`${host} is not among the hosts that may be asked`);
  if (!options.allowPrivate && LOCAL_NAME.test(host)) throw refuse(`${host} is not a public host`);
  // The URL parser has made numbers, hexadecimals and short forms into plain addresses.
  const literal = host.replace(/^\[|\]$/g, "");
  if (!options.allowPrivate && isIP(literal) !== 0 && !isPublic(literal))
    throw refuse(`${host} is not a public address`);
  return url;
}

/** Whether a host may be on the internet, by its name or its address alone. */
export function isPublicName(hostname: string): boolean {
  const literal = hostname.replace(/^\[|\]$/g, "");
  return !LOCAL_NAME.test(hostname) && (isIP(literal) === 0 || isPublic(literal));
}

/** Whether a host is one of those that may be asked. */
export function matches(pattern: string, host: string): boolean {
  const name = host.toLowerCase();
  const wanted = pattern.toLowerCase();
  return wanted.startsWith("*.") ? name.endsWith(wanted.slice(1)) : name === wanted;
}

function get(url: URL, options: GuardOptions, signal: AbortSignal): Promise<IncomingMessage> {
  const lookup: LookupFunction = (hostname, { all }, callback) => {
    resolveName(hostname, { all: true, verbatim: true }, (error, addresses) => {
      if (error) return callback(error, "", 0);
      const allowed = options.allowPrivate ? addresses : addresses.filter(({ address }) => isPublic(address));
      const first = allowed[0];
      if (!first || allowed.length < addresses.length)
        return callback(
          refuse(`${hostname} is not a public host`) as unknown as NodeJS.ErrnoException,
          "",
          0,
        );
      if (all) callback(null, allowed);
      else callback(null, first.address, first.family);
    });
  };
  const request = url.protocol === "https:" ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    request(url, {
      lookup,
      signal,
      agent: false,
      headers: { accept: options.accept ?? "*/*", "accept-encoding": "identity", "user-agent": "Offprint" },
    })
      .on("response", resolve)
      .on("error", reject)
      .end();
  });
}

async function readAll(response: IncomingMessage, maxBytes: number, url: URL): Promise<Uint8Array> {
  const tooLong = () => bad(`${url.host} sent more than ${maxBytes} bytes`);
  if (Number(response.headers["content-length"] ?? 0) > maxBytes) {
    response.destroy();
    throw tooLong();
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response) {
    size += chunk.length;
    // Leaving the loop destroys the response.
    if (size > maxBytes) throw tooLong();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const refuse = (what: string) => new HttpError(400, { reason: `That cannot be fetched: ${what}.` });
const bad = (what: string, cause?: unknown) =>
  new HttpError(502, { reason: `A file from elsewhere could not be fetched: ${what}.`, cause });
