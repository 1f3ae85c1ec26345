// Names of requests: each once, short, and unlike those of another process.

import { expect, test } from "vitest";
import { createIds } from "../../src/port/ids.ts";

test("each is given once, and is a name that a proxy may hand on", () => {
  const one = createIds();
  const other = createIds();
  const names = Array.from({ length: 5_000 }, () => one());
  expect(new Set([...names, other()]).size).toBe(5_001);
  expect(names.filter((name) => !/^[\w.-]{8,64}$/.test(name))).toEqual([]);
  expect(names.at(-1)!.length).toBeLessThanOrEqual(13);
});
