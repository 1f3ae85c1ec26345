// The port's limits: each with a name, a unit and a default. docs/limits.md lists them with their tests.

import { HttpError } from "../error.ts";

/** Limits of size and time for a client. Times are in milliseconds. */
export interface PortLimits {
  /** From a connection's first byte, or its opening, to the end of the head. Default 10,000. */
  headersTimeout: number;
  /** From a request's first byte to the end of its body. Default 60,000. */
  bodyTimeout: number;
  /** Without a byte while some of an answer waits to be read: a reader that does not read is cut off. Default 60,000. */
  idleTimeout: number;
  /** From the head of a request to the end of its answer. Default 1,800,000. */
  totalTimeout: number;
  /** For which a connection without a request is kept. Default 65,000, longer than usual proxies keep theirs. */
  keepAliveTimeout: number;
  /** Bytes of a body; 413 beyond. Default 10 MiB. */
  maxBodyBytes: number;
  /** Bytes of a head; 431 beyond. Default 16 KiB. */
  maxHeaderBytes: number;
  /** Fields of a head; 431 beyond. Default 100. */
  maxHeaders: number;
  /** Characters of a path; 414 beyond. Default 2,048. */
  maxPathLength: number;
  /** Characters of a query; 414 beyond. Default 4,096. */
  maxQueryLength: number;
  /** Connections at once; more are closed as they come. Default 10,000. */
  maxConnections: number;
}

export const PORT_LIMITS: PortLimits = {
  headersTimeout: 10_000,
  bodyTimeout: 60_000,
  idleTimeout: 60_000,
  totalTimeout: 1_800_000,
  keepAliveTimeout: 65_000,
  maxBodyBytes: 10 * 1024 * 1024,
  maxHeaderBytes: 16 * 1024,
  maxHeaders: 100,
  maxPathLength: 2_048,
  maxQueryLength: 4_096,
  maxConnections: 10_000,
};

/**
 * The defaults with what was given in their place.
 * @throws TypeError naming an option that is not a positive number.
 */
export function withPortLimits(given: Partial<PortLimits>): PortLimits {
  const limits = { ...PORT_LIMITS };
  for (const name of Object.keys(limits) as (keyof PortLimits)[]) {
    const value = given[name];
    if (value === undefined) continue;
    if (!(typeof value === "number" && value > 0))
      throw new TypeError(`serve: \`${name}\` must be a number above 0, not ${JSON.stringify(value)}.`);
    limits[name] = value;
  }
  return limits;
}

/** Refusals by the port: errors of the client. */
export const refusal = (status: number, reason: string) => new HttpError(status, { reason });
