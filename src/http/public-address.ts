// Which addresses are of the public Internet: IANA's global unicast, less what its registries set apart.

import type Ipaddr from "ipaddr.js";
import { require } from "../require.ts";

const ipaddr = require("ipaddr.js") as typeof Ipaddr;

type Range = readonly [Ipaddr.IPv4 | Ipaddr.IPv6, number];

const toRanges = (texts: readonly string[]): readonly Range[] => texts.map((text) => ipaddr.parseCIDR(text));

/** Unicast (IPv4: RFC 1112 §4; IPv6: RFC 4291 §2.4, of which IANA has given out 2000::/3). */
const UNICAST = toRanges(["0.0.0.0/1", "128.0.0.0/2", "192.0.0.0/3", "2000::/3"]);

/** The IANA IPv4 and IPv6 Special-Purpose Address Registries, as far as they lie in {@link UNICAST}. */
const SPECIAL = toRanges([
  "0.0.0.0/8", // this network
  "10.0.0.0/8", // private use
  "100.64.0.0/10", // shared by carriers (CGNAT)
  "127.0.0.0/8", // loopback
  "169.254.0.0/16", // link-local
  "172.16.0.0/12", // private use
  "192.0.0.0/24", // IETF protocols
  "192.0.2.0/24", // documentation
  "192.31.196.0/24", // AS112
  "192.52.193.0/24", // AMT
  "192.88.99.0/24", // 6to4 relays, deprecated
  "192.168.0.0/16", // private use
  "192.175.48.0/24", // AS112
  "198.18.0.0/15", // benchmarks
  "198.51.100.0/24", // documentation
  "203.0.113.0/24", // documentation
  "2001::/23", // IETF protocols: Teredo, ORCHID, benchmarks, AMT, AS112
  "2001:db8::/32", // documentation
  "2002::/16", // 6to4: an embedded IPv4 address
  "2620:4f:8000::/48", // AS112
  "3fff::/20", // documentation
]);

/**
 * Metadata services of clouds, which give machines their credentials. Only the first is global unicast; the others are
 * named so that no change to the ranges above lets them in.
 */
const METADATA = toRanges([
  "168.63.129.16/32", // Azure
  "169.254.169.254/32", // AWS, Google, Azure, DigitalOcean and others
  "169.254.170.2/32", // AWS ECS
  "169.254.170.23/32", // AWS EKS
  "169.254.42.42/32", // Scaleway
  "100.100.100.200/32", // Alibaba
  "192.0.0.192/32", // Oracle
  "fd00:ec2::254/128", // AWS
  "fd00:ec2::23/128", // AWS EKS
  "fd20:ce::254/128", // Google
  "fd00:42::42/128", // Scaleway
  "fe80::a9fe:a9fe/128", // OpenStack
]);

/**
 * True for a globally reachable unicast address. IPv4 inside IPv6 (mapped, NAT64, 6to4, Teredo)
 * never is: what it leads to depends on the network.
 *
 * @param text IPv4 or IPv6, as a resolver or the URL parser gives it
 */
export function isPublic(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.parse(text);
  const isIn = (ranges: readonly Range[]) =>
    ranges.some(([range, bits]) => range.kind() === address.kind() && address.match(range, bits));
  return isIn(UNICAST) && !isIn(SPECIAL) && !isIn(METADATA);
}
