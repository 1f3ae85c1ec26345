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
 * A field by which a client asks for less than the whole (RFC 9110 §13.1, §14.2), or null. What other code
 * may have added to a server's request since it came is not looked for: these are the client's to send.
 */
export function askedField(request: Served, name: string): string | null {
  const sent = request.runtime?.node?.req?.headers;
  return sent && !(name in sent) ? null : request.headers.get(name);
}

/**
 * False where it is sure that a client asks for the whole: it has sent no condition and no range. Looks at
 * the names as they came, which costs less than to have Node sort them.
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
 * True where it is sure that a client takes the answer as it is: it has sent no condition, no range, no directive for
 * caches and no credentials. One look along the names costs less than to look each of these up.
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

/** Lists, of which Node joins what is sent more than once, as `Headers` does. */
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
