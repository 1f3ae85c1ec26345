// Two builds, or two versions, that serve from one folder at once: each uses what it understands, and no more.

import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { disk } from "../../src/cache/stores/disk.ts";
import { listen, run } from "../cli/run.ts";
import { writeProject } from "../project.ts";
import { counting, scene, tagged } from "./origin.ts";

async function folder(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "offprint-versions-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true, maxRetries: 5 }));
  return directory;
}

const HOUR = { "cache-control": "max-age=3600" };

it("asks about what another build has stored, however fresh, and knows its own", async () => {
  const directory = await folder();
  const open = (build: string, answer = counting(HOUR)) =>
    scene(answer, { store: disk({ directory, build }) });
  const old = open("old", () => new Response("old", { headers: HOUR }));
  expect(await old.text("/a")).toBe("old");
  await old.cached.close();
  const young = open("young", () => new Response("young", { headers: HOUR }));
  expect(await young.text("/a")).toBe("young");
  // Both go on serving: what one has stored after the other's start is no answer of the other's either.
  expect(await old.text("/b")).toBe("old");
  await old.cached.close();
  expect(await young.text("/b")).toBe("young");
  await young.cached.close();
  const again = open("young", () => new Response("never asked", { headers: HOUR }));
  expect([await again.text("/a"), await again.text("/b")]).toEqual(["young", "young"]);
  await again.cached.close();
});

it("keeps the bytes of another build whose answer is the same", async () => {
  const directory = await folder();
  const open = (build: string) =>
    scene(
      tagged(() => '"same"', HOUR),
      { store: disk({ directory, build }) },
    );
  const old = open("old");
  expect(await old.text("/a")).toBe("body 1");
  await old.cached.close();
  const young = open("young");
  expect(await young.text("/a")).toBe("body 1");
  expect(young.asked[0]!.headers.get("if-none-match")).toBe('"same"');
  await young.cached.close();
});

it("leaves the files of another format where they are", async () => {
  const directory = await folder();
  const first = scene(counting(HOUR), { store: disk({ directory }) });
  await first.text("/a");
  await first.cached.close();
  const [below] = await readdir(join(directory, "entries"));
  const [name] = await readdir(join(directory, "entries", below!));
  const file = join(directory, "entries", below!, name!);
  const other = join(directory, "entries", below!, "of-another-format");
  await cp(file, other);
  const bytes = await readFile(other);
  await writeFile(other, bytes.fill(9, bytes.length - 46, bytes.length - 42));
  const second = scene(counting(HOUR), { store: disk({ directory }) });
  expect(await second.text("/a")).toBe("body 1");
  expect(await second.text("/b")).toBe("body 1");
  await second.cached.close();
  expect(await readFile(other)).toEqual(bytes);
});

it("offprint start, twice at once on one project: a build each, and purges for both", async () => {
  const route = (text: string) => `
    export const cache = { maxAge: "1h" };
    export const GET = () => "${text} " + crypto.randomUUID();`;
  const root = await writeProject({ "package.json": "{}", "routes/[name].txt.ts": route("old") });
  const old = await listen("start", root);
  const get = async (server: { url: string }, path: string) => (await fetch(server.url + path)).text();
  const first = await get(old, "/a.txt");
  expect(first).toMatch(/^old/);
  await writeFile(join(root, "routes/[name].txt.ts"), route("young"));
  const young = await listen("start", root);
  expect(await get(young, "/a.txt")).toMatch(/^young/);
  expect(await get(old, "/a.txt")).toBe(first);
  const stored = await get(young, "/b.txt");
  expect(await get(young, "/b.txt")).toBe(stored);
  expect((await run("purge", root)).code).toBe(0);
  await expect.poll(() => get(old, "/a.txt")).not.toBe(first);
  await expect.poll(() => get(young, "/b.txt")).not.toBe(stored);
});
