// Signed URLs, over HTTP: what sign() made is answered, and nothing else, by the app and by a cache before it.

import { createHmac } from "node:crypto";
import * as fc from "fast-check";
import { cache, sign, type SignOptions } from "offprint";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { rehearse } from "../../src/cli/rehearse.ts";
import { endBy } from "../../src/http/end-by.ts";
import { createLog } from "../../src/log.ts";
import { appOf } from "../project.ts";

const SECRET = "a".repeat(32);
beforeEach(() => void vi.stubEnv("OFFPRINT_SECRET", SECRET));
afterEach(() => {
  vi.unstubAllEnvs();
  vi.useRealTimers();
});

const ROUTES = {
  "_middleware.ts":
    "export default (event, next) => { globalThis.seen = (globalThis.seen ?? 0) + 1; return next(); };",
  "files/[id].txt.ts": `export const signed = true;
    export const cache = { maxAge: "1h", staleWhileRevalidate: "1d", staleIfError: "1d" };
    export const examples = [{ id: "x y" }];
    export const GET = ({ params, query }) => params.id + " " + (query.copy ?? "");
    export const DELETE = () => "gone";`,
  "open.txt.ts": "export const signed = false; export const GET = () => 'open';",
};

describe("a signed route", () => {
  it("answers what was signed, and of everything else says 403 alone", async () => {
    const app = await appOf(ROUTES);
    (globalThis as { seen?: number }).seen = 0;
    const href = sign("/files/7.txt?copy=1&b=2", { expires: "1h" });
    const good = await app.get(href);
    expect([good.status, await good.text()]).toEqual([200, "7 1"]);
    expect((await app.get(href, { method: "HEAD" })).status).toBe(200);
    const params = new URL(href, "http://test").searchParams;
    const changed = (change: (query: URLSearchParams) => void): string => {
      const query = new URLSearchParams(params);
      change(query);
      return `/files/7.txt?${query}`;
    };
    (globalThis as { seen?: number }).seen = 0;
    const forged = [
      "/files/7.txt",
      "/files/missing.txt?signature=",
      href.replace("/7.", "/8."),
      changed((query) => query.set("copy", "2")),
      changed((query) => query.append("copy", "1")),
      changed((query) => query.append("utm_source", "x")),
      changed((query) => query.delete("b")),
      changed((query) => query.delete("expires")),
      changed((query) => query.set("expires", "99999999999")),
      changed((query) => query.append("signature", params.get("signature")!)),
      changed((query) => query.set("signature", params.get("signature")!.slice(1))),
      changed((query) => query.set("signature", "A".repeat(43))),
    ];
    for (const path of forged) {
      const answer = await app.get(path);
      expect([path, answer.status]).toEqual([path, 403]);
      expect(await answer.json()).toEqual({ title: "Forbidden", status: 403 });
      expect(answer.headers.get("cache-control")).toBe("no-store");
      expect(answer.headers.has("etag")).toBe(false);
    }
    expect((await app.get(href, { method: "DELETE" })).status).toBe(403);
    expect((await app.get(href, { method: "POST" })).status).toBe(403);
    expect((globalThis as { seen?: number }).seen).toBe(0);
    expect((await app.get("/files/7.txt", { method: "OPTIONS" })).status).toBe(204);
    expect((await app.get(sign("/files/7.txt", { method: "DELETE" }), { method: "DELETE" })).status).toBe(
      200,
    );
    expect((await app.get(sign("/files/7.txt", { method: "DELETE" }))).status).toBe(403);
    expect(await (await app.get("/open.txt")).text()).toBe("open");
  });

  it("takes parameters in another order and another encoding", async () => {
    const app = await appOf(ROUTES);
    await fc.assert(
      fc.asyncProperty(
        fc
          .string({ unit: "binary", minLength: 1, maxLength: 8 })
          .filter((id) => !/[\0\\]|^\.{1,2}$/.test(id)),
        fc.uniqueArray(fc.tuple(fc.string({ unit: "binary", maxLength: 5 }), fc.string({ unit: "binary" })), {
          selector: ([name]) => name,
          maxLength: 4,
        }),
        async (id, pairs) => {
          const query = new URLSearchParams(
            pairs.filter(([name]) => name !== "expires" && name !== "signature"),
          );
          const path = `/files/${encodeURIComponent(id)}.txt`;
          const href = sign(`${path}?${query}`, { expires: 60 });
          const turned = [...new URL(href, "http://test").searchParams].toReversed();
          const encoded = turned.map((pair) => pair.map(encodeURIComponent).join("=")).join("&");
          for (const url of [href, `${path}?${encoded}`]) expect((await app.get(url)).status).toBe(200);
          expect((await app.get(`${path}?${encoded}&x${query.size}=`)).status).toBe(403);
        },
      ),
      { numRuns: 100 },
    );
    const several = new URL(sign("/files/7.txt?copy=1&copy=2"), "http://test");
    expect(await (await app.get(several.pathname + several.search)).text()).toBe("7 2");
    const swapped = several.search.replace("copy=1&copy=2", "copy=2&copy=1");
    expect((await app.get(several.pathname + swapped)).status).toBe(403);
  });

  it("holds until it expires, in caches too, and for one signature alone", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: 1_800_000_000_000 });
    const app = await appOf(ROUTES);
    let made = 0;
    const cached = cache((request) => (made++, app.fetch(request)), { origin: "http://test" });
    const get = async (href: string) => cached(new Request(`http://test${href}`));
    const href = sign("/files/7.txt", { expires: new Date(1_800_000_100_500) });
    expect(href).toContain("?expires=1800000100&");
    const first = await get(href);
    expect(await first.text()).toBe("7 ");
    expect(first.headers.get("cache-control")).toBe("public, max-age=100, must-revalidate");
    expect(first.headers.has("no-vary-search")).toBe(false);
    expect(await (await get(href)).text()).toBe("7 ");
    expect(made).toBe(1);
    expect((await get("/files/7.txt")).status).toBe(403);
    expect((await get(href.replace(/.$/, (last) => (last === "A" ? "E" : "A")))).status).toBe(403);
    expect((await get(sign("/files/7.txt", { expires: "1d" }))).headers.get("cache-control")).toBe(
      "public, max-age=3600, must-revalidate",
    );
    expect((await get(sign("/files/7.txt"))).headers.get("cache-control")).toBe(
      "public, max-age=3600, stale-while-revalidate=86400, stale-if-error=86400",
    );
    vi.setSystemTime(1_800_000_099_000);
    expect((await get(href)).status).toBe(200);
    vi.setSystemTime(1_800_000_100_000);
    await new Promise((resolve) => setImmediate(resolve)); // the cache looks at the clock once a turn
    expect((await app.get(href)).status).toBe(403);
    expect((await get(href)).status).toBe(403);
  });

  it("knows what was signed by the secrets before", async () => {
    const app = await appOf(ROUTES);
    const old = sign("/files/7.txt");
    vi.stubEnv("OFFPRINT_SECRET", "b".repeat(32));
    expect((await app.get(old)).status).toBe(403);
    vi.stubEnv("OFFPRINT_OLD_SECRETS", `${"c".repeat(40)}, ${SECRET}`);
    expect((await app.get(old)).status).toBe(200);
    expect(sign("/files/7.txt")).not.toBe(old);
    vi.stubEnv("OFFPRINT_OLD_SECRETS", "short");
    await expect(appOf(ROUTES)).rejects.toThrow("OFFPRINT_OLD_SECRETS has one of 5 characters");
  });

  it("is HMAC-SHA256 over method, path and sorted query, by a key of its own", () => {
    const url = new URL(sign("https://example.org/a%c3%a9?b=2&a=1 x#top", { expires: new Date(5_000) }));
    const key = createHmac("sha256", SECRET).update("signed-url").digest();
    const text = "GET\n/a%C3%A9\na=1+x&b=2&expires=5";
    expect(url.searchParams.get("signature")).toBe(
      createHmac("sha256", key).update(text).digest("base64url"),
    );
    expect([url.origin, url.hash]).toEqual(["https://example.org", "#top"]);
  });

  it("is rehearsed with a signature", async () => {
    const app = await appOf(ROUTES);
    const statuses: number[] = [];
    const fetch = async (request: Request) => {
      const answer = await app.fetch(request);
      statuses.push(answer.status);
      return answer;
    };
    await rehearse({ routes: app.routes, fetch }, "http://test", createLog({ level: "silent" }));
    expect(statuses).toEqual([200]);
  });

  it("refuses what it cannot sign, and a declaration that is none", async () => {
    const bad = (href: string, options?: object) => () => sign(href, options as SignOptions);
    expect(bad("files/7.txt")).toThrow("neither a path");
    expect(bad("//evil.example/x")).toThrow("neither a path");
    expect(bad("/a//b")).toThrow("no route answers");
    expect(bad("/a?expires=1")).toThrow("a parameter expires");
    expect(bad("/a", { expire: 1 })).toThrow("Did you mean `expires`?");
    expect(bad("/a", { expires: "soon" })).toThrow("is no duration");
    expect(bad("/a", { expires: new Date(Number.NaN) })).toThrow("is no date");
    expect(bad("/a", { method: "get" })).toThrow("is not one of GET");
    expect(sign("/a", { expires: null, method: null })).toBe(sign("/a"));
    await expect(
      appOf({ "a.ts": "export const signed = 'yes'; export const GET = () => 1;" }),
    ).rejects.toThrow("`signed` must be true or false");
    await expect(
      appOf({ "a.ts": "export const sigend = true; export const GET = () => 1;" }),
    ).rejects.toThrow("Did you mean `signed`?");
  });
});

it.each([
  ["public, max-age=60, stale-while-revalidate=9", "public, max-age=10, must-revalidate"],
  ["stale-if-error=5, max-age=5", "max-age=5, must-revalidate"],
  ['max-age="60",s-maxage=5, must-revalidate', 'max-age="10",s-maxage=5, must-revalidate'],
  ["no-cache", "no-cache"],
  ["no-store", "no-store"],
])("an answer of %s that ends in ten seconds", (before, after) => {
  for (const name of ["cache-control", "cdn-cache-control", "surrogate-control"]) {
    const headers = new Headers({ [name]: before, expires: "Fri, 01 Jan 2100 00:00:00 GMT" });
    endBy(headers, 10);
    expect(headers.get(name)).toBe(after);
    expect(Date.parse(headers.get("expires")!)).toBeLessThan(Date.parse("2100-01-01"));
  }
});
