import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fingerprint, FingerprintError } from "../../src/http/fingerprint.ts";

describe("fingerprint", () => {
  it("does not depend on the order of properties", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (data) => {
        const reversed = Object.fromEntries(Object.entries(data).toReversed());
        expect(fingerprint(reversed)).toBe(fingerprint(data));
      }),
    );
  });

  it("tells apart what JSON tells apart, and more", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        fc.pre(!hasNegativeZero(a) && !hasNegativeZero(b));
        expect(fingerprint(a) === fingerprint(b)).toBe(
          JSON.stringify(sorted(a)) === JSON.stringify(sorted(b)),
        );
      }),
    );
    const distinct = [
      undefined,
      null,
      0,
      -0,
      Number.NaN,
      "",
      "0",
      0n,
      false,
      [],
      {},
      [[]],
      [undefined],
      { a: undefined },
      new Date(0),
      new Map(),
      new Set(),
      new Uint8Array(0),
      ["ab", "c"],
      ["a", "bc"],
      "d0;",
    ];
    expect(new Set(distinct.map(fingerprint)).size).toBe(distinct.length);
  });

  it("takes what has a canonical form", () => {
    class Money {
      constructor(readonly cents: number) {}
      toJSON() {
        return { cents: this.cents };
      }
    }
    expect(fingerprint(new Money(1))).toBe(fingerprint({ cents: 1 }));
    expect(fingerprint(new URL("http://x/a"))).toBe(fingerprint("http://x/a"));
    expect(fingerprint(Buffer.from("a"))).toBe(fingerprint(new Uint8Array([97])));
    expect(fingerprint(Object.assign(Object.create(null) as object, { a: 1 }))).toBe(fingerprint({ a: 1 }));
  });

  it.each([
    ["a function", () => 1, "a function"],
    ["a symbol", Symbol("s"), "a symbol"],
    ["a promise", Promise.resolve(1), "a promise"],
    ["a stream", new ReadableStream(), "a stream"],
    ["a generator", (function* () {})(), "an iterator"],
    [
      "an object with methods",
      new (class Post {
        title = "t";
        save() {}
      })(),
      "an instance of Post",
    ],
  ])("refuses %s and says where it is", (_name, value, what) => {
    expect(() => fingerprint({ list: [{ value }] })).toThrow(FingerprintError);
    expect(() => fingerprint({ list: [{ value }] })).toThrow(/key\.list\[0\]\.value/);
    expect(() => fingerprint({ list: [{ value }] })).toThrow(what);
  });

  it("refuses a cycle", () => {
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    expect(() => fingerprint(cycle)).toThrow(/cycle/);
  });
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => [k, sorted(v)]),
  );
}

function hasNegativeZero(value: unknown): boolean {
  if (Object.is(value, -0)) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(hasNegativeZero);
}
