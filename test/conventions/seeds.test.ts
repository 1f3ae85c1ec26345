// The samples of the frameworks' own documentation, as they are printed there, over HTTP.

import { createHmac } from "node:crypto";
import { fileURLToPath } from "node:url";
import { createApp, serve, verifyStripe, type AppOptions } from "offprint";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { createLog } from "../../src/log.ts";
import type { MiddlewareContext } from "../../src/compat/tanstack/middleware.ts";
import { tanstackStart } from "../../src/compat/tanstack/start.ts";

const fixture = (name: string) => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));

/** Serves a fixture for the length of a group of tests. */
function served(
  name: string,
  sources: AppOptions["sources"],
  globals: Record<string, unknown> = {},
): (path: string, init?: RequestInit) => Promise<Response> {
  let stop: () => Promise<void>;
  let base = "";
  beforeAll(async () => {
    Object.assign(globalThis, globals);
    const app = await createApp({
      root: fixture(name),
      sources,
      origin: "http://test",
      log: createLog({ level: "fatal" }),
    });
    const server = await serve(app.fetch, { port: 0, hostname: "127.0.0.1" });
    base = server.url;
    stop = () => server.close();
  });
  afterAll(() => stop());
  return (path, init) => fetch(base + path, { redirect: "manual", ...init });
}

const json = (body: unknown, method = "POST"): RequestInit => ({
  method,
  body: JSON.stringify(body),
  headers: { "content-type": "application/json" },
});

describe("Remix", () => {
  const get = served("remix", [{ dir: "app/routes", convention: "remix" }], {
    getReport: async (id: string) => ({ id, name: `Report ${id}` }),
    generateReportPDF: async ({ name }: { name: string }) => Buffer.from(`%PDF-1.7 ${name}`),
  });

  test("a PDF, at both of its addresses; the page beside it is left to the framework", async () => {
    for (const path of ["/reports/123/pdf", "/reports/123.pdf"]) {
      const answer = await get(path);
      expect([answer.status, answer.headers.get("content-type"), await answer.text()]).toEqual([
        200,
        "application/pdf",
        "%PDF-1.7 Report 123",
      ]);
    }
    expect((await get("/reports/123")).status).toBe(404);
  });

  test("loader and json()", async () => {
    const answer = await get("/methods");
    expect([answer.status, await answer.json()]).toEqual([200, { success: true }]);
    expect((await get("/methods", { method: "POST" })).headers.get("allow")).toBe("GET, HEAD, OPTIONS");
    expect((await get("/actions")).headers.get("allow")).toBe("POST, PUT, PATCH, DELETE, OPTIONS");
  });

  test("the GitHub webhook", async () => {
    vi.stubEnv("GITHUB_WEBHOOK_SECRET", "s3cret");
    const body = JSON.stringify({ ref: "refs/heads/main" });
    const signature = `sha256=${createHmac("sha256", "s3cret").update(body).digest("hex")}`;
    const post = (headers: Record<string, string>, method = "POST") =>
      get("/webhook", { method, body, headers });
    expect(await (await post({ "X-Hub-Signature-256": signature })).json()).toEqual({ success: true });
    expect((await post({ "X-Hub-Signature-256": "sha256=0" })).status).toBe(401);
    expect((await post({})).status).toBe(401);
    expect(await (await post({}, "PUT")).json()).toEqual({ message: "Method not allowed" });
    expect((await get("/webhook", { method: "POST", body: "{" })).status).toBe(400);
  });
});

describe("Next.js", () => {
  const get = served("next", [{ dir: "app", convention: "next" }]);

  test("JSON, params, query", async () => {
    expect(await (await get("/hello")).json()).toEqual({ message: "Hello World" });
    expect(await (await get("/dashboard/1")).json()).toEqual({ team: "1" });
    expect(await (await get("/shop/1/2")).json()).toEqual({ tag: "1", item: "2" });
    expect(await (await get("/blog/1/2")).json()).toEqual({ slug: ["1", "2"] });
    expect(await (await get("/items/a")).text()).toBe("a");
    expect(await (await get("/api/search?query=hello")).text()).toBe("hello");
    expect(await (await get("/config")).text()).toBe("configured");
  });

  test("cookies and headers", async () => {
    const set = await get("/set-cookie", { headers: { cookie: "token=abc" } });
    expect([await set.text(), set.headers.getSetCookie()]).toEqual(["Hello, Next.js!", ["token=abc"]]);
    expect(await (await get("/request-cookies", { headers: { cookie: "token=abc" } })).json()).toEqual({
      name: "token",
      value: "abc",
    });
    expect((await get("/headers", { headers: { referer: "http://r/" } })).headers.get("referer")).toBe(
      "http://r/",
    );
    expect(await (await get("/request-headers", { headers: { "x-test": "1" } })).json()).toBe("1");
    expect((await get("/cors")).headers.get("access-control-allow-origin")).toBe("*");
  });

  test("revalidate, redirect, RSS", async () => {
    const real = globalThis.fetch;
    const stub = vi
      .spyOn(globalThis, "fetch")
      .mockImplementation((input, init) =>
        String(input) === "https://api.vercel.app/blog"
          ? Promise.resolve(Response.json([{ id: 1 }]))
          : real(input, init),
      );
    const posts = await get("/posts");
    expect([await posts.json(), posts.headers.get("cache-control")]).toEqual([
      [{ id: 1 }],
      expect.stringContaining("s-maxage=60"),
    ]);
    stub.mockRestore();
    const redirect = await get("/redirect");
    expect([redirect.status, redirect.headers.get("location")]).toEqual([307, "https://nextjs.org/"]);
    const rss = await get("/rss.xml");
    expect([rss.headers.get("content-type"), await rss.text()]).toEqual([
      "text/xml",
      expect.stringMatching(/^<\?xml/),
    ]);
  });

  test("streams arrive while they are made", async () => {
    const answer = await get("/stream");
    const seen: string[] = [];
    for await (const chunk of answer.body!) seen.push(Buffer.from(chunk).toString());
    // One by one: what had waited for the end would have come as one.
    expect(seen).toEqual(["<p>One</p>", "<p>Two</p>", "<p>Three</p>"]);
    const chat = await get("/api/chat", json({ messages: [{ content: "hello" }, { content: "there" }] }));
    expect([chat.headers.get("content-type"), await chat.text()]).toEqual([
      "text/plain; charset=utf-8",
      "gpt-4-turbo hello there ",
    ]);
  });

  test("bodies", async () => {
    expect(await (await get("/items", json({ a: 1 }))).json()).toEqual({ res: { a: 1 } });
    const fields = { name: "Ada", email: "ada@example.com" };
    expect(await (await get("/form", { method: "POST", body: new URLSearchParams(fields) })).json()).toEqual(
      fields,
    );
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    expect(await (await get("/form", { method: "POST", body: form })).json()).toEqual(fields);
    expect(
      (await get("/form", { method: "POST", body: "{}", headers: { "content-type": "application/json" } }))
        .status,
    ).toBe(415);
    expect(await (await get("/webhook", { method: "POST", body: "anything" })).text()).toBe("Success!");
  });

  test("a handler for each method", async () => {
    const { headers } = await get("/items", { method: "OPTIONS" });
    expect(headers.get("allow")).toBe("POST, OPTIONS");
    // These samples return nothing, which is an error there as well as here.
    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
      expect((await get("/methods", { method })).status).toBe(500);
  });
});

type Row = Record<string, unknown>;

/** The samples' database, as far as they ask. */
function database() {
  const posts: Row[] = [{ id: "1", authorId: 7, title: "First" }];
  const users: Row[] = Array.from({ length: 25 }, (_, id) => ({ id }));
  const is = (where: Row) => (row: Row) =>
    Object.entries(where).every(([name, value]) => row[name] === value);
  return {
    users: {
      findMany: async ({ skip, take }: { skip: number; take: number }) => users.slice(skip, skip + take),
      count: async () => users.length,
      create: async ({ data }: { data: Row }) => ({ id: users.push(data), ...data }),
    },
    posts: {
      findMany: async () => posts,
      findUnique: async ({ where }: { where: Row }) => posts.find(is(where)),
      update: async ({ where, data }: { where: Row; data: Row }) => {
        const found = posts.find(is(where));
        return found && Object.assign(found, data);
      },
      delete: async ({ where }: { where: Row }) => void posts.splice(posts.findIndex(is(where)), 1),
      create: async ({ data }: { data: Row }) => ({ id: "2", ...data }),
    },
    $queryRaw: async () => [1],
  };
}

const order: string[] = [];
const { createMiddleware } = tanstackStart;
const step = (name: string, context: Row = {}) =>
  createMiddleware().server(async ({ next, request }: MiddlewareContext) => {
    order.push(`> ${name}`);
    if (name === "auth" && request.headers.get("authorization") === null)
      throw Response.json({ error: "Unauthorized" }, { status: 401 });
    const result = await next({ context });
    order.push(`< ${name}`);
    return result;
  });

const tanstackGlobals = {
  db: database(),
  createUserSchema: z.object({ name: z.string().min(1) }),
  updatePostSchema: z.object({ title: z.string().min(1) }),
  authMiddleware: step("auth", { user: { id: 7 } }),
  loggerMiddleware: step("logger"),
  validationMiddleware: step("validation"),
  stripe: {
    webhooks: {
      constructEvent(body: string, signature: string, secret: string) {
        const [, time, given] = /^t=(\d+),v1=(\w+)$/.exec(signature) ?? [];
        if (createHmac("sha256", secret).update(`${time}.${body}`).digest("hex") !== given)
          throw new Error("No signatures found");
        return JSON.parse(body) as unknown;
      },
    },
  },
  handleCheckoutComplete: async (data: unknown) => void order.push(`checkout ${JSON.stringify(data)}`),
  handleSubscriptionUpdate: async () => {},
};

describe("TanStack Start", () => {
  const get = served("tanstack", [{ dir: "src/routes", convention: "tanstack" }], tanstackGlobals);

  test("hello, health, users", async () => {
    expect(await (await get("/api/hello")).text()).toBe("Hello, World!");
    expect(await (await get("/api/health")).json()).toMatchObject({ status: "healthy" });
    expect(await (await get("/api/users?page=3")).json()).toEqual({
      data: [20, 21, 22, 23, 24].map((id) => ({ id })),
      pagination: { page: 3, limit: 10, total: 25 },
    });
    expect((await get("/api/users", json({ name: "" }))).status).toBe(400);
    const made = await get("/api/users", json({ name: "Ada" }));
    expect([made.status, await made.json()]).toEqual([201, { id: 26, name: "Ada" }]);
    expect(
      (
        await get("/api/users", {
          method: "POST",
          body: "{",
          headers: { "content-type": "application/json" },
        })
      ).status,
    ).toBe(400);
    const wrong = await get("/api/users", { method: "PATCH" });
    expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "GET, HEAD, POST, OPTIONS"]);
  });

  test("one resource, inside the middleware of the file above it", async () => {
    // In TanStack Router api/posts.ts is the parent of api/posts/$id.ts.
    expect((await get("/api/posts/1")).status).toBe(401);
    const headers = { authorization: "x", "content-type": "application/json" };
    expect(await (await get("/api/posts/1", { headers })).json()).toMatchObject({ title: "First" });
    expect((await get("/api/posts/9", { headers })).status).toBe(404);
    const patch = (body: unknown, path = "/api/posts/1") => get(path, { ...json(body, "PATCH"), headers });
    expect(await (await patch({ title: "Changed" })).json()).toMatchObject({ id: "1", title: "Changed" });
    expect((await patch({ title: "" })).status).toBe(400);
    expect((await patch({ title: "x" }, "/api/posts/9")).status).toBe(404);
    expect((await get("/api/posts/1", { method: "DELETE", headers })).status).toBe(204);
    expect((await get("/api/posts/1", { headers })).status).toBe(404);
  });

  test("middleware of the route, then of the handler", async () => {
    order.length = 0;
    expect((await get("/api/posts")).status).toBe(401);
    expect(order).toEqual(["> auth"]);
    order.length = 0;
    const made = await get("/api/posts", {
      ...json({ title: "Second" }),
      headers: { authorization: "x", "content-type": "application/json" },
    });
    expect([made.status, await made.json()]).toEqual([201, { id: "2", title: "Second" }]);
    expect(order).toEqual(["> auth", "> logger", "> validation", "< validation", "< logger", "< auth"]);
  });

  test("the Stripe webhook", async () => {
    vi.stubEnv("STRIPE_WEBHOOK_SECRET", "whsec_test");
    const body = JSON.stringify({
      id: "evt_1",
      type: "checkout.session.completed",
      data: { object: { id: 1 } },
    });
    const time = Math.floor(Date.now() / 1000);
    const signature = `t=${time},v1=${createHmac("sha256", "whsec_test").update(`${time}.${body}`).digest("hex")}`;
    const post = (headers: Record<string, string>, text = body) =>
      get("/api/webhooks/stripe", { method: "POST", body: text, headers });
    order.length = 0;
    expect(await (await post({ "stripe-signature": signature })).json()).toEqual({ received: true });
    expect(order).toEqual(['checkout {"id":1}']);
    vi.spyOn(console, "error").mockImplementation(() => {});
    expect((await post({ "stripe-signature": "t=1,v1=00" })).status).toBe(400);
    expect(await (await post({})).json()).toEqual({ error: "Missing signature" });
    // What the sample does by hand, the helper does too.
    const request = new Request("http://test", {
      method: "POST",
      body,
      headers: { "stripe-signature": signature },
    });
    expect((await verifyStripe(request, { secret: "whsec_test", seen: false })).type).toBe(
      "checkout.session.completed",
    );
  });
});

describe("TanStack Start, the factory form", () => {
  const get = served("tanstack-factory", [{ dir: "src/routes", convention: "tanstack" }], tanstackGlobals);

  test("route-level middleware first, then the handler's", async () => {
    order.length = 0;
    const headers = { authorization: "x", "content-type": "application/json" };
    expect((await get("/api/posts", { ...json({ title: "x" }), headers })).status).toBe(201);
    expect(order).toEqual(["> auth", "> validation", "< validation", "< auth"]);
    expect((await get("/api/posts", { headers })).status).toBe(200);
  });
});

test("all three at once, and two files with one URL", async () => {
  const copy = await createApp({
    root: fixture("."),
    sources: [
      { dir: "remix/app/routes", convention: "remix" },
      { dir: "tanstack/src/routes", convention: "tanstack" },
      { dir: "three/app", convention: "next" },
      { dir: "three/routes" },
    ],
    origin: "http://test",
  });
  const text = async (path: string) => (await copy.fetch(new Request(`http://test${path}`))).text();
  expect(await text("/methods")).toBe('{"success":true}');
  expect(await text("/api/hello")).toBe("Hello, World!");
  expect(await text("/from-next")).toBe("next");
  expect(await text("/native.txt")).toBe("native");
  await expect(
    createApp({
      root: fixture("."),
      sources: [
        { dir: "remix/app/routes", convention: "remix" },
        { dir: "next/app", convention: "next" },
      ],
    }),
  ).rejects.toThrow(/app\/routes\/methods\.ts and next\/app\/methods\/route\.ts: both answer \/methods/);
});
