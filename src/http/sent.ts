// Fast lookup of request fields: reads Node's own list while nothing can have changed the request's `Headers`. srvx's
// `Headers` takes as long for a field that is missing as Node takes to write one.

import type { IncomingHttpHeaders, IncomingMessage } from "node:http";

/** A request of the port: with the fields as Node read them, until its `Headers` may have been changed. */
export type Sent = Request & { sent?: IncomingHttpHeaders };

/** True if the request has the field. */
export function hasField(request: Sent, name: string): boolean {
  const { sent } = request;
  return sent ? name in sent : request.headers.has(name);
}

/**
 * The value of a precondition or range field (RFC 9110 §13.1, §14.2), or null. Only fields that the client sent
 * count, not ones that code has added to the request since.
 */
export function askedField(request: Served, name: string): string | null {
  const sent = request.runtime?.node?.req?.headers;
  return sent && !(name in sent) ? null : request.headers.get(name);
}

/**
 * False if a request certainly has no precondition and no range. Scans the raw names, which costs less than
 * having Node build its `headers` object.
 */
export function mayAskForLess(request: Served): boolean {
  const sent = request.runtime?.node?.req?.rawHeaders;
  if (!sent) return true;
  for (let i = 0; i < sent.length; i += 2) {
    const name = sent[i]!;
    switch (name.charCodeAt(0) | 0x20) {
      case 0x69: // i: If-…
        if (name[2] === "-") return true;
        break;
      case 0x72: // r: Range
        if (name.length === 5) return true;
    }
  }
  return false;
}

/**
 * True if a request certainly has no precondition, no range, no cache directive and no credentials, so that a stored
 * answer can be sent unchanged. One scan of the names costs less than looking each of these up.
 */
export function takesAsItIs({ sent, runtime }: Sent & Served): boolean {
  const fields = sent && runtime?.node?.req?.rawHeaders;
  if (!fields) return false;
  for (let i = 0; i < fields.length; i += 2) {
    const name = fields[i]!;
    switch (name.charCodeAt(0) | 0x20) {
      case 0x69: // i: If-…
        if (name[2] === "-") return false;
        break;
      case 0x72: // r: Range
      case 0x70: // p: Pragma
        if (name.length === 5 || name.length === 6) return false;
        break;
      case 0x61: // a: Authorization
      case 0x63: // c: Cache-Control
        if (name.length === 13) return false;
    }
  }
  return true;
}

type Served = Request & { runtime?: { node?: { req?: Pick<IncomingMessage, "headers" | "rawHeaders"> } } };

/** Reads a request's fields one by one. */
export function fieldsOf(request: Sent): Pick<Headers, "get"> {
  return request.sent ? new Fields(request) : request.headers;
}

/** Fields of list type whose repeated lines Node joins as `Headers` does. */
type List = "accept" | "accept-encoding" | "accept-language";

const isList = (name: string): name is List =>
  name === "accept" || name === "accept-encoding" || name === "accept-language";

class Fields {
  readonly #request: Sent;

  constructor(request: Sent) {
    this.#request = request;
  }

  get(name: string): string | null {
    const { sent } = this.#request;
    return sent && isList(name) ? (sent[name] ?? null) : this.#request.headers.get(name);
  }
}
