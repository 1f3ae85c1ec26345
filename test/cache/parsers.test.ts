// The parsers of header fields: what they read, and that nothing a client or an app sends can break them.

import fc from "fast-check";
import { canonicalPath } from "../../src/http/canonical-path.ts";
import { describe, expect, it } from "vitest";
import { parseCacheControl } from "../../src/cache/rules/directives.ts";
import { toKey, targetOf, toTarget } from "../../src/cache/rules/key.ts";
import { parseNoVarySearch, significantQuery } from "../../src/cache/rules/no-vary-search.ts";
import { parseDictionary } from "../../src/cache/rules/structured-fields.ts";
import { parseTargeted } from "../../src/cache/rules/targeted.ts";
import { normalAccept, normalEncoding, parseVary, variantKey } from "../../src/cache/rules/vary.ts";

/** Text that looks a little like a header field. */
const fieldText = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        "max-age",
        "s-maxage",
        "no-cache",
        "private",
        "=",
        '"',
        ",",
        ";",
        "q=",
        "0.5",
        "10",
        " ",
        "(",
        ")",
        "\\",
        "params",
        "except",
        "*",
        "br",
        "gzip",
        "image/png",
        "?1",
        ":YQ==:",
      ),
      { maxLength: 20 },
    )
    .map((parts) => parts.join("")),
);

describe("Cache-Control", () => {
  it.each([
    ["max-age=10", { maxAge: 10 }],
    ["MAX-AGE=10", { maxAge: 10 }],
    ['max-age="10"', { maxAge: 10 }],
    ["max-age='10'", { maxAge: 0 }],
    ["max-age=010", { maxAge: 10 }],
    ["max-age=1.5", { maxAge: 0 }],
    ["max-age", { maxAge: 0 }],
    ["max-age =10", { maxAge: 0 }],
    ["max-age=99999999999999999999", { maxAge: 2_147_483_648 }],
    ['x="max-age=10", max-age=3', { maxAge: 3 }],
    ['x="a, private, b"', { private: false }],
    ["no-store,private", { noStore: true, private: true }],
    ["  ,, public ,,", { public: true }],
    ['no-cache="A, b"', { noCache: false, omit: ["a", "b"] }],
    ["max-stale", { maxStale: Infinity }],
    ["max-age=10, max-age=5", { maxAge: 5 }],
    ['"broken, no-store', { noStore: true }],
  ])("%s", (text, expected) => {
    expect(parseCacheControl(text)).toMatchObject(expected);
  });

  it("reads back any directives in any order, case and spacing", () => {
    const directive = fc.record({
      name: fc.constantFrom("max-age", "s-maxage", "stale-while-revalidate", "stale-if-error"),
      seconds: fc.nat(),
      upper: fc.boolean(),
      quoted: fc.boolean(),
      space: fc.constantFrom("", " ", "  "),
    });
    fc.assert(
      fc.property(fc.uniqueArray(directive, { selector: ({ name }) => name }), (directives) => {
        const text = directives
          .map(
            ({ name, seconds, upper, quoted, space }) =>
              `${space}${upper ? name.toUpperCase() : name}=${quoted ? `"${seconds}"` : seconds}${space}`,
          )
          .join(",");
        const read = parseCacheControl(text);
        const values = {
          "max-age": read.maxAge,
          "s-maxage": read.sMaxage,
          "stale-while-revalidate": read.staleWhileRevalidate,
          "stale-if-error": read.staleIfError,
        };
        for (const { name, seconds } of directives) expect(values[name as keyof typeof values]).toBe(seconds);
      }),
    );
  });

  it("never throws and never gives a time that is none", () => {
    fc.assert(
      fc.property(fieldText, (text) => {
        for (const directives of [parseCacheControl(text), parseTargeted(text)])
          for (const value of [
            directives?.maxAge,
            directives?.sMaxage,
            directives?.staleIfError,
            directives?.minFresh,
          ])
            expect(
              value === undefined || (Number.isInteger(value) && value >= 0 && value <= 2_147_483_648),
            ).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("structured dictionaries (RFC 9651)", () => {
  it.each([
    ["a, b=?0, c=1, d=-1.5", 4],
    ['a="x\\"y", b=tok/en:*, c=:YWJj:;p=1;q', 3],
    ['a=("x" "y";z=1  tok ), b', 2],
    ["", 0],
    ["a=1,\tb=2", 2],
  ])("%s", (text, size) => {
    expect(parseDictionary(text)?.size).toBe(size);
  });

  it.each([
    "a=",
    "a,",
    "A=1",
    "a=(",
    'a="',
    "a b",
    "a=1 b=2",
    "a=?2",
    "a=1.2345",
    "&",
    "a=(1,2)",
    "é=1",
    'a="é"',
    "a=1;P",
    "=1",
  ])("refuses %s whole", (text) => {
    expect(parseDictionary(text)).toBeUndefined();
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fieldText, (text) => void parseDictionary(text)),
      { numRuns: 2000 },
    );
  });
});

describe("No-Vary-Search", () => {
  const key = (rule: string, query: string) => {
    const parsed = parseNoVarySearch(rule);
    return parsed ? significantQuery(query, parsed) : query;
  };

  it.each([
    ["params", "a=1&b=2", ""],
    ['params, except=("a")', "b=2&a=1", "a=1"],
    ['params=("utm")', "a=1&utm=x&b=2", "a=1&b=2"],
    ["key-order", "b=2&a=1", "a=1&b=2"],
    ["key-order", "b=2&a=2&a=1", "a=2&a=1&b=2"],
    ['key-order, params=("x")', "b=1&x=1&a=1", "a=1&b=1"],
    ['params=("a b")', "a+b=1&c=2", "c=2"],
    ['params=("a%20b" "%C3%A9")', "a+b=1&%C3%A9=1&c=2", "c=2"],
    ["params=?0", "a=1", "a=1"],
    ['except=("a")', "a=1&b=1", "a=1&b=1"],
    ['params=("a"), except=("b")', "a=1&b=1", "a=1&b=1"],
    ["params=(a)", "a=1", "a=1"],
    ["params=1", "a=1", "a=1"],
    ["key-order=1", "b=1&a=1", "b=1&a=1"],
    ["params, &", "a=1", "a=1"],
    ["", "a=1", "a=1"],
  ])("%s: ?%s is ?%s", (rule, query, expected) => {
    expect(key(rule, query)).toBe(expected);
  });

  it("gives equal keys exactly to queries that differ in ignored parameters only", () => {
    const pair = fc.tuple(fc.constantFrom("a", "b", "size", "q"), fc.string({ maxLength: 4 }));
    const rule = parseNoVarySearch('params, except=("size")');
    fc.assert(
      fc.property(fc.array(pair), fc.array(pair), (one, two) => {
        if (!rule) throw new Error("no rule");
        const sizes = (pairs: [string, string][]) =>
          JSON.stringify(pairs.filter(([name]) => name === "size").map(([, value]) => value));
        const keyOf = (pairs: [string, string][]) =>
          significantQuery(new URLSearchParams(pairs).toString(), rule);
        expect(keyOf(one) === keyOf(two)).toBe(sizes(one) === sizes(two));
      }),
      { numRuns: 1000 },
    );
  });

  it("is settled: the key of a key is the key", () => {
    fc.assert(
      fc.property(fieldText, fc.webQueryParameters(), (field, query) => {
        const rule = parseNoVarySearch(field);
        if (!rule) return;
        const once = significantQuery(query, rule);
        expect(significantQuery(once, rule)).toBe(once);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("Vary", () => {
  it("reads names in any case and order, and * wherever it stands", () => {
    expect(parseVary("Accept, accept-encoding,,ACCEPT")).toEqual(["accept", "accept-encoding"]);
    for (const text of ["*", "a, *", ", *", "*, *"]) expect(parseVary(text)).toBe("*");
    expect(parseVary("")).toEqual([]);
  });

  it("normalises to what is normal: doing it twice changes nothing", () => {
    fc.assert(
      fc.property(fieldText, (text) => {
        for (const normal of [normalAccept, normalEncoding]) expect(normal(normal(text))).toBe(normal(text));
      }),
      { numRuns: 3000 },
    );
  });

  it("leaves few distinct codings, none that was refused", () => {
    const coding = fc.tuple(
      fc.constantFrom("br", "gzip", "zstd", "deflate", "identity", "*", "x"),
      fc.constantFrom("", ";q=0", ";q=0.5", "; q=1.0"),
    );
    const seen = new Set<string>();
    fc.assert(
      fc.property(fc.uniqueArray(coding, { selector: ([name]) => name }), (codings) => {
        const normal = normalEncoding(codings.map((parts) => parts.join("")).join(", "));
        seen.add(normal);
        for (const [name, q] of codings)
          if (q === ";q=0" && name !== "identity") expect(normal.split(", ")).not.toContain(name);
      }),
      { numRuns: 3000 },
    );
    expect(seen.size).toBeLessThanOrEqual(12);
  });

  it("takes only the values of lists as equal that a space or the case tells apart", () => {
    const keyOf = (name: string, value: string) => variantKey("/", [name], new Headers({ [name]: value }));
    for (const name of ["accept", "accept-encoding", "accept-language"])
      expect(keyOf(name, "text/x, br;q=0.5")).toBe(keyOf(name, "Text/X,br; q=0.5"));
    for (const name of ["x-a", "cookie", "user-agent", "x-forwarded-for"])
      for (const other of ["a,b", "a ,b", "a,  b", "A, b", "a, b,", "a\t, b"])
        expect(keyOf(name, other)).not.toBe(keyOf(name, "a, b"));
  });

  it("gives different keys to different values, and to none", () => {
    const names = ["x-a", "x-b"];
    const value = fc.option(fc.stringMatching(/^(?:[a-z0-9:=,-](?:[a-z0-9:=, -]{0,4}[a-z0-9:=,-])?)?$/), {
      nil: undefined,
    });
    const keyOf = (a: string | undefined, b: string | undefined) => {
      const headers = new Headers();
      if (a !== undefined) headers.set("x-a", a);
      if (b !== undefined) headers.set("x-b", b);
      return variantKey("/", names, headers);
    };
    fc.assert(
      fc.property(value, value, value, value, (a, b, c, d) => {
        expect(keyOf(a, b) === keyOf(c, d)).toBe(a === c && b === d);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("the key", () => {
  it("is the path and the query, whatever the URL", () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (text) => {
        const url = new URL(text);
        const key = toKey(toTarget(url.href, true), undefined);
        expect(key).toBe(canonicalPath(url.pathname) + (url.search === "?" ? "" : url.search));
        expect(toKey(toTarget(url.href, false), undefined)).toBe(url.origin + key);
        // A server's request, which has its URL in parts, is about the same.
        const served = Object.assign(new Request(url.href), { _url: url });
        expect(targetOf(served, true)).toEqual(toTarget(url.href, true));
        expect(targetOf(served, false)).toEqual(toTarget(url.href, false));
      }),
    );
  });
});
