// The port: a fetch, listening. Limits, names, health, log and a stop that loses nothing.

import { checkOrigin } from "../http/origin.ts";
import { createOriginFinder } from "../http/origins.ts";
import { contained } from "../process/contain.ts";
import { HttpError } from "../error.ts";
import { problem } from "../http/problem.ts";
import { toResponse } from "../http/reply.ts";
import { parseTarget, refuse } from "./admit.ts";
import { answerHealth } from "./health.ts";
import { createConnections } from "./connections.ts";
import { refusal, withPortLimits } from "./limits.ts";
import { createIds } from "./ids.ts";
import { lingerAfter } from "./linger.ts";
import { listen } from "./listen.ts";
import { type CountedMessage, dropClaims, hasMoreBody, idOf, setField, suspect } from "./message.ts";
import type { Server, ServeOptions } from "./options.ts";
import type { Outgoing } from "./outgoing.ts";
import { createClientReader } from "./proxy.ts";
import { PortRequest } from "./request.ts";
import { send } from "./send.ts";
import type { Fetch } from "../routing/route.ts";

/** Bytes of a body that must have arrived before the handler is called. */
const BODY_HEAD = 16 * 1024;

/**
 * Answers HTTP on a port with a `fetch`.
 *
 * @throws Error when the port is taken; TypeError for an option that is out of range.
 * @example
 * const server = await serve((await createApp()).fetch, { port: 8080 });
 */
export async function serve(fetch: Fetch, options: ServeOptions = {}): Promise<Server> {
  const { allowedHosts, metrics, metricsToken, log, health = true, grace = 30_000 } = options;
  // The fields of a line are chosen here: to search it for secrets would cost more than the line.
  const accessLog = log?.child({}, { redact: [] });
  const limits = withPortLimits(options);
  const origin = options.origin === undefined ? undefined : new URL(checkOrigin(options.origin, "serve"));
  const originOf =
    options.origins && createOriginFinder(options.origins, origin?.origin ?? missing(), "serve: `origins`");
  const readClient = createClientReader(options.trustProxy ?? false);
  const connections = createConnections(limits, report);
  const background = new Set<Promise<unknown>>();
  const newId = createIds();
  const tooLarge = (incoming: CountedMessage) => incoming.bodyBytes > limits.maxBodyBytes;
  const bodyHead = Math.min(BODY_HEAD, limits.maxBodyBytes + 1);
  let draining = false;
  const isReady = options.ready ?? (() => true);
  const healthOptions = { ready: () => !draining && isReady(), metrics, metricsToken };
  const admitted = { limits, allowedHosts };

  const keptFor = `timeout=${Math.floor(limits.keepAliveTimeout / 1_000)}`;
  const told = metrics !== undefined || (log?.isLevelEnabled("info") ?? false);

  /** Logs an error of one connection; other connections are not affected. */
  function report(error: unknown): void {
    try {
      log?.error({ err: error }, "A connection was closed for an error of the server");
    } catch {
      // The server goes on if its log cannot be written.
    }
  }

  /** The walk of one request. */
  function receive(incoming: CountedMessage, outgoing: Outgoing): void {
    const { wire } = outgoing;
    // Requests behind a refusal on the connection are not read.
    if (wire.writableEnded) return;
    outgoing.from = told ? performance.now() : connections.time;
    outgoing.report = incoming.report = report;
    connections.asked(outgoing);
    outgoing.on("close", onClose);
    outgoing.on("error", outgoing.fault);
    incoming.mayDiscard = limits.maxBodyBytes;
    // 1. Who asks, and for what?
    const client = readClient(incoming);
    const target = parseTarget(incoming);
    const { hosts, claims, body } = suspect(incoming);
    incoming.announcesBody = body;
    outgoing.ip = client.ip;
    outgoing.id = (client.proxied && idOf(incoming)) || newId();
    if (target instanceof HttpError) return reply(outgoing, toResponse(problem(target)));
    outgoing.path = target.path;
    // 2. What needs no application.
    const own = health && answerHealth(target.path, incoming, healthOptions);
    if (own) return answer(outgoing, own);
    const refused = refuse(incoming, hosts, target, client, admitted);
    if (refused) return reply(outgoing, toResponse(problem(refused)));
    // 3. The application.
    const asked = target.host ?? client.host ?? "localhost";
    let served = origin;
    try {
      if (originOf) served = new URL(originOf(asked));
    } catch (error) {
      return fail(outgoing, error);
    }
    const host = served?.host ?? asked;
    const forwarded = claims && dropClaims(incoming, client.proxied);
    if (host !== incoming.headers.host) setField(incoming, "host", host);
    const request = new PortRequest(
      { req: incoming, res: outgoing, maxRequestBodySize: limits.maxBodyBytes },
      {
        ip: client.ip,
        scheme: client.scheme,
        host,
        id: outgoing.id,
        claims,
        forwarded,
        protocol: served?.protocol ?? (client.scheme === "https" ? "https:" : "http:"),
        path: target.path,
        search: target.search,
      },
    );
    request.waitUntil = keep;
    // A slow upload is waited for here, before the request holds a place in the pool.
    if (incoming.headers.expect !== undefined) outgoing.writeContinue();
    if (hasMoreBody(incoming)) askLater(outgoing, request);
    else ask(outgoing, request);
  }

  // The functions of the slow paths are apart: a function that holds closures costs more on every call (V8 allocates
  // their context), so those that run for each request hold none.
  function askLater(outgoing: Outgoing, request: Request): void {
    outgoing.req.awaitBody(
      bodyHead,
      contained(
        () => ask(outgoing, request),
        (error) => outgoing.fault(error),
      ),
    );
  }

  function ask(outgoing: Outgoing, request: Request): void {
    try {
      answer(outgoing, fetch(request));
    } catch (error) {
      fail(outgoing, error);
    }
  }

  function answer(outgoing: Outgoing, given: Response | Promise<Response>): void {
    if (!(given instanceof Promise)) return reply(outgoing, given);
    answerLater(outgoing, given);
  }

  function answerLater(outgoing: Outgoing, given: Promise<Response>): void {
    const fault = (error: unknown) => outgoing.fault(error);
    given.then(
      contained((response: Response) => reply(outgoing, response), fault),
      contained((error: unknown) => fail(outgoing, error), fault),
    );
  }

  function fail(outgoing: Outgoing, error: unknown): void {
    const { req, id, path } = outgoing;
    if (!tooLarge(req) && !outgoing.destroyed)
      log?.error({ err: error, id, method: req.method, path }, "A request failed");
    reply(outgoing, toResponse(problem(new HttpError(500), id)));
  }

  /** 4. The answer. */
  function reply(outgoing: Outgoing, response: Response, again = false): void {
    const { req, id, path, wire } = outgoing;
    const { status } = response;
    if (status >= 400 && tooLarge(req) && !outgoing.headersSent)
      response = toResponse(problem(refusal(413, "The body is too large.")));
    // The rest of a refused body is not worth reading, and a connection that stops is not kept.
    const more = hasMoreBody(req);
    const ends = draining || (status >= 400 && more);
    if (ends && more && !again) lingerAfter(outgoing);
    if (told) outgoing.before = wire.bytesWritten;
    outgoing.sent = { status };
    try {
      const kept = ends ? "close" : outgoing.shouldKeepAlive ? keptFor : undefined;
      const { sent, done } = send(outgoing, response, id, kept);
      outgoing.sent = sent;
      if (done) watch(outgoing, done);
    } catch (error) {
      log?.error({ err: error, id, path }, "An answer could not be sent");
      // A field that cannot be sent is found before anything has been.
      if (outgoing.headersSent || again) wire.destroy();
      else reply(outgoing, toResponse(problem(new HttpError(500), id)), true);
    }
  }

  function watch(outgoing: Outgoing, done: Promise<void>): void {
    const { id, path } = outgoing;
    const broken = (error: unknown) => {
      log?.error({ err: error, id, path }, "An answer was broken off");
      outgoing.destroy();
    };
    done.catch(contained(broken, (error) => outgoing.fault(error)));
  }

  function onClose(this: Outgoing): void {
    try {
      left(this);
    } catch (error) {
      this.fault(error);
    }
  }

  /** 5. What is told of it. */
  function left(outgoing: Outgoing): void {
    const { req, sent, from, wire } = outgoing;
    connections.left(outgoing);
    // An unread rest of a body would keep the next request from being read.
    if (!req.complete && req.listenerCount("readable") + req.listenerCount("data") === 0) req.discard();
    if (!told || !sent) return;
    const ms = performance.now() - from;
    metrics?.request(req.method!, sent, ms / 1_000);
    accessLog?.info(
      {
        id: outgoing.id,
        method: req.method,
        // Without the query, which may hold signatures and personal data.
        path: outgoing.path,
        status: sent.status,
        ms: Math.round(ms * 10) / 10,
        bytes: wire.bytesWritten - outgoing.before,
        ip: outgoing.ip,
        cache: sent.cacheStatus,
        cut: outgoing.writableFinished ? undefined : true,
      },
      "request",
    );
  }

  function keep(work: Promise<unknown>): void {
    background.add(work);
    const forget = contained(() => void background.delete(work), report);
    const failed = contained((error: unknown) => {
      background.delete(work);
      log?.error({ err: error }, "Work after an answer failed");
    }, report);
    Promise.resolve(work).then(forget, failed);
  }

  const begin = contained(receive, (error, _incoming, outgoing) => {
    report(error);
    outgoing.wire.destroy();
  });
  const { server, port, url } = await listen(options, limits, connections, begin, report);
  let stopped: Promise<void> | undefined;
  return {
    url,
    port,
    close: (ms = grace) => (stopped ??= close(ms)),
  };

  async function close(ms: number): Promise<void> {
    draining = true;
    const end = performance.now() + ms;
    const stopped = new Promise<void>((resolve) => server.close(() => resolve()));
    connections.closeAfter();
    await connections.settled(ms);
    await Promise.race([Promise.allSettled(background), wait(end - performance.now())]);
    server.closeAllConnections();
    connections.stop();
    await stopped;
  }
}

function missing(): never {
  throw new TypeError("serve: `origins` needs `origin`, for requests to other hosts.");
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}
