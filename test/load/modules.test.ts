// Where compiled route modules are kept.
import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { createApp } from "offprint";
import { expect, it } from "vitest";
import { passModules } from "../../src/load/modules.ts";
import { writeProject } from "../project.ts";

const ROUTE = { "routes/a.txt.ts": "export const GET = (): string => 'a';" };

async function answer(root: string): Promise<string> {
  const app = await createApp({ root });
  return (await app.fetch(new Request("http://localhost/a.txt"))).text();
}

it("keeps them in the project, which nobody else writes to", async () => {
  const root = await writeProject(ROUTE);
  expect(await answer(root)).toBe("a");
  expect((await readdir(root)).toSorted()).toEqual([".offprint", "routes"]);
  const [folder, ...others] = await readdir(join(root, ".offprint"));
  expect([folder, others]).toEqual([expect.stringMatching(/^modules-[\da-f]{12}$/), []]);
  expect(await readdir(join(root, ".offprint", folder!))).toHaveLength(1);
});

it("keeps them with the project's packages where there are any", async () => {
  const root = await writeProject(ROUTE);
  await mkdir(join(root, "node_modules"));
  expect(await answer(root)).toBe("a");
  expect((await readdir(root)).toSorted()).toEqual(["node_modules", "routes"]);
});

it("does without where they cannot be kept", async () => {
  expect(await answer(await writeProject({ ...ROUTE, ".offprint": "a file, no folder" }))).toBe("a");
});

it("are told apart by each module of ours that writes into them", async () => {
  const folder = new URL("../../src/load/link/", import.meta.url);
  const wanted = new Set<string>();
  for (const file of await readdir(folder)) {
    wanted.add(`./link/${file}`);
    const source = await readFile(new URL(file, folder), "utf8");
    for (const [, from] of source.matchAll(/^import \{[^}]*\} from "\.\.\/([^"]+)";$/gm)) wanted.add(from!);
  }
  expect(wanted.size).toBeGreaterThan(8);
  expect(passModules().map((name) => `${name}.ts`)).toEqual(expect.arrayContaining([...wanted]));
});
