// docs/engines/satori.md is true for the satori that is installed, and for the code and the tests that it names.

import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const page = readFileSync("docs/engines/satori.md", "utf8");

const { version } = JSON.parse(readFileSync("node_modules/satori/package.json", "utf8")) as {
  version: string;
};
const { sources, sourcesContent } = JSON.parse(
  readFileSync("node_modules/satori/dist/index.js.map", "utf8"),
) as { sources: string[]; sourcesContent: string[] };

/** Rows of the tables under a heading of the third part, cell by cell. */
const rows = page
  .slice(page.indexOf("## 3."), page.indexOf("## 4."))
  .split("\n")
  .filter((line) => line.startsWith("| ") && !line.startsWith("| Quirk"))
  .map((line) => line.slice(2, -2).split(" | "));

const endsWith = (path: string, end: string) => path === end || path.endsWith(`/${end}`);

const below = (folder: string, pattern: RegExp) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((file) => `${folder}/${file.replaceAll("\\", "/")}`)
    .filter((file) => pattern.test(file));

const ours = [...below("src/images", /\.(?:ts|c)$/), ...below("src/svg", /\.ts$/)];
const tests = [...below("test/images", /\.test\.tsx?$/), ...below("test/assets", /\.test\.tsx?$/)];

/** Faults of a cell that names files of ours, each with functions in it: `` `file.ts` `name` ``. */
function faultsOfOurs(cell: string): string[] {
  let known: string[] = [];
  return Array.from(cell.matchAll(/`([^`]+)`/g), ([, token]) => token!).flatMap((token) => {
    if (/\.(?:ts|c)$/.test(token)) {
      known = ours.filter((file) => endsWith(file, token));
      return known.length > 0 ? [] : [`no file ${token}`];
    }
    const [, name] = /^(?:\w+\.)?#?([\w-]+)$/.exec(token) ?? [];
    const isThere = name !== undefined && known.some((file) => readFileSync(file, "utf8").includes(name));
    return isThere ? [] : [`no \`${token}\` in ${known.join(", ")}`];
  });
}

/** Faults of a cell that names tests: `file.test "title"`. A title without a file is in the one before, or in `given`. */
function faultsOfTests(cell: string, given: string | undefined): string[] {
  let known = given ? tests.filter((file) => endsWith(file.replace(/\.tsx?$/, ""), given)) : [];
  return Array.from(cell.matchAll(/([\w/-]+\.test)|"([^"]+)"/g)).flatMap(([, file, title]) => {
    if (file) {
      known = tests.filter((one) => endsWith(one.replace(/\.tsx?$/, ""), file));
      return known.length > 0 ? [] : [`no ${file}`];
    }
    return known.some((one) => readFileSync(one, "utf8").includes(title!)) ? [] : [`no test "${title}"`];
  });
}

it("is of the version that is installed", () => {
  expect(page).toContain(`**satori ${version}**`);
});

it("names lines that satori has", () => {
  const named = Array.from(
    page.matchAll(/`(?:twrnc )?([\w./-]+\.(?:tsx?|js)):(\d+)(?:-(\d+))?`((?:[,;] `\d+(?:-\d+)?`)*)/g),
  );
  expect(named.length).toBeGreaterThan(60);
  const missing = named.filter(([, file, from, to, more]) => {
    const last = Math.max(...Array.from(`${from} ${to ?? ""} ${more}`.matchAll(/\d+/g), Number));
    const lines = sources.flatMap((source, i) =>
      endsWith(source, file!) ? [sourcesContent[i]!.split("\n").length] : [],
    );
    return !lines.some((count) => last <= count);
  });
  expect(missing.map(([all]) => all)).toEqual([]);
});

it.each(rows)("%s", (...cells) => {
  const held = cells.at(-1)!;
  const isTailwind = /twrnc|create\.js|resolve\/|satori\.ts:/.test(cells[2] ?? "");
  expect(faultsOfOurs(cells[1]!)).toEqual([]);
  expect(faultsOfTests(held, isTailwind ? "tailwind.test" : undefined)).toEqual([]);
  expect(held).toMatch(/\.test|"|^same$/);
});
