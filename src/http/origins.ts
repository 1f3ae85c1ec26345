// Several origins of one app, such as one for each tenant: a request's host chooses among those that were named.

import { checkOrigin } from "./origin.ts";

/**
 * Origins beside the default one: texts such as `https://example.org`, `https://*.example.com` for every name below, or a
 * function that gives the origin of a host (in lower case, with its port where one was sent); undefined is the default.
 */
export type Origins = readonly string[] | ((host: string) => string | undefined);

/**
 * Makes the function that gives the origin of a host.
 *
 * @param otherwise the default origin, for hosts that are not listed
 * @param where the option's place, for errors
 * @throws TypeError for a malformed origin; the returned function throws for a malformed one that `origins` returns
 */
export function createOriginFinder(
  origins: Origins,
  otherwise: string,
  where: string,
): (host: string) => string {
  const find = typeof origins === "function" ? asked(origins, where) : listed(origins, where);
  return (host) => find(host.toLowerCase()) ?? otherwise;
}

type Find = (host: string) => string | undefined;

function asked(origins: Find, where: string): Find {
  const ask = (host: string) => {
    const origin = origins(host);
    return origin === undefined ? undefined : checkOrigin(origin, `${where}("${host}")`);
  };
  return (host) => {
    const origin = ask(host);
    if (origin === undefined) return undefined;
    // The app behind the port is asked again, by the host of that origin.
    const own = new URL(origin).host;
    if (own === host || ask(own) === origin) return origin;
    throw new TypeError(
      `${where}: the function gives ${origin} for ${host}, and must give it for ${own} as well.`,
    );
  };
}

function listed(origins: readonly string[], where: string): Find {
  if (!Array.isArray(origins) || !origins.every((one) => typeof one === "string"))
    throw new TypeError(`${where}: give origins such as "https://*.example.com", or a function of the host.`);
  const matchers = origins.map((origin) => matcherOf(origin, where));
  return (host) => {
    for (const matches of matchers) {
      const found = matches(host);
      if (found !== undefined) return found;
    }
    return undefined;
  };
}

const WILDCARD = "://*.";

/** A host without a port matches any port: a proxy may have removed it. */
function matcherOf(text: string, where: string): Find {
  const isBelow = text.includes(WILDCARD);
  const { protocol, hostname, port } = new URL(checkOrigin(text.replace(WILDCARD, "://any."), where));
  if (hostname.includes("*"))
    throw new TypeError(
      `${where}: \`*.\` can only begin a name, as in https://*.example.com, not in ${text}.`,
    );
  const end = isBelow ? hostname.slice("any".length) : hostname;
  const usual = protocol === "https:" ? "443" : "80";
  return (host) => {
    const [, name = "", own = ""] = /^(.*?)\.?(?::(\d+))?$/.exec(host)!;
    if (own !== "" && own !== (port || usual)) return undefined;
    const isIt = isBelow ? name.endsWith(end) && name.length > end.length : name === end;
    return isIt ? `${protocol}//${name}${port && `:${port}`}` : undefined;
  };
}
