// The store in a folder: what it does when files are torn, the disk fails, or others share it.

import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { disk } from "../../src/cache/stores/disk.ts";
import { layered } from "../../src/cache/stores/layered.ts";
import { memory } from "../../src/cache/stores/memory.ts";
import { bytes, describeStore, meta, whole } from "./store-contract.ts";

const made: string[] = [];
function folder(): string {
  const directory = mkdtempSync(join(tmpdir(), "offprint-cache-"));
  made.push(directory);
  return directory;
}
afterAll(() => {
  for (const directory of made) rmSync(directory, { recursive: true, force: true });
});

/** Files of entries, with their sizes. */
function entriesIn(directory: string): { file: string; size: number }[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((item) => item.isFile() && item.parentPath.includes("entries"))
    .map((item) => join(item.parentPath, item.name))
    .map((file) => ({ file, size: statSync(file).size }));
}

describeStore("disk", (limits) =>
  disk({ directory: folder(), ...limits, maxEntryBytes: limits && limits.maxBytes / 10 }),
);
describeStore("memory before disk", (limits) =>
  layered(
    memory({ maxBytes: (limits?.maxBytes ?? 10_000_000) / 10, maxEntryBytes: 20_000 }),
    disk({ directory: folder(), ...limits, maxEntryBytes: limits && limits.maxBytes / 10 }),
  ),
);

describe("a file that is not what was written", () => {
  it.each([
    ["the first byte", (file: Buffer) => file.writeUInt8((file[0] ?? 0) ^ 1, 0)],
    ["the last byte", (file: Buffer) => file.writeUInt8((file.at(-1) ?? 0) ^ 1, file.length - 1)],
    [
      "a byte of what is known",
      (file: Buffer) => file.writeUInt8(file.readUInt8(file.length - 100) ^ 1, file.length - 100),
    ],
  ])("is never served, and removed: %s", async (_name, damage) => {
    const directory = folder();
    const store = disk({ directory });
    await store.put("key", meta(), bytes(5_000));
    const [entry] = entriesIn(directory);
    const file = readFileSync(entry?.file ?? "");
    damage(file);
    writeFileSync(entry?.file ?? "", file);
    expect(await store.get("key")).toBeUndefined();
    expect(entriesIn(directory)).toHaveLength(0);
  });

  it("is never served when it is cut at any length", async () => {
    const directory = folder();
    const store = disk({ directory });
    await store.put("key", meta(), bytes(300));
    const file = entriesIn(directory)[0]?.file ?? "";
    const good = readFileSync(file);
    for (let length = 0; length < good.length; length += 7) {
      writeFileSync(file, good.subarray(0, length));
      expect(await store.get("key")).toBeUndefined();
    }
    writeFileSync(file, good);
    expect(await store.get("key")).toBeDefined();
  });

  it("is not taken for another key's", async () => {
    const directory = folder();
    const store = disk({ directory });
    await store.put("key", meta(), bytes(300));
    await store.put("other", meta(), bytes(300, 9));
    const [one, two] = entriesIn(directory);
    writeFileSync(two?.file ?? "", readFileSync(one?.file ?? ""));
    const found = await Promise.all([store.get("key"), store.get("other")]);
    expect(found.filter(Boolean)).toHaveLength(1);
  });

  it("ends a long answer with an error rather than with wrong bytes", async () => {
    const directory = folder();
    const store = disk({ directory });
    await store.put("key", meta(), bytes(1_000_000));
    const entry = await store.get("key");
    const file = entriesIn(directory)[0]?.file ?? "";
    const content = readFileSync(file);
    content.writeUInt8(content.readUInt8(900_000) ^ 1, 900_000);
    writeFileSync(file, content);
    await expect(whole(entry)).rejects.toThrow("not what was written");
    content.writeUInt8(content.readUInt8(10) ^ 1, 10);
    writeFileSync(file, content);
    expect(await whole(entry)).toBeUndefined();
  });

  it("does not mix an older entry's fields with newer bytes", async () => {
    const store = disk({ directory: folder() });
    await store.put("key", meta({ status: 200 }), bytes(600_000, 1));
    const old = await store.get("key");
    await store.put("key", meta({ status: 201 }), bytes(600_000, 2));
    expect(await whole(old)).toBeUndefined();
  });
});

describe("a folder that others use too", () => {
  it("shows what another process stored, and outlives both", async () => {
    const directory = folder();
    const [one, two] = [disk({ directory }), disk({ directory })];
    await one.put("key", meta(), bytes(100));
    expect(await two.get("key")).toBeDefined();
    await Promise.all([one.close(), two.close()]);
    expect(await disk({ directory }).get("key")).toBeDefined();
  });

  it("stays within its bytes and its files together", async () => {
    const directory = folder();
    const stores = [1, 2, 3].map(() =>
      disk({ directory, maxBytes: 1_000_000, maxFiles: 100, maxEntryBytes: 50_000 }),
    );
    for (let index = 0; index < 150; index++)
      await Promise.all(stores.map((store, which) => store.put(`${which} ${index}`, meta(), bytes(5_000))));
    const files = entriesIn(directory);
    // A twentieth for each process is how far they may not know of one another.
    expect(files.length).toBeLessThanOrEqual(115);
    expect(files.reduce((sum, { size }) => sum + size, 0)).toBeLessThanOrEqual(1_150_000);
    expect(files.length).toBeGreaterThan(50);
  });

  it("leaves no unfinished file behind", async () => {
    const directory = folder();
    const store = disk({ directory });
    await Promise.all(
      Array.from({ length: 50 }, (_, index) => store.put(`key ${index}`, meta(), bytes(1000))),
    );
    expect(readdirSync(join(directory, "tmp"))).toEqual([]);
  });

  it("clears away what a process left unfinished that was killed, and nothing of one that lives", async () => {
    const directory = folder();
    await disk({ directory }).put("key", meta(), bytes(1000));
    const dead = spawnSync(process.execPath, ["-e", ""]).pid;
    writeFileSync(join(directory, "tmp", `${dead}-left`), "half an entry");
    writeFileSync(join(directory, "tmp", `${process.pid}-now`), "half an entry");
    await disk({ directory }).put("key", meta(), bytes(1000));
    expect(readdirSync(join(directory, "tmp"))).toEqual([`${process.pid}-now`]);
  });
});

const ROOT = process.getuid?.() === 0;
const NOBODY = ROOT ? 65_534 : (process.getuid?.() ?? 0);

describe("a disk that fails", () => {
  it("answers as if it had nothing when the folder cannot be made", async () => {
    const file = join(folder(), "file");
    writeFileSync(file, "");
    const store = disk({ directory: file });
    await store.put("key", meta(), bytes(10));
    expect(await store.get("key")).toBeUndefined();
    store.purges.add({ path: "/a", mode: "gone" });
    expect(store.purges.since(0, "/a", [])).toBe("gone");
    expect(store.purges.since(store.purges.position(), "/a", [])).toBeUndefined();
  });

  it("goes on reading a folder that it may not write", async () => {
    const directory = folder();
    await disk({ directory }).put("key", meta(), bytes(10));
    for (const path of ["", ...readdirSync(directory, { recursive: true, encoding: "utf8" })])
      chownSync(join(directory, path), NOBODY, NOBODY);
    chmodSync(join(directory, "entries"), 0o500);
    // No folder is closed to root.
    if (ROOT) process.seteuid?.(NOBODY);
    try {
      const store = disk({ directory });
      await store.put("other", meta(), bytes(10));
      expect(await store.get("other")).toBeUndefined();
      expect(await store.get("key")).toBeDefined();
    } finally {
      if (ROOT) process.seteuid?.(0);
      chmodSync(join(directory, "entries"), 0o700);
    }
  });

  it("writes again soon after the disk is well", async () => {
    const directory = folder();
    writeFileSync(join(directory, "entries"), "in the way");
    const store = disk({ directory });
    await store.put("key", meta(), bytes(10));
    expect(await store.get("key")).toBeUndefined();
    rmSync(join(directory, "entries"));
    await expect
      .poll(
        async () => {
          await store.put("key", meta(), bytes(10));
          return (await store.get("key"))?.size;
        },
        { interval: 200 },
      )
      .toBe(10);
  });
});

it("brings what was found on disk into memory", async () => {
  const directory = folder();
  await disk({ directory }).put("key", meta(), bytes(1_000));
  const store = layered(memory(), disk({ directory }));
  expect(store.get("key")).toBeInstanceOf(Promise);
  await store.get("key");
  expect(store.get("key")).not.toBeInstanceOf(Promise);
});
