// The tables of what frameworks export, beside our stand-ins; the integrations compare them with the installed packages.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { nextModules } from "../../src/compat/next/modules.ts";
import { remixModules } from "../../src/compat/remix-modules.ts";
import { tanstack } from "../../src/conventions/tanstack.ts";

interface Table {
  modules: Record<string, { here: Record<string, string>; absent: string[]; only: string[] }>;
}

const STANDS = {
  next: nextModules,
  "react-router": async () => remixModules(8),
  tanstack: async () => tanstack.modules!(""),
};

test.each(Object.entries(STANDS))(
  "%s: what the table says is here is, and what else is here is in the table",
  async (name, make) => {
    const file = join(import.meta.dirname, "names", `${name}.json`);
    const { modules } = JSON.parse(readFileSync(file, "utf8")) as Table;
    const stands = await make();
    for (const [specifier, { here, only }] of Object.entries(modules)) {
      const own = Object.keys(stands[specifier] ?? {}).sort();
      expect({ [specifier]: own }).toEqual({ [specifier]: [...Object.keys(here), ...only].sort() });
    }
  },
);

/** How many parameters a function may have, by a shape such as `(url, init?)` or `(a) | (a, b)`; 0 for what is none. */
function mostParameters(entry: string): number {
  const shape = entry.slice(entry.indexOf(" ") + 1);
  if (!shape.startsWith("(")) return 0;
  const counts = shape.split(" | ").map((one) => {
    const all = one.slice(1, -1).split(", ").filter(Boolean);
    return all.some((name) => name.startsWith("...")) ? Infinity : all.length;
  });
  return Math.max(...counts);
}

test.each(Object.entries(STANDS))("%s: a function asks for no more than there", async (name, make) => {
  const file = join(import.meta.dirname, "names", `${name}.json`);
  const { modules } = JSON.parse(readFileSync(file, "utf8")) as Table;
  const stands = await make();
  for (const [specifier, { here }] of Object.entries(modules))
    for (const [exported, entry] of Object.entries(here)) {
      const most = mostParameters(entry);
      const ours = stands[specifier]![exported];
      if (most > 0 && typeof ours === "function")
        expect([specifier, exported, ours.length <= most]).toEqual([specifier, exported, true]);
    }
});
