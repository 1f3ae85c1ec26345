// OpenTelemetry around any fetch, by its API package alone: without an SDK it does nothing.

import type { Fetch } from "../routing/route.ts";

/**
 * Puts a span around a fetch. It continues the trace of a `traceparent` field (W3C Trace Context)
 * and hands its own on in the request, so that a cache, a pool and its children each can have one.
 *
 * @param name what the span is called, before the method
 * @throws Error when `@opentelemetry/api` is not installed
 * @example
 * await serve(await traced(cache(await traced(pooled, "pool")), "server"));
 */
export async function traced(fetch: Fetch, name: string): Promise<Fetch> {
  const { context, propagation, SpanKind, SpanStatusCode, trace } = await import("@opentelemetry/api").catch(
    (cause: unknown) => {
      throw new Error("Tracing needs the package @opentelemetry/api: npm install @opentelemetry/api", {
        cause,
      });
    },
  );
  const tracer = trace.getTracer("offprint");
  return async (request) => {
    const parent = propagation.extract(context.active(), request.headers, {
      get: (headers, key) => headers.get(key) ?? undefined,
      keys: (headers) => [...headers.keys()],
    });
    const { pathname } = new URL(request.url);
    const attributes = { "http.request.method": request.method, "url.path": pathname };
    const span = tracer.startSpan(`${name} ${request.method}`, { kind: SpanKind.SERVER, attributes }, parent);
    const inside = trace.setSpan(parent, span);
    propagation.inject(inside, request.headers, { set: (headers, key, value) => headers.set(key, value) });
    try {
      const response = await context.with(inside, async () => fetch(request));
      span.setAttribute("http.response.status_code", response.status);
      if (response.status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      return response;
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  };
}
