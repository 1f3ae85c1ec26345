// next/headers: the cookies, headers and draft mode of the request that is being answered.

import { readonlyHeaders } from "../../http/tracked-headers.ts";
import { readsOf, untracked } from "../../http/tracked-request.ts";
import type { RouteEvent } from "../../routing/route.ts";
import { ambient, ambientIfAny, remembered, type Ambient } from "../ambient.ts";
import {
  parseCookieHeader,
  stringifyCookie,
  toCookie,
  type RequestCookie,
  type ResponseCookie,
} from "./cookies.ts";
import { markPersonal, phaseOf, requestHeaders } from "./phase.ts";
import { DRAFT, draftAttributes, draftToken, isDraftToken } from "./preview.ts";

const JAR = Symbol.for("offprint.next.cookies");

/** A value that may be awaited or used at once: older code does the latter. */
export function awaitable<T extends object>(value: T): Promise<T> & T {
  const promise = Promise.resolve(value);
  return new Proxy(promise, {
    get(_, name) {
      const owner: object = name in promise ? promise : value;
      const found: unknown = Reflect.get(owner, name, owner);
      return typeof found === "function" ? found.bind(owner) : found;
    },
    has: (_, name) => name in promise || name in value,
  }) as Promise<T> & T;
}

/** The cookies of a request, with those that its handler has set since. */
export class CookieJar {
  readonly #cookies: Map<string, string>;
  /** Cookies to set, by name, path and domain. */
  readonly staged = new Map<string, ResponseCookie>();
  /** True once the answer has its headers. */
  closed = false;

  constructor(header: string | null) {
    this.#cookies = parseCookieHeader(header);
  }

  get size(): number {
    return this.#cookies.size;
  }

  get(named: string | { name: string }): RequestCookie | undefined {
    const name = typeof named === "string" ? named : named.name;
    const value = this.#cookies.get(name);
    return value === undefined ? undefined : { name, value };
  }

  getAll(named?: string | { name: string }): RequestCookie[] {
    const name = typeof named === "object" ? named.name : named;
    return [...this.#cookies]
      .filter(([own]) => name === undefined || own === name)
      .map(([own, value]) => ({ name: own, value }));
  }

  has(name: string): boolean {
    return this.#cookies.has(name);
  }

  set(
    ...args: [name: string, value: string, options?: Partial<ResponseCookie>] | [cookie: ResponseCookie]
  ): this {
    const cookie = toCookie(args);
    this.#cookies.set(cookie.name, cookie.value);
    return this.#stage(cookie);
  }

  /** A cookie that was set before: it is read here, and is not to be set again. */
  see(name: string, value: string): void {
    this.#cookies.set(name, value);
  }

  delete(named: string | (Partial<ResponseCookie> & { name: string })): this {
    const cookie = typeof named === "string" ? { name: named } : named;
    this.#cookies.delete(cookie.name);
    return this.#stage(toCookie([{ ...cookie, value: "", expires: new Date(0), maxAge: undefined }]));
  }

  *[Symbol.iterator](): IterableIterator<[string, RequestCookie]> {
    for (const cookie of this.getAll()) yield [cookie.name, cookie];
  }

  toString(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("; ");
  }

  #stage(cookie: ResponseCookie): this {
    if (this.closed)
      throw new Error(
        "Cookies can only be modified in a Server Action or Route Handler. Read more: https://nextjs.org/docs/app/api-reference/functions/cookies#options",
      );
    // Whatever cannot be written must fail here, in front of its author, not when the answer goes out.
    stringifyCookie(cookie);
    const key = `${cookie.name};${cookie.path};${cookie.domain ?? ""}`;
    this.staged.delete(key);
    this.staged.set(key, cookie);
    return this;
  }
}

function jarOf(current: Ambient): CookieJar {
  return remembered(current, JAR, () => {
    const jar = new CookieJar(requestHeaders(current).get("cookie"));
    if (phaseOf(current).dynamic !== "force-static")
      for (const { name, value } of setBefore.get(current.event) ?? []) jar.see(name, value);
    return jar;
  });
}

/** Cookies that a proxy has set on the answer to a request: its handler sees them as if they had come with it. */
const setBefore = new WeakMap<RouteEvent, readonly ResponseCookie[]>();

/** Shows the handler of a request the cookies that its proxy has set. */
export function showCookies(event: RouteEvent, cookies: readonly ResponseCookie[]): void {
  if (cookies.length > 0) setBefore.set(event, cookies);
}

/** The cookies that a request's handler has set or deleted. What it sets from now on would not be sent, and throws. */
export function stagedCookies(current: Ambient): ResponseCookie[] {
  const jar = current.state.get(JAR) as CookieJar | undefined;
  if (!jar) return [];
  jar.closed = true;
  return [...jar.staged.values()];
}

/** Says that a request's answer has left: setting a cookie would come to nothing, and throws. */
export function closeCookies(current: Ambient): void {
  jarOf(current).closed = true;
}

/** The cookies of the present request: to read, to set, to delete. */
export function cookies(): Promise<CookieJar> & CookieJar {
  const current = ambient("cookies()");
  markPersonal(current, "cookies()");
  return awaitable(jarOf(current));
}

class ReadonlyHeadersError extends Error {
  constructor() {
    super(
      "Headers cannot be modified. Read more: https://nextjs.org/docs/app/api-reference/functions/headers",
    );
  }
}

/** The headers of the present request, read-only. */
export function headers(): Promise<Headers> & Headers {
  const current = ambient("headers()");
  markPersonal(current, "headers()");
  return awaitable(readonlyHeaders(requestHeaders(current), () => new ReadonlyHeadersError()));
}

/** Whether drafts are shown to this visitor; a signed-in editor's route turns it on. */
export interface DraftMode {
  readonly isEnabled: boolean;
  enable(): void;
  disable(): void;
}

/** Draft mode of the present request. */
export function draftMode(): Promise<DraftMode> & DraftMode {
  const current = ambient("draftMode()");
  const jar = jarOf(current);
  const attributes = { ...draftAttributes(), name: DRAFT };
  const mode: DraftMode = {
    get isEnabled() {
      markPersonal(current, "draftMode()");
      return isDraftToken(jar.get(DRAFT)?.value);
    },
    enable() {
      markPersonal(current, "draftMode().enable()");
      jar.set({ ...attributes, value: draftToken() });
    },
    disable() {
      markPersonal(current, "draftMode().disable()");
      jar.delete(attributes);
    },
  };
  return awaitable(mode);
}

/** Whether the present visitor sees drafts: data that is kept for others is not for them, nor their answer for others. */
export function isDrafting(): boolean {
  const current = ambientIfAny();
  if (!current || phaseOf(current).dynamic === "force-static") return false;
  const header = untracked(current.event.request).headers.get("cookie");
  if (!header?.includes(DRAFT) || !isDraftToken(parseCookieHeader(header).get(DRAFT))) return false;
  readsOf(current.event.request)?.forThisOneAlone();
  return true;
}
