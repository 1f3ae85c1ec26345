// The cache as RFC 9111 has it, by section. `npm run chaos -- conformance` runs the public suite too.

import { describe, expect, it } from "vitest";
import { counting, scene, settle, status, tagged } from "./origin.ts";

const HOUR = { "cache-control": "max-age=3600" };

describe("§3 storing", () => {
  it.each([
    ["no-store", { "cache-control": "max-age=60, no-store" }],
    ["private", { "cache-control": "private, max-age=60" }],
    ["nothing said and no validator", {}],
    ["Vary: *", { ...HOUR, vary: "*" }],
    ["Set-Cookie", { ...HOUR, "set-cookie": "a=b" }],
    [
      "must-understand with a status that is not understood",
      { "cache-control": "max-age=60, must-understand" },
      299,
    ],
    ["an error that names no lifetime", { etag: '"a"' }, 404],
  ])("never stores: %s", async (_name, headers, code = 200) => {
    const { text } = scene(counting(headers as HeadersInit, code as number));
    expect(await text("/a")).toBe("body 1");
    expect(await text("/a")).toBe("body 2");
  });

  it("keeps a partial answer for nobody", async () => {
    const { text } = scene(counting({ ...HOUR, "content-range": "bytes 0-5/10" }, 206));
    expect([await text("/a"), await text("/a")]).toEqual(["body 1", "body 2"]);
  });

  it("stores in spite of no-store where must-understand says so and the status is understood", async () => {
    const { text } = scene(counting({ "cache-control": "max-age=60, must-understand, no-store" }));
    expect([await text("/a"), await text("/a")]).toEqual(["body 1", "body 1"]);
  });

  it("reuses errors for a short time only, whatever they say", async () => {
    const { text, pass } = scene(counting(HOUR, 404));
    await text("/a");
    pass(9);
    expect(await text("/a")).toBe("body 1");
    pass(2);
    expect(await text("/a")).toBe("body 2");
  });

  it("honours a request's no-store", async () => {
    const { text } = scene(counting(HOUR));
    await text("/a", { "cache-control": "no-store" });
    expect(await text("/a")).toBe("body 2");
  });

  it("leaves out hop-by-hop fields and those that Connection names, and old timings (§3.1)", async () => {
    const { get } = scene(
      counting({
        ...HOUR,
        connection: "x-secret",
        "x-secret": "1",
        "keep-alive": "x",
        "server-timing": "render",
        "x-kept": "1",
      }),
    );
    const first = await get("/a");
    expect(first.headers.get("server-timing")).toBe("render");
    await first.text();
    const { headers } = await get("/a");
    expect(headers.get("x-kept")).toBe("1");
    for (const name of ["connection", "x-secret", "keep-alive", "server-timing"])
      expect(headers.has(name)).toBe(false);
  });

  it("strips the fields that no-cache and private name", async () => {
    const { get } = scene(
      counting({
        "cache-control": 'max-age=60, no-cache="x-user", private="x-other"',
        "x-user": "ann",
        "x-other": "b",
      }),
    );
    await (await get("/a")).text();
    const { headers } = await get("/a");
    expect([headers.get("x-user"), headers.get("x-other"), status(await get("/a"))]).toEqual([
      null,
      null,
      expect.stringContaining("hit"),
    ]);
  });

  it("gives a stored answer a Date where the origin gave none", async () => {
    const { get, pass } = scene(counting(HOUR));
    await (await get("/a")).text();
    pass(90);
    const { headers } = await get("/a");
    expect(headers.get("date")).toBe("Sat, 21 Nov 2026 12:00:00 GMT");
    expect(headers.get("age")).toBe("90");
  });
});

describe("§3.5 Authorization", () => {
  const asAnn = { authorization: "Bearer ann" };

  it("keeps what was made for one set of credentials from everyone else", async () => {
    const { text } = scene(counting(HOUR));
    await text("/a", asAnn);
    expect(await text("/a")).toBe("body 2");
    expect(await text("/a", asAnn)).toBe("body 3");
    expect(await text("/a")).toBe("body 2");
  });

  it.each(["public, max-age=60", "s-maxage=60", "max-age=60, must-revalidate"])(
    "shares it under %s",
    async (control) => {
      const { text } = scene(counting({ "cache-control": control }));
      await text("/a", asAnn);
      expect(await text("/a")).toBe("body 1");
      expect(await text("/a", { authorization: "Bearer bob" })).toBe("body 1");
    },
  );
});

describe("§4 reuse", () => {
  it("answers from the store while fresh, and says so", async () => {
    const { get, pass, asked } = scene(counting({ "cache-control": "max-age=60" }));
    expect(status(await get("/a"))).toBe("offprint; fwd=uri-miss; stored");
    await settle();
    pass(20);
    const hit = await get("/a");
    expect([await hit.text(), hit.headers.get("age"), status(hit)]).toEqual([
      "body 1",
      "20",
      "offprint; hit; ttl=40",
    ]);
    pass(40);
    expect(status(await get("/a"))).toBe("offprint; fwd=stale; stored");
    expect(asked).toHaveLength(2);
  });

  it("takes different queries for different things, and the fragment for nothing", async () => {
    const { text } = scene(counting(HOUR));
    expect(await text("/a?x=1")).toBe("body 1");
    expect(await text("/a?x=2")).toBe("body 2");
    expect(await text("/a?x=1#top")).toBe("body 1");
  });

  it("is not to be filled under another Host when its origin is known", async () => {
    const { cached, asked } = scene(counting(HOUR), { origin: "https://site.test" });
    const from = async (url: string) =>
      (await cached(new Request(url, { headers: { "x-forwarded-host": "evil.test" } }))).text();
    expect(await from("http://evil.test/a")).toBe("body 1");
    expect(await from("http://site.test/a")).toBe("body 1");
    expect(asked).toHaveLength(1);
  });

  it("sends nothing on that the key does not say: no other host, path or method", async () => {
    const { cached, asked } = scene(counting(HOUR), { origin: "https://site.test/ignored" });
    const headers = {
      host: "evil.test",
      "x-forwarded-host": "evil.test",
      "x-forwarded-proto": "gopher",
      "x-original-url": "/admin",
      "x-rewrite-url": "/admin",
      "x-http-method-override": "DELETE",
      "x-kept": "1",
    };
    await cached(new Request("http://evil.test/a?b=1", { headers }));
    const [request] = asked;
    expect(request?.url).toBe("https://site.test/a?b=1");
    expect(Object.fromEntries(request?.headers ?? [])).toEqual({
      host: "site.test",
      "x-forwarded-host": "site.test",
      "x-forwarded-proto": "https",
      "x-kept": "1",
    });
  });

  it("keeps hosts apart when it is not", async () => {
    const { cached } = scene(counting(HOUR));
    const from = async (url: string) => (await cached(new Request(url))).text();
    expect([
      await from("http://a.test/"),
      await from("http://b.test/"),
      await from("http://a.test/"),
    ]).toEqual(["body 1", "body 2", "body 1"]);
  });

  it("answers HEAD and Range from stored bytes", async () => {
    const { get, asked } = scene(() => new Response("0123456789", { headers: { ...HOUR, etag: '"a"' } }));
    await (await get("/a")).text();
    const head = await get("/a", {}, { method: "HEAD" });
    expect([head.status, head.headers.get("content-length"), await head.text()]).toEqual([200, "10", ""]);
    const part = await get("/a", { range: "bytes=2-4" });
    expect([part.status, part.headers.get("content-range"), await part.text()]).toEqual([
      206,
      "bytes 2-4/10",
      "234",
    ]);
    const tail = await get("/a", { range: "bytes=-3", "if-range": '"a"' });
    expect([tail.status, await tail.text()]).toEqual([206, "789"]);
    expect((await get("/a", { range: "bytes=0-1", "if-range": '"b"' })).status).toBe(200);
    expect((await get("/a", { range: "bytes=0-1", "if-range": 'W/"a"' })).status).toBe(200);
    const beyond = await get("/a", { range: "bytes=10-" });
    expect([beyond.status, beyond.headers.get("content-range")]).toEqual([416, "bytes */10"]);
    expect((await get("/a", { range: "bytes=0-1, 3-4" })).status).toBe(200);
    expect(asked).toHaveLength(1);
  });

  it("fetches the whole for a Range that misses, and sends the part", async () => {
    const { get, asked } = scene(
      () => new Response("0123456789", { headers: { ...HOUR, "content-length": "10" } }),
    );
    const part = await get("/a", { range: "bytes=5-6" });
    expect([part.status, await part.text(), asked[0]?.headers.get("range")]).toEqual([206, "56", null]);
    await settle();
    expect(await (await get("/a")).text()).toBe("0123456789");
    expect(asked).toHaveLength(1);
  });
});

describe("§4.1 Vary", () => {
  it("keeps variants apart and finds them again", async () => {
    const { text } = scene(counting({ ...HOUR, vary: "X-A, x-b" }));
    expect(await text("/a", { "x-a": "1" })).toBe("body 1");
    expect(await text("/a", { "x-a": "2" })).toBe("body 2");
    expect(await text("/a")).toBe("body 3");
    expect(await text("/a", { "x-a": "" })).toBe("body 4");
    expect(await text("/a", { "x-a": "1" })).toBe("body 1");
    expect(await text("/a", { "x-a": "2", "x-other": "9" })).toBe("body 2");
  });

  it("brings Accept-Encoding down to what can make a difference", async () => {
    const { text, asked } = scene(counting({ ...HOUR, vary: "Accept-Encoding" }));
    for (const value of ["gzip, deflate, br", "br;q=1.0, gzip;q=0.8, *;q=0.1", "gzip,deflate,br,zstd", "*"])
      expect(await text("/a", { "accept-encoding": value })).toBe("body 1");
    expect(asked[0]?.headers.get("accept-encoding")).toBe("br");
    for (const value of ["gzip", "gzip, br;q=0", "deflate, gzip;q=0.5"])
      expect(await text("/a", { "accept-encoding": value })).toBe("body 2");
    for (const value of ["identity", "deflate", "br;q=0, gzip;q=0"])
      expect(await text("/a", { "accept-encoding": value })).toBe("body 3");
  });

  it("brings Accept down to an order of preference", async () => {
    const { text } = scene(counting({ ...HOUR, vary: "Accept" }));
    expect(await text("/a", { accept: "image/webp, image/avif;q=0.9, */*;q=0.1" })).toBe("body 1");
    expect(await text("/a", { accept: "*/*;q=0.05,image/webp , IMAGE/AVIF;q=0.5" })).toBe("body 1");
    expect(await text("/a", { accept: "image/avif, image/webp;q=0.9" })).toBe("body 2");
  });

  it("finds variants that were stored under different Vary fields", async () => {
    const { text } = scene(
      (request, count) =>
        new Response(`body ${count}`, {
          headers: { ...HOUR, vary: request.headers.has("x-a") ? "x-a" : "x-b" },
        }),
    );
    expect(await text("/a", { "x-a": "1" })).toBe("body 1");
    expect(await text("/a", { "x-b": "1" })).toBe("body 2");
    expect(await text("/a", { "x-a": "1" })).toBe("body 1");
    expect(await text("/a", { "x-b": "1" })).toBe("body 2");
  });
});

describe("§4.2 freshness", () => {
  it.each([
    [{ "cache-control": "max-age=10, s-maxage=50" }, 45, true],
    [{ "cache-control": "s-maxage=5, max-age=50" }, 6, false],
    [{ "cache-control": "max-age=50", expires: "Sat, 21 Nov 2026 12:00:05 GMT" }, 45, true],
    [{ expires: "Sat, 21 Nov 2026 12:01:00 GMT" }, 55, true],
    [{ expires: "Sat, 21 Nov 2026 12:01:00 GMT" }, 65, false],
    [{ expires: "0", "last-modified": "Sat, 21 Nov 2020 12:01:00 GMT" }, 0, false],
    [{ "last-modified": "Sat, 21 Nov 2020 12:01:00 GMT" }, 0, false],
    [{ "cache-control": "max-age=50", age: "40" }, 5, true],
    [{ "cache-control": "max-age=50", age: "40" }, 15, false],
    [{ "cache-control": "max-age=50", age: "junk" }, 45, true],
    [{ "cache-control": "max-age=50", date: "Sat, 21 Nov 2026 11:59:20 GMT" }, 15, false],
    [{ "cache-control": "max-age=1", "cdn-cache-control": "max-age=50" }, 45, true],
    [{ "cache-control": "max-age=50", "cdn-cache-control": "max-age=1" }, 5, false],
    [{ "cache-control": "max-age=50", "cdn-cache-control": "max-age=1, &" }, 5, true],
    [{ "cache-control": "max-age=50, max-age=5" }, 10, false],
    [{ "cache-control": "max-age=-50" }, 0, false],
    [{ "cache-control": "max-age=5x" }, 1, false],
  ])("%j after %i s: fresh %s", async (headers, seconds, fresh) => {
    const { text, pass } = scene(counting(headers as unknown as HeadersInit));
    await text("/a");
    pass(seconds);
    expect(await text("/a")).toBe(fresh ? "body 1" : "body 2");
  });

  it("counts the time that the answer took", async () => {
    const { get, pass } = scene(() => {
      pass(30);
      return new Response("slow", { headers: { "cache-control": "max-age=60" } });
    });
    await (await get("/a")).text();
    expect((await get("/a")).headers.get("age")).toBe("30");
  });
});

describe("§5.2.1 what a request asks for", () => {
  it.each([
    ["no-cache", false],
    ["max-age=5", false],
    ["max-age=15", true],
    ["min-fresh=60", false],
    ["min-fresh=30", true],
  ])("%s: reuse %s", async (control, reuse) => {
    const { text, pass } = scene(counting({ "cache-control": "max-age=60" }));
    await text("/a");
    pass(10);
    expect(await text("/a", { "cache-control": control })).toBe(reuse ? "body 1" : "body 2");
  });

  it("takes stale answers under max-stale, unless they must be validated", async () => {
    const { text, pass } = scene(
      (request, count) =>
        new Response(`body ${count}`, {
          headers: {
            "cache-control": `max-age=10${request.url.endsWith("strict") ? ", must-revalidate" : ""}`,
          },
        }),
    );
    await text("/a");
    await text("/strict");
    pass(20);
    expect(await text("/a", { "cache-control": "max-stale=15" })).toBe("body 1");
    expect(await text("/a", { "cache-control": "max-stale" })).toBe("body 1");
    expect(await text("/a", { "cache-control": "max-stale=5" })).toBe("body 3");
    expect(await text("/strict", { "cache-control": "max-stale" })).toBe("body 4");
  });

  it("answers only-if-cached with 504 rather than ask", async () => {
    const { get, asked } = scene(counting(HOUR));
    expect((await get("/a", { "cache-control": "only-if-cached" })).status).toBe(504);
    expect(asked).toHaveLength(0);
    await (await get("/a")).text();
    expect((await get("/a", { "cache-control": "only-if-cached" })).status).toBe(200);
  });

  it("takes Pragma: no-cache for no-cache where there is no Cache-Control", async () => {
    const { text, pass } = scene(counting(HOUR));
    await text("/a");
    pass(2);
    expect(await text("/a", { pragma: "no-cache" })).toBe("body 2");
    expect(await text("/a", { pragma: "no-cache", "cache-control": "max-age=60" })).toBe("body 2");
  });
});

describe("§4.3 validation", () => {
  it("validates no-cache answers each time and never fetches unchanged bytes again", async () => {
    let etag = '"1"';
    const { get, asked } = scene(tagged(() => etag, { "cache-control": "no-cache" }));
    await (await get("/a")).text();
    const again = await get("/a");
    expect([await again.text(), status(again), asked[1]?.headers.get("if-none-match")]).toEqual([
      "body 1",
      "offprint; fwd=stale; fwd-status=304",
      '"1"',
    ]);
    etag = '"2"';
    expect(await (await get("/a")).text()).toBe("body 3");
  });

  it("answers a client's own conditions after validating", async () => {
    const { get, asked } = scene(tagged(() => '"1"', { "cache-control": "no-cache" }));
    await (await get("/a")).text();
    const not = await get("/a", { "if-none-match": '"0", W/"1"' });
    expect([
      not.status,
      not.headers.get("etag"),
      not.headers.get("content-length"),
      await not.text(),
    ]).toEqual([304, '"1"', null, ""]);
    expect((await get("/a", { "if-none-match": "*" })).status).toBe(304);
    expect((await get("/a", { "if-none-match": '"2"' })).status).toBe(200);
    expect(
      asked.every((request, index) => index === 0 || request.headers.get("if-none-match") === '"1"'),
    ).toBe(true);
  });

  it("passes a client's conditions on when nothing is stored: a 304 needs no render", async () => {
    const { get, asked } = scene(tagged(() => '"1"', HOUR));
    expect((await get("/a", { "if-none-match": '"1"' })).status).toBe(304);
    const other = await get("/a", { "if-none-match": '"0"' });
    expect([other.status, await other.text()]).toEqual([200, "body 2"]);
    expect(await (await get("/a")).text()).toBe("body 2");
    expect(asked).toHaveLength(2);
  });

  it("gives If-None-Match precedence, and compares dates otherwise", async () => {
    const { get } = scene(
      counting({ ...HOUR, etag: '"1"', "last-modified": "Fri, 20 Nov 2026 12:00:00 GMT" }),
    );
    await (await get("/a")).text();
    const since = { "if-modified-since": "Fri, 20 Nov 2026 12:00:00 GMT" };
    expect((await get("/a", since)).status).toBe(304);
    expect((await get("/a", { ...since, "if-none-match": '"2"' })).status).toBe(200);
    expect((await get("/a", { "if-modified-since": "Thu, 19 Nov 2026 12:00:00 GMT" })).status).toBe(200);
  });

  it("updates stored fields from a 304 but for those of the bytes (§3.2)", async () => {
    const { get, pass } = scene((request, count) =>
      count === 1
        ? new Response("body", {
            headers: {
              "cache-control": "max-age=10",
              etag: '"1"',
              "x-old": "1",
              "x-new": "1",
              "content-encoding": "x",
            },
          })
        : new Response(null, {
            status: 304,
            headers: {
              "cache-control": "max-age=100",
              etag: '"1"',
              "x-new": "2",
              "content-encoding": "y",
              "set-cookie": "a=b",
            },
          }),
    );
    await (await get("/a")).text();
    pass(11);
    const leader = await get("/a");
    expect(leader.headers.get("set-cookie")).toBe("a=b");
    pass(50);
    const { headers } = await get("/a");
    expect([
      headers.get("x-old"),
      headers.get("x-new"),
      headers.get("content-encoding"),
      headers.get("age"),
      headers.get("set-cookie"),
    ]).toEqual(["1", "2", "x", "50", null]);
  });

  it("freshens from a HEAD that agrees, and drops what a HEAD contradicts (§4.3.5)", async () => {
    let etag = '"1"';
    const { get, pass, text } = scene(
      (request, count) =>
        new Response(request.method === "HEAD" ? null : `body ${count}`, {
          headers: { "cache-control": "max-age=10", etag },
        }),
    );
    await text("/a");
    pass(11);
    await get("/a", {}, { method: "HEAD" });
    expect(await text("/a")).toBe("body 1");
    pass(11);
    etag = '"2"';
    await get("/a", {}, { method: "HEAD" });
    expect(await text("/a")).toBe("body 4");
  });
});

describe("§4.2.4 and RFC 5861 stale answers", () => {
  it("serves stale while it fetches a new copy, once for all", async () => {
    const { text, get, pass, asked } = scene(
      counting({ "cache-control": "max-age=10, stale-while-revalidate=60" }),
    );
    await text("/a");
    pass(30);
    const stale = await get("/a");
    expect([await stale.text(), status(stale)]).toEqual([
      "body 1",
      "offprint; hit; ttl=-20; detail=revalidating",
    ]);
    await get("/a");
    await settle();
    expect(await text("/a")).toBe("body 2");
    expect(asked).toHaveLength(2);
    pass(71);
    expect(await text("/a")).toBe("body 3");
  });

  it.each(["stale-if-error=60", "stale-while-revalidate=0, stale-if-error=60"])(
    "serves stale when the origin fails: %s",
    async (directive) => {
      let fails = false;
      const { get, pass } = scene(() =>
        fails
          ? new Response("no", { status: 503 })
          : new Response("yes", { headers: { "cache-control": `max-age=10, ${directive}` } }),
      );
      await (await get("/a")).text();
      fails = true;
      pass(30);
      const stale = await get("/a");
      expect([stale.status, await stale.text(), status(stale)]).toEqual([
        200,
        "yes",
        "offprint; hit; ttl=-20; detail=origin-503",
      ]);
      pass(60);
      expect((await get("/a")).status).toBe(503);
    },
  );

  it.each([
    "must-revalidate, stale-if-error=60",
    "proxy-revalidate, stale-if-error=60",
    "s-maxage=10",
    "no-cache, stale-if-error=60",
  ])("answers 504 rather than serve stale under %s", async (directive) => {
    let fails = false;
    const { get, pass } = scene(() => {
      if (fails) throw new Error("unreachable");
      return new Response("yes", {
        headers: { "cache-control": `max-age=10, ${directive}`, etag: '"1"' },
      });
    });
    await (await get("/a")).text();
    fails = true;
    pass(11);
    expect((await get("/a")).status).toBe(504);
  });

  it("makes the new copy by a GET, also when a HEAD found the old one stale", async () => {
    const { get, text, pass, asked } = scene(
      counting({ "cache-control": "max-age=1, stale-while-revalidate=60" }),
    );
    await text("/a");
    pass(5);
    await get("/a", {}, { method: "HEAD" });
    await settle();
    expect(asked.map(({ method }) => method)).toEqual(["GET", "GET"]);
    expect(await text("/a")).toBe("body 2");
  });

  it("takes s-maxage with stale-while-revalidate as everyone writes it", async () => {
    const { text, pass } = scene(counting({ "cache-control": "s-maxage=10, stale-while-revalidate=60" }));
    await text("/a");
    pass(30);
    expect(await text("/a")).toBe("body 1");
    await settle();
    expect(await text("/a")).toBe("body 2");
  });

  it("tells whoever renders that nobody waits for a new copy made in the background", async () => {
    const { text, pass, asked } = scene(
      counting({ "cache-control": "max-age=0, stale-while-revalidate=60" }),
    );
    await text("/a");
    pass(5);
    await text("/a");
    await settle();
    expect(asked.map((request) => request.headers.get("sec-purpose"))).toEqual([null, "prefetch"]);
  });

  it("throws what the origin threw where nothing is stored, and asks again the next time", async () => {
    const { get } = scene((_request, count) => {
      if (count === 1) throw new Error("unreachable");
      return new Response("yes");
    });
    await expect(get("/a")).rejects.toThrow("unreachable");
    expect(await (await get("/a")).text()).toBe("yes");
  });
});

describe("§4.4 invalidation", () => {
  it.each(["POST", "PUT", "PATCH", "DELETE", "M-SEARCH"])(
    "validates after a %s that succeeded, at the places it names too",
    async (method) => {
      const { text, get } = scene((request, count) =>
        request.method === method
          ? new Response("done", {
              status: 201,
              headers: { location: "/b", "content-location": "http://site.test/c" },
            })
          : new Response(`body ${count}`, { headers: HOUR }),
      );
      for (const path of ["/a?x=1", "/b", "/c", "/d"]) await text(path);
      await get("/a", {}, { method });
      expect(await Promise.all(["/a?x=1", "/b", "/c", "/d"].map((path) => text(path)))).toEqual([
        "body 6",
        "body 7",
        "body 8",
        "body 4",
      ]);
    },
  );

  it("does not after one that failed, nor for another origin", async () => {
    const { text, get } = scene((request, count) => {
      if (request.method === "PUT") return new Response("no", { status: 500 });
      if (request.method === "POST")
        return new Response("ok", { headers: { location: "http://other.test/b" } });
      return new Response(`body ${count}`, { headers: HOUR });
    });
    await text("/a");
    await text("/b");
    await get("/a", {}, { method: "PUT" });
    await get("/z", {}, { method: "POST" });
    expect([await text("/a"), await text("/b")]).toEqual(["body 1", "body 2"]);
  });

  it("passes OPTIONS on without touching anything", async () => {
    const { text, get } = scene(counting(HOUR));
    await text("/a");
    expect(status(await get("/a", {}, { method: "OPTIONS" }))).toBe("offprint; fwd=method");
    expect(await text("/a")).toBe("body 1");
  });
});

describe("the clock", () => {
  const YEAR = 365 * 86_400;

  it("validates what was stored in its future: nothing is fresh for a year by mistake", async () => {
    const { text, pass, asked } = scene(tagged(() => '"1"', { "cache-control": "max-age=60" }));
    await text("/a");
    pass(-YEAR);
    expect(await text("/a")).toBe("body 1");
    expect(asked).toHaveLength(2);
    pass(30);
    expect(await text("/a")).toBe("body 1");
    expect(asked).toHaveLength(2);
  });

  it("validates once after a leap ahead, and then is as before", async () => {
    const { text, pass, asked } = scene(
      tagged(() => '"1"', { "cache-control": "max-age=60, stale-while-revalidate=60" }),
    );
    await text("/a");
    pass(YEAR);
    await Promise.all(Array.from({ length: 50 }, () => text("/a")));
    expect(asked).toHaveLength(2);
    pass(-YEAR);
    await Promise.all(Array.from({ length: 50 }, () => text("/a")));
    expect(asked).toHaveLength(3);
  });
});
