// satori gives the filter of a shadow an area that grows with the square of its blur: 400 pixels of blur
// take resvg a minute, and a shadow far outside of the picture ends the process. The area is cut here to
// what can be seen: no pixel changes, since a blur reaches less than three times its deviation. Shadows
// inside of a box keep their area; checkStyle bounds their blur.

const SHADOW =
  /<filter id="(satori_s-[^"]+)" x="(-?[\d.e+-]+)%" y="(-?[\d.e+-]+)%" width="([\d.e+-]+)%" height="([\d.e+-]+)%">(<feGaussianBlur stdDeviation="([\d.e+-]+)")(?=(?:(?!<\/filter>).)*operator="in"\/>)/g;

/** Below this deviation the area is small as it is. */
const LARGE = 16;

/** Cuts the areas of large shadows to the picture and what reaches into it. */
export function boundShadows(svg: string): string {
  const [, width, height] = /^<svg width="([\d.]+)" height="([\d.]+)"/.exec(svg) ?? [];
  if (!width || !height || !svg.includes('id="satori_s-')) return svg;
  const canvas = { x: 0, y: 0, width: Number(width), height: Number(height) };
  const outside: string[] = [];
  const bounded = svg.replace(
    SHADOW,
    (whole, id: string, x: string, y: string, w: string, h: string, blur: string, deviation: string) => {
      const sigma = Number(deviation);
      const shape = shapeOf(svg, id);
      if (!shape) return whole;
      const area = {
        x: shape.x + (shape.width * Number(x)) / 100,
        y: shape.y + (shape.height * Number(y)) / 100,
        width: (shape.width * Number(w)) / 100,
        height: (shape.height * Number(h)) / 100,
      };
      const seen = intersect(area, grow(canvas, 3 * sigma + 2));
      if (!seen) {
        outside.push(id);
        return whole;
      }
      if (sigma < LARGE && area.width * area.height < 4 * canvas.width * canvas.height) return whole;
      return `<filter id="${id}" filterUnits="userSpaceOnUse" x="${Math.floor(seen.x)}" y="${Math.floor(seen.y)}" width="${Math.ceil(seen.width) + 1}" height="${Math.ceil(seen.height) + 1}">${blur}`;
    },
  );
  // Shadows that lie wholly outside are not displayed.
  return outside.reduce(
    (text, id) => text.replace(new RegExp(`<g [^>]*filter="url\\(#${id}\\)">`), '<g display="none">'),
    bounded,
  );
}

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
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
  return { x, y, width, height };
}

const grow = (box: Box, by: number): Box => ({
  x: box.x - by,
  y: box.y - by,
  width: box.width + 2 * by,
  height: box.height + 2 * by,
});

function intersect(a: Box, b: Box): Box | undefined {
  const x = Math.max(a.x, b.x);
  const y = Math.max(a.y, b.y);
  const width = Math.min(a.x + a.width, b.x + b.width) - x;
  const height = Math.min(a.y + a.height, b.y + b.height) - y;
  return width > 0 && height > 0 ? { x, y, width, height } : undefined;
}
