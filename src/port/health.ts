// What those who run the server ask of it: answered before anything that could wait.

import type { IncomingMessage } from "node:http";
import type { Metrics } from "../metrics.ts";
import { isLocal, type Client } from "./proxy.ts";

export interface HealthOptions {
  /** True while requests can be answered. */
  ready(): boolean;
  metrics?: Pick<Metrics, "text" | "contentType">;
}

/**
 * `/healthz`: the process answers. `/readyz`: requests are answered too; 503 while stopping or with
 * no live child. `/metrics`: Prometheus, for this machine and private networks only. Undefined for
 * every other path.
 */
export function answerHealth(
  path: string,
  { method }: IncomingMessage,
  client: Client,
  { ready, metrics }: HealthOptions,
): Response | Promise<Response> | undefined {
  if (path !== "/healthz" && path !== "/readyz" && path !== "/metrics") return undefined;
  if (path === "/metrics" && (!metrics || !isLocal(client.ip))) return undefined;
  if (method !== "GET" && method !== "HEAD") return text(405, "method not allowed", { allow: "GET, HEAD" });
  if (path === "/healthz") return text(200, "ok");
  if (path === "/readyz")
    return ready() ? text(200, "ready") : text(503, "not ready", { "retry-after": "1" });
  return metrics!.text().then((body) => text(200, body, { "content-type": metrics!.contentType }));
}

function text(status: number, body: string, headers: Record<string, string> = {}): Response {
  return new Response(body.endsWith("\n") ? body : `${body}\n`, {
    status,
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store", ...headers },
  });
}
