// createApp() as hosts call it: a mistake is in the log and in each answer, and ends no process.

import { execFile } from "node:child_process";
import { copyFile, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { openApp } from "../conventions/open.ts";
import { writeProject } from "../project.ts";

const DIST = join(import.meta.dirname, "../../dist");
const run = promisify(execFile);

test("an app that cannot be made leaves its host alone", async () => {
  const root = await writeProject({ "routes/a.ts": `export const get = () => "a";` });
  const host = `
    import { createApp } from ${JSON.stringify(pathToFileURL(join(DIST, "index.js")).href)};
    const app = createApp({ root: ${JSON.stringify(root)} });
    const answer = async (request) => (await app).fetch(request);
    setTimeout(async () => {
      const said = await answer(new Request("http://test/a")).catch((error) => error.name);
      console.log("still here: " + said);
    }, 1_000);`;
  const { stdout, stderr } = await run(process.execPath, ["--input-type=module", "-e", host]);
  expect(stdout).toContain("still here: RoutesError");
  expect(stderr).toContain("The app could not be made: A route has a mistake");
  expect(stderr).toContain("routes/a.ts");
});

test("a bundle says how to leave it out", async () => {
  const folder = await mkdtemp(join(tmpdir(), "offprint-"));
  const bundle = join(folder, "server-build.mjs");
  await copyFile(join(DIST, "require.js"), bundle);
  await expect(run(process.execPath, [bundle])).rejects.toThrow(
    /Offprint has been bundled.*ssr: \{ external: \["offprint"\] \}/s,
  );
});

test("a folder of routes that is not there is said", async () => {
  const app = await openApp({ "package.json": "{}" }, [{ dir: "routes" }]);
  expect(app.logged.map(({ msg }) => msg)).toContainEqual(
    expect.stringMatching(/^There is no folder routes in .*offprint/),
  );
  const there = await openApp({ "routes/a.ts": `export const GET = () => "a";` }, [{ dir: "routes" }]);
  expect(there.logged).toEqual([]);
});
