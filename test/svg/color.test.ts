// The grammar of colours, held against a browser's.
import { existsSync } from "node:fs";
import fc from "fast-check";
import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseRgb } from "../../src/svg/color.ts";

const executablePath = "/usr/bin/chromium";
const installed = existsSync(executablePath);
if (!installed) console.log("chromium is not installed: the test of colours in a browser is skipped.");

const TEXTS =
  `red | ReD | rebeccapurple | transparent | #123 | #1234 | #123456 | #12345678 | #Fff8 | rgb(1,2,3) | RGB(1 2 3)
| rgb( 1 2 3 ) | rgb(1 2 3 / 50%) | rgb(1 2 3/.5) | rgb(1,2,3,.5) | rgba(1 2 3) | rgb(10% 20% 30%) | rgb(10% 20 30)
| rgb(none 20 30) | rgb(300 -20 1e2) | rgb(1.5 2.5 3.5) | rgb(1 2 3 / none) | rgb(1 2 3 / 2) | rgb(1 2 3 / -1) | rgb(+1 +2 +3)
| hsl(0.5turn 100% 50%) | hsl(0.5turn, 100%, 50%) | hsl(200grad 100% 50%) | hsl(3.14rad 100% 50%) | hsl(120 100 50)
| hsl(-120 100% 50%) | hsl(480 200% 50%) | hsla(120 100% 50% / 20%) | hsl(none 100% 50%) | hwb(120 20% 30%) | hwb(120 80% 90%)
| hwb(90deg 20% 30% / .3) | lab(50% 20 30) | lab(50 20% 30%) | lab(150 20 30) | lab(none none none) | lch(50% 30 120)
| lch(50 30% 120deg / 40%) | lch(50 -30 120) | oklab(50% .1 .1) | oklab(.5 40% -40%) | oklch(60% .15 200) | oklch(.6 20% 200deg)
| oklch(none 0.1 30) | color(srgb 1 .5 0) | color(srgb 50% 50% 50%) | color(srgb-linear .5 .5 .5) | color(display-p3 1 0 0)
| color(display-p3 0 1 0 / .5) | color(a98-rgb 1 0 0) | color(prophoto-rgb .5 .5 .5) | color(rec2020 .5 .2 .1)
| color(xyz .3 .3 .3) | color(xyz-d50 .3 .3 .3) | color(SRGB 1 0 0) | color(srgb none 1 1 / none) | rgb(1/**/2 3) | #fff/* white */
| #12345 | #ggg | #12 | rgb(1, 2 3) | rgb(10%,20,30) | rgb(1 2) | rgb(1 2 3 4) | rgb(1,2,3/.5) | hsl(120, 100, 50)
| hwb(120, 20%, 30%) | lab(50%, 20, 30) | color(foo 1 1 1) | rgb(1. 2 3) | red; | rgb (1 2 3) | rgb(1,2,3,) | rgb(1 2 3 /)
| rgb(1deg 2 3) | hsl(120 100% 50% 50%) | hsl(50%,50%,50%) | red blue | constructor | url(#a)`
    .split("|")
    .map((text) => text.trim());

/** What a browser makes of colours: components of sRGB and alpha, as they are cut to the gamut; null for none. */
const inBrowser = (page: Page, texts: readonly string[]) =>
  page.evaluate(
    (all) =>
      all.map((text) => {
        const { style } = document.body;
        style.color = "";
        style.color = text;
        if (style.color === "") return null;
        style.color = `color(from ${text} srgb r g b / alpha)`;
        const parts = getComputedStyle(document.body)
          .color.replace(/^color\(srgb|[/)]/g, " ")
          .trim()
          .split(/\s+/)
          .map((part) => Math.min(1, Math.max(0, Number(part) || 0)));
        return parts.length === 3 ? [...parts, 1] : parts;
      }),
    texts,
  );

/** No byte is off by more than its rounding. */
function agrees(text: string, expected: readonly number[] | null): void {
  const color = parseRgb(text);
  expect(color === undefined, text).toBe(expected === null);
  if (!color || !expected) return;
  [color.r, color.g, color.b, color.alpha].forEach((part, i) =>
    expect(
      Math.abs(part - expected[i]!),
      `${text}: ${JSON.stringify(color)}, ${expected.join(" ")}`,
    ).toBeLessThan(0.004),
  );
}

describe.skipIf(!installed)("colours, as a browser has them", () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
    page = await browser.newPage();
  }, 60_000);
  afterAll(() => browser?.close());

  it("are read and refused in each form", async () => {
    const expected = await inBrowser(page, TEXTS);
    TEXTS.forEach((text, i) => agrees(text, expected[i]!));
  });

  it("are read in any values", async () => {
    const number = fc.double({ min: -20, max: 400, noNaN: true }).map((value) => value.toFixed(2));
    const unit = fc.double({ min: -0.2, max: 1.2, noNaN: true }).map((value) => value.toFixed(3));
    const part = fc.oneof(
      number,
      unit,
      number.map((value) => `${value}%`),
      fc.constant("none"),
    );
    const angle = fc
      .tuple(number, fc.constantFrom("", "deg", "grad", "rad", "turn"))
      .map((pair) => pair.join(""));
    const alpha = fc.oneof(
      fc.constant(""),
      fc
        .oneof(
          unit,
          number.map((value) => `${value}%`),
        )
        .map((value) => ` / ${value}`),
    );
    const space = fc.constantFrom(
      "srgb",
      "srgb-linear",
      "display-p3",
      "a98-rgb",
      "rec2020",
      "xyz",
      "xyz-d50",
    );
    const call = (name: string, ...parts: fc.Arbitrary<string>[]) =>
      fc.tuple(fc.tuple(...parts), alpha).map(([all, last]) => `${name}(${all.join(" ")}${last})`);
    const text = fc.oneof(
      fc.stringMatching(/^#[\da-fA-F]{3,8}$/),
      ...["rgb", "lab", "oklab"].map((name) => call(name, part, part, part)),
      ...["hsl", "hwb"].map((name) => call(name, angle, part, part)),
      ...["lch", "oklch"].map((name) => call(name, part, part, angle)),
      call("color", space, unit, unit, unit),
      fc.tuple(number, number, number).map((all) => `rgb(${all.join(", ")})`),
    );
    const texts = fc.sample(text, 400);
    const expected = await inBrowser(page, texts);
    texts.forEach((each, i) => agrees(each, expected[i]!));
  }, 60_000);
});

describe("a colour", () => {
  it("has the components of its space cut to those of sRGB", () => {
    expect(parseRgb("color(display-p3 0 1 0 / 25%)")).toEqual({ r: 0, g: 1, b: 0, alpha: 0.25 });
    expect(parseRgb("hsl(0.5turn, 100%, 50%)")).toEqual({ r: 0, g: 1, b: 1, alpha: 1 });
  });

  it("is none that a browser refuses, or that is longer than any", () => {
    for (const text of ["", "none", "currentColor", "#12345", "rgb(1)", "constructor", "__proto__"])
      expect(parseRgb(text), text).toBeUndefined();
    expect(parseRgb(`rgb(${"1".repeat(1_000_000)} 0 0)`)).toBeUndefined();
  });
});
