// Health and metrics for operators: answered before anything that could wait.

import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { PortMetrics } from "./port-metrics.ts";
import { hasPassedProxy, isLocal } from "./proxy.ts";

export interface HealthOptions {
  /** True while requests can be answered. */
  ready(): boolean;
  metrics?: Pick<PortMetrics, "text" | "contentType">;
  /** Requests with it as `Authorization: Bearer …` may read the numbers, from anywhere, and no others. */
  metricsToken?: string;
}

/**
 * `/healthz`: the process answers. `/readyz`: requests are answered too; 503 while stopping or with
 * no live child. `/metrics`: Prometheus, for clients with the token, or on this machine or a private network without
 * a proxy between. Undefined for every other path.
 *
 * @param request as it came: what a proxy has added is still in it
 */
export function answerHealth(
  path: string,
  request: IncomingMessage,
  { ready, metrics, metricsToken }: HealthOptions,
): Response | Promise<Response> | undefined {
  if (path !== "/healthz" && path !== "/readyz" && path !== "/metrics") return undefined;
  if (path === "/metrics" && !(metrics && mayRead(request, metricsToken))) return undefined;
  const { method } = request;
  if (method !== "GET" && method !== "HEAD") return text(405, "method not allowed", { allow: "GET, HEAD" });
  if (path === "/healthz") return text(200, "ok");
  if (path === "/readyz")
    return ready() ? text(200, "ready") : text(503, "not ready", { "retry-after": "1" });
  return metrics!.text().then((body) => text(200, body, { "content-type": metrics!.contentType }));
}

function mayRead({ headers, httpVersion, socket }: IncomingMessage, token: string | undefined): boolean {
  if (token !== undefined) return isSame(headers.authorization ?? "", `Bearer ${token}`);
  // HTTP/1.0 is what nginx speaks to those behind it unless it is told otherwise, and adds no field.
  return httpVersion !== "1.0" && isLocal(socket.remoteAddress) && !hasPassedProxy(Object.keys(headers));
}

/** Constant-time comparison: its time does not tell where two tokens differ. */
function isSame(given: string, expected: string): boolean {
  const [a, b] = [given, expected].map((one) => createHash("sha256").update(one).digest());
  return timingSafeEqual(a!, b!);
}

function text(status: number, body: string, headers: Record<string, string> = {}): Response {
  return new Response(body.endsWith("\n") ? body : `${body}\n`, {
    status,
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store", ...headers },
  });
}
