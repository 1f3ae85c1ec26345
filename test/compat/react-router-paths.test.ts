// Path functions answer as React Router's own do: its answers to some hundred calls were recorded.

import { expect, test } from "vitest";
import { reactRouter } from "../../src/compat/react-router.ts";
import recorded from "../fixtures/react-router-paths.json" with { type: "json" };

const calls = recorded.calls as [string, unknown[], unknown][];

test.each([...new Set(calls.map(([name]) => name))])("%s", (name) => {
  const run = reactRouter[name as keyof typeof reactRouter] as (...args: unknown[]) => unknown;
  for (const [, args, expected] of calls.filter(([of]) => of === name)) {
    let answer: unknown;
    try {
      answer = JSON.parse(JSON.stringify(run(...args) ?? null));
    } catch (error) {
      answer = `! ${(error as Error).message}`;
    }
    expect(answer, JSON.stringify(args)).toEqual(expected);
  }
});
