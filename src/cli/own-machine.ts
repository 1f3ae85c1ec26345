// A development server is for whoever sits at this machine: what it listens on, which names it goes by, and who may see
// what went wrong.

import { hasPassedProxy } from "../port/proxy.ts";
import { networkInterfaces } from "node:os";
import { isIP } from "node:net";

/** The loopback addresses, of both families. */
export const LOOPBACK = ["127.0.0.1", "::1"] as const;

/**
 * Names that a development server is asked by. A name of somebody else's that leads here (DNS rebinding) lets their
 * page read what is answered, as if it were theirs; an address, `localhost` and what is below it are nobody's to give.
 *
 * @param host the address or name to listen on, where one was given
 * @param allowed names from the configuration
 */
export function ownHosts(host: string | undefined, allowed: readonly string[] = []): string[] {
  const addresses = Object.values(networkInterfaces()).flatMap((each = []) =>
    each.map(({ address }) => address),
  );
  const own = [...LOOPBACK, ...addresses, ...(host === undefined ? [] : [host])];
  return ["localhost", "*.localhost", ...own.map(asHost), ...allowed];
}

/** As it stands in `Host`: IPv6 in brackets, without the zone. */
function asHost(address: string): string {
  return isIP(address) === 6 ? `[${address.replace(/%.*/, "")}]` : address;
}

/** The client as the port knows it. */
interface Asking {
  ip?: string;
  /** The request says that it has come through a proxy. */
  forwarded?: boolean;
}

/** Whether a request comes from this machine, and not through a tunnel that ends on it. */
export function isFromHere(request: Request): boolean {
  const { ip, forwarded } = request as Request & Asking;
  if (forwarded || ip === undefined || !(ip === "::1" || ip.startsWith("127."))) return false;
  // The port has dropped X-Forwarded-* that came, and set its own.
  const names = [...request.headers.keys()].filter((name) => !name.startsWith("x-forwarded-"));
  return !hasPassedProxy(names);
}
