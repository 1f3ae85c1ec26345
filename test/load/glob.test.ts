// Globs that leave files out.

import { expect, test } from "vitest";
import { matchesAny } from "../../src/load/glob.ts";

test.each([
  ["**/.*", ["routes/.x", ".x"], ["routes/x"]],
  ["**/*.test.{ts,tsx}", ["routes/a.test.ts", "a.test.tsx", "a/b/c.test.ts"], ["a.test.js", "atest.ts"]],
  ["routes/**", ["routes/a", "routes/a/b.ts"], ["other/a", "routes/.a"]],
  ["routes/*.css", ["routes/a.css"], ["routes/a/b.css", "routes/.css"]],
  ["**/__*.*", ["routes/__a.ts"], ["routes/_a.ts"]],
  ["a?c[0-9].ts", ["abc1.ts"], ["ac1.ts", "abcd.ts"]],
  ["[!a].ts", ["b.ts"], ["a.ts"]],
  ["**/*.@(spec|test).[jt]s?(x)", ["x.spec.ts", "y/x.test.jsx"], ["x.specs.ts"]],
  ["./routes/a.ts", ["routes/a.ts"], ["routes/aXts"]],
  ["a(b)$+.ts", ["a(b)$+.ts"], ["ab.ts"]],
  ["a\\*.ts", ["a*.ts"], ["ab.ts"]],
])("%s", (glob, matched, others) => {
  const matches = matchesAny([glob]);
  for (const path of matched) expect(matches(path), path).toBe(true);
  for (const path of others) expect(matches(path), path).toBe(false);
});

test("what is not understood is said", () => {
  expect(() => matchesAny(["!(a).ts"])).toThrow("not understood");
  expect(() => matchesAny(["{a,b"])).toThrow("does not close");
});
