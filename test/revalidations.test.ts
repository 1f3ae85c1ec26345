// What has been revalidated is known for as long as a copy may be older.

import { expect, test } from "vitest";
import { revalidate } from "../src/revalidate.ts";
import {
  learnRevalidations,
  present,
  REVALIDATIONS_KEPT,
  revalidationLog,
  standingOf,
} from "../src/revalidations.ts";

test("a copy is as old as what it depends on: its tags, the path and the route that use it", async () => {
  const made = present();
  const standing = (tags: string[], path?: string, routeTag?: string) =>
    standingOf({ made, tags, path, routeTag });
  expect(standing(["a"], "/x/y")).toBe("fresh");
  await revalidate({ tags: ["a"], stale: true });
  expect([standing(["a"]), standing(["b"])]).toEqual(["stale", "fresh"]);
  await revalidate({ tags: ["a"] });
  await revalidate({ tags: ["a"], stale: true });
  expect(standing(["a"])).toBe("gone");
  await revalidate({ paths: ["/x/y"], prefixes: ["/p/q/"] });
  expect(["/x/y", "/x", "/x/y/z", "/p/q", "/p/q/r/s", "/p/qq"].map((path) => standing([], path))).toEqual([
    "gone",
    "fresh",
    "fresh",
    "gone",
    "gone",
    "fresh",
  ]);
  await revalidate({ tags: ["_N_T_/r/"] });
  expect(standing([], "/r", "_N_T_/r/")).toBe("gone");
  expect(standingOf({ made: present(), tags: ["a"], path: "/x/y", routeTag: "_N_T_/r/" })).toBe("fresh");
});

test("a process that has just begun learns of what was before; of what is forgotten, all older copies are old", async () => {
  const made = present();
  await revalidate({ tags: ["learned", "t".repeat(3_000)] });
  const log = revalidationLog();
  expect(Math.max(...log.times.map(([name]) => name.length))).toBeLessThan(201);
  for (let i = 0; i < REVALIDATIONS_KEPT; i++) await revalidate({ tags: [`tag ${i}`] });
  expect(revalidationLog().times).toHaveLength(REVALIDATIONS_KEPT);
  expect(standingOf({ made, tags: ["other"] })).toBe("gone");
  expect(standingOf({ made: present(), tags: ["learned"] })).toBe("fresh");
  learnRevalidations({ forgotten: 0, times: [["tag later", { gone: Number.MAX_VALUE, stale: 0 }]] });
  expect(standingOf({ made: present(), tags: ["later"] })).toBe("gone");
});
