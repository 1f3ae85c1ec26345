// Path functions answer as React Router's own do: its answers to some hundred calls were recorded, of two versions.

import { expect, test } from "vitest";
import { reactRouter } from "../../src/compat/react-router.ts";
import { pathFunctions } from "../../src/compat/react-router-match.ts";
import recorded7 from "../fixtures/react-router-7-paths.json" with { type: "json" };
import recorded8 from "../fixtures/react-router-8-paths.json" with { type: "json" };

type Call = [string, unknown[], unknown];
const versions = [
  [7, recorded7.calls as Call[]],
  [8, recorded8.calls as Call[]],
] as const;

test.each(versions)("version %d", (version, calls) => {
  const all = { ...reactRouter, ...pathFunctions(version) } as Record<string, unknown>;
  for (const [name, args, expected] of calls) {
    let answer: unknown;
    try {
      answer = JSON.parse(JSON.stringify((all[name] as (...args: unknown[]) => unknown)(...args) ?? null));
    } catch (error) {
      answer = `! ${(error as Error).message}`;
    }
    // Who nests an absolute path wrongly is told in other words.
    if (String(expected).startsWith("! Absolute")) expect(answer).toMatch(/^! Absolute/);
    else expect(answer, JSON.stringify([name, args])).toEqual(expected);
  }
});
