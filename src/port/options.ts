// Options of a port, and the server that it is.

import type { Origins } from "../http/origins.ts";
import type { Logger } from "../log.ts";
import type { PortLimits } from "./limits.ts";
import type { PortMetrics } from "./port-metrics.ts";
import type { TrustProxy } from "./proxy.ts";

export interface ServeOptions extends Partial<PortLimits> {
  /** TCP port; 0 takes a free one. Default 3000. */
  port?: number;
  /** Address to listen on. Default: all. */
  hostname?: string;
  /**
   * The one origin that requests are for, such as `https://example.com`: `request.url` and `Host`
   * say so whatever the client has sent, so that nothing it invents can get into an answer that
   * others are served. Default: what the client asked for.
   */
  origin?: string;
  /**
   * Origins that a request's host may choose in place of `origin`, which is needed then. A host that none of them
   * names is served as `origin`. Default: none.
   */
  origins?: Origins;
  /** Names that are served, such as `example.com` or `*.example.com`; 421 for others. Default: all. */
  allowedHosts?: readonly string[];
  /** Proxies whose `X-Forwarded-*` fields are believed; all others' are dropped. Default: none. */
  trustProxy?: TrustProxy;
  /** Milliseconds that a stop waits for what is in flight. Default 30,000. */
  grace?: number;
  /** Whether requests can be answered, for `/readyz`. Default: always, until the stop. */
  ready?: () => boolean;
  /** Answer `/healthz`, `/readyz` and `/metrics`. Default true. */
  health?: boolean;
  /** Numbers for `/metrics`. Default: none. */
  metrics?: PortMetrics;
  /**
   * Requests with it as `Authorization: Bearer …` may read `/metrics`, through proxies too, and no others. Default: none,
   * and `/metrics` is there for this machine and private networks, but not through a proxy.
   */
  metricsToken?: string;
  /** Gets a line for each answer, and faults. Default: none. */
  log?: Logger;
}

/** A listening server. */
export interface Server {
  /** The address that it listens on, such as `http://localhost:3000`. */
  url: string;
  port: number;
  /**
   * Stops accepting, lets what is in flight finish for up to `grace` milliseconds, then resolves.
   * @param grace default: the option of that name
   */
  close(grace?: number): Promise<void>;
}
