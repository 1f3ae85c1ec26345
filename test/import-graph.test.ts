// Imports go down a floor, and no files import each other, but where docs/architecture.md says so by name.

import { expect, it } from "vitest";
import { importGraph } from "./import-graph.ts";

const { backArrows, circles } = importGraph("src");

it("has no imports that go up, but four", () => {
  expect(backArrows).toEqual([
    "asset.ts -> fonts/fonts.ts",
    "cli/child-app.ts -> index.ts",
    "conventions/load.ts -> index.ts",
    "jsx-runtime.ts -> images/text/fit.ts",
  ]);
});

it("has one circle: the package that is handed to its own routes", () => {
  expect(circles).toEqual([["app/app.ts", "app/mounted.ts", "conventions/load.ts", "index.ts"]]);
});
