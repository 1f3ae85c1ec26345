// SVG from strangers: refused or bounded, and nothing outside of the file is read.
import { describe, expect, it } from "vitest";
import { pdf } from "../../src/assets/pdf.ts";
import { svg } from "../../src/pdf/template/blocks.ts";
import { bytesOf, check, has, judge, textOf } from "./read.ts";

const draw = (source: string) => bytesOf(pdf(() => [svg(source, { alt: "" })], null, { title: "A picture" }));
const picture = (inner: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 100 100">${inner}</svg>`;

/** `levels` groups, each of which uses the next ten times. */
const bomb = (levels: number, inner = "<rect width='1' height='1'/>") =>
  Array.from(
    { length: levels },
    (_, i) => `<g id="l${i}">${i === levels - 1 ? inner : `<use href="#l${i + 1}"/>`.repeat(10)}</g>`,
  ).join("");
const masks = Array.from(
  { length: 40 },
  (_, i) => `<mask id="m${i}">${`<rect width="9" height="9" mask="url(#m${i + 1})"/>`.repeat(3)}</mask>`,
).join("");

const REFUSED: [string, string, RegExp][] = [
  ["uses that multiply", picture(bomb(8)), /draws more than/],
  ["masks that multiply", picture(`${masks}<rect width="9" height="9" mask="url(#m0)"/>`), /draws more than/],
  [
    "uses that multiply under a filter",
    picture(
      `<filter id="f"><feGaussianBlur stdDeviation="1"/></filter><defs>${bomb(8)}</defs><g filter="url(#f)"><use href="#l0"/></g>`,
    ),
    /draws? more than/,
  ],
  [
    "a pattern that is repeated for ever",
    picture(
      '<pattern id="p" width=".001" height=".001" patternUnits="userSpaceOnUse"><rect width="1" height="1"/></pattern><rect width="100" height="100" fill="url(#p)"/>',
    ),
    /repeated more than/,
  ],
  ["a size that no page has", '<svg width="1e12" height="5"/>', /cannot be drawn/],
  [
    "a filter of too many steps",
    picture(
      `<filter id="f">${"<feOffset/>".repeat(100)}</filter><rect width="9" height="9" filter="url(#f)"/>`,
    ),
    /steps/,
  ],
  [
    "a pattern of a huge tile under a filter",
    picture(
      '<filter id="f"><feGaussianBlur stdDeviation="1"/></filter><pattern id="p" width="60000" height="60000" patternUnits="userSpaceOnUse"><circle r="9"/></pattern><rect width="99" height="99" fill="url(#p)" filter="url(#f)"/>',
    ),
    /pattern larger/,
  ],
  ["too many elements", picture("<g/>".repeat(60_000)), /more than 50000 elements/],
  ["a tag that is never closed", `<svg ${"a".repeat(2e6)}`, /not closed/],
  ["a quote that is never closed", `<svg a="${"a ".repeat(1e6)}>`, /missing/],
];

describe("hostile SVG", () => {
  it.each(REFUSED)("%s is refused", async (_name, source, message) => {
    await expect(draw(source)).rejects.toThrow(message);
  });

  it.each([
    ["attributes without values", picture(`<rect ${"a ".repeat(3e5)} width="9" height="9"/>`)],
    ["attributes of one letter", picture(`<rect ${"a".repeat(1e6)}/>`)],
    ["spaces in front of a quote", picture(`<rect ${" ".repeat(1e6)}"" width="9" height="9"/>`)],
    [
      "a style sheet that closes nothing",
      picture(`<style>${"a{".repeat(2e5)}</style><rect width="9" height="9"/>`),
    ],
    [
      "a selector of many parts",
      picture(
        `<style>${"g ".repeat(5000)}rect{fill:red}</style>${"<g>".repeat(90)}<rect width="9" height="9"/>${"</g>".repeat(90)}`,
      ),
    ],
    [
      "dashes too fine to see",
      picture('<path d="M0 0H100V100H0z" fill="none" stroke="#000" stroke-dasharray=".000001"/>'),
    ],
    ["a path of no end", picture(`<path d="M0 0${"1 1 ".repeat(2e5)}"/>`)],
    [
      "a filter that reaches far",
      picture(
        '<filter id="f" x="-1e9" y="-1e9" width="2e9" height="2e9"><feGaussianBlur stdDeviation="1e9"/></filter><rect width="9" height="9" filter="url(#f)"/>',
      ),
    ],
    [
      "turbulence without an end",
      picture(
        '<filter id="f"><feTurbulence numOctaves="1000000" baseFrequency="1e9"/></filter><rect width="99" height="99" filter="url(#f)"/>',
      ),
    ],
    [
      "morphology of a huge radius",
      picture(
        '<filter id="f"><feMorphology operator="dilate" radius="1000000"/></filter><rect width="99" height="99" filter="url(#f)"/>',
      ),
    ],
  ])(
    "%s is drawn in time",
    async (_name, source) => {
      check(await draw(source));
    },
    10_000,
  );

  it.skipIf(!has("mutool"))("writes numbers that every reader takes, however large they were", async () => {
    const bytes = await draw(
      picture(
        `<path d="M1e300 -1e300L9e99 1e-300zM1e400 5" stroke="#000" stroke-width="1e300"/>
         <g transform="scale(1e300)"><rect width="1e-300" height="1e300"/></g>
         <g transform="matrix(1e-20 0 0 1e-20 0 0)" opacity=".5"><circle r="1e20"/><circle r="5"/></g>
         <linearGradient id="g" x2="1e300" spreadMethod="repeat"><stop/><stop offset="NaN" stop-opacity=".5"/></linearGradient>
         <rect width="50" height="50" fill="url(#g)" opacity="constructor" style="mix-blend-mode:constructor"/>
         <rect width="9constructor" height="5toString" fill="constructor" __proto__="x" transform="scale(NaN)"/>
         <text dominant-baseline="constructor" text-anchor="toString" font-size="constructor" font-weight="valueOf">&constructor;</text><text font-size="1e300" x="1e300">A</text><text font-size="-5">B</text>`,
      ),
    );
    check(bytes);
    const content = judge(bytes, "mutool", (file) => ["show", "-b", file, "grep"]);
    expect(content).not.toMatch(/NaN|Infinity|\de[+-]?\d/);
  });

  it("reads no file and no address, and expands no entity", async () => {
    const bytes = await draw(
      `<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/hostname">]>
       ${picture(
         `<image href="file:///etc/hostname" width="9" height="9"/><image href="http://127.0.0.1:1/x.png" width="9" height="9"/>
          <script>alert(1)</script><foreignObject><p>foreign</p></foreignObject>
          <style>@import url(http://127.0.0.1:1/x.css);</style>
          <filter id="f"><feImage href="/etc/hostname"/></filter><rect width="9" height="9" filter="url(#f)"/>
          <g filter="url(#f)"><image href="/etc/hostname" width="9" height="9"/></g>
          <text x="5" y="50" font-size="8">&b;&x;end</text>`,
       )}`,
    );
    check(bytes);
    const text = textOf(bytes);
    expect(text).toContain("&b;&x;end");
    expect(text).not.toMatch(/foreign|alert/);
  });
});
