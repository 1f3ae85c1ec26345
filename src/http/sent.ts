// Fields of a request, asked of Node's own list where that is known to be the whole truth: a server's
// `Headers` takes as long to say that a field is not there as Node takes to write one.

import type { IncomingHttpHeaders } from "node:http";

/** What the port's requests have: their fields as Node read them, for as long as nobody can have changed them. */
export type Sent = Request & { sent?: IncomingHttpHeaders };

/** Whether a field is there. */
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

type Served = Request & { runtime?: { node?: { req?: { headers: IncomingHttpHeaders } } } };

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
