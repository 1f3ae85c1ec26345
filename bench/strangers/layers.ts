// What stands between visitors and a bare app.

import { Agent, request as httpRequest } from "node:http";
import { cache } from "../../src/cache/cache.ts";
import { memory } from "../../src/cache/stores/memory.ts";
import { createLog } from "../../src/log.ts";
import { pool } from "../../src/pool/pool.ts";
import type { Fetch } from "../../src/routing/route.ts";
import { serve } from "../../src/port/serve.ts";
import { CONVENTIONS, type Convention } from "./behaviour.ts";
import { ORIGIN, openApps, siteOf, type Apps } from "./projects.ts";

/** `two`: a second cache outside, which goes by the fields that leave. `port`: `offprint start`, by HTTP. */
export type Layer = "bare" | "cache" | "two" | "pool" | "port";

/** A layer with nothing in it yet. */
export interface Opened {
  fetch: Fetch;
  close(): Promise<void>;
}

export interface Layers {
  open(layer: Layer, convention: Convention): Promise<Opened>;
  close(): Promise<void>;
}

/** The apps of all conventions, and pools of them for those who want one. */
export async function openLayers(folder: string): Promise<Layers> {
  const apps = await openApps(folder);
  const pools: Partial<Record<Convention, ReturnType<typeof pool>>> = {};
  const pooled = async (convention: Convention): Promise<Fetch> => {
    const open = (pools[convention] ??= pool({
      app: new URL("./pooled.mjs", import.meta.url),
      args: { ...siteOf(folder, convention), origin: ORIGIN },
      size: 1,
      spare: 0,
      nice: 0,
      maxWait: 60_000,
      log: createLog({ level: "silent" }),
    }));
    await open.ready();
    return open;
  };
  return {
    open: (layer, convention) => openLayer(layer, convention, apps, pooled),
    close: async () => {
      await Promise.all(CONVENTIONS.map((convention) => pools[convention]?.close()));
    },
  };
}

async function openLayer(
  layer: Layer,
  convention: Convention,
  apps: Apps,
  pooled: (convention: Convention) => Promise<Fetch>,
): Promise<Opened> {
  const cached = (fetch: Fetch, name = "offprint") =>
    cache(fetch, { origin: ORIGIN, store: memory({ maxBytes: 4 * 1024 * 1024 }), name });
  const closing = async () => {};
  // An app in this process is told the address as a child of the pool is.
  const app: Fetch = (request) =>
    apps[convention](Object.assign(request, { ip: request.headers.get("x-forwarded-for") }));
  if (layer === "bare") return { fetch: app, close: closing };
  const inner = cached(layer === "pool" || layer === "port" ? await pooled(convention) : app);
  if (layer === "cache" || layer === "pool") return { fetch: inner, close: inner.close };
  if (layer === "two") {
    const outer = cached(inner, "outer");
    return { fetch: outer, close: async () => (await outer.close(), inner.close()) };
  }
  // Each visitor has an address, by the word of a proxy.
  const server = await serve(inner, { port: 0, hostname: "127.0.0.1", origin: ORIGIN, trustProxy: true });
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  return {
    fetch: (request) => byHttp(request, server.port, agent),
    close: async () => {
      agent.destroy();
      await server.close(0);
      await inner.close();
    },
  };
}

/** A request as it is, without the fields that `fetch()` adds. */
function byHttp(request: Request, port: number, agent: Agent): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  return new Promise((resolve, reject) => {
    const headers = Object.fromEntries(request.headers);
    const options = {
      port,
      host: "127.0.0.1",
      agent,
      method: request.method,
      path: pathname + search,
      headers,
    };
    const outgoing = httpRequest(options, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("error", reject);
      incoming.on("end", () => {
        const fields = new Headers();
        for (let i = 0; i < incoming.rawHeaders.length; i += 2)
          fields.append(incoming.rawHeaders[i]!, incoming.rawHeaders[i + 1]!);
        const status = incoming.statusCode!;
        const body = status === 304 || status === 204 ? null : Buffer.concat(chunks);
        resolve(new Response(body, { status, headers: fields }));
      });
    });
    outgoing.on("error", reject);
    outgoing.end();
  });
}
