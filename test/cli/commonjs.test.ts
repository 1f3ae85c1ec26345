// Modules in CommonJS, of the project and of its packages, asked for by several routes in one process.

import { expect, test } from "vitest";
import { writeProject } from "../project.ts";
import { run } from "./run.ts";

const FILES = {
  "lib/own.js": "const site = { title: 'own' }; module.exports = site;",
  "node_modules/plain/package.json": '{ "main": "main.js" }',
  "node_modules/plain/main.js": "module.exports = Object.assign(() => 'called', { late: 'late' });",
  "node_modules/compiled/package.json": '{ "main": "main.js" }',
  // Names that nobody finds by reading the text.
  "node_modules/compiled/main.js":
    "Object.defineProperty(exports, '__esModule', { value: true }); exports.default = () => 'default'; for (const name of ['na' + 'med']) exports[name] = name;",
};

const route = (asNode: boolean) => `
  import own, * as all from "../lib/own.js";
  import plain, { late } from "plain";
  import compiled, { named } from "compiled";
  import * as space from "compiled";
  const again = await import("../lib/own.js");
  export const GET = () => ({
    own, all: all.default === own && all.title, plain: plain(), late, named, again: again.default === own,
    compiled: ${asNode ? "compiled.default" : "compiled"}(), space: Object.keys(space).sort(),
  });`;

const wanted = {
  own: { title: "own" },
  all: "own",
  plain: "called",
  late: "late",
  named: "named",
  again: true,
  compiled: "default",
  space: ["default", "named"],
};

for (const type of [undefined, "module"])
  test(`the same values at every import, with "type": ${JSON.stringify(type)}`, async () => {
    const inside: Record<string, string> = type === "module" ? { "lib/package.json": "{}" } : {};
    const root = await writeProject({
      ...FILES,
      ...inside,
      "package.json": JSON.stringify({ type }),
      "routes/a.json.ts": route(type === "module"),
      "routes/b.json.ts": route(type === "module"),
    });
    // The routes are loaded in the order of their names: b finds in memory what a has loaded.
    for (const path of ["/a.json", "/b.json"]) {
      const { stdout, stderr } = await run("render", path, root);
      expect([path, JSON.parse(stdout || JSON.stringify(stderr))]).toEqual([path, wanted]);
    }
  });
