// satori gives the filter of a shadow an area that grows with the square of its blur: 400 pixels of blur
// take resvg a minute, and a shadow far outside of the picture ends the process. The area is cut here to
// what can be seen: no pixel changes, since a blur reaches less than three times its deviation. Shadows
// inside of a box keep their area; checkStyle bounds their blur.

import { areaOf, type Box, boxOf, grow, intersect, isEmpty, sizeOf } from "../../svg/box.ts";

const SHADOW =
  /<filter id="(satori_s-[^"]+)" x="(-?[\d.e+-]+)%" y="(-?[\d.e+-]+)%" width="([\d.e+-]+)%" height="([\d.e+-]+)%">(<feGaussianBlur stdDeviation="([\d.e+-]+)")(?=(?:(?!<\/filter>).)*operator="in"\/>)/g;

/** Below this deviation the area is small as it is. */
const LARGE = 16;

/** Cuts the areas of large shadows to the picture and what reaches into it. */
export function boundShadows(svg: string): string {
  const [, width, height] = /^<svg width="([\d.]+)" height="([\d.]+)"/.exec(svg) ?? [];
  if (!width || !height || !svg.includes('id="satori_s-')) return svg;
  const canvas = boxOf(0, 0, Number(width), Number(height));
  const outside: string[] = [];
  const bounded = svg.replace(
    SHADOW,
    (whole, id: string, x: string, y: string, w: string, h: string, blur: string, deviation: string) => {
      const sigma = Number(deviation);
      const shape = shapeOf(svg, id);
      if (!shape) return whole;
      const [across, down] = sizeOf(shape);
      const share = (percent: string, side: number) => (side * Number(percent)) / 100;
      const area = boxOf(
        shape.left + share(x, across),
        shape.top + share(y, down),
        share(w, across),
        share(h, down),
      );
      const seen = intersect(area, grow(canvas, 3 * sigma + 2));
      if (isEmpty(seen)) {
        outside.push(id);
        return whole;
      }
      if (sigma < LARGE && areaOf(area) < 4 * areaOf(canvas)) return whole;
      const [seenWidth, seenHeight] = sizeOf(seen);
      return `<filter id="${id}" filterUnits="userSpaceOnUse" x="${Math.floor(seen.left)}" y="${Math.floor(seen.top)}" width="${Math.ceil(seenWidth) + 1}" height="${Math.ceil(seenHeight) + 1}">${blur}`;
    },
  );
  // Shadows that lie wholly outside are not displayed.
  return outside.reduce(
    (text, id) => text.replace(new RegExp(`<g [^>]*filter="url\\(#${id}\\)">`), '<g display="none">'),
    bounded,
  );
}

/** The box of the shape that a shadow's filter is on. Percentages do not count its stroke. */
function shapeOf(svg: string, id: string): Box | undefined {
  const use = svg.indexOf(`filter="url(#${id})"`);
  if (use < 0) return undefined;
  const shape =
    /<(?:rect|path) x="(-?[\d.e+-]+)" y="(-?[\d.e+-]+)" width="([\d.e+-]+)" height="([\d.e+-]+)"/.exec(
      svg.slice(use, use + 2000),
    );
  if (!shape) return undefined;
  const [x, y, width, height] = shape.slice(1).map(Number) as [number, number, number, number];
  return boxOf(x, y, width, height);
}
