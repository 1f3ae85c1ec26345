// The cookie collections of next/server and next/headers: what was sent, and what is to be set.

import { Reads } from "../../http/reads.ts";

/** One cookie as Next.js describes it. `maxAge` is in seconds. */
export interface ResponseCookie {
  name: string;
  value: string;
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

export interface RequestCookie {
  name: string;
  value: string;
}

type Named = string | { name: string };
type SetArguments =
  | [name: string, value: string, options?: Partial<ResponseCookie>]
  | [cookie: ResponseCookie];

/** The cookies of a `Cookie` header; what cannot be decoded is kept as it was sent. */
export function parseCookieHeader(header: string | null): Map<string, string> {
  const cookies = new Map<string, string>();
  for (const pair of header?.split(/; */) ?? []) {
    if (pair === "") continue;
    const equals = pair.indexOf("=");
    const [name, value] = equals < 0 ? [pair, "true"] : [pair.slice(0, equals), pair.slice(equals + 1)];
    cookies.set(name.trim(), decode(value));
  }
  return cookies;
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

const nameOf = (named: Named) => (typeof named === "string" ? named : named.name);

/** The cookies that came with a request. Changing them changes its `Cookie` header. */
export class RequestCookies {
  readonly #cookies: Map<string, string>;
  readonly #headers: Headers;

  constructor(headers: Headers) {
    this.#headers = headers;
    this.#cookies = parseCookieHeader(headers.get("cookie"));
  }

  get size(): number {
    Reads.guard?.("a cookie");
    return this.#cookies.size;
  }

  get(named: Named): RequestCookie | undefined {
    Reads.guard?.("a cookie");
    const name = nameOf(named);
    const value = this.#cookies.get(name);
    return value === undefined ? undefined : { name, value };
  }

  getAll(named?: Named): RequestCookie[] {
    Reads.guard?.("a cookie");
    const all = [...this.#cookies].map(([name, value]) => ({ name, value }));
    return named === undefined ? all : all.filter(({ name }) => name === nameOf(named));
  }

  has(name: string): boolean {
    Reads.guard?.("a cookie");
    return this.#cookies.has(name);
  }

  set(...args: [name: string, value: string] | [cookie: RequestCookie]): this {
    const { name, value } = args.length === 1 ? args[0] : { name: args[0], value: args[1] };
    this.#cookies.set(name, value);
    return this.#write();
  }

  delete(names: string | string[]): boolean | boolean[] {
    const deleted = Array.isArray(names)
      ? names.map((name) => this.#cookies.delete(name))
      : this.#cookies.delete(names);
    this.#write();
    return deleted;
  }

  clear(): this {
    this.#cookies.clear();
    return this.#write();
  }

  *[Symbol.iterator](): IterableIterator<[string, RequestCookie]> {
    for (const cookie of this.getAll()) yield [cookie.name, cookie];
  }

  toString(): string {
    Reads.guard?.("a cookie");
    return [...this.#cookies].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("; ");
  }

  #write(): this {
    if (this.#cookies.size === 0) this.#headers.delete("cookie");
    else this.#headers.set("cookie", this.toString());
    return this;
  }
}

/** The cookies that an answer sets. What others put into `Set-Cookie` stays byte for byte. */
export class ResponseCookies {
  readonly #headers: Headers;

  constructor(headers: Headers) {
    this.#headers = headers;
  }

  get(named: Named): ResponseCookie | undefined {
    return this.getAll().findLast(({ name }) => name === nameOf(named));
  }

  getAll(named?: Named): ResponseCookie[] {
    const all = this.#headers.getSetCookie().map(parseSetCookie);
    return named === undefined ? all : all.filter(({ name }) => name === nameOf(named));
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  set(...args: SetArguments): this {
    const cookie = toCookie(args);
    const kept = this.#headers.getSetCookie().filter((raw) => parseSetCookie(raw).name !== cookie.name);
    this.#headers.delete("set-cookie");
    for (const raw of [...kept, stringifyCookie(cookie)]) this.#headers.append("set-cookie", raw);
    return this;
  }

  delete(named: string | (Partial<ResponseCookie> & { name: string })): this {
    const options = typeof named === "string" ? { name: named } : named;
    return this.set({ ...options, value: "", expires: new Date(0), maxAge: undefined });
  }

  toString(): string {
    return this.#headers.getSetCookie().join("; ");
  }
}

/** Fills in what Next.js fills in: the path, and `Expires` beside `Max-Age`. */
export function toCookie(args: SetArguments): ResponseCookie {
  const cookie = args.length === 1 ? { ...args[0] } : { ...args[2], name: args[0], value: args[1] };
  if (typeof cookie.expires === "number") cookie.expires = new Date(cookie.expires);
  if (cookie.maxAge) cookie.expires = new Date(Date.now() + cookie.maxAge * 1000);
  return { ...cookie, value: cookie.value ?? "", path: cookie.path ?? "/" };
}

/** @throws TypeError for a name or attribute that would break out of the header. */
export function stringifyCookie(cookie: ResponseCookie): string {
  const { name, value, path, expires, maxAge, domain, sameSite, priority } = cookie;
  const expiry = typeof expires === "number" ? new Date(expires) : expires;
  const parts = [
    `${name}=${encodeURIComponent(value)}`,
    path && `Path=${path}`,
    expiry && `Expires=${expiry.toUTCString()}`,
    maxAge !== undefined && `Max-Age=${maxAge}`,
    domain && `Domain=${domain}`,
    cookie.secure && "Secure",
    cookie.httpOnly && "HttpOnly",
    sameSite && `SameSite=${sameSite === true ? "strict" : sameSite}`,
    cookie.partitioned && "Partitioned",
    priority && `Priority=${priority}`,
  ].filter((part) => typeof part === "string" && part !== "");
  // RFC 6265bis §4.1.1: only attributes of the author's own, never those inside a value.
  const broken = [path, domain, sameSite, priority].find(
    (part) => typeof part === "string" && /[;\x00-\x1f\x7f]/.test(part),
  );
  if (broken !== undefined || !/^[!-:<>-~]+$/.test(name))
    throw new TypeError(`A cookie cannot be made of ${JSON.stringify(broken ?? name)}.`);
  return parts.join("; ");
}

function parseSetCookie(raw: string): ResponseCookie {
  const [pair = "", ...attributes] = raw.split(/; */);
  const equals = pair.indexOf("=");
  const cookie: ResponseCookie = { name: pair.slice(0, equals), value: decode(pair.slice(equals + 1)) };
  for (const attribute of attributes) {
    const [key = "", value = ""] = attribute.split(/=(.*)/s);
    switch (key.toLowerCase()) {
      case "path":
        cookie.path = value;
        break;
      case "domain":
        cookie.domain = value;
        break;
      case "expires":
        cookie.expires = new Date(value);
        break;
      case "max-age":
        cookie.maxAge = Number(value);
        break;
      case "secure":
        cookie.secure = true;
        break;
      case "httponly":
        cookie.httpOnly = true;
        break;
      case "samesite":
        cookie.sameSite = value.toLowerCase() as "lax";
        break;
      case "partitioned":
        cookie.partitioned = true;
        break;
      case "priority":
        cookie.priority = value.toLowerCase() as "low";
        break;
      default:
    }
  }
  return cookie;
}
