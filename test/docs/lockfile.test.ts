// `npm ci` refuses a lockfile that lacks any platform's build of a tool, and an `npm install` on one
// platform may leave the others out.
import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";

interface Locked {
  optionalDependencies?: Record<string, string>;
}

it("the lockfile names every platform's builds", async () => {
  const text = await readFile(new URL("../../package-lock.json", import.meta.url), "utf8");
  const { packages } = JSON.parse(text) as { packages: Record<string, Locked> };
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !(`node_modules/${name}` in packages) && !(`${path}/node_modules/${name}` in packages),
    ),
  );
  expect(missing).toEqual([]);
});
