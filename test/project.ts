// A project in a temporary folder, for tests that need route files.

import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Writable } from "node:stream";
import { createApp, type App, type AppOptions } from "offprint";
import { onTestFinished } from "vitest";
import { createLog } from "../src/log.ts";

/** Writes files into a new folder that goes when the test ends; gives its path. */
export async function writeProject(files: Record<string, string>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "offprint-"));
  onTestFinished(() => rm(root, { recursive: true, force: true, maxRetries: 5 }));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
}

export interface TestApp extends App {
  /** Fetches a path of `http://test`. */
  get(path: string, init?: RequestInit): Promise<Response>;
  /** What was logged, parsed. */
  logged: Record<string, unknown>[];
}

/** An app of route files: names relative to `routes/`, and their text. */
export async function appOf(routes: Record<string, string>, options: AppOptions = {}): Promise<TestApp> {
  const root = await writeProject(
    Object.fromEntries(Object.entries(routes).map(([name, text]) => [`routes/${name}`, text])),
  );
  const logged: Record<string, unknown>[] = [];
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      for (const line of chunk.toString().trim().split("\n"))
        logged.push(JSON.parse(line) as Record<string, unknown>);
      done();
    },
  });
  const app = await createApp({ root, origin: "http://test", log: createLog({ destination }), ...options });
  return {
    ...app,
    logged,
    get: async (path, init) => app.fetch(new Request(`http://test${path}`, init)),
  };
}
