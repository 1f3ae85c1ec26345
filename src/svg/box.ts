// Boxes whose sides are parallel to the axes: bounding boxes, viewports, clips, parts of pictures.

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** The box of `x`, `y`, `width` and `height`. */
export const boxOf = (x: number, y: number, width: number, height: number): Box => ({
  left: x,
  top: y,
  right: x + width,
  bottom: y + height,
});

/** The same of attributes that are plain numbers. */
export const boxOfAttributes = ({
  x = "0",
  y = "0",
  width = "0",
  height = "0",
}: Record<string, string>): Box => boxOf(Number(x), Number(y), Number(width), Number(height));

export const sizeOf = ({ left, top, right, bottom }: Box): [width: number, height: number] => [
  right - left,
  bottom - top,
];

export const areaOf = ({ left, top, right, bottom }: Box): number => (right - left) * (bottom - top);

/** True for a box without an area, and for one of coordinates that are not numbers. */
export const isEmpty = ({ left, top, right, bottom }: Box): boolean => !(left < right && top < bottom);

/** The part that two boxes share: empty ({@link isEmpty}) if there is none. */
export function intersect(a: Box, b: Box): Box {
  return {
    left: Math.max(a.left, b.left),
    top: Math.max(a.top, b.top),
    right: Math.min(a.right, b.right),
    bottom: Math.min(a.bottom, b.bottom),
  };
}

/** The box around both. */
export function unite(a: Box, b: Box): Box;
export function unite(a: Box | undefined, b: Box | undefined): Box | undefined;
export function unite(a: Box | undefined, b: Box | undefined): Box | undefined {
  if (!a || !b) return a ?? b;
  return {
    left: Math.min(a.left, b.left),
    top: Math.min(a.top, b.top),
    right: Math.max(a.right, b.right),
    bottom: Math.max(a.bottom, b.bottom),
  };
}

/** A box that is larger by as much on each side. */
export const grow = ({ left, top, right, bottom }: Box, by: number): Box => ({
  left: left - by,
  top: top - by,
  right: right + by,
  bottom: bottom + by,
});

export const shift = ({ left, top, right, bottom }: Box, dx: number, dy: number): Box => ({
  left: left + dx,
  top: top + dy,
  right: right + dx,
  bottom: bottom + dy,
});

export const isInside = (box: Box, area: Box): boolean =>
  box.left >= area.left && box.top >= area.top && box.right <= area.right && box.bottom <= area.bottom;

export const sameBox = (a: Box | undefined, b: Box | undefined): boolean =>
  a !== undefined &&
  b !== undefined &&
  a.left === b.left &&
  a.top === b.top &&
  a.right === b.right &&
  a.bottom === b.bottom;
