// Tags of short bodies are remembered within their bound: what is not remembered is hashed again.

import * as crypto from "node:crypto";
import { expect, it, vi } from "vitest";
import { bodyTag } from "../../../src/http/body-tag.ts";

vi.mock("node:crypto", async (original) => {
  const real = await original<typeof crypto>();
  return { ...real, hash: vi.fn(real.hash) };
});

const hashed = (bodies: readonly string[]): number => {
  const spy = vi.mocked(crypto.hash);
  spy.mockClear();
  for (const body of bodies) bodyTag(body);
  return spy.mock.calls.length;
};

it("tags of short bodies", () => {
  const short = Array.from({ length: 10_000 }, (_, i) => `${i}`.padEnd(512));
  expect(hashed(short)).toBe(short.length);
  // The last ones are known, in two generations of 1,000.
  expect(hashed(short.slice(-1_000).toReversed())).toBeLessThan(1_000);
  expect(hashed(short.slice(0, 8_000))).toBe(8_000);
  const long = ["x".repeat(513)];
  expect(hashed([...long, ...long])).toBe(2);
});
