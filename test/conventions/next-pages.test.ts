// pages/api: what the real `next start` (16.4) answers for the same handlers, but that nobody gets another's answer.

import { expect, onTestFinished, test } from "vitest";
import { cache, memory } from "offprint";
import { openApp, openNext } from "./open.ts";

const FILES = {
  "../pages/api/body.ts": `
    import type { NextApiRequest, NextApiResponse } from "next";
    export default function handler(req: NextApiRequest, res: NextApiResponse) {
      res.status(200).json({ m: req.method, q: req.query, b: req.body ?? null, c: req.cookies, url: req.url, h: req.headers["x-a"] ?? null });
    }`,
  "../pages/api/raw.ts": `
    export const config = { api: { bodyParser: false } };
    export default async function handler(req, res) {
      let size = 0;
      for await (const chunk of req) size += chunk.length;
      res.end("raw " + size + " " + typeof req.body);
    }`,
  "../pages/api/limit.ts": `
    export const config = { api: { bodyParser: { sizeLimit: "10b" } } };
    export default (req, res) => res.send({ b: req.body });`,
  "../pages/api/item/[id].ts": `export default (req, res) => res.json({ q: req.query });`,
  "../pages/api/multi/[[...all]].ts": `export default (req, res) => res.json({ q: req.query });`,
  "../pages/api/index.ts": `export default (req, res) => res.send("api index");`,
  "../pages/api/send.ts": `
    import { Readable } from "node:stream";
    const cases = {
      text: (res) => res.send("hello"), obj: (res) => res.send({ a: 1 }), num: (res) => res.send(5), nil: (res) => res.send(null),
      buf: (res) => res.send(Buffer.from("buf")), redirect: (res) => res.redirect("/x"), moved: (res) => res.redirect(301, "/y?é"),
      none: (res) => res.json(undefined), status: (res) => res.status(404).end(), empty: (res) => res.status(204).send("x"),
      stream: (res) => { res.writeHead(200, { "content-type": "text/event-stream", "x-h": "1" }); res.write("a"); setTimeout(() => { res.write("b"); res.end("c"); }, 20); },
      piped: (res) => res.send(Readable.from([Buffer.from("a"), Buffer.from("b")])),
      cookie: (res) => { res.setHeader("Set-Cookie", ["a=1", "b=2"]); res.send("c"); },
      kept: (res) => { res.setHeader("Cache-Control", "s-maxage=10"); res.json({ t: 1 }); },
      late: (res) => setTimeout(() => res.send("late"), 5),
      twice: (res) => { res.send("a"); res.setHeader("x-late", "1"); },
      bad: (res) => res.setHeader("x-bad", "a\\nb"),
      again: (res) => { res.send("a"); res.send("b"); res.write("c"); },
      broken: (res) => res.send(new Readable({ read() { this.destroy(new Error("secret")); } })),
      early: (res) => res.status(101).send("x"), name: (res) => res.status("ok").send("x"),
      fail: () => { throw new Error("secret"); },
    };
    export default (req, res) => cases[req.query.k](res);`,
  "../pages/api/preview.ts": `
    export default (req, res) => {
      if (req.query.k === "on") res.setPreviewData({ user: 1 }, { maxAge: 60 });
      if (req.query.k === "off") res.clearPreviewData();
      if (req.query.k === "draft") res.setDraftMode({ enable: true });
      res.json({ preview: req.preview ?? null, data: req.previewData || null, draft: req.draftMode ?? null });
    };`,
  "../pages/api/edge.ts": `
    export const config = { runtime: "edge" };
    export default (request) => new Response("edge " + request.nextUrl.search);`,
  "../pages/api/whoami.ts": `export default (req, res) => res.json(req.headers.authorization ?? req.socket.remoteAddress ?? "nobody");`,
  "../pages/index.tsx": `export default () => null;`,
};

const open = () => openNext(FILES);
const json = async (answer: Promise<Response>) => (await answer).json() as Promise<Record<string, unknown>>;

test("the body is parsed by its type", async () => {
  const app = await open();
  const post = async (type: string | undefined, body: string) =>
    (
      await json(
        app.get("/api/body", { method: "POST", body, headers: type ? { "content-type": type } : {} }),
      )
    ).b;
  expect(await post("application/json", '{"a":1}')).toEqual({ a: 1 });
  expect(await post("application/ld+json; charset=utf-8", "[1]")).toEqual([1]);
  expect(await post("application/json", "")).toEqual({});
  expect(await post("application/x-www-form-urlencoded", "a=1&b=2&a=4")).toEqual({ a: ["1", "4"], b: "2" });
  expect(await post("text/plain", "hi")).toBe("hi");
  expect(await post("application/octet-stream", "hi")).toBe("hi");
  const bad = await app.get("/api/body", {
    method: "POST",
    body: "{bad",
    headers: { "content-type": "application/json" },
  });
  expect(bad.status).toBe(400);
  const deep = { method: "POST", body: "[".repeat(501) + "]".repeat(501) };
  const headers = { "content-type": "application/json" };
  expect((await app.get("/api/body", { ...deep, headers })).status).toBe(400);
  expect((await json(app.get("/api/body"))).b).toBe("");
});

test("a body above the limit is 413, one that the route parses is a stream", async () => {
  const app = await open();
  const post = (path: string, body: string) => app.get(path, { method: "POST", body });
  expect((await post("/api/limit", "12345678901")).status).toBe(413);
  expect(await (await post("/api/limit", "1234567890")).json()).toEqual({ b: "1234567890" });
  expect((await post("/api/body", "x".repeat(2 ** 20 + 1))).status).toBe(413);
  expect(await (await post("/api/raw", "12345")).text()).toBe("raw 5 undefined");
  expect(await (await app.get("/api/raw")).text()).toBe("raw 0 undefined");
});

test("query, params, cookies and headers", async () => {
  const app = await open();
  expect(
    await json(app.get("/api/body?a=1&b=2&a=3", { headers: { cookie: "a=1; b=%20x", "x-a": "y" } })),
  ).toMatchObject({ m: "GET", q: { a: ["1", "3"], b: "2" }, c: { a: "1", b: " x" }, h: "y" });
  expect(await json(app.get("/api/item/7?x=1&id=9"))).toEqual({ q: { x: "1", id: "7" } });
  expect(await json(app.get("/api/item/a%2Fb"))).toEqual({ q: { id: "a/b" } });
  expect(await json(app.get("/api/multi"))).toEqual({ q: {} });
  expect(await json(app.get("/api/multi/a/b?z=1"))).toEqual({ q: { z: "1", all: ["a", "b"] } });
  expect(await (await app.get("/api")).text()).toBe("api index");
  expect((await app.get("/api/nothing")).status).toBe(404);
  expect((await app.get("/")).status).toBe(404);
});

test.each([
  ["text", 200, "hello", null],
  ["obj", 200, '{"a":1}', "application/json; charset=utf-8"],
  ["num", 200, "5", "application/json; charset=utf-8"],
  ["nil", 200, "", null],
  ["buf", 200, "buf", "application/octet-stream"],
  ["none", 200, "", "application/json; charset=utf-8"],
  ["status", 404, "", null],
  ["empty", 204, "", null],
  ["stream", 200, "abc", "text/event-stream"],
  ["piped", 200, "ab", "application/octet-stream"],
  ["late", 200, "late", null],
  ["again", 200, "a", null],
])("res: %s", async (name, status, text, type) => {
  const app = await open();
  const answer = await app.get(`/api/send?k=${name}`);
  expect([answer.status, await answer.text(), answer.headers.get("content-type")]).toEqual([
    status,
    text,
    type,
  ]);
});

test("redirects, cookies, and what goes wrong", async () => {
  const app = await open();
  const send = (name: string) => app.get(`/api/send?k=${name}`);
  const redirect = await send("redirect");
  expect([redirect.status, redirect.headers.get("location")]).toEqual([307, "/x"]);
  const moved = await send("moved");
  expect([moved.status, moved.headers.get("location")]).toEqual([301, "/y?%C3%A9"]);
  expect((await send("cookie")).headers.getSetCookie()).toEqual(["a=1", "b=2"]);
  expect(await (await send("twice")).text()).toBe("a");
  for (const wrong of ["bad", "early", "name"]) expect((await send(wrong)).status, wrong).toBe(500);
  const fault = await send("fail");
  expect(fault.status).toBe(500);
  expect(await fault.text()).not.toContain("secret");
  expect((await app.get("/api/send?k=text", { method: "HEAD" })).headers.get("content-length")).toBe("5");
});

test("nobody gets another's answer, unless Cache-Control says who may keep it", async () => {
  const app = await open();
  const cached = cache(app.fetch, { store: memory() });
  onTestFinished(() => cached.close());
  const ask = async (who: string) =>
    (await cached(new Request("http://test/api/whoami", { headers: { authorization: who } }))).json();
  expect(await Promise.all(["a", "b", "a"].map(ask))).toEqual(["a", "b", "a"]);
  expect((await app.get("/api/whoami")).headers.get("cache-control")).toBe("private, no-store");
  expect((await app.get("/api/send?k=kept")).headers.get("cache-control")).toBe("s-maxage=10");
});

test("preview data comes back to who has its cookies, and to nobody who made them up", async () => {
  const app = await open();
  const on = (await app.get("/api/preview?k=on")).headers.getSetCookie();
  expect(on).toHaveLength(2);
  for (const cookie of on) expect(cookie).toMatch(/Path=\/; .*Max-Age=60; Secure; HttpOnly; SameSite=none/);
  const cookie = on.map((one) => one.split(";")[0]).join("; ");
  expect(await json(app.get("/api/preview", { headers: { cookie } }))).toEqual({
    preview: true,
    data: { user: 1 },
    draft: true,
  });
  const forged = "__prerender_bypass=x; __next_preview_data=eyJ1c2VyIjoxfQ";
  expect((await json(app.get("/api/preview", { headers: { cookie: forged } }))).data).toBeNull();
  const [draft] = (await app.get("/api/preview?k=draft")).headers.getSetCookie();
  expect(await json(app.get("/api/preview", { headers: { cookie: draft!.split(";")[0]! } }))).toEqual({
    preview: null,
    data: null,
    draft: true,
  });
  const off = (await app.get("/api/preview?k=off")).headers.getSetCookie();
  expect(off.every((one) => one.includes("Expires=Thu, 01 Jan 1970"))).toBe(true);
});

test("the edge runtime's handlers, a rewrite's query, and a proxy around both", async () => {
  const app = await openNext({
    ...FILES,
    "../next.config.mjs": `export default { rewrites: async () => [{ source: "/p/:a", destination: "/api/body?x=:a" }] }`,
    "../proxy.ts": `
      import { NextResponse } from "next/server";
      export const proxy = () => NextResponse.next({ headers: { "x-proxy": "1" } });`,
  });
  const edge = await app.get("/api/edge?x=1");
  expect([await edge.text(), edge.headers.get("x-proxy")]).toEqual(["edge ?x=1", "1"]);
  expect(await json(app.get("/p/7?y=1"))).toMatchObject({ q: { y: "1", x: "7" }, url: "/p/7?y=1" });
});

test("a folder of pages alone, and a file without a handler", async () => {
  const app = await openApp({ "pages/api/a.ts": `export default (req, res) => res.send("a");` }, [
    { dir: "pages", convention: "next" },
  ]);
  expect(await (await app.get("/api/a")).text()).toBe("a");
  await expect(openNext({ "../pages/api/a.ts": "export const x = 1;" })).rejects.toThrow(
    /pages\/api\/a\.ts: Export the handler as default/,
  );
});

test("a stream that fails before its first byte is a fault, at once", async () => {
  const app = await open();
  const answer = await app.get("/api/send?k=broken");
  expect(answer.status).toBe(500);
  expect(await answer.text()).not.toContain("secret");
});
