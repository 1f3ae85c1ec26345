// The request's cookies, and those to set on the answer: RFC 6265bis.

import { parse, serialize } from "cookie-es";
import type { Reads } from "./reads.ts";

/** The request's cookies, and those to set on the answer. */
export interface Cookies {
  get(name: string): string | undefined;
  getAll(): Record<string, string>;
  set(name: string, value: string, options?: CookieOptions): void;
  delete(name: string, options?: Pick<CookieOptions, "path" | "domain">): void;
}

/** Attributes of `Set-Cookie` (RFC 6265bis §4.1.2). `maxAge` is in seconds. */
export interface CookieOptions {
  domain?: string;
  path?: string;
  expires?: Date;
  maxAge?: number;
  httpOnly?: boolean;
  secure?: boolean;
  sameSite?: "lax" | "strict" | "none" | boolean;
  partitioned?: boolean;
  priority?: "low" | "medium" | "high";
}

/** Cookies of one request. That they were looked at is noted, since then the answer depends on them. */
export class RequestCookies implements Cookies {
  readonly #staged = new Map<string, string>();
  readonly #request: Request;
  readonly #reads: Reads;
  #parsed: Record<string, string | undefined> | undefined;

  constructor(request: Request, reads: Reads) {
    this.#request = request;
    this.#reads = reads;
  }

  get(name: string): string | undefined {
    return Object.hasOwn(this.#all(), name) ? this.#all()[name] : undefined;
  }

  getAll(): Record<string, string> {
    return { ...this.#all() } as Record<string, string>;
  }

  set(name: string, value: string, options: CookieOptions = {}): void {
    const { sameSite = "lax", path = "/", httpOnly = true, ...rest } = options;
    const key = `${name};${path};${options.domain ?? ""}`;
    this.#staged.delete(key);
    this.#staged.set(key, serialize(name, value, { sameSite, path, httpOnly, ...rest }));
  }

  delete(name: string, options: Pick<CookieOptions, "path" | "domain"> = {}): void {
    this.set(name, "", { ...options, maxAge: 0, expires: new Date(0) });
  }

  /** The `Set-Cookie` values, one a name, path and domain, in the order in which they were set. Each is given once. */
  take(): string[] {
    const values = [...this.#staged.values()];
    this.#staged.clear();
    return values;
  }

  #all(): Record<string, string | undefined> {
    this.#reads.field("cookie");
    if (this.#parsed) return this.#parsed;
    const header = this.#request.headers.get("cookie");
    return (this.#parsed = header === null ? {} : parse(header));
  }
}
