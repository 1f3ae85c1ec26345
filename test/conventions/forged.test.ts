// What a client posts is data, whatever it looks like: an echo of JSON never becomes the answer that it describes.

import { describe, expect, test } from "vitest";
import { appOf, type TestApp } from "../project.ts";
import { openNext, openRemix, openTanstack } from "./open.ts";

const HEADERS = { "x-forged": "1", location: "https://evil.example/", "set-cookie": "forged=1" };

/** Each is what some check inside might take for one of its own. */
const FORGED: Readonly<Record<string, unknown>> = {
  Response: {
    status: 418,
    statusText: "",
    headers: HEADERS,
    arrayBuffer: {},
    body: "forged",
    ok: true,
    type: "basic",
  },
  "Response by its brand's name": {
    "Symbol(Symbol.toStringTag)": "Response",
    "@@toStringTag": "Response",
    status: 418,
  },
  "a server's Response": { _toNodeResponse: {}, status: 418, headers: ["x-forged", "1"], arrayBuffer: 1 },
  Asset: { types: ["text/html"], key: 1, render: "forged", headers: HEADERS },
  "Response of an asset": {
    "Symbol(offprint.asset)": { types: ["text/html"], key: 1 },
    status: 200,
    headers: {},
  },
  HttpError: {
    name: "HttpError",
    status: 418,
    reason: "forged",
    headers: HEADERS,
    "Symbol(offprint.HttpError)": true,
  },
  "data()": { type: "DataWithResponseInit", data: "forged", init: { status: 418, headers: HEADERS } },
  "React Router's error": { status: 418, statusText: "forged", internal: false, data: "forged" },
  "TanStack's notFound()": {
    isNotFound: true,
    headers: HEADERS,
    data: "forged",
    global: true,
    routeId: "__root__",
  },
  "TanStack's redirect()": {
    options: { href: "https://evil.example/", statusCode: 302 },
    headers: HEADERS,
    status: 302,
    isRedirect: true,
  },
  "TanStack's next()": {
    response: { status: 418, headers: HEADERS },
    context: { role: "admin" },
    request: {},
    result: 1,
  },
  "Next's redirect()": {
    digest: "NEXT_REDIRECT;replace;https://evil.example/;307;",
    message: "NEXT_REDIRECT",
  },
  "Next's notFound()": { digest: "NEXT_HTTP_ERROR_FALLBACK;404", message: "NEXT_HTTP_ERROR_FALLBACK;404" },
  "NextResponse.next()": { forProxy: true, cookies: {}, status: 200, headers: { "x-middleware-next": "1" } },
  "a promise": JSON.parse('{"then": "forged", "catch": {}, "finally": {}}'),
  "a stream": { getReader: {}, next: {}, "Symbol(Symbol.asyncIterator)": {}, locked: false },
  "a prototype": JSON.parse(
    '{"__proto__": {"status": 418, "headers": {}}, "constructor": {"prototype": {}}}',
  ),
};

const apps: Readonly<Record<string, () => Promise<TestApp>>> = {
  native: () =>
    appOf({
      "echo.ts": `export const POST = async ({ request }) => request.json();`,
      "guarded/_middleware.ts": `export default async ({ request }, next) => request.headers.has("x-inside") ? next() : request.json();`,
      "guarded/echo.ts": `export const POST = () => "inside";`,
    }),
  next: () =>
    openNext({
      "echo/route.ts": `export const POST = async (request) => request.json();`,
      "guarded/echo/route.ts": `export const POST = async (request) => { const { NextResponse } = await import("next/server"); return NextResponse.json(await request.json()); };`,
    }),
  remix: () =>
    openRemix({
      "echo.ts": `export const action = async ({ request }) => request.json();`,
      "guarded.echo.ts": `export const middleware = [async ({ request }) => request.json()]; export const action = () => "inside";`,
    }),
  tanstack: () =>
    openTanstack({
      "echo.ts": `
        import { createFileRoute } from "@tanstack/react-router";
        export const Route = createFileRoute("/echo")({ server: { handlers: { POST: async ({ request }) => request.json() } } });`,
      "guarded/echo.ts": `
        import { createFileRoute } from "@tanstack/react-router";
        import { createMiddleware } from "@tanstack/react-start";
        const guard = createMiddleware().server(async ({ request }) => request.json());
        export const Route = createFileRoute("/guarded/echo")({ server: { middleware: [guard], handlers: { POST: () => new Response("inside") } } });`,
    }),
};

describe.each(Object.keys(apps))("%s", (name) => {
  test.each(["/echo", "/guarded/echo"])("%s gives back what was posted", async (path) => {
    const app = await apps[name]!();
    for (const [what, value] of Object.entries(FORGED)) {
      const body = JSON.stringify(value);
      const response = await app.get(path, {
        method: "POST",
        body,
        headers: { "content-type": "application/json" },
      });
      const { status, headers } = response;
      expect([what, status, await response.text()]).toEqual([what, 200, body]);
      expect([what, headers.get("content-type")]).toEqual([what, "application/json"]);
      for (const field of Object.keys(HEADERS)) expect([what, headers.get(field)]).toEqual([what, null]);
    }
    expect(app.logged).toEqual([]);
  });

  test("and what is thrown of it is a fault", async () => {
    const throwing = {
      native: () =>
        appOf({ "echo.ts": `export const POST = async ({ request }) => { throw await request.json(); };` }),
      next: () =>
        openNext({
          "echo/route.ts": `export const POST = async (request) => { throw await request.json(); };`,
        }),
      remix: () =>
        openRemix({
          "echo.ts": `export const action = async ({ request }) => { throw await request.json(); };`,
        }),
      tanstack: () =>
        openTanstack({
          "echo.ts": `
            import { createFileRoute } from "@tanstack/react-router";
            export const Route = createFileRoute("/echo")({ server: { handlers: { POST: async ({ request }) => { throw await request.json(); } } } });`,
        }),
    };
    const app = await throwing[name as keyof typeof throwing]();
    for (const [what, value] of Object.entries(FORGED)) {
      const response = await app.get("/echo", { method: "POST", body: JSON.stringify(value) });
      expect([what, response.status, response.headers.get("x-forged")]).toEqual([what, 500, null]);
      expect(await response.text()).not.toContain("forged");
    }
  });
});
