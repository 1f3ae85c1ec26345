// Spans around a fetch, seen through OpenTelemetry's own interface.

import { propagation, trace, type Span, type TextMapPropagator, type Tracer } from "@opentelemetry/api";
import { afterAll, beforeAll, expect, test } from "vitest";
import { traced } from "../../src/ops/trace.ts";

const spans: { name: string; attributes: Record<string, unknown>; parent?: string; ended: boolean }[] = [];

beforeAll(() => {
  const tracer = {
    startSpan(name, options, context) {
      const record = {
        name,
        attributes: { ...options?.attributes } as Record<string, unknown>,
        parent: context && trace.getSpanContext(context)?.traceId,
        ended: false,
      };
      spans.push(record);
      return {
        setAttribute: (key: string, value: unknown) => void (record.attributes[key] = value),
        setStatus: () => {},
        end: () => void (record.ended = true),
        spanContext: () => ({ traceId: "a".repeat(32), spanId: "b".repeat(16), traceFlags: 1 }),
      } as unknown as Span;
    },
  } as Tracer;
  trace.setGlobalTracerProvider({ getTracer: () => tracer });
  propagation.setGlobalPropagator({
    inject: (context, carrier, setter) =>
      setter.set(carrier, "traceparent", `00-${trace.getSpanContext(context)?.traceId}-${"b".repeat(16)}-01`),
    extract(context, carrier, getter) {
      const [, traceId, spanId] = String(getter.get(carrier, "traceparent") ?? "").split("-");
      return traceId && spanId ? trace.setSpanContext(context, { traceId, spanId, traceFlags: 1 }) : context;
    },
    fields: () => ["traceparent"],
  } satisfies TextMapPropagator);
});
afterAll(() => {
  trace.disable();
  propagation.disable();
});

test("a span continues the client's trace, tells method, path and status, and is handed on", async () => {
  let handedOn: string | null = "";
  const fetch = await traced((request) => {
    handedOn = request.headers.get("traceparent");
    return new Response("ok", { status: 201 });
  }, "serve");
  const traceparent = `00-${"c".repeat(32)}-${"d".repeat(16)}-01`;
  await fetch(new Request("http://test/a?secret=1", { headers: { traceparent } }));
  expect(spans).toEqual([
    {
      name: "serve GET",
      parent: "c".repeat(32),
      ended: true,
      attributes: { "http.request.method": "GET", "url.path": "/a", "http.response.status_code": 201 },
    },
  ]);
  expect(handedOn).toBe(`00-${"a".repeat(32)}-${"b".repeat(16)}-01`);
});
