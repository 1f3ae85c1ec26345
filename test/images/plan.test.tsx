// An image is made the way that its explanation says, and the explanation has the reason.

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { image, type ImageOptions } from "../../src/assets/image.ts";
import { contextOf } from "../assets/contract.ts";
import { template } from "./random/templates.ts";

const SIZE = { width: 600, height: 300 };

async function explanationOf(element: unknown, options: ImageOptions = SIZE, type = "image/png") {
  return image(element, options).explain(await contextOf(type));
}

/** Draws an image; returns whether that was the general way, by the steps that were timed. */
async function isDrawnGeneral(element: unknown, options: ImageOptions, type: string): Promise<boolean> {
  const steps: string[] = [];
  const time = (step: string) => {
    steps.push(step);
    return () => {};
  };
  await image(element, options).render(await contextOf(type, { time }));
  return steps.includes("raster") || !steps.includes("encode");
}

describe("an explanation", () => {
  it("names the shortest way", async () => {
    const card = (
      <div style={{ display: "flex", width: "100%", height: "100%", background: "#fff", borderRadius: 8 }}>
        <div style={{ fontSize: 40, lineClamp: 2 }}>A title that is long enough for a second line</div>
      </div>
    );
    expect(await explanationOf(card)).toEqual({ path: "layout" });
  });

  it("names what is left to satori", async () => {
    const card = (
      <div style={{ display: "flex" }}>
        <div style={{ WebkitTextStroke: "1px red" }}>Hello</div>
        <div style={{ transform: "rotate(4deg)" }}>World</div>
      </div>
    );
    expect(await explanationOf(card)).toEqual({
      path: "layout",
      reason: "satori draws WebkitTextStroke: 1px red, <div> transform: rotate(4deg)",
    });
  });

  it("names the node and the property that stand in the way", async () => {
    const card = (
      <div style={{ display: "flex" }}>
        <div style={{ width: "calc(50% - 4px)" }}>Hello</div>
      </div>
    );
    expect(await explanationOf(card)).toEqual({ path: "drawing", reason: '<div> width: "calc(50% - 4px)"' });
  });
});

describe("the general way is taken, and told, for", () => {
  const card = <div style={{ display: "flex", width: "100%", height: "100%" }}>Hello</div>;

  it.each<[string, ImageOptions, string, string]>([
    ["a large image", { width: 3000, height: 2000 }, "image/png", "6000000 pixels are more than 4200000"],
    ["debugging", { ...SIZE, debug: true }, "image/png", "debug draws the boxes of all elements"],
    ["another density", { ...SIZE, pixelDensity: 2 }, "image/png", "pixelDensity is 2"],
    ["takumi", { ...SIZE, engine: "takumi" }, "image/png", "it is drawn by takumi"],
    ["an SVG", SIZE, "image/svg+xml", "it is an SVG"],
  ])("%s", async (_, options, type, reason) => {
    expect(await explanationOf(card, options, type)).toEqual({ path: "general", reason });
    expect(await isDrawnGeneral(card, options, type)).toBe(true);
  });

  it("several elements in place of one", async () => {
    const two = [<div key="a">a</div>, <div key="b">b</div>];
    expect(await explanationOf(two)).toMatchObject({ path: "general" });
  });
});

it("draws each image the way that is told", async () => {
  const options = fc.record({
    width: fc.constantFrom(1, 160, 600, 2100),
    height: fc.constantFrom(1, 90, 400, 2001),
    pixelDensity: fc.constantFrom(1, 1, 1, 0.5),
    debug: fc.constantFrom(undefined, undefined, undefined, true),
    palette: fc.constantFrom(undefined, undefined, 16),
  });
  const types = fc.constantFrom("image/png", "image/png", "image/jpeg", "image/svg+xml");
  const ways = { general: 0, retained: 0 };
  await fc.assert(
    fc.asyncProperty(template(SIZE), options, types, async (element, options, type) => {
      const { path, reason } = await explanationOf(element, options, type);
      const general = await isDrawnGeneral(element, options, type);
      ways[general ? "general" : "retained"]++;
      expect(path === "general", `${path}: ${reason}`).toBe(general);
      if (general) expect(reason).toBeTruthy();
    }),
    { numRuns: 30 },
  );
  expect(Math.min(ways.general, ways.retained)).toBeGreaterThan(3);
});
