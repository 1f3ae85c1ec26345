// The atlas's data layer: written once, whole or not at all, read page by page.
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openAtlas } from "../../routes/_atlas/atlas.ts";
import type { Atlas } from "../../routes/_atlas/types.ts";

let folder: string;
let path: string;
let atlas: Atlas;
const told: string[] = [];

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "atlas-"));
  path = join(folder, "data", "atlas.db");
  atlas = await openAtlas(path, (message) => told.push(message));
});
afterAll(async () => {
  atlas.close();
  await rm(folder, { recursive: true });
});

describe("the file", () => {
  it("is written with progress the first time, and only opened the second", async () => {
    expect(told[0]).toContain("writing");
    expect(told.at(-1)).toBe("135,233 of 135,233 cities");
    const again = await openAtlas(path, () => expect.fail("wrote a whole file anew"));
    expect(again.version).toBe(atlas.version);
    again.close();
    expect((await readdir(join(folder, "data"))).filter((name) => name.includes("tmp"))).toEqual([]);
  });

  it("is written anew when torn, and says the same thing then", async () => {
    const torn = join(folder, "torn.db");
    const whole = await readFile(path);
    const { version } = atlas;
    const tears: [string, () => Promise<void>][] = [
      ["cut short", () => truncate(torn, 3_000_000)],
      ["empty", () => writeFile(torn, "")],
      ["not a database", () => writeFile(torn, "<!doctype html>".repeat(1000))],
      ["a hole in it", async () => writeFile(torn, Buffer.from(whole).fill(0, 5_000_000, 6_000_000))],
    ];
    for (const [tear, make] of tears) {
      await writeFile(torn, whole);
      await make();
      let wrote = false;
      const mended = await openAtlas(torn, () => {
        wrote = true;
      });
      expect({ tear, wrote, version: mended.version }).toEqual({ tear, wrote: true, version });
      mended.close();
    }
    expect((await stat(torn)).size).toBe(whole.length);
  });

  it("is written by one of several processes that start at once", async () => {
    const shared = join(folder, "shared.db");
    const jiti = createRequire(import.meta.url)
      .resolve("jiti/package.json")
      .replace("package.json", "lib/jiti-cli.mjs");
    const script = fileURLToPath(new URL("open-atlas.ts", import.meta.url));
    const starts = Array.from({ length: 3 }, () =>
      promisify(execFile)(process.execPath, [jiti, script, shared]),
    );
    const answers = (await Promise.all(starts)).map(
      ({ stdout }) => JSON.parse(stdout) as { wrote: boolean; version: string; count: number },
    );
    expect(answers.filter((answer) => answer.wrote)).toHaveLength(1);
    for (const answer of answers) expect(answer).toMatchObject({ version: atlas.version, count: 135_233 });
  });
});

describe("queries", () => {
  it("know a country by its id alone", async () => {
    const japan = await atlas.country("JP");
    expect(japan).toMatchObject({ id: "JP", name: "Japan", capitals: ["Tokyo"], region: "Asia" });
    expect(japan?.nativeNames).toContainEqual({ language: "jpn", name: "日本", officialName: "日本" });
    expect(await atlas.country("jp")).toBeUndefined();
    expect(await atlas.country("'; DROP TABLE countries; --")).toBeUndefined();
    expect(await atlas.flag("JP")).toContain("<svg");
    expect(await atlas.countries()).toHaveLength(250);
  });

  it("give every city of a country once, the largest first", async () => {
    const cities = await collect(atlas.cities("US"));
    expect(cities.map((city) => city.rank)).toEqual(cities.map((_, index) => index + 1));
    expect(new Set(cities.map((city) => city.id)).size).toBe((await atlas.country("US"))?.cityCount);
    expect(
      cities.every((city, index) => index === 0 || city.population <= cities[index - 1]!.population),
    ).toBe(true);
    expect(await atlas.largestCities("US", 5)).toEqual(cities.slice(0, 5));
    expect(await collect(atlas.cities("BV"))).toEqual([]);
  });

  it("give every city of the world once", async () => {
    const seen = new Set<number>();
    for await (const city of atlas.allCities()) seen.add(city.id);
    expect(seen.size).toBe(135_233);
  });

  it("stop within a page of the signal", async () => {
    const stop = new AbortController();
    let read = 0;
    await expect(async () => {
      for await (const _ of atlas.allCities({ signal: stop.signal })) if (++read === 1200) stop.abort();
    }).rejects.toThrow("aborted");
    expect(read).toBe(1500);
  });

  it("fail the check when the file is gone", async () => {
    const lost = join(folder, "lost.db");
    await writeFile(lost, await readFile(path));
    const open = await openAtlas(lost, () => {});
    await open.check();
    await rm(lost);
    await expect(open.check()).rejects.toThrow("ENOENT");
    open.close();
  });
});
