// Arguments of cached functions: what differs has another text, and what a text cannot tell is refused.

import { expect, test } from "vitest";
import { argumentKey } from "../../src/compat/next/argument-key.ts";

const DIFFERENT: unknown[] = [
  undefined,
  null,
  true,
  false,
  0,
  -0,
  1,
  NaN,
  Infinity,
  -Infinity,
  0n,
  1n,
  "",
  "undefined",
  "null",
  "true",
  "0",
  "NaN",
  "1n",
  "\0",
  "\ud800",
  "\ud801",
  "\ufffd",
  '"',
  "a,b",
  [],
  [undefined],
  [null],
  [NaN],
  [[]],
  ["a", "b"],
  ["a,b"],
  [["a", "b"]],
  ["a", ["b"]],
  {},
  { a: undefined },
  { a: null },
  { a: 1 },
  { a: "1" },
  { a: { b: 1 } },
  { "a.b": 1 },
  { 0: 1 },
  { "\0": "undefined" },
  { "\0": [] },
  new Date(0),
  new Date(NaN),
  new Date(0).toJSON(),
  "D0",
  new URL("http://a/"),
  "http://a/",
  new URL("http://b/"),
  new Map(),
  new Set(),
  new Map([["a", 1]]),
  [["a", 1]],
  new Set(["a", 1]),
  new Set([["a", 1]]),
  JSON.parse('{"__proto__":1}'),
];

test("two that differ never have the same text, alone or within", () => {
  for (const wrap of [
    (value: unknown) => value,
    (value: unknown) => [value],
    (value: unknown) => ({ a: { b: value } }),
  ])
    expect(new Set(DIFFERENT.map((value) => argumentKey(wrap(value)))).size).toBe(DIFFERENT.length);
});

test("equal data has one text", () => {
  for (const value of DIFFERENT)
    expect(argumentKey(structuredClone(value instanceof URL ? value.href : value))).toBe(
      argumentKey(value instanceof URL ? value.href : value),
    );
  const twice = { a: 1 };
  expect(argumentKey([twice, twice])).toBe(argumentKey([{ a: 1 }, { a: 1 }]));
  expect(argumentKey(Object.assign(Object.create(null), { a: 1 }))).toBe(argumentKey({ a: 1 }));
});

const hidden = (value: object) => Object.defineProperty(value, "who", { value: "Ada" });
const cycle: unknown[] = [];
cycle.push({ cycle });

test.each<[string, unknown]>([
  ["a function", () => 1],
  ["a method", { toJSON: () => 1 }],
  ["a symbol", Symbol("a")],
  [
    "a class instance",
    new (class {
      who = "Ada";
    })(),
  ],
  [
    "a class instance with a text of its own",
    new (class {
      toJSON() {
        return 1;
      }
    })(),
  ],
  ["a hidden property", hidden({})],
  ["a hidden property of a list", hidden([1])],
  ["a property of a list", Object.assign([1], { who: "Ada" })],
  ["a property of a map", Object.assign(new Map(), { who: "Ada" })],
  ["a property of a date", Object.assign(new Date(0), { who: "Ada" })],
  ["a property named by a symbol", { [Symbol("a")]: "Ada" }],
  ["a subclass", new (class extends Map {})()],
  ["a request", new Request("http://test/")],
  ["fields", new Headers()],
  ["bytes", new Uint8Array(1)],
  ["a promise", Promise.resolve(1)],
  ["a boxed value", Object("a")],
  ["a cycle", cycle],
])("%s is refused", (_what, value) => {
  for (const argument of [value, [value], { a: value }, new Map([["a", value]])])
    expect(() => argumentKey(argument)).toThrow(TypeError);
});
