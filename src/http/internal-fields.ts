// Internal header fields of frameworks, between their own parts. A client could forge them, so they are dropped on input.

/**
 * `x-middleware-next`, `-rewrite`, `-override-headers`, `-request-*`, `-set-cookie`, `-subrequest` … of Next.js, and
 * what an app tells the cache before it.
 */
const PREFIX = /^(?:x-middleware-|offprint-)/;

/** Marks an answer that shows an error's details: it is sent to the developer's own machine only. */
export const EXPLAINED = "x-offprint-explained";

/** @param name in lower case */
export const isInternal = (name: string): boolean => PREFIX.test(name);

/** A server's request may have the fields as Node read them. */
type Served = Request & { runtime?: { node?: { req?: { rawHeaders: readonly string[] } } } };

/** Removes them from a request. The port has already done so; a framework that an app is mounted in has not. */
export function dropInternal(request: Served): void {
  const sent = request.runtime?.node?.req?.rawHeaders;
  if (sent && !hasInternal(sent)) return;
  const { headers } = request;
  for (const name of [...headers.keys()].filter(isInternal)) headers.delete(name);
}

/** `fields` are names and values in turn. The first letter rules out most of them. */
function hasInternal(fields: readonly string[]): boolean {
  for (let i = 0; i < fields.length; i += 2) {
    const first = fields[i]!.charCodeAt(0) | 0x20;
    if ((first === 0x78 || first === 0x6f) && isInternal(fields[i]!.toLowerCase())) return true;
  }
  return false;
}
