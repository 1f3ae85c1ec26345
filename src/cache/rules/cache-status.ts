// Cache-Status (RFC 9211): how this cache handled a request.

import { TARGETED } from "../../http/cache-control.ts";

/** Why a request was sent on (RFC 9211 §2.2). */
export type Forward = "bypass" | "method" | "uri-miss" | "vary-miss" | "request" | "stale" | "partial";

export interface Told {
  /** Answered from the store, without asking. */
  hit?: boolean;
  fwd?: Forward;
  /** The status that the origin answered with, where it is not the one sent. */
  fwdStatus?: number;
  /** Seconds of freshness left; negative when stale. */
  ttl?: number;
  /** The answer is being kept. */
  stored?: boolean;
  /** Collapsed into another client's request. */
  collapsed?: boolean;
  detail?: string;
}

/** @param earlier the field of a cache nearer to the origin, which stays in front */
export function cacheStatus(name: string, told: Told, earlier?: string | null): string {
  let text = earlier ? `${earlier}, ${name}` : name;
  if (told.hit) text += "; hit";
  if (told.fwd) text += `; fwd=${told.fwd}`;
  if (told.fwdStatus !== undefined) text += `; fwd-status=${told.fwdStatus}`;
  if (told.ttl !== undefined) text += `; ttl=${Math.trunc(told.ttl)}`;
  if (told.stored) text += "; stored";
  if (told.collapsed) text += "; collapsed";
  if (told.detail) text += `; detail=${told.detail}`;
  return text;
}

/** Adds what this cache did to an answer that it only passes on. */
export function marked(response: Response, name: string, told: Told): Response {
  const value = cacheStatus(name, told, response.headers.get("cache-status"));
  try {
    response.headers.set("cache-status", value);
    response.headers.delete(TARGETED);
    return response;
  } catch {
    // Answers of the platform's own fetch cannot be changed.
    const headers = new Headers(response.headers);
    headers.set("cache-status", value);
    headers.delete(TARGETED);
    return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
  }
}
