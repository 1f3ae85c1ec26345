// The example site, with a data folder of its own, for tests that speak HTTP to it.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createApp } from "offprint";
import { afterAll, beforeAll } from "vitest";

export const ORIGIN = "https://atlas.example";
export const TOKEN = "a-token-for-tests";

/** Starts the site before the file's tests; gives its `fetch` by path. */
export function useAtlas(): (path: string, init?: RequestInit) => Promise<Response> {
  let app: Awaited<ReturnType<typeof createApp>>;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "atlas-"));
    process.env["ATLAS_DATA"] = folder;
    process.env["ATLAS_TOKEN"] = TOKEN;
    app = await createApp({ root: fileURLToPath(new URL("../..", import.meta.url)), origin: ORIGIN });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return async (path, init) => app.fetch(new Request(`http://localhost${path}`, init));
}

/** The data folder that the site under test writes to. */
export const dataFolder = (): string => process.env["ATLAS_DATA"]!;
