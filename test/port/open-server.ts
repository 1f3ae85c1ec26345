// A server on a free port, closed with its test, and raw sockets to it.

import { connect, type Socket } from "node:net";
import { Writable } from "node:stream";
import { onTestFinished } from "vitest";
import { createLog } from "../../src/log.ts";
import type { Fetch } from "../../src/routing/route.ts";
import type { ServeOptions, Server } from "../../src/port/options.ts";
import { serve } from "../../src/port/serve.ts";

export interface TestServer extends Server {
  get(path: string, init?: RequestInit): Promise<Response>;
  /** Log lines, parsed. */
  logged: Record<string, unknown>[];
}

export async function openServer(fetch: Fetch, options: ServeOptions = {}): Promise<TestServer> {
  const logged: Record<string, unknown>[] = [];
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      for (const line of chunk.toString().trim().split("\n"))
        logged.push(JSON.parse(line) as Record<string, unknown>);
      done();
    },
  });
  const server = await serve(fetch, {
    port: 0,
    hostname: "127.0.0.1",
    log: createLog({ destination }),
    ...options,
  });
  onTestFinished(() => server.close(0));
  return Object.assign(server, {
    logged,
    get: (path: string, init?: RequestInit) => globalThis.fetch(server.url + path, init),
  });
}

export function openSocket(server: Server): Socket {
  const socket = connect(server.port, "127.0.0.1");
  onTestFinished(() => void socket.destroy());
  return socket;
}

/** Sends bytes; gives all that comes back until the other side closes. */
export function raw(server: Server, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = openSocket(server);
    let received = "";
    socket.on("data", (chunk: Buffer) => (received += chunk.toString("latin1")));
    socket.on("error", () => resolve(received));
    socket.on("close", () => resolve(received));
    socket.write(bytes, "latin1");
  });
}

/** A request's head, as text. */
export const head = (line: string, ...fields: string[]): string =>
  [line, ...(fields.length > 0 ? fields : ["Host: test"]), "Connection: close", "", ""].join("\r\n");

export const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0);
