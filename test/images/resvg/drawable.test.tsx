// No SVG and no picture ends the process: each of these did, in resvg.

import sharp from "sharp";
import { expect, it } from "vitest";
import { loadFonts } from "../../../src/fonts/library.ts";
import { renderGeneral, renderImage } from "../../../src/images/engine.ts";
import { raster } from "../../../src/images/general/raster.ts";
import { draw, drawableOf } from "../../../src/images/resvg/drawable.ts";
import { prepared } from "../prepared.ts";

const fonts = await loadFonts("fonts");
const svgOf = (body: string, width = 100, height = 3) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${body}</svg>`;
const imageOf = (svg: string, rest: string) =>
  `<image href="data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}" ${rest}/>`;

const FAR: Record<string, string> = {
  "faded, below the reach of the canvas": '<g opacity=".5"><rect y="9" width="10" height="10"/></g>',
  "faded in a style sheet": '<style>.a{opacity:.5}</style><path class="a" d="M0 9h9v9z"/>',
  "in a layer that begins far to the left":
    '<g opacity=".5"><rect x="-500" width="600" height="3"/><g opacity=".5"><rect x="90" width="9" height="3"/></g></g>',
  "beyond the reach of a layer that is cut in a layer that is cut":
    '<filter id="f" filterUnits="userSpaceOnUse" x="-43" y="0" width="90" height="3"><feFlood/></filter><filter id="h" filterUnits="userSpaceOnUse" x="-454" y="0" width="10" height="3"><feFlood/></filter><g filter="url(#f)"><g opacity=".5"><rect x="-480" width="500" height="3"/><g filter="url(#h)"><rect x="-450" width="5" height="3"/></g></g></g>',
  "a stroke that does not reach its control points":
    '<g opacity=".5"><path d="M-300 0C-250 1 -150 2 -300 3" fill="none" stroke="red"/></g>',
  turned: '<g opacity=".5" transform="rotate(45)"><rect x="80" width="10" height="10"/></g>',
  "in a mask":
    '<mask id="m"><g opacity=".5"><rect y="40" width="9" height="9" fill="#fff"/></g></mask><rect width="9" height="3" mask="url(#m)"/>',
  "in a pattern":
    '<pattern id="p" width="90" height="90" patternUnits="userSpaceOnUse"><g opacity=".5"><rect y="60" width="9" height="9"/></g></pattern><rect width="90" height="3" fill="url(#p)"/>',
  filtered:
    '<filter id="f" x="0" y="0" width="1" height="1"><feGaussianBlur stdDeviation="1"/></filter><g filter="url(#f)"><rect y="20" width="9" height="9"/></g>',
  "in an SVG in the SVG": imageOf(
    svgOf('<g opacity=".5"><rect y="19" width="9" height="1"/></g>', 20, 20),
    'width="20" height="20"',
  ),
  "in an SVG in a layer": `<g opacity=".5">${imageOf(svgOf('<g opacity=".5"><rect y="19" width="9" height="1"/></g>', 20, 20), 'y="1" width="20" height="20"')}</g>`,
  "faded, beside a filtered group without content":
    '<filter id="f" filterUnits="userSpaceOnUse" x="-150" y="0" width="9" height="3"><feFlood/></filter><g opacity=".5"><g transform="translate(1 0)"><g filter="url(#f)"/></g><rect x="-300" width="9" height="3"/></g>',
  "faded, beside a filtered group without content that is moved":
    '<filter id="f" filterUnits="userSpaceOnUse" x="-300" y="0" width="9" height="3"><feFlood/></filter><g opacity=".5"><g filter="url(#f)" transform="translate(150 0)"/><rect x="-310" width="9" height="3"/></g>',
  "behind a clip path whose only shape is none":
    '<clipPath id="c"><rect transform="scale(2)" width="0" height="9"/></clipPath><g clip-path="url(#c)"><rect width="9" height="3"/></g>',
};

it.each(Object.keys(FAR))("draws what is %s", async (name) => {
  const { width, height, data } = await raster(svgOf(FAR[name]!), 0, 1);
  expect([width, height, data.length]).toEqual([100, 3, 1200]);
});

it("draws what is seen of it as on a canvas that all is on", async () => {
  const body =
    '<g opacity=".5"><rect x="-500" width="600" height="90"/><g opacity=".5"><rect x="90" y="1" width="9" height="50" fill="red"/></g></g>';
  const small = await raster(svgOf(body), 0, 1);
  const large = await raster(svgOf(body, 1000, 300), 0, 1);
  const cut = Buffer.concat(
    Array.from({ length: 3 }, (_, y) => large.data.subarray(y * 4000, y * 4000 + 400)),
  );
  expect(Buffer.compare(small.data, cut)).toBe(0);
});

it("leaves an SVG alone whose layers are on its canvas", async () => {
  const svg = svgOf('<g opacity=".5"><rect width="90" height="2"/></g>');
  expect((await drawableOf(svg)).svg).toBe(svg);
});

it("refuses what would take a canvas of any size", async () => {
  const svg = svgOf(
    '<g opacity=".5"><rect x="-900000" width="1800000" height="3"/><g opacity=".5"><rect width="9" height="3"/></g></g>',
  );
  await expect(raster(svg, 0, 1)).rejects.toMatchObject({ status: 422 });
});

it("draws a card of any size, down to one pixel", async () => {
  const card = (
    <div
      style={{
        display: "flex",
        width: 400,
        height: 200,
        borderRadius: 20,
        overflow: "hidden",
        opacity: 0.9,
        background: "#eee",
      }}
    >
      <div
        style={{ display: "flex", marginTop: 90, transform: "rotate(8deg)", textShadow: "2px 2px 4px red" }}
      >
        Card 🎉
      </div>
      <div
        style={{
          display: "flex",
          borderRadius: 9,
          overflow: "hidden",
          boxShadow: "0 4px 12px #000",
          width: 90,
          height: 90,
        }}
      >
        <div style={{ display: "flex", opacity: 0.5, background: "tomato", width: 50, height: 300 }} />
      </div>
    </div>
  );
  for (const size of [
    { width: 1, height: 1 },
    { width: 100, height: 3 },
    { width: 3, height: 100 },
    { width: 17, height: 9 },
  ]) {
    const image = await prepared(card, size, fonts);
    const png = (await renderImage(image)) as Uint8Array;
    expect(png.subarray(1, 4)).toEqual(Uint8Array.of(80, 78, 71));
    await renderGeneral({ ...image, pixelDensity: 2 });
  }
});

const TRIANGLE = "M.00008 125L-1000 9L.000068 80z";
const LONG = (
  await sharp({ create: { width: 1, height: 20_000, channels: 3, background: "red" } })
    .png()
    .toBuffer()
).toString("base64");
const ENDED: Record<string, string> = {
  "a curve far away": '<path d="M80 125s-9-14-37-10q40.5 0 22-1e9L68 80z" fill-rule="evenodd" stroke="red"/>',
  "a line far away": '<path d="M80 125L-1000000000 9L68 80z"/>',
  "a path made larger": `<path transform="scale(1000000 1)" d="${TRIANGLE}"/>`,
  "a path made larger twice": `<g transform="scale(1000 1)"><g transform="matrix(1000 0 0 1 0 0)"><path d="${TRIANGLE}"/></g></g>`,
  "a clip path made larger": `<clipPath id="c" transform="scale(1000000 1)"><path d="${TRIANGLE}"/></clipPath><rect width="90" height="3" clip-path="url(#c)"/>`,
  "a shape of a clip path made larger": `<clipPath id="c"><path transform="scale(1000000 1)" d="${TRIANGLE}"/></clipPath><rect width="90" height="3" clip-path="url(#c)"/>`,
  "a mask made larger": `<mask id="m"><path fill="#fff" transform="scale(1000000 1)" d="${TRIANGLE}"/></mask><rect width="90" height="3" mask="url(#m)"/>`,
  "a pattern made larger": `<pattern id="p" width="99" height="99" patternUnits="userSpaceOnUse" viewBox="0 0 .0001 99" preserveAspectRatio="none"><path d="${TRIANGLE}"/></pattern><rect width="90" height="3" fill="url(#p)"/>`,
  "an SVG in it made larger": imageOf(
    `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200" viewBox="0 0 .0002 200" preserveAspectRatio="none"><path d="${TRIANGLE}"/></svg>`,
    'width="200" height="200"',
  ),
  "a symbol made larger": `<symbol id="s" viewBox="0 0 .0002 200" preserveAspectRatio="none"><path d="${TRIANGLE}"/></symbol><use href="#s" width="200" height="200"/>`,
  "a part of a filter far away":
    '<filter id="f"><feFlood x="2e9" width="1e9"/></filter><rect width="9" height="3" filter="url(#f)"/>',
  "a filter that shifts far":
    '<filter id="f"><feOffset dx="1e30"/></filter><rect width="9" height="3" filter="url(#f)"/>',
  "a filter's radius":
    '<filter id="f"><feMorphology radius="1e39"/></filter><rect width="9" height="3" filter="url(#f)"/>',
  "a part of a filter thinner than a float":
    '<filter id="f" x="0" y="0" width="1" height="1" primitiveUnits="objectBoundingBox"><feGaussianBlur x="99999" width=".01" stdDeviation="1"/></filter><rect x="50" width=".001" height="3" filter="url(#f)"/>',
  "a pattern thinner than a float":
    '<pattern id="p" width=".1" height="1"><rect width="9" height="9"/></pattern><rect x="99999" width=".01" height="3" fill="url(#p)"/>',
  "a filter thinner than a float":
    '<filter id="f" x="0" y="0" width=".00001" height="1"><feFlood/></filter><rect x="90" width=".01" height="3" filter="url(#f)"/>',
  "a mask thinner than a float":
    '<mask id="m" x="0" y="0" width=".00001" height="1"><rect width="9" height="9"/></mask><rect x="90" width=".01" height="3" mask="url(#m)"/>',
  "a picture thinner than a float":
    '<image x="-30" width="200000" height=".001" href="data:image/gif;base64,R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs="/>',
  "a long picture in a small place": `<image x="4000" width="1" height="1" href="data:image/png;base64,${LONG}"/>`,
  "a picture in the place of an SVG, thinner than a float": `<g opacity=".5">${imageOf(
    svgOf('<g opacity=".5"><rect y="19" width="9" height="1"/></g>', 20, 20),
    'x="-30" y="1" width="200000" height=".001"',
  )}</g>`,
  "a tiny marker":
    '<marker id="m" markerWidth="1e-30" viewBox="0 0 1 1"><rect width="1" height="1"/></marker><path d="M1 1L9 2" stroke-width="1e-30" stroke="red" marker-start="url(#m)"/>',
  "a huge marker":
    '<marker id="m" markerWidth="1e30" viewBox="0 0 1 1"><rect width="1" height="1"/></marker><path d="M1 1L9 2" style="stroke-width:1e30" stroke="red" marker-start="url(#m)"/>',
};

it.each(Object.keys(ENDED))("refuses a number at which resvg overflows: %s", async (name) => {
  await expect(drawableOf(svgOf(ENDED[name]!, 200, 200)).then(draw)).rejects.toMatchObject({ status: 422 });
});

it("refuses a number at which resvg overflows by its size", async () => {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 .0002 200" width="200" height="200" preserveAspectRatio="none"><path d="${TRIANGLE}"/></svg>`;
  await expect(drawableOf(svg)).rejects.toMatchObject({ status: 422 });
});

it("draws coordinates of many decimals, in resvg's own words too", async () => {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200"><path d="M0.0123456789 2L80.123456789 9e0L68 80z" opacity="0.5"/></svg>`;
  expect((await drawableOf(svg)).parsed.width).toBe(200);
});

it("lets a picture of about 2,048 pixels a side stand for an SVG in an SVG, however high it is", async () => {
  const inner = `<svg xmlns="http://www.w3.org/2000/svg" width="0.6" height="24" viewBox="20 -1 50 1"><line x1="8" y1="0" x2="5" y2="3" transform="skewX(10)" opacity=".4" stroke="red"/></svg>`;
  const svg = svgOf(
    imageOf(
      inner,
      'x="-3" y="-800" width="5" height="800" transform="scale(30)" preserveAspectRatio="xMidYMid slice"',
    ),
    3,
    3,
  ).replace('viewBox="0 0 3 3"', 'viewBox="-1 -150 1 1"');
  const { onLargerCanvas } = await drawableOf(svg, undefined, true);
  const larger = await onLargerCanvas!();
  const png = /data:image\/png;base64,\s*([^"]+)/.exec(larger.svg)![1]!;
  const { width, height } = await sharp(Buffer.from(png, "base64")).metadata();
  expect([width, height]).toEqual([52, 2080]);
});

it("refuses a tile of a pattern that is far larger than what is seen of it", async () => {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="0.4" height="7"><pattern id="p" x="0.01" y="90" width="13" height="200" patternUnits="userSpaceOnUse"><path d="M1 90L9 5z" fill="red"/></pattern><path d="M5 1L2 1C1 2 200 4 20 6Z" fill="url(#p)"/></svg>`;
  await expect(drawableOf(svg, 130)).rejects.toMatchObject({ status: 422 });
});
