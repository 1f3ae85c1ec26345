// The table "HTTP, decided once", for every value that a handler can return.

import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { argumentKey } from "../../src/compat/next/argument-key.ts";
import { appOf } from "../project.ts";
import { standstill } from "../wait.ts";

const LONG = "naïve text, repeated. ".repeat(200);

/** Values that handlers return, with what reaches the client. */
const VALUES: [name: string, file: string, code: string, type: string, body: string][] = [
  ["text", "a.txt.ts", `export const GET = () => "é"`, "text/plain; charset=utf-8", "é"],
  ["text by its extension", "a.css.ts", `export const GET = () => "a{}"`, "text/css; charset=utf-8", "a{}"],
  ["text without an extension", "a.ts", `export const GET = () => "<b>"`, "text/plain; charset=utf-8", "<b>"],
  ["data", "a.ts", `export const GET = () => ({ b: [1] })`, "application/json", '{"b":[1]}'],
  ["an array", "a.json.ts", `export const GET = () => [1, 2]`, "application/json", "[1,2]"],
  ["a number", "a.json.ts", `export const GET = () => 42`, "application/json", "42"],
  [
    "data as a manifest",
    "a.webmanifest.ts",
    `export const GET = () => ({})`,
    "application/manifest+json",
    "{}",
  ],
  ["data in a file that is no JSON", "a.txt.ts", `export const GET = () => ({})`, "application/json", "{}"],
  [
    "bytes",
    "a.bin.ts",
    `export const GET = () => new Uint8Array([65, 66])`,
    "application/octet-stream",
    "AB",
  ],
  ["a buffer as an image", "a.png.ts", `export const GET = () => Buffer.from("x")`, "image/png", "x"],
  [
    "a stream",
    "a.txt.ts",
    `export const GET = () => new Blob(["st"]).stream()`,
    "text/plain; charset=utf-8",
    "st",
  ],
  ["a blob", "a.ts", `export const GET = () => new Blob(["bl"], { type: "text/x" })`, "text/x", "bl"],
  [
    "a generator",
    "a.txt.ts",
    `export function* GET() { yield "a"; yield "b" }`,
    "text/plain; charset=utf-8",
    "ab",
  ],
  [
    "an async generator",
    "a.csv.ts",
    `export async function* GET() { yield "a"; yield new Uint8Array([98]) }`,
    "text/csv; charset=utf-8",
    "ab",
  ],
  [
    "a Response",
    "a.txt.ts",
    `export const GET = () => new Response("r", { headers: { "content-type": "x/y" } })`,
    "x/y",
    "r",
  ],
  [
    "a thrown Response",
    "a.txt.ts",
    `export const GET = () => { throw new Response("t") }`,
    "text/plain;charset=UTF-8",
    "t",
  ],
  [
    "an asset",
    "a.txt.ts",
    `export const GET = () => ({ types: ["text/plain"], key: 1, render: () => "as" })`,
    "text/plain",
    "as",
  ],
];

describe.each(VALUES)("%s", (_name, file, code, type, body) => {
  const path = `/${file.replace(/\.ts$/, "")}`;

  it("goes out with its type, length and tag, and never sniffed", async () => {
    const app = await appOf({ [file]: code });
    const response = await app.get(path);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe(type);
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(response.headers.get("cache-control")).toBe("no-cache");
    if (response.headers.has("content-length"))
      expect(response.headers.get("content-length")).toBe(String(Buffer.byteLength(body)));
    expect(await response.text()).toBe(body);
  });

  it("answers HEAD with the same headers and nothing else", async () => {
    const app = await appOf({ [file]: code });
    const [get, head] = [await app.get(path), await app.get(path, { method: "HEAD" })];
    expect(head.status).toBe(200);
    expect(head.headers.get("content-type")).toBe(get.headers.get("content-type"));
    expect(await head.text()).toBe("");
  });

  it("answers 304 to the tag it gave", async () => {
    const app = await appOf({ [file]: code });
    const etag = (await app.get(path)).headers.get("etag");
    if (etag === null) return; // A body that is made while it is read has no tag, unless an asset's key gives one.
    const response = await app.get(path, { headers: { "if-none-match": `"x", W/${etag}` } });
    expect(response.status).toBe(304);
    expect(response.headers.get("etag")).toBe(etag);
    expect(response.headers.has("content-type")).toBe(false);
    expect(response.headers.has("content-length")).toBe(false);
    expect(await response.text()).toBe("");
  });
});

describe("methods", () => {
  const file = { "m.ts": `export const GET = () => "g"; export const PUT = () => null;` };

  it("answers OPTIONS with what is there", async () => {
    const response = await (await appOf(file)).get("/m", { method: "OPTIONS" });
    expect([response.status, response.headers.get("allow")]).toEqual([204, "GET, HEAD, PUT, OPTIONS"]);
  });

  it.each(["POST", "DELETE", "PATCH"])("answers %s with 405 and Allow", async (method) => {
    const response = await (await appOf(file)).get("/m", { method });
    expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD, PUT, OPTIONS"]);
  });

  it.each(["PROPFIND", "BREW"])("does not know %s: 501", async (method) => {
    expect((await (await appOf(file)).get("/m", { method })).status).toBe(501);
  });

  it("gives null as 204", async () => {
    const response = await (await appOf(file)).get("/m", { method: "PUT" });
    expect([response.status, await response.text()]).toEqual([204, ""]);
  });

  it("lets a HEAD and an OPTIONS of one's own win", async () => {
    const app = await appOf({
      "m.ts": `export const GET = () => "g"; export const HEAD = () => new Response(null, { headers: { x: "own" } }); export const OPTIONS = () => "o";`,
    });
    expect((await app.get("/m", { method: "HEAD" })).headers.get("x")).toBe("own");
    expect(await (await app.get("/m", { method: "OPTIONS" })).text()).toBe("o");
  });

  it("runs loader for GET and action for the rest", async () => {
    const app = await appOf({
      "m.ts": `export const loader = () => "l"; export const action = ({ request }) => request.method;`,
    });
    expect(await (await app.get("/m")).text()).toBe("l");
    for (const method of ["POST", "PUT", "PATCH", "DELETE"])
      expect(await (await app.get("/m", { method })).text()).toBe(method);
  });
});

describe("what is thrown", () => {
  it("tells a client nothing of a fault, and the log everything", async () => {
    const app = await appOf({
      "t.ts": `export const GET = () => { throw Object.assign(new Error("db at 10.0.0.1"), { status: 418, headers: { "x-secret": "1" } }) }`,
    });
    const response = await app.get("/t");
    expect(response.status).toBe(500);
    expect([...response.headers.keys()].sort()).toEqual([
      "cache-control",
      "content-length",
      "content-type",
      // For our own cache, which takes it off.
      "offprint-cache-control",
      "x-content-type-options",
      "x-request-id",
    ]);
    const body = (await response.json()) as { requestId: string };
    expect(Object.keys(body).sort()).toEqual(["requestId", "status", "title"]);
    expect(JSON.stringify(app.logged)).toContain("10.0.0.1");
    expect(app.logged[0]).toMatchObject({ requestId: body.requestId, route: "routes/t.ts" });
  });

  it.each(["undefined", "null", "'text'", "42", "Symbol('s')", "{ status: 404 }"])(
    "survives `throw %s`",
    async (thrown) => {
      const app = await appOf({ "t.ts": `export const GET = () => { throw ${thrown} }` });
      expect((await app.get("/t")).status).toBe(500);
    },
  );

  it("answers an HttpError with its status, reason and fields", async () => {
    const app = await appOf({
      "t.ts": `import { badRequest, HttpError, notFound } from "offprint";
        export const GET = () => { throw notFound("No such post.") };
        export const POST = () => { throw badRequest("Wrong.", { title: ["is required"] }) };
        export const PUT = () => { throw new HttpError(429, { headers: { "retry-after": "5" } }) };`,
    });
    const [get, post, put] = [
      await app.get("/t"),
      await app.get("/t", { method: "POST" }),
      await app.get("/t", { method: "PUT" }),
    ];
    expect([get.status, await get.json()]).toEqual([
      404,
      { title: "Not Found", status: 404, detail: "No such post." },
    ]);
    expect(await post.json()).toMatchObject({ status: 400, fields: { title: ["is required"] } });
    expect([put.status, put.headers.get("retry-after")]).toEqual([429, "5"]);
  });

  it("says which file returned nothing", async () => {
    const app = await appOf({ "t.ts": `export const GET = () => {}` });
    expect((await app.get("/t")).status).toBe(500);
    expect(JSON.stringify(app.logged)).toContain("routes/t.ts returned nothing");
  });

  it("keeps a module that throws while loading to its own URL", async () => {
    const app = await appOf({
      "bad.ts": `throw new Error("at load")`,
      "good.ts": `export const GET = () => "ok"`,
    });
    expect([(await app.get("/bad")).status, (await app.get("/good")).status]).toEqual([500, 200]);
    expect(JSON.stringify(app.logged)).toContain("at load");
  });
});

describe("bodies that cannot be read", () => {
  const file = {
    "b.ts": `export const POST = async ({ request }) => ({ got: await request.json() });
      export const PUT = async ({ request }) => [...(await request.formData()).keys()];
      export const PATCH = async ({ request }) => { try { await request.json() } catch (error) { return error instanceof SyntaxError ? "mine" : "other" } };`,
  };
  const send = (method: string, body: string, type: string): RequestInit => ({
    method,
    body,
    headers: { "content-type": type },
  });

  it.each([
    ["POST", "{", "application/json", 400],
    ["POST", "", "application/json", 400],
    ["POST", "<a/>", "application/xml", 415],
    ["POST", '{"a":1}', "text/plain", 200],
    ["PUT", "{}", "application/json", 415],
    ["PUT", "--x\r\ngarbage", "multipart/form-data; boundary=x", 400],
    ["PUT", "a=1", "application/x-www-form-urlencoded", 200],
    ["PATCH", "{", "application/json", 200],
  ])("%s %j as %s is %i", async (method, body, type, status) => {
    expect((await (await appOf(file)).get("/b", send(method, body, type))).status).toBe(status);
  });

  /** Handlers in each of which something else walks the data by recursion. */
  const WALKS: Record<string, string> = {
    "plain data": `(await request.json())`,
    "a clone's": `(await request.clone().json())`,
    "Response.json()": `Response.json(await request.json())`,
    "the key of an asset": `({ types: ["text/plain"], key: await request.json(), render: () => "made" })`,
    "the key of an image": `image({ type: "div", props: { style: { width: 1 }, data: await request.json() } })`,
  };
  const nested = (depth: number, open: string, close: string) =>
    `${open.repeat(depth)}1${close.repeat(depth)}`;

  it.each(Object.entries(WALKS))(
    "JSON that is nested as deep as you like is answered, or refused: %s",
    async (_name, code) => {
      const app = await appOf({
        "b.ts": `import { image } from "offprint"; export const POST = async ({ request }) => ${code};`,
      });
      for (const [open, close] of [
        ["[", "]"],
        ['{"a":', "}"],
        ['[{"type":"div","props":{"children":', "}}]"],
      ] as const)
        for (const depth of [150, 249, 499, 1_000, 5_000, 100_000]) {
          const { status } = await app.get(
            "/b",
            send("POST", nested(depth, open, close), "application/json"),
          );
          expect(status, `${open} ${depth}`).toBeLessThan(500);
          if (depth * (open.match(/[[{]/g)?.length ?? 0) > 500) expect(status, `${open} ${depth}`).toBe(400);
        }
      const text = JSON.stringify(`${"[".repeat(2_000)}\\"`);
      expect(
        (await app.get("/b", send("POST", `{"type":"p","props":{},"a":${text}}`, "application/json"))).status,
      ).toBe(200);
    },
  );

  it("the arguments of a cached function may be nested as deep as JSON in a body", () => {
    for (const [open, close] of [
      ["[", "]"],
      ['{"a":', "}"],
    ] as const)
      expect(argumentKey(JSON.parse(nested(500, open, close)))).toContain("1");
  });

  it("lets a handler catch that JSON is nested too deep", async () => {
    const app = await appOf(file);
    const answer = await app.get("/b", send("PATCH", nested(5_000, "[", "]"), "application/json"));
    expect([answer.status, await answer.text()]).toEqual([200, "other"]);
  });
});

describe("ranges", () => {
  const file = { "r.txt.ts": `export const GET = () => "0123456789"` };
  it.each([
    ["bytes=0-3", 206, "0123", "bytes 0-3/10"],
    ["bytes=7-", 206, "789", "bytes 7-9/10"],
    ["bytes=-2", 206, "89", "bytes 8-9/10"],
    ["bytes=5-99", 206, "56789", "bytes 5-9/10"],
    ["bytes=10-", 416, undefined, "bytes */10"],
    ["bytes=-0", 416, undefined, "bytes */10"],
    ["bytes=3-1", 200, "0123456789", null],
    ["bytes=0-1,3-4", 200, "0123456789", null],
    ["lines=0-1", 200, "0123456789", null],
  ])("%s is %i", async (range, status, body, contentRange) => {
    const response = await (await appOf(file)).get("/r.txt", { headers: { range } });
    expect([response.status, response.headers.get("content-range")]).toEqual([status, contentRange]);
    if (body !== undefined) expect(await response.text()).toBe(body);
  });

  it("honours If-Range", async () => {
    const app = await appOf(file);
    const etag = (await app.get("/r.txt")).headers.get("etag")!;
    const with_ = (value: string) =>
      app.get("/r.txt", { headers: { range: "bytes=0-0", "if-range": value } });
    expect((await with_(etag)).status).toBe(206);
    expect((await with_('"other"')).status).toBe(200);
    expect((await with_(`W/${etag}`)).status).toBe(200);
  });
});

describe("text of 1 KiB and more", () => {
  const file = {
    "c.txt.ts": `export const GET = () => ${JSON.stringify(LONG)}`,
    "s.txt.ts": `export async function* GET() { for (let i = 0; i < 20; i++) { await 0; yield ${JSON.stringify(LONG)} } }`,
  };

  it("is compressed as the client likes, with a tag of its own", async () => {
    const app = await appOf(file);
    const plain = await app.get("/c.txt");
    const br = await app.get("/c.txt", { headers: { "accept-encoding": "gzip, br" } });
    const gz = await app.get("/c.txt", { headers: { "accept-encoding": "gzip;q=1, br;q=0.5" } });
    expect([plain, br, gz].map((r) => r.headers.get("content-encoding"))).toEqual([null, "br", "gzip"]);
    expect(new Set([plain, br, gz].map((r) => r.headers.get("etag"))).size).toBe(3);
    for (const response of [plain, br, gz]) expect(response.headers.get("vary")).toBe("Accept-Encoding");
    expect(brotliDecompressSync(await br.bytes()).toString()).toBe(LONG);
    expect(gunzipSync(await gz.bytes()).toString()).toBe(LONG);
  });

  it("is described by HEAD as GET would send it", async () => {
    const app = await appOf(file);
    const headers = { "accept-encoding": "br" };
    const get = await app.get("/c.txt", { headers });
    const head = await app.get("/c.txt", { headers, method: "HEAD" });
    for (const name of ["content-encoding", "content-type", "etag", "vary"])
      expect(head.headers.get(name)).toBe(get.headers.get(name));
    expect(head.headers.get("content-length")).toBeNull();
  });

  it("validates with the tag of either variant", async () => {
    const app = await appOf(file);
    const etag = (await app.get("/c.txt", { headers: { "accept-encoding": "br" } })).headers.get("etag")!;
    const response = await app.get("/c.txt", { headers: { "accept-encoding": "br", "if-none-match": etag } });
    expect([response.status, response.headers.get("etag")]).toEqual([304, etag]);
    expect(response.headers.get("vary")).toBe("Accept-Encoding");
  });

  it("is left alone for identity, no-transform and types that are compressed already", async () => {
    const app = await appOf({
      ...file,
      "n.txt.ts": `export const GET = () => new Response(${JSON.stringify(LONG)}, { headers: { "cache-control": "no-transform", "content-type": "text/plain" } })`,
      "p.pdf.ts": `export const GET = () => ${JSON.stringify(LONG)}`,
    });
    const headers = { "accept-encoding": "br, gzip" };
    expect((await app.get("/n.txt", { headers })).headers.get("content-encoding")).toBeNull();
    expect((await app.get("/p.pdf", { headers })).headers.get("content-encoding")).toBeNull();
    expect(
      (await app.get("/c.txt", { headers: { "accept-encoding": "br;q=0, identity" } })).headers.get(
        "content-encoding",
      ),
    ).toBeNull();
  });

  it("is compressed while it streams", async () => {
    const app = await appOf(file);
    const response = await app.get("/s.txt", { headers: { "accept-encoding": "gzip" } });
    expect(response.headers.get("content-encoding")).toBe("gzip");
    expect(gunzipSync(await response.bytes()).toString()).toBe(LONG.repeat(20));
  });
});

describe("streams", () => {
  it("is a real 500 when the first chunk fails", async () => {
    const app = await appOf({
      "f.txt.ts": `export async function* GET() { throw new Error("early") }`,
      "g.txt.ts": `export const GET = () => new Response(new ReadableStream({ pull() { throw new Error("early") } }))`,
      "h.pdf.ts": `export const GET = () => ({ types: ["application/pdf"], key: 1, render() { throw new Error("early") } })`,
    });
    for (const path of ["/f.txt", "/g.txt", "/h.pdf"]) expect((await app.get(path)).status).toBe(500);
  });

  it("errors, and never ends cleanly, when a later chunk fails", async () => {
    const app = await appOf({
      "f.txt.ts": `export async function* GET() { yield "a"; await new Promise(setImmediate); throw new Error("late") }`,
    });
    const response = await app.get("/f.txt");
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
  });

  it("closes the source when the reader leaves", async () => {
    const app = await appOf({
      "f.txt.ts": `export async function* GET() { try { for (;;) { yield "x".repeat(100); await new Promise(setImmediate) } } finally { globalThis.offprintClosed = true } }`,
    });
    const response = await app.get("/f.txt");
    const reader = response.body!.getReader();
    await reader.read();
    await reader.cancel();
    expect((globalThis as { offprintClosed?: boolean }).offprintClosed).toBe(true);
  });

  it("pulls no further than it is read", async () => {
    const app = await appOf({
      "f.txt.ts": `globalThis.offprintPulls = 0; export async function* GET() { for (;;) { globalThis.offprintPulls++; yield "x"; } }`,
    });
    const response = await app.get("/f.txt");
    const reader = response.body!.getReader();
    for (let i = 0; i < 5; i++) await reader.read();
    const pulls = () => (globalThis as { offprintPulls?: number }).offprintPulls!;
    expect(await standstill(pulls)).toBeLessThanOrEqual(8);
    await reader.cancel();
  });
});

describe("assets", () => {
  const counted = (extra = "") => `let renders = 0;
    export const GET = ({ params }) => ({ types: ["image/png", "image/webp"], key: { id: params.id }, filename: "日本.png", lastModified: new Date(0), ${extra}
      render({ type }) { renders++; return type + " " + renders } });
    export const POST = () => ({ renders });`;
  const renders = async (app: { get(path: string, init?: RequestInit): Promise<Response> }, path: string) =>
    ((await (await app.get(path, { method: "POST" })).json()) as { renders: number }).renders;

  it("renders for GET only: not for HEAD, 304 or a date that holds", async () => {
    const app = await appOf({ "i/[id].[ext(png|webp)].ts": counted() });
    const head = await app.get("/i/1.png", { method: "HEAD" });
    const etag = head.headers.get("etag")!;
    expect((await app.get("/i/1.png", { headers: { "if-none-match": etag } })).status).toBe(304);
    expect(
      (await app.get("/i/1.png", { headers: { "if-modified-since": new Date(1e12).toUTCString() } })).status,
    ).toBe(304);
    expect((await app.get("/i/1.png", { headers: { "if-match": '"x"' } })).status).toBe(412);
    expect(await renders(app, "/i/1.png")).toBe(0);
    expect(await (await app.get("/i/1.webp")).text()).toBe("image/webp 1");
  });

  it("prefers If-None-Match to If-Modified-Since (RFC 9110 §13.1.3)", async () => {
    const app = await appOf({ "i/[id].png.ts": counted() });
    const headers = { "if-none-match": '"old"', "if-modified-since": new Date(1e12).toUTCString() };
    expect((await app.get("/i/1.png", { headers })).status).toBe(200);
  });

  it("has a tag that depends on key, type and URL, and on nothing else", async () => {
    const tag = async (path: string) =>
      (
        await (await appOf({ "i/[id].[ext(png|webp)].ts": counted() })).get(path, { method: "HEAD" })
      ).headers.get("etag");
    expect(await tag("/i/1.png")).toBe(await tag("/i/1.png?utm_source=x"));
    expect(new Set([await tag("/i/1.png"), await tag("/i/2.png"), await tag("/i/1.webp")]).size).toBe(3);
  });

  it("carries its filename in any script (RFC 8187)", async () => {
    const app = await appOf({ "i/[id].png.ts": counted() });
    expect((await app.get("/i/1.png")).headers.get("content-disposition")).toBe(
      "inline; filename=\"file.png\"; filename*=UTF-8''%E6%97%A5%E6%9C%AC.png",
    );
  });

  it("negotiates by Accept where the URL names no type", async () => {
    const app = await appOf({ "i/[id].ts": counted() });
    const webp = await app.get("/i/1", { headers: { accept: "image/avif,image/webp,*/*;q=0.8" } });
    expect([webp.headers.get("content-type"), webp.headers.get("vary")]).toEqual(["image/webp", "Accept"]);
    expect((await app.get("/i/1")).headers.get("content-type")).toBe("image/png");
  });

  it("says in the log which file does not fit its extension, and which key has no canonical form", async () => {
    const app = await appOf({
      "i/[id].pdf.ts": counted(),
      "k.png.ts": `export const GET = () => ({ types: ["image/png"], key: { rows: (function*(){})() }, render: () => "" })`,
    });
    expect((await app.get("/i/1.pdf")).status).toBe(500);
    expect((await app.get("/k.png")).status).toBe(500);
    const log = JSON.stringify(app.logged);
    expect(log).toContain("routes/i/[id].pdf.ts returned an asset that can be image/png, image/webp");
    expect(log).toContain("key.rows is a stream, an iterator or a promise");
  });

  it("gives SVG a policy that lets nothing run", async () => {
    const app = await appOf({ "x.svg.ts": `export const GET = () => "<svg/>"` });
    expect((await app.get("/x.svg")).headers.get("content-security-policy")).toMatch(
      /default-src 'none'.*sandbox/,
    );
  });
});

describe("cache policy", () => {
  it("becomes Cache-Control, Cache-Tag and Vary", async () => {
    const app = await appOf({
      "c/[id].txt.ts": `export const cache = { maxAge: "1h", staleWhileRevalidate: "1d", tags: ({ params }) => ["post:" + params.id], vary: ["Sec-CH-Prefers-Color-Scheme"] };
        export const GET = () => "x"; export const POST = () => "y";`,
    });
    const { headers } = await app.get("/c/a%2Cb.txt");
    expect(headers.get("cache-control")).toBe("public, max-age=3600, stale-while-revalidate=86400");
    expect(headers.get("cache-tag")).toBe("post:a%2Cb");
    expect(headers.get("vary")).toBe("Sec-CH-Prefers-Color-Scheme");
    expect((await app.get("/c/1.txt", { method: "POST" })).headers.get("cache-control")).toBeNull();
  });

  it("tells caches which parameters of a query matter: those that were looked at", async () => {
    const app = await appOf(
      {
        "a.ts": `export const GET = () => "x"`,
        "b.ts": `export const GET = ({ query }) => query.q ?? query["größe, x"] ?? "none"`,
        "c.ts": `export const GET = ({ query }) => JSON.stringify(query)`,
        "d.ts": `export const GET = ({ url }) => url.href`,
        "e.ts": `export const GET = ({ query }) => new ReadableStream({ pull(c) { c.enqueue(query.first ?? "x"); c.close(); } })`,
        "e2.ts": `export const GET = ({ query }) => (async function* () {
          yield "first"; await new Promise(setImmediate); yield query.late ?? "x";
        })()`,
        "f.ts": `export const GET = ({ query }) => "q" in query ? "yes" : "no"`,
      },
      {},
    );
    const rule = async (path: string) => (await app.get(`${path}?x=1`)).headers.get("no-vary-search");
    expect(await rule("/a")).toBe("params");
    expect(await rule("/b")).toBe('params, except=("q" "gr%C3%B6%C3%9Fe%2C%20x")');
    expect(await rule("/c")).toBeNull();
    expect(await rule("/d")).toBeNull();
    expect(await rule("/e")).toBe('params, except=("first")');
    expect(await rule("/e2")).toBeNull();
    expect(await rule("/f")).toBe('params, except=("q")');
  });

  it("varies by Cookie when a cookie was read, and sets those that were set", async () => {
    const app = await appOf({
      "a.ts": `export const GET = ({ cookies }) => { cookies.set("n", "1; x", { maxAge: 60 }); cookies.delete("o"); return cookies.get("theme") ?? "none" }`,
    });
    const response = await app.get("/a", { headers: { cookie: "theme=dark%20blue" } });
    expect([await response.text(), response.headers.get("vary")]).toEqual(["dark blue", "Cookie"]);
    const [set, deleted] = response.headers.getSetCookie();
    expect(set).toBe("n=1%3B%20x; Max-Age=60; Path=/; HttpOnly; SameSite=Lax");
    expect(deleted).toMatch(/^o=; Max-Age=0/);
  });
});
