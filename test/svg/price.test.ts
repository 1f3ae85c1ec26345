// SVG from strangers that would be painted for seconds is refused before; what pictures have is not.
import { describe, expect, it } from "vitest";
import { dropOffPage } from "../../src/images/sources/off-page.ts";
import { cleanSvg } from "../../src/svg/clean.ts";

const page = async (inner: string) =>
  dropOffPage(
    await cleanSvg(
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" width="100" height="100">${inner}</svg>`,
      async () => undefined,
    ),
    false,
  );
const rect = '<rect width="100" height="100"/>';
const pattern = (attributes: string) =>
  `<pattern id="p" ${attributes}><circle r="4"/></pattern><rect width="100" height="100" fill="url(#p)"/>`;
const zigzag = (count: number) => `M0 0${"L100 100L0 100L100 0".repeat(count)}`;

describe("an SVG from a stranger", () => {
  it.each([
    ["a pattern of a large tile", pattern('width="60000" height="60000" patternUnits="userSpaceOnUse"')],
    [
      "a pattern that is scaled",
      pattern('width="10" height="10" patternTransform="scale(5000)" patternUnits="userSpaceOnUse"'),
    ],
    [
      "a pattern as large as its shape",
      `<pattern id="p" width="1" height="1"><circle r="4"/></pattern><rect width="90000" height="90000" fill="url(#p)"/>`,
    ],
    [
      "a pattern in a group that is scaled",
      `<g transform="scale(900)">${pattern('width="10" height="10" patternUnits="userSpaceOnUse"')}</g>`,
    ],
    ["layers", `<g opacity=".5">${rect}</g>`.repeat(2000)],
    ["blends", `<g style="mix-blend-mode:multiply">${rect}</g>`.repeat(2000)],
    [
      "clips",
      `<clipPath id="c">${rect}</clipPath>${'<rect width="100" height="100" clip-path="url(#c)"/>'.repeat(2000)}`,
    ],
    [
      "a mask of many shapes",
      `<mask id="m">${rect.repeat(500)}</mask>${'<rect width="100" height="100" mask="url(#m)"/>'.repeat(50)}`,
    ],
    ["dashes", `<path d="M0 0H100V100" fill="none" stroke="#000" stroke-dasharray=".0003"/>`.repeat(20)],
    ["edges", `<path d="${zigzag(100_000)}"/>`],
    ["strokes", `<path d="${zigzag(40_000)}" fill="none" stroke="#000" stroke-width="30"/>`],
    ["fills", rect.repeat(20_000)],
  ])("of many %s is refused", async (_name, inner) => {
    await expect(page(inner)).rejects.toMatchObject({ status: 422, reason: /paint|pattern/ });
  });

  it.each([
    ["faded points", `<g opacity=".8"><circle cx="5" cy="5" r="1" opacity=".5"/></g>`.repeat(5000)],
    ["dashed lines", `<path d="M0 5H100" stroke="#000" stroke-dasharray="2 1"/>`.repeat(2000)],
    ["a map", `<path d="M0 0${"l1 1l-1 .5l.5 -1.5".repeat(20_000)}" stroke="#000"/>`],
    ["a pattern", pattern('width=".1" height=".1"')],
    ["a picture's page in layers", `<g opacity=".5">${rect}</g>`.repeat(100)],
  ])("of %s is drawn", async (_name, inner) => {
    expect(await page(inner)).toContain("<svg");
  });
});
