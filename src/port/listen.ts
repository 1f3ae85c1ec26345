// Node's HTTP server with the limits of the port, listening.

import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { contained } from "../process/contain.ts";
import type { Connections } from "./connections.ts";
import type { PortLimits } from "./limits.ts";
import { CountedMessage } from "./message.ts";
import { Outgoing } from "./outgoing.ts";

/** Connections that wait to be accepted: where the line is too short for a burst, clients try again a second later. */
const BACKLOG = 4_096;

/** Milliseconds between two looks for connections that have been too slow. */
const CHECK_CONNECTIONS = 1_000;

export interface Listening {
  server: Server<typeof CountedMessage, typeof Outgoing>;
  port: number;
  /** Its address, such as `http://localhost:3000`. */
  url: string;
}

/**
 * @param receive answers a request. Must not throw
 * @param report is told of errors of connections. Must not throw
 * @throws Error when the port is taken
 */
export async function listen(
  options: { port?: number; hostname?: string },
  limits: PortLimits,
  connections: Pick<Connections, "opened">,
  receive: (incoming: CountedMessage, outgoing: Outgoing) => void,
  report: (error: unknown) => void,
): Promise<Listening> {
  const server = createServer(
    {
      IncomingMessage: CountedMessage,
      ServerResponse: Outgoing,
      maxHeaderSize: limits.maxHeaderBytes,
      headersTimeout: Math.min(limits.headersTimeout, limits.bodyTimeout),
      requestTimeout: limits.bodyTimeout,
      // `connections` enforces it, without a timer for each request.
      keepAliveTimeout: 0,
      connectionsCheckingInterval: Math.min(
        CHECK_CONNECTIONS,
        limits.headersTimeout / 2,
        limits.bodyTimeout / 2,
      ),
    },
    receive,
  );
  // `Expect: 100-continue`: the request is refused, or not, before its body is asked for (RFC 9110 §10.1.1).
  server.on("checkContinue", receive);
  server.on(
    "connection",
    contained(connections.opened, (error, socket) => {
      report(error);
      socket.destroy();
    }),
  );
  server.maxConnections = limits.maxConnections;
  // Node drops fields beyond this in silence: one more than is allowed is parsed, so that it can be refused.
  server.maxHeadersCount = limits.maxHeaders + 1;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port: options.port ?? 3000, host: options.hostname, backlog: BACKLOG }, () => {
      server.off("error", reject);
      // accept(2) failed, such as for want of file descriptors: a later one may succeed, so the server goes on.
      server.on("error", report);
      resolve();
    });
  });

  const { address, family, port } = server.address() as AddressInfo;
  const name = /^(?:::|0\.0\.0\.0)$/.test(address)
    ? "localhost"
    : family === "IPv6"
      ? `[${address}]`
      : address;
  return { server, port, url: `http://${name}:${port}` };
}
