// Cookie and memory sessions as React Router and Remix have them.

import { randomUUID } from "node:crypto";
import { LRUCache } from "lru-cache";
import { bytesOf } from "../bytes-of.ts";
import type { CookieAttributes } from "./set-cookie.ts";
import { createCookie, isCookie, warnOnce, type Cookie, type CookieInit } from "./signed-cookie.ts";

export interface Session {
  readonly id: string;
  readonly data: Record<string, unknown>;
  has(name: string): boolean;
  get(name: string): unknown;
  set(name: string, value: unknown): void;
  /** Kept until it is read once. */
  flash(name: string, value: unknown): void;
  unset(name: string): void;
}

export interface SessionStorage {
  getSession(header?: string | null, options?: Pick<CookieAttributes, "decode">): Promise<Session>;
  commitSession(session: Session, options?: CookieAttributes): Promise<string>;
  destroySession(session: Session, options?: CookieAttributes): Promise<string>;
}

/** A store of sessions; each function may be asynchronous. */
export interface SessionIdStorageStrategy {
  cookie?: Cookie | (CookieInit & { name?: string });
  createData(data: Record<string, unknown>, expires?: Date): Promise<string>;
  readData(id: string): Promise<Record<string, unknown> | null>;
  updateData(id: string, data: Record<string, unknown>, expires?: Date): Promise<void>;
  deleteData(id: string): Promise<void>;
}

const flashed = (name: string) => `__flash_${name}__`;

export function createSession(initial: Record<string, unknown> = {}, id = ""): Session {
  const values = new Map(Object.entries(initial));
  return {
    get id() {
      return id;
    },
    get data() {
      return Object.fromEntries(values);
    },
    has: (name) => values.has(name) || values.has(flashed(name)),
    get(name) {
      if (values.has(name)) return values.get(name);
      const value = values.get(flashed(name));
      values.delete(flashed(name));
      return value;
    },
    set: (name, value) => void values.set(name, value),
    flash: (name, value) => void values.set(flashed(name), value),
    unset: (name) => void values.delete(name),
  };
}

/** True for anything of the shape of a {@link Session}. */
export function isSession(value: unknown): value is Session {
  const session = value as Session | null | undefined;
  return (
    typeof session === "object" &&
    session !== null &&
    typeof session.id === "string" &&
    session.data !== undefined &&
    (["has", "get", "set", "flash", "unset"] as const).every((name) => typeof session[name] === "function")
  );
}

/** Sessions in a store of the author's, with their id in a cookie. */
export function createSessionStorage(strategy: SessionIdStorageStrategy): SessionStorage {
  const cookie = toCookie(strategy.cookie);
  return {
    async getSession(header, options) {
      const id = header ? await cookie.parse(header, options) : null;
      if (typeof id !== "string" || id === "") return createSession();
      return createSession((await strategy.readData(id)) ?? {}, id);
    },
    async commitSession(session, options) {
      const expires =
        options?.maxAge === undefined
          ? (options?.expires ?? cookie.expires)
          : new Date(Date.now() + options.maxAge * 1000);
      let { id } = session;
      if (id) await strategy.updateData(id, session.data, expires);
      else id = await strategy.createData(session.data, expires);
      return cookie.serialize(id, options);
    },
    async destroySession(session, options) {
      await strategy.deleteData(session.id);
      return expired(cookie, options);
    },
  };
}

/**
 * Sessions that live in the cookie itself.
 *
 * @example
 * const { getSession, commitSession } = createCookieSessionStorage({
 *   cookie: { name: "__session", secrets: ["new", "old"], secure: true },
 * });
 */
export function createCookieSessionStorage(
  options: { cookie?: Cookie | (CookieInit & { name?: string }) } = {},
): SessionStorage {
  const cookie = toCookie(options.cookie);
  return {
    async getSession(header, parseOptions) {
      const data = header ? await cookie.parse(header, parseOptions) : null;
      return createSession(
        typeof data === "object" && data !== null ? (data as Record<string, unknown>) : {},
      );
    },
    async commitSession(session, serializeOptions) {
      const text = await cookie.serialize(session.data, serializeOptions);
      if (text.length > 4096)
        throw new Error(`Cookie length will exceed browser maximum. Length: ${text.length}`);
      return text;
    },
    async destroySession(_session, serializeOptions) {
      return expired(cookie, serializeOptions);
    },
  };
}

/** Sessions that are kept in memory; the least recently used go, since any visitor begins one. */
const SESSIONS = 10_000;
/** Bytes of their data together. */
const SESSIONS_BYTES = 64 * 1024 * 1024;

/** Sessions in this process's memory, for development. */
export function createMemorySessionStorage(
  options: { cookie?: Cookie | (CookieInit & { name?: string }) } = {},
): SessionStorage {
  warnOnce(
    "createMemorySessionStorage keeps sessions in the memory of one process, and `offprint start` has several: a " +
      "visitor is not known to the others. Use cookies, files or a store, or `pool: { size: 1 }`.",
  );
  const kept = new LRUCache<string, { data: Record<string, unknown>; expires?: Date }>({
    max: SESSIONS,
    maxSize: SESSIONS_BYTES,
    sizeCalculation: (kept, id) => bytesOf(kept) + 2 * id.length,
  });
  return createSessionStorage({
    cookie: options.cookie,
    async createData(data, expires) {
      const id = randomUUID();
      kept.set(id, { data, expires });
      return id;
    },
    async readData(id) {
      const found = kept.get(id);
      if (!found) return null;
      if (!found.expires || found.expires > new Date()) return found.data;
      kept.delete(id);
      return null;
    },
    async updateData(id, data, expires) {
      kept.set(id, { data, expires });
    },
    async deleteData(id) {
      kept.delete(id);
    },
  });
}

function toCookie(given: Cookie | (CookieInit & { name?: string }) | undefined): Cookie {
  const { name = "__session", ...init } = given ?? {};
  const cookie = isCookie(given) ? given : createCookie(name, init);
  if (!cookie.isSigned)
    warnOnce(
      `The "${cookie.name}" cookie is not signed: any visitor can write a session of their own into it. Give it \`secrets\`.`,
    );
  return cookie;
}

function expired(cookie: Cookie, options: CookieAttributes | undefined): Promise<string> {
  return cookie.serialize("", { ...options, maxAge: undefined, expires: new Date(0) });
}
