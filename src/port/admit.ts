// Admission of a request: one host that is ours, a target of a sane form and size, limits of number and length.

import type { IncomingMessage } from "node:http";
import type { HttpError } from "../error.ts";
import { canonicalPath, refusePath } from "../http/canonical-path.ts";
import { isPlainPath } from "../http/plain-path.ts";
import { refusal, type PortLimits } from "./limits.ts";
import type { Client } from "./proxy.ts";

/** A request's target, taken apart. */
export interface Target {
  /** Authority of an absolute target (RFC 9112 §3.2.2): it overrides `Host`. */
  host?: string;
  /** In canonical form. */
  path: string;
  /** The path is canonical as sent, and needs no further check. */
  plain: boolean;
  /** With its `?`, or `""`. */
  search: string;
}

export interface AdmitOptions {
  limits: PortLimits;
  allowedHosts: readonly string[] | undefined;
}

const HOST = /^(?:\[[\da-f:.]+\]|[\w-]+(?:\.[\w-]+)*\.?)(?::\d{1,5})?$/i;

/** Most ask for the host that the one before asked for. */
let known = "";

/**
 * Whether a text is a host, with or without a port (RFC 9112 §3.2), that a URL can have: not port 99999 or `1.2.3.4.5`.
 * Of Punycode that decodes to nothing Node 20 has no URL, and Node 24 has one.
 */
export function isHost(text: string): boolean {
  if (text === known) return true;
  if (!HOST.test(text) || !URL.canParse(`http://${text}`)) return false;
  known = text;
  return true;
}

/** Splits a request target and makes its path canonical; an HttpError for a form that an origin server does not serve. */
export function parseTarget(request: IncomingMessage): Target | HttpError {
  let url = request.url!;
  let host: string | undefined;
  if (url === "*" && request.method === "OPTIONS") return { path: "/*", plain: true, search: "" };
  if (!url.startsWith("/")) {
    const absolute = /^https?:\/\/([^/?#]+)(.*)$/is.exec(url);
    if (!absolute) return refusal(400, "The request's target has a form that is not answered here.");
    host = absolute[1];
    url = absolute[2]!.startsWith("/") ? absolute[2]! : `/${absolute[2]}`;
  }
  const fragment = url.indexOf("#");
  if (fragment >= 0) url = url.slice(0, fragment);
  const query = url.indexOf("?");
  const sent = query < 0 ? url : url.slice(0, query);
  const search = query < 0 ? "" : url.slice(query);
  const plain = isPlainPath(sent);
  const path = plain ? sent : canonicalPath(sent);
  // Seen by those who look at Node's own message, too.
  if (path !== sent) request.url = path + search;
  return { host, path, plain, search };
}

/**
 * Why a request is refused, or undefined.
 * @param hosts `Host` fields that it has
 */
export function refuse(
  request: IncomingMessage,
  hosts: number,
  { host, path, plain, search }: Target,
  client: Client,
  { limits, allowedHosts }: AdmitOptions,
): HttpError | undefined {
  // RFC 9112 §3.2: more than one, or one that is no host, is a 400.
  if (hosts > 1) return refusal(400, "There is more than one Host.");
  const asked = host ?? client.host;
  if (asked !== undefined && asked !== "" && !isHost(asked)) return refusal(400, "The Host is not valid.");
  if (allowedHosts && !isAllowed(asked ?? "", allowedHosts))
    return refusal(421, `This host is not served here: \`allowedHosts\` has the names that are.`);
  const unreadable = plain ? undefined : refusePath(path);
  if (unreadable) return unreadable;
  if (path.length > limits.maxPathLength || search.length > limits.maxQueryLength + 1)
    return refusal(414, "The URL is too long.");
  if (request.rawHeaders.length > limits.maxHeaders * 2)
    return refusal(431, "There are too many header fields.");
  if (Number(request.headers["content-length"] ?? 0) > limits.maxBodyBytes)
    return refusal(413, `The body is larger than ${limits.maxBodyBytes} bytes.`);
  return undefined;
}

/** Compares without port and case; `*.example.com` stands for every name below. */
function isAllowed(asked: string, allowed: readonly string[]): boolean {
  const name = asked.toLowerCase().replace(/:\d+$/, "").replace(/\.$/, "");
  return allowed.some((host) => {
    const own = host.toLowerCase();
    return own.startsWith("*.") ? name.endsWith(own.slice(1)) && name.length > own.length - 1 : name === own;
  });
}
