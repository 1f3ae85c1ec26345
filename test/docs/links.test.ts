// Documents point only at files that are there, by links and by the paths of source files that they name.

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";

const documents = execFileSync("git", ["ls-files", "README.md", "CONTRIBUTING.md", "docs/*.md", "src/*.md"], {
  encoding: "utf8",
});

/** Files of readers' own, in examples. */
const EXAMPLES = /\/yours(?:\.test)?\.ts$|^src\/start\.ts$/;

it.each(documents.trim().split("\n"))("%s", (file) => {
  const text = readFileSync(file, "utf8");
  const links = Array.from(text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g), ([, target]) => target!)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => join(dirname(file), target));
  const named = Array.from(text.matchAll(/`((?:src|test|docs|bench)\/[\w./-]+)`/g), ([, path]) => path!);
  expect([...links, ...named].filter((path) => !EXAMPLES.test(path) && !existsSync(path))).toEqual([]);
});
