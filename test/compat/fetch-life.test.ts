// For how long fetch() keeps an answer: each row as Next.js 16.4.6 was seen to do it.

import { expect, test } from "vitest";
import { lifeOfFetch, type FetchOptions, type FetchRoute } from "../../src/compat/next/fetch-life.ts";

const ROUTE: FetchRoute = { isDynamic: false };

test.each<[FetchOptions, Partial<FetchRoute>, number]>([
  [{}, {}, 0],
  [{ cache: "default" }, {}, 0],
  [{ cache: "reload" }, {}, 0],
  [{ cache: "no-store" }, {}, 0],
  [{ cache: "force-cache" }, {}, Infinity],
  [{ revalidate: 60 }, {}, 60],
  [{ revalidate: 0 }, {}, 0],
  [{ revalidate: false }, {}, Infinity],
  [{ cache: "force-cache", revalidate: 60 }, {}, 60],
  // Contradictions: neither counts.
  [{ cache: "force-cache", revalidate: 0 }, {}, 0],
  [{ cache: "no-store", revalidate: 60 }, {}, 0],
  [{ cache: "no-store", revalidate: false }, { fetchCache: "default-cache" }, Infinity],
  [{}, { isDynamic: true }, 0],
  [{ revalidate: 60 }, { isDynamic: true }, 60],
  [{ cache: "force-cache" }, { isDynamic: true }, Infinity],
  [{}, { fetchCache: "auto" }, 0],
  [{}, { fetchCache: "default-cache" }, Infinity],
  [{ cache: "no-store" }, { fetchCache: "default-cache" }, 0],
  [{}, { fetchCache: "only-cache" }, Infinity],
  [{ cache: "no-store" }, { fetchCache: "force-cache" }, Infinity],
  [{ revalidate: 60 }, { fetchCache: "force-cache" }, 60],
  [{ revalidate: 60 }, { fetchCache: "force-no-store" }, 0],
  [{}, { fetchCache: "default-no-store" }, 0],
  [{ revalidate: 60 }, { fetchCache: "default-no-store" }, 60],
  [{}, { fetchCache: "only-no-store" }, 0],
])("%j in %j: %s", (options, route, seconds) => {
  expect(lifeOfFetch(options, { ...ROUTE, ...route }, "http://a/", () => {})).toBe(seconds);
});

test("what a route forbids, and what is no time", () => {
  const life = (options: FetchOptions, route: Partial<FetchRoute> = {}) => {
    return () => lifeOfFetch(options, { ...ROUTE, ...route }, "http://a/", () => {});
  };
  expect(life({ cache: "no-store" }, { fetchCache: "only-cache" })).toThrow(/only-cache/);
  expect(life({ cache: "force-cache" }, { fetchCache: "only-no-store" })).toThrow(/only-no-store/);
  for (const revalidate of [-1, NaN, "60", null])
    expect(life({ revalidate })).toThrow(/Invalid revalidate value .* http:\/\/a\//);
});
