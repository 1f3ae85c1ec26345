// Properties are tried on the same inputs each time in CI, so that a push fails by what it changes and never by
// chance; elsewhere on others each time. FC_SEED=… tries those of a failure again, FC_RUNS=50 fifty times as many.

import type * as FastCheck from "fast-check";
import { vi } from "vitest";

const { CI, FC_SEED = CI && "1", FC_RUNS = "1" } = process.env;

vi.mock("fast-check", async (load) => {
  const fc = await load<typeof FastCheck>();
  if (FC_SEED) fc.configureGlobal({ seed: Number(FC_SEED) });
  const assert = (property: FastCheck.IRawProperty<unknown>, given: FastCheck.Parameters<unknown> = {}) =>
    fc.assert(property, { ...given, numRuns: (given.numRuns ?? 100) * Number(FC_RUNS) });
  return { ...fc, assert, default: { ...fc, assert } };
});
