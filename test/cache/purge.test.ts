// Purging: by handlers, by the command line, across processes.

import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { disk } from "../../src/cache/stores/disk.ts";
import { layered } from "../../src/cache/stores/layered.ts";
import { memory } from "../../src/cache/stores/memory.ts";
import { purgeDirectory } from "../../src/cache/purges/purge.ts";
import { MAX_PURGE_FILE, openPurgeFile } from "../../src/cache/purges/purge-file.ts";
import { createPurgeLog, MAX_PURGED_NAMES } from "../../src/cache/purges/purge-log.ts";
import { revalidatePath, revalidateTag } from "../../src/revalidate.ts";
import { counting, scene, settle, tagged } from "./origin.ts";

let directory: string;
const made: string[] = [];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "offprint-purge-"));
  made.push(directory);
});
afterAll(() => {
  for (const each of made) rmSync(each, { recursive: true, force: true });
});

const tag = (name: string, more: HeadersInit = {}) => ({
  "cache-control": "max-age=3600",
  "cache-tag": name,
  ...(more as Record<string, string>),
});

describe("by another version, in a log that both write", () => {
  it.each([
    '{"path":"/a","mode":"gone","below":true}',
    '{"mode":"later","path":"/a"}',
    '{"all":true}',
    '"all"',
    "{",
  ])("%s is not understood, so it takes everything before it", (line) => {
    const log = openPurgeFile(directory);
    log.add({ path: "/other", mode: "stale" });
    const before = log.position();
    appendFileSync(join(directory, "purges-1.log"), `${line}\n`);
    const reader = openPurgeFile(directory);
    expect(reader.since(before, "/x", [])).toBe("gone");
    expect(reader.since(reader.position(), "/x", [])).toBeUndefined();
  });
});

describe("from a handler", () => {
  it("has everything with a tag checked before it is used again", async () => {
    const { text, cached } = scene(
      (request, count) =>
        new Response(`body ${count}`, { headers: tag(request.url.endsWith("/a") ? "post:1, all" : "all") }),
    );
    await text("/a");
    await text("/b");
    await revalidateTag("post:1");
    expect([await text("/a"), await text("/b")]).toEqual(["body 3", "body 2"]);
    await revalidateTag("all");
    expect([await text("/a"), await text("/b")]).toEqual(["body 4", "body 5"]);
    await cached.close();
  });

  it("knows a tag that had to be encoded for its field", async () => {
    const { text, cached } = scene(counting(tag(`${encodeURI("städte")},a%2Cb`)));
    await text("/a");
    await revalidateTag("städte");
    expect(await text("/a")).toBe("body 2");
    await revalidateTag("a,b");
    expect(await text("/a")).toBe("body 3");
    await cached.close();
  });

  it.each([
    ["/x", "/%78"],
    ["/%78", "/x"],
    ["/größe", "/gr%c3%b6%C3%9Fe"],
    ["/gr%c3%b6%c3%9fe", "/gr%C3%B6%C3%9Fe"],
    ["/a%2Fb", "/%61%2fb"],
    ["/b*", "/%62c/d"],
    ["/%62/*", "/b/%63"],
    ["/a%2A", "/a*"],
  ])("has %s checked where it was asked for as %s", async (purged, asked) => {
    const { text, cached } = scene(counting({ "cache-control": "max-age=60" }));
    expect([await text(asked), await text(asked)]).toEqual(["body 1", "body 1"]);
    cached.purge({ path: purged, mode: "validate" });
    expect(await text(asked)).toBe("body 2");
    await cached.close();
  });

  it("leaves alone what an escaped * does not name", async () => {
    const { text, cached } = scene(counting({ "cache-control": "max-age=60" }));
    await text("/a%2Ab");
    await revalidatePath("/a%2A");
    expect(await text("/a*b")).toBe("body 1");
    await cached.close();
  });

  it("has a path checked after a change to it, however that was spelled", async () => {
    for (const changed of ["/a*", "/%61%2a", "/%61*/"]) {
      const { text, get, cached } = scene(counting({ "cache-control": "max-age=60" }));
      await text("/a*");
      await get(changed, {}, { method: "POST" });
      expect(await text("/a*")).toBe("body 3");
      await cached.close();
    }
  });

  it("keeps one answer for all spellings of a path, and asks for it by the canonical one", async () => {
    const { text, asked, cached } = scene(counting({ "cache-control": "max-age=60" }));
    for (const path of ["/%61dmin/%c3%a9", "/admin/%C3%A9", "/admin/%C3%a9?", "/%61%64%6D%69%6E/é"])
      expect(await text(path)).toBe("body 1");
    expect(asked.map(({ url }) => url)).toEqual(["http://site.test/admin/%C3%A9"]);
    await cached.close();
  });

  it("has a path checked, whatever the query and the variant", async () => {
    const { text, cached } = scene(counting({ "cache-control": "max-age=60", vary: "x-a" }));
    for (const [path, value] of [
      ["/a", "1"],
      ["/a", "2"],
      ["/a?x=1", "1"],
      ["/ab", "1"],
    ] as const)
      await text(path, { "x-a": value });
    await revalidatePath("/a");
    expect(await text("/a", { "x-a": "1" })).toBe("body 5");
    expect(await text("/a", { "x-a": "2" })).toBe("body 6");
    expect(await text("/a?x=1", { "x-a": "1" })).toBe("body 7");
    expect(await text("/ab", { "x-a": "1" })).toBe("body 4");
    await cached.close();
  });

  it("makes nothing again whose data is the same", async () => {
    const { text, asked, cached } = scene(tagged(() => '"1"', tag("a")));
    await text("/a");
    await revalidateTag("a");
    expect(await text("/a")).toBe("body 1");
    expect(asked[1]?.headers.get("if-none-match")).toBe('"1"');
    expect(await text("/a")).toBe("body 1");
    expect(asked).toHaveLength(2);
    await cached.close();
  });

  it("serves the old answer once more where that was asked for and the route allows it", async () => {
    const { text, cached } = scene(
      (request, count) =>
        new Response(`body ${count}`, {
          headers: tag(
            "a",
            request.url.endsWith("/a") ? { "cache-control": "max-age=60, stale-while-revalidate=60" } : {},
          ),
        }),
    );
    await text("/a");
    await text("/b");
    await revalidateTag("a", { stale: true });
    expect([await text("/a"), await text("/b")]).toEqual(["body 1", "body 4"]);
    await settle();
    expect(await text("/a")).toBe("body 3");
    await cached.close();
  });

  it("throws the bytes away when told to", async () => {
    const { text, asked, cached } = scene(tagged(() => '"1"', tag("a")));
    await text("/a");
    cached.purge({ tag: "a", mode: "gone" });
    expect(await text("/a")).toBe("body 2");
    expect(asked[1]?.headers.has("if-none-match")).toBe(false);
    await cached.close();
  });
});

describe("across processes", () => {
  const shared = () => layered(memory(), disk({ directory }));

  it("is seen by each that shares a folder, in memory too", async () => {
    let made = 0;
    const answer = () => new Response(`body ${++made}`, { headers: tag("a") });
    const [one, two] = [scene(answer, { store: shared() }), scene(answer, { store: shared() })];
    await one.text("/a");
    // Only what has reached the disk is shared: a file, which is renamed into its folder when it is whole.
    const entries = join(directory, "entries");
    const written = () =>
      existsSync(entries) &&
      readdirSync(entries, { recursive: true, withFileTypes: true }).filter((each) => each.isFile()).length;
    await expect.poll(written).toBe(1);
    expect([await two.text("/a"), await two.text("/a")]).toEqual(["body 1", "body 1"]);
    one.cached.purge({ tag: "a", mode: "validate" });
    await expect.poll(() => two.text("/a"), { interval: 60 }).toBe("body 2");
    await Promise.all([one.cached.close(), two.cached.close()]);
  });

  it("is done from the command line, also while nobody runs", async () => {
    const before = scene(counting(tag("a")), { store: shared() });
    await before.text("/a");
    await before.cached.close();
    purgeDirectory(directory, [{ path: "/*", mode: "gone" }]);
    const after = scene(counting(tag("a")), { store: shared() });
    await after.text("/a");
    expect(after.asked).toHaveLength(1);
    await after.cached.close();
  });

  it("says when a folder cannot be purged", () => {
    const file = join(directory, "file");
    writeFileSync(file, "");
    expect(() => purgeDirectory(file, [{ mode: "gone" }])).toThrow();
  });
});

describe("the log", () => {
  it("forgets names past its limit on the safe side", () => {
    const log = createPurgeLog();
    log.add({ tag: "first", mode: "gone" });
    const position = log.position();
    for (let index = 0; index < MAX_PURGED_NAMES + 10; index++)
      log.add({ tag: `t${index}`, mode: "validate" });
    expect(log.since(0, "/", [])).toBe("gone");
    expect(log.since(position + 5, "/", [])).toBe("gone");
    expect(log.since(log.position() - 5, "/", [])).toBeUndefined();
  });

  it("means the same positions to each process, in whatever order they write and read", () => {
    let time = 0;
    const logs = [1, 2, 3].map(() => openPurgeFile(directory, () => time));
    for (let index = 0; index < 60; index++) logs[index % 3]?.add({ tag: `t${index}`, mode: "validate" });
    time += 1000;
    expect(new Set(logs.map((log) => log.position())).size).toBe(1);
    const start = (logs[0]?.position() ?? 0) - 60;
    for (const log of logs) {
      expect(log.since(start + 29, "/", ["t29"])).toBe("validate");
      expect(log.since(start + 30, "/", ["t29"])).toBeUndefined();
    }
  });

  it("takes a torn line for a purge of everything before it", () => {
    const log = openPurgeFile(directory);
    log.add({ tag: "a", mode: "stale" });
    const position = log.position();
    appendFileSync(join(directory, "purges-1.log"), '{"tag":"b","mo\n');
    const next = openPurgeFile(directory);
    expect(next.since(position, "/", [])).toBe("gone");
    expect(next.since(next.position(), "/", [])).toBeUndefined();
  });

  it("begins another file when one is long, and has what was stored before it checked", () => {
    let time = 0;
    const [writer, reader] = [openPurgeFile(directory, () => time), openPurgeFile(directory, () => time)];
    writer.add({ tag: "é", mode: "stale" });
    time += 1000;
    const old = reader.position();
    const long = "x".repeat(1000);
    for (let index = 0; index * 1000 < MAX_PURGE_FILE + 5000; index++)
      writer.add({ tag: `${long}${index % 10}`, mode: "validate" });
    expect(readdirSync(directory).filter((file) => file.startsWith("purges-"))).toEqual([
      "purges-1.log",
      "purges-2.log",
    ]);
    expect(statSync(join(directory, "purges-2.log")).size).toBeLessThan(1_000_000);
    time += 1000;
    expect(reader.position()).toBe(writer.position());
    expect(reader.since(old, "/", [])).toBe("validate");
    expect(openPurgeFile(directory).since(old, "/", [])).toBe("validate");
    expect(reader.since(reader.position(), "/", [])).toBeUndefined();
  });
});
