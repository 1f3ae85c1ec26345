// What is kept for longer than a request stays within its bound, whatever strangers ask for.

import { describe, expect, it } from "vitest";
import { MAX_PURGED_NAMES, MAX_PURGED_PREFIXES, PurgeIndex } from "../../src/cache/purges/purge-log.ts";
import { shippedFonts } from "../../src/fonts/catalog.ts";
import { loadFonts } from "../../src/fonts/library.ts";
import { createMetrics } from "../../src/ops/metrics.ts";
import { keptShapers } from "../../src/pdf/text/typeface.ts";
import { Stack } from "../../src/pdf/text/stack.ts";

describe("the shapers of documents", () => {
  const letters = [..."abcdefghijklmnopqrstuvwxyz"];
  const loaded = loadFonts(shippedFonts);
  const shape = async (languages: readonly string[]) => {
    const fonts = await loaded;
    for (const language of languages)
      Stack.of(fonts, {
        family: fonts.defaultFamily,
        weight: 400,
        italic: false,
        features: [],
        language,
      }).runs("word", false);
  };

  it("are one for all languages that nobody knows, and for what a tag adds to one", async () => {
    await shape(["qaa"]);
    const before = keptShapers();
    await shape(letters.flatMap((a) => letters.slice(0, 16).map((b) => `qa${a}-${a}${b}`)));
    await shape(["de", ...letters.map((a) => `de-${a.toUpperCase()}E`), "de-Latn-x-a", "de-u-co-phonebk"]);
    expect(keptShapers()).toBeLessThanOrEqual(before + 1);
  });

  it("are few for all languages that there are", async () => {
    await shape(letters.flatMap((a) => letters.map((b) => a + b)));
    expect(keptShapers()).toBeLessThanOrEqual(30);
  });
});

describe("the names of purges", () => {
  it("are so many, and no longer than a digest", () => {
    const index = new PurgeIndex();
    const long = "x".repeat(2_000);
    for (let i = 0; i < MAX_PURGED_NAMES + 5_000; i++)
      index.record(i + 1, { tag: `${long}${i}`, mode: "validate" });
    for (let i = 0; i < 3 * MAX_PURGED_PREFIXES; i++)
      index.record(1e6 + i, { path: `/${i}${long}*`, mode: "validate" });
    expect(index.size).toBe(MAX_PURGED_NAMES + MAX_PURGED_PREFIXES);
    expect(index.since(1e6 - 1, `/1499${long}/a`, [])).toBe("validate");
    expect(index.since(MAX_PURGED_NAMES, "/", [`${long}24999`])).toBe("validate");
  });

  it("forgotten hold for all that is older", () => {
    const index = new PurgeIndex();
    for (let i = 0; i < 2 * MAX_PURGED_PREFIXES; i++) index.record(i + 1, { path: `/${i}/*`, mode: "gone" });
    expect(index.since(0, "/0/a", [])).toBe("gone");
    expect(index.since(2 * MAX_PURGED_PREFIXES, "/0/a", [])).toBeUndefined();
  });
});

describe("the labels of metrics", () => {
  it("are those of media types that are known", async () => {
    const metrics = await createMetrics();
    metrics.answered("image/png", 1, "render;dur=1");
    const before = (await metrics.text()).length;
    for (let i = 0; i < 10_000; i++) metrics.answered(`image/x-${i}`, 1, "render;dur=1");
    for (let i = 0; i < 1_000; i++)
      metrics.request(`M${i}`, { status: 200, cacheStatus: `Offprint; fwd=a${"b".repeat(i)}` } as never, 1);
    const text = await metrics.text();
    expect(text.length).toBeLessThan(before + 10_000);
    expect(text).toContain('offprint_render_seconds_count{type="image/png"} 1');
    expect(text).toContain('offprint_render_seconds_count{type="other"} 10000');
  });
});
