// @tanstack/react-start/server: the request that is being answered, and headers for its answer.

import type { CookieAttributes } from "../set-cookie.ts";
import { ambient, remembered, type Ambient } from "../ambient.ts";
import { serializeCookie } from "../set-cookie.ts";
import { fromResponse, toResponse } from "../../http/reply.ts";
import { copyOfUrl } from "../../http/tracked-url.ts";

/** Status and headers set by `setResponseStatus()`, `setCookie()` …, applied to the response at the end. */
interface Staged {
  status: number | undefined;
  headers: Headers;
}

const STAGED = Symbol.for("offprint.tanstack.answer");

function staged(current: Ambient): Staged {
  return remembered(current, STAGED, () => ({ status: undefined, headers: new Headers() }));
}

/** Puts what was staged on an answer, in place of what that says itself; cookies are added. */
export function applyStaged(current: Ambient, response: Response): Response {
  const asked = current.state.get(STAGED) as Staged | undefined;
  if (!asked) return response;
  current.state.delete(STAGED);
  const cookies = response.headers.getSetCookie();
  const reply = fromResponse(response);
  for (const [name, value] of asked.headers)
    if (name !== "set-cookie") reply.headers.set(name, value);
    else if (!cookies.includes(value)) reply.headers.append(name, value);
  return toResponse({ ...reply, status: asked.status ?? reply.status });
}

/** The status that was staged, for values that have none of their own. */
export function stagedStatus(current: Ambient): number | undefined {
  return (current.state.get(STAGED) as Staged | undefined)?.status;
}

function getRequest(): Request {
  return ambient("getRequest()").request;
}

function getCookies(): Record<string, string> {
  return ambient("getCookies()").event.cookies.getAll();
}

function setCookie(name: string, value: string, options: CookieAttributes = {}): void {
  staged(ambient("setCookie()")).headers.append(
    "set-cookie",
    serializeCookie(name, value, { path: "/", ...options }),
  );
}

function getRequestUrl(): URL {
  return copyOfUrl(ambient("getRequestUrl()").event.url);
}

type Fields = Headers | Record<string, string | undefined>;

function setResponseHeaders(fields: Fields): void {
  const { headers } = staged(ambient("setResponseHeaders()"));
  for (const [name, value] of fields instanceof Headers ? fields : Object.entries(fields))
    if (value !== undefined) headers.set(name, value);
}

/** Exports of `@tanstack/react-start/server`. */
export const tanstackServer = {
  getRequest,
  getWebRequest: getRequest,
  getRequestHeaders: () => ambient("getRequestHeaders()").request.headers,
  getRequestHeader: (name: string) => ambient("getRequestHeader()").request.headers.get(name) ?? undefined,
  getRequestHost: () => getRequestUrl().host,
  getRequestProtocol: () => getRequestUrl().protocol.slice(0, -1),
  getRequestIP: () => (ambient("getRequestIP()").event.request as Request & { ip?: string }).ip,
  getRequestUrl,
  getCookies,
  getCookie: (name: string): string | undefined => ambient("getCookie()").event.cookies.get(name),
  setCookie,
  deleteCookie: (name: string, options: CookieAttributes = {}): void =>
    setCookie(name, "", { ...options, maxAge: 0 }),
  setResponseStatus(status: number): void {
    staged(ambient("setResponseStatus()")).status = status;
  },
  getResponseStatus: (): number => staged(ambient("getResponseStatus()")).status ?? 200,
  setResponseHeader(name: string, value: string | string[]): void {
    const { headers } = staged(ambient("setResponseHeader()"));
    headers.delete(name);
    for (const one of [value].flat()) headers.append(name, one);
  },
  setResponseHeaders,
  appendResponseHeader(name: string, value: string): void {
    staged(ambient("appendResponseHeader()")).headers.append(name, value);
  },
  getResponseHeader: (name: string) => staged(ambient("getResponseHeader()")).headers.get(name) ?? undefined,
  getResponseHeaders: () => staged(ambient("getResponseHeaders()")).headers,
  removeResponseHeader(name: string): void {
    staged(ambient("removeResponseHeader()")).headers.delete(name);
  },
  clearResponseHeaders(names?: string[]): void {
    const { headers } = staged(ambient("clearResponseHeaders()"));
    for (const name of names ?? [...headers.keys()]) headers.delete(name);
  },
};
