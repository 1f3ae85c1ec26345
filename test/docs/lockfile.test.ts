// `npm ci` refuses a lockfile that lacks any platform's build of a tool, and an `npm install` on one
// platform may leave the others out.
import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";

interface Locked {
  optionalDependencies?: Record<string, string>;
}

it.each([
  "package-lock.json",
  "bench/package-lock.json",
  "test/integrations/next/package-lock.json",
  "test/integrations/react-router/package-lock.json",
  "test/integrations/tanstack/package-lock.json",
])("%s names every platform's builds", async (name) => {
  const text = await readFile(new URL(`../../${name}`, import.meta.url), "utf8");
  const { packages } = JSON.parse(text) as { packages: Record<string, Locked> };
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !(`node_modules/${name}` in packages) && !(`${path}/node_modules/${name}` in packages),
    ),
  );
  expect(missing).toEqual([]);
});
