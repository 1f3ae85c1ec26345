import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sanitizeSvg } from "../../../src/images/sources/svg-safety.ts";

const svg = (inner: string) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">${inner}</svg>`;

describe("an SVG from a stranger", () => {
  it("keeps what is drawn", () => {
    const drawing = svg(
      '<defs><linearGradient id="g"><stop offset="0" stop-color="#f00"/></linearGradient></defs>' +
        '<style>.a{fill:red}</style><g transform="scale(2)"><rect class="a" width="5" height=\'5\' fill="url(#g)"/><use href="#g"/></g><text>a &amp; b</text>',
    );
    expect(sanitizeSvg(`<?xml version="1.0"?><!DOCTYPE svg><!-- made by hand -->${drawing}`)).toBe(drawing);
  });

  it.each([
    ["scripts", '<script>alert(1)</script><script href="x"/>'],
    ["handlers", '<rect onload="alert(1)"/>', "<rect/>"],
    ["foreign content", "<foreignObject><body><script/></body></foreignObject>"],
    ["filters", '<filter id="f"><feTurbulence/></filter><rect filter="url(#f)"/>', "<rect/>"],
    ["filters in styles", '<rect style="filter:blur(9px)"/>', "<rect/>"],
    ["files", '<image href="/etc/passwd"/><image xlink:href="file:///etc/passwd"/>', "<image/><image/>"],
    [
      "other sites",
      '<image href="http://example.com/a.png"/><rect fill="url(http://example.com/#a)"/>',
      "<image/><rect/>",
    ],
    ["SVG within", '<image href="data:image/svg+xml;base64,AAAA"/>', "<image/>"],
    ["uses of other files", '<use href="other.svg#a"/>', "<use/>"],
    ["comments", "<!-- <script> -->"],
  ])("loses %s", (_what, given, left = "") => {
    expect(sanitizeSvg(svg(given))).toBe(svg(left));
  });

  it("loses imports, addresses and filters of its style sheet", () => {
    const sheet = "@import url(http://a/b.css);.a{fill:red;filter:url(#x);background:url( 'http://a/b' )}";
    const clean = sanitizeSvg(svg(`<style>${sheet}</style>`));
    expect(clean).toContain("fill:red");
    expect(clean).not.toMatch(/@import|a\/b|filter/);
  });

  it("keeps pictures that it carries itself", () => {
    const inner = '<image href="data:image/png;base64,AAAA"/>';
    expect(sanitizeSvg(svg(inner))).toBe(svg(inner));
  });

  it.each([
    ["is not one", "<html></html>", /is not an SVG/],
    ["is too long", svg(" ".repeat(3_000_000)), /longer/],
    ["refers to itself", svg('<g id="a"><use href="#a"/></g>'), /itself/],
    [
      "multiplies",
      svg(
        '<g id="a0"><rect/></g>' +
          Array.from(
            { length: 12 },
            (_, i) => `<g id="a${i + 1}">${`<use href="#a${i}"/>`.repeat(10)}</g>`,
          ).join(""),
      ),
      /draws more/,
    ],
    ["is nested too deeply", svg("<g>".repeat(500) + "</g>".repeat(500)), /nested/],
  ])("is refused when it %s", (_what, source, reason) => {
    expect(() => sanitizeSvg(source)).toThrow(
      expect.objectContaining({ status: 422, reason: expect.stringMatching(reason) }),
    );
  });

  it("gives nothing dangerous, whatever is given", () => {
    const piece = fc.constantFrom(
      "<",
      ">",
      "/",
      "script",
      "svg",
      "image",
      " href=",
      '"',
      "'",
      "file:///x",
      "onload=",
      "<!--",
      "-->",
      "<![CDATA[",
      "]]>",
      "filter",
      "url(",
      ")",
      "a",
      " ",
      "&lt;",
      "<svg>",
      "</svg>",
      "<g ",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        let clean: string;
        try {
          clean = sanitizeSvg(svg(pieces.join("")));
        } catch (error) {
          expect(error).toMatchObject({ status: 422 });
          return;
        }
        for (const [tag] of clean.matchAll(/<[^>]*>/g))
          expect(tag).not.toMatch(/^<\/?script[\s/>]|\son\w+\s*=|href\s*=\s*["']?file/i);
      }),
      { numRuns: 2000 },
    );
  });
});
