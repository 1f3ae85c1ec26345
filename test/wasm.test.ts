// The committed WebAssembly modules are those of the C beside them. `npm run wasm -- --check` proves it with a compiler.

import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const sha256 = (data: string | Buffer) => createHash("sha256").update(data).digest("hex");

it.each(["src/images/wasm", "src/fonts/wasm"])("%s/module.ts names the sources that are there", (folder) => {
  const sources = readdirSync(folder).filter((name) => /\.[ch]$/.test(name));
  // As src/wasm.sh has it from sha256sum.
  const lines = sources.toSorted().map((name) => `${sha256(readFileSync(join(folder, name)))}  ./${name}\n`);
  const module = readFileSync(join(folder, "module.ts"), "utf8");
  const made = /^\/\/ Sources: ([\da-f]{64})$/m.exec(module)?.[1];
  expect(made, `${folder} was changed: run \`npm run wasm\``).toBe(sha256(lines.join("")));
});
