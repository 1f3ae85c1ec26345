import { expect, it } from "vitest";
import { memory } from "../../src/cache/stores/memory.ts";
import { bytes, describeStore, meta } from "./store-contract.ts";

describeStore("memory", (limits) => memory(limits));

it("counts fields and bookkeeping, not only bodies", () => {
  const store = memory({ maxBytes: 1_000_000 });
  for (let index = 0; index < 10_000; index++)
    store.put(`key ${index}`, meta({ headers: [["x", "y".repeat(200)]] }), bytes(0));
  expect(store.bytes).toBeLessThanOrEqual(1_000_000);
  expect(store.count).toBeLessThan(800);
});

it("keeps entries of at most a quarter of it, unless told otherwise", () => {
  const store = memory({ maxBytes: 1_000_000 });
  store.put("large", meta(), bytes(300_000));
  expect(store.get("large")).toBeUndefined();
  const roomy = memory({ maxBytes: 1_000_000, maxEntryBytes: 500_000 });
  roomy.put("large", meta(), bytes(300_000));
  expect(roomy.get("large")).toBeDefined();
});
