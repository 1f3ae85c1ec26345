// The client's address and the host it asked for: forwarded fields count only when a trusted proxy has written them.

import type Ipaddr from "ipaddr.js";
import { LRUCache } from "lru-cache";
import type { IncomingMessage } from "node:http";
import { require } from "../require.ts";

const ipaddr = require("ipaddr.js") as typeof Ipaddr;

/**
 * Proxies whose `X-Forwarded-*` fields are believed: `true` for every peer (only if nothing but the proxy can
 * connect), or addresses and ranges such as `10.0.0.0/8`, `loopback`, `private`. Default: none.
 */
export type TrustProxy = boolean | readonly string[];

/** The client as it is known. */
export interface Client {
  ip: string | undefined;
  scheme: "http" | "https";
  /** The name it asked for, or undefined (HTTP/1.0 without one). Not checked yet. */
  host: string | undefined;
  /** True when a trusted proxy stands between. */
  proxied: boolean;
}

/** Characters of an IPv6 address with an IPv4 one in it (RFC 4291 §2.2) and a zone. */
const LONGEST_ADDRESS = 64;

type Range = [Ipaddr.IPv4 | Ipaddr.IPv6, number];

const NAMED: Record<string, readonly string[]> = {
  loopback: ["127.0.0.0/8", "::1/128"],
  private: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fe80::/10", "169.254.0.0/16"],
};

/**
 * Makes the function that finds the client's address and the host it asked for.
 * @throws TypeError naming a malformed range.
 */
export function createClientReader(trust: TrustProxy): (request: IncomingMessage) => Client {
  const ranges = trust === true || trust === false ? [] : trust.flatMap(toRanges);
  const known = new LRUCache<string, boolean>({ max: 1_000 });
  const trusted = (address: string): boolean => {
    if (typeof trust === "boolean") return trust;
    let is = known.get(address);
    if (is !== undefined) return is;
    is = isIn(address, ranges);
    // Text that is not an address may be as long as a field.
    if (address.length <= LONGEST_ADDRESS) known.set(address, is);
    return is;
  };
  return (request) => {
    const peer = request.socket.remoteAddress;
    const { host } = request.headers;
    if (trust === false || peer === undefined || !trusted(peer))
      return { ip: peer && plain(peer), scheme: "http", host, proxied: false };
    const chain = list(request.headers["x-forwarded-for"]);
    // The last address that no trusted proxy stands for; all before it is what that client claims.
    let hops = 1;
    while (hops < chain.length && trusted(chain.at(-hops)!)) hops++;
    const schemes = list(request.headers["x-forwarded-proto"]);
    return {
      ip: plain(chain.at(-hops) ?? peer),
      host: hostOf(request, host),
      // Proxies either add to this list or write it anew.
      scheme: (schemes.at(-hops) ?? schemes[0]) === "https" ? "https" : "http",
      proxied: true,
    };
  };
}

/** The name that a trusted proxy was asked for; its port may come in a field of its own. */
function hostOf({ headers }: IncomingMessage, sent: string | undefined): string | undefined {
  const host = list(headers["x-forwarded-host"]).at(-1) ?? sent;
  const port = list(headers["x-forwarded-port"]).at(-1);
  if (!host || !port || !/^\d{1,5}$/.test(port) || /:\d+$/.test(host)) return host;
  // The usual ports need not be said, and one of them beside the other's scheme is the port behind the proxy.
  return port === "443" || port === "80" ? host : `${host}:${port}`;
}

/** True for an address of this machine or of a private network. */
export function isLocal(address: string | undefined): boolean {
  return address !== undefined && isIn(address, LOCAL);
}

function list(value: string | string[] | undefined): string[] {
  return value === undefined
    ? []
    : String(value)
        .split(",")
        .map((part) => part.trim())
        .filter((part) => part !== "");
}

/** The IPv4 address of an IPv4-mapped one (`::ffff:192.0.2.1`), which dual-stack sockets report. */
function plain(address: string): string {
  return address.startsWith("::ffff:") && address.includes(".") ? address.slice(7) : address;
}

function toRanges(text: string): Range[] {
  if (NAMED[text]) return NAMED[text].map((range) => ipaddr.parseCIDR(range) as Range);
  try {
    if (text.includes("/")) return [ipaddr.parseCIDR(text) as Range];
    const address = ipaddr.parse(text);
    return [[address, address.kind() === "ipv4" ? 32 : 128]];
  } catch {
    throw new TypeError(
      `serve: trustProxy takes addresses, ranges like 10.0.0.0/8, "loopback" or "private", not ${JSON.stringify(text)}.`,
    );
  }
}

const LOCAL = ["loopback", "private"].flatMap(toRanges);

function isIn(text: string, ranges: readonly Range[]): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.process(text);
  return ranges.some(([range, bits]) => range.kind() === address.kind() && address.match(range, bits));
}

/**
 * Fields that proxies, load balancers and content delivery networks add. The client may have forged them, too:
 * if one is there, the client's address is unknown.
 */
const ADDED =
  /^(?:forwarded|via|cdn-loop|client-ip|true-client-ip|x-(?:forwarded|original|real|client|cluster|envoy|amz|amzn|arr|azure|appengine|cloud|vercel|nf|scheme)(?:-.*)?|(?:cf|fastly|fly|akamai)-.*)$/;

/** Whether one of these field names, in lower case, tells of a proxy between. */
export const hasPassedProxy = (names: Iterable<string>): boolean =>
  [...names].some((name) => ADDED.test(name));
