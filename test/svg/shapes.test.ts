// Basic shapes are the same paths for both engines, and those of resvg.

import { Resvg } from "@resvg/resvg-js";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import "../random.ts";
import { readMarkup } from "../../src/svg/markup.ts";
import { boxOfPoints } from "../../src/svg/points.ts";
import { shapeData } from "../../src/svg/shapes.ts";

const OPTIONS = { font: { loadSystemFonts: false }, logLevel: "off" } as const;
const svg = (body: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200">${body}</svg>`;
const pixels = (body: string) => Buffer.from(new Resvg(svg(body), OPTIONS).render().pixels);

/** Path data of a shape's source. */
function dataOf(shape: string): string | undefined {
  const { name, attributes } = readMarkup(svg(shape)).children[0]!.children[0]!;
  const length = (property: string) =>
    attributes[property] === undefined || attributes[property] === "auto"
      ? undefined
      : Number(attributes[property]);
  return shapeData(name, length, attributes.points);
}

const number = fc.oneof(
  fc.integer({ min: -20, max: 180 }),
  fc.integer({ min: 0, max: 800 }).map((n) => n / 8),
);
const given = (name: string) =>
  fc.option(
    number.map((value) => ` ${name}="${value}"`),
    { nil: "" },
  );
const shape = (name: string, ...properties: string[]) =>
  fc.tuple(...properties.map(given)).map((all) => `<${name}${all.join("")} stroke="#c00" stroke-width="3"/>`);
const list = fc
  .array(fc.oneof({ weight: 9, arbitrary: number.map(String) }, fc.constantFrom("5e1", "-.5", "px", "L")), {
    maxLength: 9,
  })
  .map((all) => all.join(" "));
const points = (name: string) => list.map((all) => `<${name} points="${all}" stroke="#c00"/>`);

const SHAPES = {
  rect: shape("rect", "x", "y", "width", "height", "rx", "ry"),
  circle: shape("circle", "cx", "cy", "r"),
  ellipse: shape("ellipse", "cx", "cy", "rx", "ry"),
  line: shape("line", "x1", "y1", "x2", "y2"),
  polyline: points("polyline"),
  polygon: points("polygon"),
};

describe.each(Object.keys(SHAPES) as (keyof typeof SHAPES)[])("a %s", (name) => {
  it("is drawn as resvg draws it", () => {
    fc.assert(
      fc.property(SHAPES[name], (source) => {
        const path = `<path d="${dataOf(source)}" ${/stroke.*(?=\/>)/.exec(source)![0]}/>`;
        const [ours, theirs] = [pixels(path), pixels(source)];
        let far = 0;
        for (let i = 0; i < ours.length; i++) if (Math.abs(ours[i]! - theirs[i]!) > 8) far++;
        expect(far, path).toBe(0);
      }),
      { numRuns: 60 },
    );
  });
});

it("takes an automatic radius, and a negative one, from the other", () => {
  const circle = dataOf('<ellipse cx="50" cy="50" rx="20" ry="20"/>');
  for (const radii of ['rx="20"', 'ry="20"', 'rx="20" ry="auto"', 'rx="-1" ry="20"'])
    expect(dataOf(`<ellipse cx="50" cy="50" ${radii}/>`), radii).toBe(circle);
  expect(dataOf('<ellipse cx="50"/>')).toBe("");
  expect(dataOf("<g/>")).toBeUndefined();
});

it("measures the points of a path, control points included", () => {
  expect(boxOfPoints("M10 20C0 5 30 50 20 20l-15 0")).toEqual({ left: 0, top: 5, right: 30, bottom: 50 });
  expect(boxOfPoints("")).toBeUndefined();
});
