// Each reader of SVG gets what was quadratic or worse in some reader once, two megabytes of it. What is linear
// takes milliseconds; what is not would take hours, and ends this file by its timeout.
import { describe, it } from "vitest";
import { isHttpError } from "../../src/error.ts";
import { cleanSvg } from "../../src/svg/clean.ts";
import { pdf } from "../../src/assets/pdf.ts";
import { svg as block } from "../../src/pdf/template/blocks.ts";
import { bytesOf } from "../pdf/read.ts";

/** Characters: enough that what is quadratic takes minutes, and a quarter of what an SVG may have. */
const ALL = 2_000_000;
const fill = (piece: string, length = ALL) => piece.repeat(Math.floor(length / piece.length));
const picture = (inner: string) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">${inner}</svg>`;
const styled = (css: string, inner = "<g><g><g><rect/></g></g></g>") =>
  picture(`<style>${css}</style>${inner}`);
const attribute = (name: string, value: string) => picture(`<path d="M0 0h9v9" ${name}="${value}"/>`);
/** Half of it elements, half of it what each of them looks at. */
const halves = (one: string, other: string, length = 500_000) =>
  picture(fill(one, length) + fill(other, length));

const INPUTS: Record<string, string> = {
  "tags that are not closed": `<svg>${fill("<a ")}`,
  "declarations that are not closed": `<svg>${fill("<!")}`,
  "document types": fill("<!DOCTYPE svg>"),
  "a document type of brackets": `<!DOCTYPE svg ${fill("[")}`,
  entities: `<!DOCTYPE svg [${fill('<!ENTITY a "b">')}]>${picture("&a;")}`,
  "entities that are not closed": `<!DOCTYPE svg [${fill("<!ENTITY a ")}]>${picture("")}`,
  "comments that are not closed": `<svg>${fill("<!--")}`,
  "instructions that are not closed": `<svg>${fill("<?a ")}`,
  quotes: `<svg ${fill(`a="'`)}`,
  attributes: picture(`<rect ${fill("a=b ")}/>`),
  "names without a value": picture(`<rect ${fill("a ")}/>`),
  prefixes: picture(
    `<g ${Array.from({ length: 50_000 }, (_, i) => `xmlns:a${i}="b"`).join(" ")}>${'<g xmlns:b="c">'.repeat(150)}${"</g>".repeat(150)}</g>`,
  ),
  ampersands: picture(fill("&")),
  "references of characters": picture(fill("&#")),
  classes: picture(`<style>.a{fill:red}</style><g class="${fill("a ")}"/>`),
  "transforms that are not closed": attribute("transform", fill("matrix(")),
  "transforms of letters": attribute("transform", fill("a")),
  transforms: attribute("transform", fill("rotate(1)", 1_000_000)),
  "numbers of a transform": attribute("transform", `matrix(${fill("1 ")})`),
  "spaces of a transform": attribute("transform", `rotate${fill(" ")}`),
  addresses: attribute("fill", fill("url(")),
  "spaces of an address": attribute("fill", `url(${fill(" ")}`),
  "addresses in styles": attribute("style", `fill:${fill("url(")}`),
  "spaces in many addresses": picture(fill(`<g fill="url(${" ".repeat(3900)}#"/>`)),
  "digits of a path": attribute("d", `M0 0${fill("1")}`),
  "points of a path": attribute("d", `M0 0${fill(".")}`),
  "exponents of a path": attribute("d", `M0 0${fill("1e")}`),
  "letters of a path": attribute("d", `M0 0${fill("z")}`),
  "arcs of a path": attribute("d", `M0 0a${fill("1 ")}`),
  "flags of a path": attribute("d", `M0 0${fill("a1 1 0 01")}`),
  dashes: attribute("stroke-dasharray", fill("1 ")),
  "points of a polygon": picture(`<polygon points="${fill("-")}"/>`),
  declarations: attribute("style", fill("a:b;")),
  "brackets of a declaration": attribute("style", fill("a:(")),
  "quotes of a declaration": attribute("style", fill("a:'&quot;")),
  fonts: attribute("style", fill(`font:${"1".repeat(2000)} ${"1px/".repeat(400)};`)),
  "words of fonts": attribute("style", fill(`font:${"a ".repeat(1900)};`)),
  importance: attribute("style", fill("a:b!!important;")),
  "variables in each other": attribute("style", `--a:red;fill:${fill("var(--a,", 4000)}`),
  "variables that multiply": attribute(
    "style",
    Array.from({ length: 60 }, (_, i) => `--a${i + 1}:var(--a${i})var(--a${i})`).join(";") +
      ";--a0:aaaa;fill:var(--a60)",
  ),
  "rules without an end": styled(fill("a{")),
  "at-rules in each other": styled(fill("@a{")),
  "comments of a sheet": styled(fill("/*")),
  "a selector of many parts": styled(`${fill("g ")}rect{fill:red}`),
  "a selector of many children": styled(`${fill("g>")}rect{fill:red}`),
  "a selector of many classes": styled(`${fill(".a")}{fill:red}`, '<rect class="a"/>'),
  "a list of selectors": styled(`${fill("g,")}rect{fill:red}`),
  "attributes of a selector": styled(`${fill("[a")}{fill:red}`),
  "spaces of a selector": styled(`rect[a${fill(" ")}=b]{fill:red}`),
  "selectors that nearly match": styled(
    fill(`a ${"g ".repeat(80)}rect{fill:red}`, 600_000),
    `${"<g>".repeat(150)}${fill("<rect/>", 200_000)}${"</g>".repeat(150)}`,
  ),
  "selectors that look at siblings": styled(
    fill("a~b~g~rect{fill:red}", 90_000),
    fill("<g/><rect/>", 90_000),
  ),
  "rules that look into a path": styled(
    fill('[d*="zz"]{fill:red}', 90_000),
    `<path d="M0 0${fill("z", 1_000_000)}"/>`,
  ),
  "rules of many declarations": styled(`rect{${fill("a:b;", 500_000)}}`, fill("<rect/>", 300_000)),
  "a long path that is used": picture(
    `<path id="p" fill="none" d="M0 0${fill("h1", 1_000_000)}"/>${fill('<use href="#p"/>', 700_000)}`,
  ),
  "a long path that clips": picture(
    `<clipPath id="p"><path d="M0 0${fill("h1", 1_000_000)}"/></clipPath>${fill('<g clip-path="url(#p)"/>', 700_000)}`,
  ),
  "a long path with markers": picture(
    `<marker id="m"><rect/></marker><path id="p" fill="none" marker-mid="url(#m)" d="M0 0${fill("h1", 1_000_000)}"/>`,
  ),
  "a gradient of many stops": picture(
    `<linearGradient id="g">${fill("<stop/>", 70_000)}</linearGradient>${fill('<path d="M0 0h9v9" fill="url(#g)"/>', 700_000)}`,
  ),
  "gradients that refer to each other": picture(
    Array.from({ length: 20_000 }, (_, i) => `<linearGradient id="g${i}" href="#g${i + 1}"/>`).join("") +
      '<path d="M0 0h9v9" fill="url(#g0)"/>',
  ),
  "masks of masks": picture(
    Array.from(
      { length: 5_000 },
      (_, i) => `<mask id="m${i}" mask="url(#m${i + 1})"><rect width="9" height="9"/></mask>`,
    ).join("") + '<path d="M0 0h9v9" mask="url(#m0)"/>',
  ),
  filters: attribute("filter", fill("blur(", 4000)),
  "parts under a filter": halves('<g filter="blur(1px)"><rect width="1" height="1"/></g>', "<rect/>"),
  "places of letters": picture(`<text x="${fill("1 ", 500_000)}">${fill("a", 99_000)}</text>`),
  "view boxes": `<svg viewBox="${fill("0 ", 4000)}" preserveAspectRatio="${fill("x", 4000)}"/>`,
};

/** Bad input is told so; anything else, and above all no end, is a fault. */
async function settled(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!isHttpError(error) || error.status !== 422) throw error;
  });
}

describe.each(Object.entries(INPUTS))("two megabytes of %s", (_name, source) => {
  it("for an image", async () => {
    await settled(cleanSvg(source, async () => undefined));
  }, 15_000);

  it("for a document", async () => {
    await settled(bytesOf(pdf(() => [block(source, { alt: "" })], null)));
  }, 60_000);
});
