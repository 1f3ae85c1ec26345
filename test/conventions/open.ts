// An app of one framework's route files, written into a temporary project.

import { Writable } from "node:stream";
import { createApp, type AppOptions } from "offprint";
import { createLog } from "../../src/log.ts";
import { writeProject, type TestApp } from "../project.ts";

/** `files` are relative to the project: `app/routes/x.ts`. */
export async function openApp(
  files: Record<string, string>,
  sources: NonNullable<AppOptions["sources"]>,
): Promise<TestApp & { root: string }> {
  const root = await writeProject(files);
  const logged: Record<string, unknown>[] = [];
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      for (const line of chunk.toString().trim().split("\n"))
        logged.push(JSON.parse(line) as Record<string, unknown>);
      done();
    },
  });
  const app = await createApp({
    root,
    origin: "http://test",
    log: createLog({ level: "info", destination }),
    sources,
  });
  return {
    ...app,
    root,
    logged,
    get: async (path, init) => app.fetch(new Request(`http://test${path}`, init)),
  };
}

export const openRemix = (files: Record<string, string>) =>
  openApp(prefixed("app/routes/", files), [{ dir: "app/routes", convention: "remix" }]);

export const openNext = (files: Record<string, string>) =>
  openApp(prefixed("app/", files), [{ dir: "app", convention: "next" }]);

export const openTanstack = (files: Record<string, string>) =>
  openApp(prefixed("src/routes/", files), [{ dir: "src/routes", convention: "tanstack" }]);

/** Names that start with `../` are outside the folder of routes. */
function prefixed(folder: string, files: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map(([name, text]) => [
      name.startsWith("../") ? folder.replace(/[^/]+\/$/, "") + name.slice(3) : folder + name,
      text,
    ]),
  );
}
