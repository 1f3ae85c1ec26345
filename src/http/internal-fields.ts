// Fields by which a framework speaks to itself. From a client they mean nothing, so none of them comes in.

/**
 * `x-middleware-next`, `-rewrite`, `-override-headers`, `-request-*`, `-set-cookie`, `-subrequest` … of Next.js, and
 * what an app tells the cache before it.
 */
const PREFIX = /^(?:x-middleware-|offprint-)/;

/** Of an answer that tells what went wrong: it is for who sits at the machine, and for nobody else. */
export const EXPLAINED = "x-offprint-explained";

/** @param name in lower case */
export const isInternal = (name: string): boolean => PREFIX.test(name);

/** A server's request may have the fields as Node read them. */
type Served = Request & { runtime?: { node?: { req?: { rawHeaders: readonly string[] } } } };

/** Takes them out of a request. Offprint's own port has done so already; where an app is mounted, nobody has. */
export function dropInternal(request: Served): void {
  const sent = request.runtime?.node?.req?.rawHeaders;
  if (sent && !hasInternal(sent)) return;
  const { headers } = request;
  for (const name of [...headers.keys()].filter(isInternal)) headers.delete(name);
}

/** Names and values in turn. Of most fields the first letter tells enough. */
function hasInternal(fields: readonly string[]): boolean {
  for (let i = 0; i < fields.length; i += 2) {
    const first = fields[i]!.charCodeAt(0) | 0x20;
    if ((first === 0x78 || first === 0x6f) && isInternal(fields[i]!.toLowerCase())) return true;
  }
  return false;
}
