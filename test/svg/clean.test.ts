import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cleanSvg } from "../../src/svg/clean.ts";

const NAMESPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"';
const svg = (inner: string) => `<svg ${NAMESPACES} viewBox="0 0 10 10"${inner ? `>${inner}</svg>` : "/>"}`;
const clean = (source: string) => cleanSvg(source, async (uri) => uri);

/** Twelve groups, each of which draws the one before it ten times. */
const levels = (by: "use" | "fill") =>
  '<g id="a0"><rect/></g>' +
  Array.from({ length: 12 }, (_, i) =>
    by === "use"
      ? `<g id="a${i + 1}">${`<use href="#a${i}"/>`.repeat(10)}</g>`
      : `<style>.c${i}{fill:url(#a${i})}</style><pattern id="a${i + 1}">${`<rect class="c${i}"/>`.repeat(10)}</pattern>`,
  ).join("");

describe("an SVG from a stranger", () => {
  it("keeps what is drawn, in its order", async () => {
    const drawing = svg(
      '<defs><linearGradient id="g"><stop offset="0" stop-color="#f00"/></linearGradient></defs>' +
        '<g transform="scale(2)"><rect width="5" height="5" fill="url(#g)"/>a<use xlink:href="#g"/>b</g><text xml:space="preserve"> a &#38; b </text>',
    );
    expect(await clean(`<?xml version="1.0"?><!DOCTYPE svg><!-- made by hand -->${drawing}`)).toBe(drawing);
  });

  it.each([
    ["scripts", '<script>alert(1)</script><script href="x"/>'],
    ["handlers", '<rect onload="alert(1)"/>', "<rect/>"],
    ["foreign content", "<foreignObject><body><script/></body></foreignObject>"],
    ["filters", '<filter id="f"><feTurbulence/></filter><rect filter="url(#f)"/>', "<rect/>"],
    ["filters in styles", '<rect style="filter:blur(9px)"/>', "<rect/>"],
    ["filters in style sheets", "<style>rect{FILTER : url(#f)}</style><rect/>", "<rect/>"],
    ["files", '<image href="/etc/passwd"/><image xlink:href="file:///etc/passwd"/>', "<image/><image/>"],
    [
      "other sites",
      '<image href="http://example.com/a.png"/><rect fill="url(http://example.com/#a)"/><rect fill="URL( \'//a\')"/>',
      "<image/><rect/><rect/>",
    ],
    [
      "addresses in style sheets",
      "<style>@import url(http://a/b.css);rect{fill:url( 'http://a/b' )}</style><rect/>",
      "<rect/>",
    ],
    ["what escapes hide", '<rect style="fi\\6cter:blur(1px);f\\69ll:red"/>', "<rect/>"],
    ["what entities hide", '<rect f&#105;lter="x" fill="ur&#108;(http://a)"/>', "<rect/>"],
    ["what properties cannot say", '<image style="href:file:///etc/passwd"/>', "<image/>"],
    ["SVG within", '<image href="data:image/svg+xml;base64,AAAA"/>', "<image/>"],
    ["uses of other files", '<use href="other.svg#a"/>', "<use/>"],
    ["comments", "<!-- <script> -->"],
    [
      "elements of other namespaces",
      '<x:rect xmlns:x="http://a"/><rect x:fill="red" xmlns:y="http://b" y:r="1"/>',
      "<rect/>",
    ],
  ])("loses %s", async (_what, given, left = "") => {
    expect(await clean(svg(given))).toBe(svg(left));
  });

  it.each([
    [
      "a prefix for its elements",
      '<s:svg xmlns:s="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><s:rect/></s:svg>',
    ],
    ["no namespace at all", "<svg viewBox='0 0 10 10'><rect/></svg>"],
    [
      "its namespace in an entity, as Illustrator writes it",
      '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/svg11.dtd" [<!ENTITY ns_svg "http://www.w3.org/2000/svg">]><svg xmlns="&ns_svg;" viewBox="0 0 10 10"><rect/></svg>',
    ],
    ["an attribute twice", "<svg viewBox='0 0 10 10' viewBox='0 0 1 1'><rect/></svg>"],
  ])("may have %s", async (_what, source) => {
    expect(await clean(source)).toBe(svg("<rect/>"));
  });

  it("says by attributes what its style sheets said", async () => {
    const sheet =
      "<style>:root{--tint:red}.a,.b{fill:var(--tint)}g > rect:nth-child(2n){fill:blue!important;mix-blend-mode:multiply}[id=c]{stroke:var(--none, #000)}</style>";
    expect(
      await clean(svg(`${sheet}<g><rect class="a"/><rect class="x b"/><rect id="c" style="fill:none"/></g>`)),
    ).toBe(
      svg(
        '<g><rect fill="red"/><rect fill="blue" style="mix-blend-mode:multiply;"/><rect id="c" stroke="#000" fill="none"/></g>',
      ),
    );
  });

  it("has its bitmaps looked at", async () => {
    const inner = '<image xlink:href="data:image/png;base64,AAAA"/>';
    expect(await clean(svg(inner))).toBe(svg(inner));
    expect(await cleanSvg(svg(inner), async () => undefined)).toBe(svg("<image/>"));
  });

  it.each([
    ["is not one", "<html></html>", /not one <svg>/],
    ["is two", "<svg/><svg/>", /not one <svg>/],
    ["is not closed", "<svg><g></svg>", /closes nothing/],
    ["has a declaration within", `<svg>${"<!".repeat(1450)}`, /neither escaped nor/],
    ["has a document type within", "<svg><!DOCTYPE svg></svg>", /not at its start/],
    [
      "has entities that multiply",
      `<!DOCTYPE svg [<!ENTITY a "${"a".repeat(1000)}">]><svg><text>${"&a;".repeat(1000)}</text></svg>`,
      /entities/,
    ],
    ["is too long", svg(" ".repeat(9_000_000)), /more than/],
    ["refers to itself", svg('<g id="a"><use href="#a"/></g>'), /itself/],
    ["multiplies", svg(levels("use")), /draws more/],
    [
      "multiplies by its style sheet",
      svg(`<style>.u{fill:url(#a11)}</style>${levels("fill")}`),
      /draws more/,
    ],
    [
      "multiplies by markers",
      svg(
        `<marker id="m">${"<rect/>".repeat(100)}</marker><g marker-mid="url(#m)"><path d="M0 0${"h1".repeat(10_000)}"/></g>`,
      ),
      /draws more/,
    ],
    [
      "uses a long path often",
      svg(`<path id="p" d="M0 0${"h1".repeat(100_000)}"/>${'<use href="#p"/>'.repeat(200)}`),
      /path data/,
    ],
    [
      "is a chain of uses",
      svg(Array.from({ length: 5000 }, (_, i) => `<use id="a${i}" href="#a${i + 1}"/>`).join("")),
      /levels deep/,
    ],
    ["is nested too deeply", svg("<g>".repeat(500) + "</g>".repeat(500)), /nested/],
  ])("is refused when it %s", async (_what, source, reason) => {
    await expect(clean(source)).rejects.toThrow(
      expect.objectContaining({ status: 422, reason: expect.stringMatching(reason) }),
    );
  });

  it("gives nothing dangerous, whatever is given", async () => {
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
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 40 }), async (pieces) => {
        let written: string;
        try {
          written = await clean(svg(pieces.join("")));
        } catch (error) {
          expect(error).toMatchObject({ status: 422 });
          return;
        }
        for (const [tag] of written.matchAll(/<[^>]*>/g))
          expect(tag).not.toMatch(/^<\/?script[\s/>]|\son\w+\s*=|href\s*=\s*["']?file/i);
      }),
      { numRuns: 2000 },
    );
  });
});

it.each([
  [`<svg/>`, [`width="300"`, `height="150"`]],
  [`<svg width="10" height="20px"/>`, [`width="10"`, `height="20"`]],
  [`<svg width="100%" height="1e9"/>`, [`width="300"`, `height="150"`]],
  [`<svg viewBox="0 0 0 9" width="7"/>`, [`width="7"`, `height="150"`]],
  [`<svg viewBox="0 0 5 9" width="50%"/>`, [`viewBox="0 0 5 9"`]],
])("has a size that every renderer understands: %s", async (source, expected) => {
  const whole = source.replace("<svg", `<svg xmlns="http://www.w3.org/2000/svg"`);
  const cleaned = await cleanSvg(whole, async () => undefined);
  for (const attribute of expected) expect(cleaned).toContain(attribute);
});
