// createCookie as React Router and Remix have it: the same bytes, so visitors stay logged in.

import { createHmac, timingSafeEqual } from "node:crypto";
import { parse } from "cookie-es";
import { SecretError } from "../process/secret.ts";
import { type CookieAttributes, serializeCookie } from "./set-cookie.ts";
import { trimEndOf } from "../trim.ts";

export interface CookieInit extends CookieAttributes {
  /** The first signs; all of them verify, so that a secret can be replaced without logging anyone out. */
  secrets?: string[];
}

export interface Cookie {
  readonly name: string;
  readonly isSigned: boolean;
  readonly expires?: Date;
  parse(header: string | null, options?: Pick<CookieAttributes, "decode">): Promise<unknown>;
  serialize(value: unknown, options?: CookieAttributes): Promise<string>;
}

/**
 * A cookie that holds JSON: base64, then `.` and an HMAC-SHA256 of it if there are secrets.
 *
 * @throws SecretError for a secret that is empty, as of an environment variable that is not set.
 * @example
 * const theme = createCookie("theme", { maxAge: 604_800 });
 * await theme.serialize("dark");
 */
export function createCookie(name: string, init: CookieInit = {}): Cookie {
  const { secrets = [], ...own } = { path: "/", sameSite: "lax" as const, ...init };
  if (secrets.some((secret: unknown) => typeof secret !== "string" || secret === ""))
    throw new SecretError(
      `The cookie ${JSON.stringify(name)} has an empty secret, by which anybody could sign it. Is the environment variable that holds it set?`,
    );
  if (own.expires)
    warnOnce(
      `The "${name}" cookie has \`expires\`, which stays as it is while the server runs. Use \`maxAge\`, or give \`expires\` to \`serialize\` or \`commitSession\`.`,
    );
  return {
    get name() {
      return name;
    },
    get isSigned() {
      return secrets.length > 0;
    },
    get expires() {
      return own.maxAge === undefined ? own.expires : new Date(Date.now() + own.maxAge * 1000);
    },
    async parse(header, options) {
      if (!header) return null;
      const { decode } = { ...own, ...options };
      const found = parse(header, decode ? { decode } : undefined);
      if (!Object.hasOwn(found, name)) return null;
      const value = found[name];
      return value ? decodeValue(value, secrets) : "";
    },
    async serialize(value, options) {
      return serializeCookie(name, value === "" ? "" : encodeValue(value, secrets), { ...own, ...options });
    },
  };
}

const warned = new Set<string>();

/** Says something on standard error, once while the process runs. */
export function warnOnce(message: string): void {
  if (warned.has(message)) return;
  warned.add(message);
  console.warn(message);
}

/** True for anything of the shape of a {@link Cookie}. */
export function isCookie(value: unknown): value is Cookie {
  const cookie = value as Cookie | null | undefined;
  return (
    typeof cookie === "object" &&
    cookie !== null &&
    typeof cookie.name === "string" &&
    typeof cookie.isSigned === "boolean" &&
    typeof cookie.parse === "function" &&
    typeof cookie.serialize === "function"
  );
}

function encodeValue(value: unknown, secrets: readonly string[]): string {
  const text = Buffer.from(String(JSON.stringify(value)), "utf8").toString("base64");
  return secrets[0] === undefined ? text : `${text}.${signatureOf(text, secrets[0])}`;
}

/** The value that was serialized; `null` if no secret verifies its signature, `{}` if it is not JSON. */
function decodeValue(value: string, secrets: readonly string[]): unknown {
  if (secrets.length === 0) return decodeText(value);
  const dot = value.lastIndexOf(".");
  if (dot < 0) return null;
  const text = value.slice(0, dot);
  const signature = Buffer.from(trimEndOf(value.slice(dot + 1), "="));
  const valid = secrets.some((secret) => {
    const expected = Buffer.from(signatureOf(text, secret));
    return expected.length === signature.length && timingSafeEqual(expected, signature);
  });
  return valid ? decodeText(text) : null;
}

function decodeText(text: string): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(text, "base64")));
  } catch {
    return {};
  }
}

function signatureOf(text: string, secret: string): string {
  return trimEndOf(createHmac("sha256", secret).update(text).digest("base64"), "=");
}
