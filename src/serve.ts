// The port: a fetch, listening. Limits, names, health, log and a stop that loses nothing.

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { FastURL, NodeRequest } from "srvx/node";
import { checkOrigin } from "./config.ts";
import { HttpError } from "./error.ts";
import { problem } from "./http/problem.ts";
import { toResponse } from "./http/reply.ts";
import type { Logger } from "./log.ts";
import type { Metrics } from "./metrics.ts";
import { parseTarget, refuse } from "./port/admit.ts";
import { answerHealth } from "./port/health.ts";
import { createInFlight } from "./port/in-flight.ts";
import { refusal, withPortLimits, type PortLimits } from "./port/limits.ts";
import { CountedMessage, dropForwarded, setField } from "./port/message.ts";
import { createClientReader, type Client, type TrustProxy } from "./port/proxy.ts";
import { send, type Sent } from "./port/send.ts";
import type { Fetch } from "./route.ts";

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
  metrics?: Metrics;
  /** Where a line for each answer goes, and faults. Default: nowhere. */
  log?: Logger;
}

/** A listening server. */
export interface Server {
  /** Where it listens, such as `http://localhost:3000`. */
  url: string;
  port: number;
  /**
   * Stops accepting, lets what is in flight finish for up to `grace` milliseconds, then resolves.
   * @param grace default: the option of that name
   */
  close(grace?: number): Promise<void>;
}

/** Milliseconds between two looks for connections that have been too slow. */
const CHECK_CONNECTIONS = 1_000;

/**
 * Answers HTTP on a port with a `fetch`.
 *
 * @throws Error when the port is taken; TypeError for an option that is out of range.
 * @example
 * const server = await serve((await createApp()).fetch, { port: 8080 });
 */
export async function serve(fetch: Fetch, options: ServeOptions = {}): Promise<Server> {
  const { allowedHosts, metrics, log, health = true, grace = 30_000 } = options;
  const limits = withPortLimits(options);
  const origin = options.origin === undefined ? undefined : new URL(checkOrigin(options.origin, "serve"));
  const readClient = createClientReader(options.trustProxy ?? false);
  const inFlight = createInFlight(limits.totalTimeout);
  const background = new Set<Promise<unknown>>();
  const newId = createIds();
  const tooLarge = (incoming: CountedMessage) => incoming.bodyBytes > limits.maxBodyBytes;
  let draining = false;
  const isReady = options.ready ?? (() => true);
  const healthOptions = { ready: () => !draining && isReady(), metrics };
  const admitted = { limits, allowedHosts };

  /** The walk of one request. */
  function receive(incoming: CountedMessage, outgoing: ServerResponse<CountedMessage>): void {
    const from = performance.now();
    inFlight.add(outgoing);
    // 1. Who asks, and for what?
    const client = readClient(incoming);
    const id = (client.proxied && idOf(incoming)) || newId();
    const target = parseTarget(incoming);
    const path = target instanceof HttpError ? "" : target.path;
    const finish = (response: Response) => reply(incoming, outgoing, response, { from, id, client, path });
    const fail = (error: unknown) => {
      if (tooLarge(incoming)) return finish(toResponse(problem(refusal(413, "The body is too large."))));
      if (!outgoing.destroyed)
        log?.error({ err: error, id, method: incoming.method, path }, "A request failed");
      return finish(toResponse(problem(new HttpError(500), id)));
    };
    // 2. What needs no application.
    if (target instanceof HttpError) return finish(toResponse(problem(target)));
    const own = health && answerHealth(path, incoming, client, healthOptions);
    if (own) return void Promise.resolve(own).then(finish, fail);
    const refused = refuse(incoming, target, client, admitted);
    if (refused) return finish(toResponse(problem(refused)));
    // 3. The application.
    const host = origin?.host ?? target.host ?? client.host ?? "localhost";
    if (!client.proxied) dropForwarded(incoming);
    if (client.ip) setField(incoming, "x-forwarded-for", client.ip);
    setField(incoming, "x-forwarded-proto", client.scheme);
    setField(incoming, "x-forwarded-host", host);
    if (host !== incoming.headers.host) setField(incoming, "host", host);
    setField(incoming, "x-request-id", id);
    const request = new NodeRequest({
      req: incoming,
      res: outgoing,
      maxRequestBodySize: limits.maxBodyBytes,
      // The field holds the address that was found, and nothing else: `request.ip` reads it there.
      trustProxy: true,
    }) as InstanceType<typeof NodeRequest> & { _url: URL };
    request._url = new FastURL({
      protocol: origin?.protocol ?? `${client.scheme}:`,
      host,
      pathname: target.path,
      search: target.search,
    });
    request.waitUntil = keep;
    try {
      const answer = fetch(request);
      if (answer instanceof Promise) answer.then(finish, fail);
      else finish(answer);
    } catch (error) {
      fail(error);
    }
  }

  /** 4. The answer, and what is told of it. */
  function reply(
    incoming: CountedMessage,
    outgoing: ServerResponse,
    response: Response,
    { from, id, client, path }: { from: number; id: string; client: Client; path: string },
  ): void {
    if (tooLarge(incoming) && !outgoing.headersSent && response.status >= 400)
      response = toResponse(problem(refusal(413, "The body is too large.")));
    const added: Record<string, string> = { "x-request-id": id };
    // What is left of a refused body is not worth reading, and a connection that stops is not kept.
    if (draining || (response.status >= 400 && hasMoreBody(incoming))) added.connection = "close";
    let told: Sent = { status: response.status };
    const tell = () => {
      const ms = performance.now() - from;
      metrics?.request(incoming.method!, told, ms / 1_000);
      log?.info(
        {
          id,
          method: incoming.method,
          // Without the query: it may be signed, or hold what is nobody else's.
          path,
          status: told.status,
          ms: Math.round(ms * 10) / 10,
          bytes: incoming.socket.bytesWritten - before,
          ip: client.ip,
          cache: told.cacheStatus,
          cut: outgoing.writableFinished ? undefined : true,
        },
        "request",
      );
    };
    const before = metrics || log ? incoming.socket.bytesWritten : 0;
    if (metrics || log) outgoing.once("close", tell);
    try {
      const { sent, done } = send(outgoing, response, added);
      told = sent;
      done?.catch(() => outgoing.destroy());
    } catch (error) {
      log?.error({ err: error, id, path }, "An answer could not be sent");
      outgoing.destroy();
    }
  }

  function keep(work: Promise<unknown>): void {
    const settled = Promise.resolve(work)
      .catch((error: unknown) => log?.error({ err: error }, "Work after an answer failed"))
      .finally(() => background.delete(settled));
    background.add(settled);
  }

  const server = createServer(
    {
      IncomingMessage: CountedMessage,
      maxHeaderSize: limits.maxHeaderBytes,
      headersTimeout: Math.min(limits.headersTimeout, limits.bodyTimeout),
      requestTimeout: limits.bodyTimeout,
      keepAliveTimeout: limits.keepAliveTimeout,
      connectionsCheckingInterval: Math.min(
        CHECK_CONNECTIONS,
        limits.headersTimeout / 2,
        limits.bodyTimeout / 2,
      ),
    },
    receive,
  );
  server.timeout = limits.idleTimeout;
  server.maxConnections = limits.maxConnections;
  // One more than is allowed is seen, and refused.
  server.maxHeadersCount = limits.maxHeaders + 1;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 3000, options.hostname, () => {
      server.off("error", reject);
      resolve();
    });
  });

  const { address, family, port } = server.address() as AddressInfo;
  const name = /^(?:::|0\.0\.0\.0)$/.test(address)
    ? "localhost"
    : family === "IPv6"
      ? `[${address}]`
      : address;
  let closed: Promise<void> | undefined;
  return {
    url: `http://${name}:${port}`,
    port,
    close: (ms = grace) => (closed ??= close(ms)),
  };

  async function close(ms: number): Promise<void> {
    draining = true;
    const end = performance.now() + ms;
    const stopped = new Promise<void>((resolve) => server.close(() => resolve()));
    inFlight.closeAfter();
    await inFlight.settled(ms);
    await Promise.race([Promise.all(background), wait(end - performance.now())]);
    server.closeAllConnections();
    inFlight.stop();
    await stopped;
  }
}

/** Whether some of a body is still to come. */
function hasMoreBody({ complete, headers }: IncomingMessage): boolean {
  return (
    !complete && (headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0)
  );
}

/** Short, unlike any other process's, and in order. */
function createIds(): () => string {
  const start = crypto.randomUUID().slice(0, 8);
  let count = 0;
  return () => `${start}-${(++count).toString(36)}`;
}

function idOf({ headers }: IncomingMessage): string | undefined {
  return /^[\w.-]{8,64}$/.exec(String(headers["x-request-id"] ?? ""))?.[0];
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}
