// Rewrites of satori's SVG that give the same pixels in less time. Each was compared with
// the untouched SVG, pixel by pixel (test/images/general/general.test.tsx).

const WRAPPED =
  /<defs><pattern id="([^"]+)" x="0" y="0" width="1" height="1" patternUnits="objectBoundingBox">(<(?:linear|radial)Gradient id="([^"]+)"(?:(?!<\/?pattern|<rect).)*<\/(?:linear|radial)Gradient>)<rect x="0" y="0" width="([\d.]+)" height="([\d.]+)" fill="url\(#([^"]+)\)"\/><\/pattern><\/defs>/g;

/**
 * satori wraps a background gradient in a pattern, which resvg renders to a bitmap of its own first.
 * If the pattern fills a rectangle of its own size at the origin, the gradient alone gives the
 * same pixels for less.
 */
export function unwrapGradients(svg: string): string {
  const fills = new Map<string, string>();
  const without = svg.replace(WRAPPED, (whole, pattern, gradient, id, width, height, used) => {
    const fill = `fill="url(#${pattern})"`;
    const shape = `<rect x="0" y="0" width="${width}" height="${height}" ${fill}/>`;
    if (id !== used || !svg.includes(shape) || svg.split(fill).length !== 2) return whole;
    fills.set(fill, `fill="url(#${id})"`);
    return `<defs>${gradient}</defs>`;
  });
  let unwrapped = without;
  for (const [pattern, gradient] of fills) unwrapped = unwrapped.replace(pattern, gradient);
  return unwrapped;
}

const CLIP = /<clipPath id="([^"]+)"><rect x="0" y="0" width="([\d.]+)" height="([\d.]+)"\/><\/clipPath>/g;

/**
 * Everything in a card whose root hides its overflow is clipped to the whole picture, at the price of
 * half the drawing. Only where the element has a mask too: that keeps it a layer of its own, and its
 * half-transparent edges blend as before.
 */
export function dropFullClips(svg: string): string {
  const [, width, height] = /^<svg width="([\d.]+)" height="([\d.]+)"/.exec(svg) ?? [];
  const whole = new Set<string>();
  for (const [, id, w, h] of svg.matchAll(CLIP))
    if (Number(w) >= Number(width) && Number(h) >= Number(height)) whole.add(id!);
  if (whole.size === 0) return svg;
  return svg.replace(/<[a-z]\w*[^<>]* mask="[^"]*"[^<>]*>/g, (tag) =>
    tag.replace(/ clip-path="url\(#([^)]+)\)"/, (clip, id: string) => (whole.has(id) ? "" : clip)),
  );
}

const FULL_MASK =
  /<mask id="([^"]+)"><rect x="0" y="0" width="([\d.]+)" height="([\d.]+)" fill="#fff"\/><\/mask>/g;

/**
 * satori puts a mask that hides nothing on the rectangles of other masks. resvg draws a layer for each, and ends
 * the process where what the mask is on begins far to the left or above: the layer is then as far to the right.
 */
export function dropFullMasks(svg: string): string {
  const [, width, height] = /^<svg width="([\d.]+)" height="([\d.]+)"/.exec(svg) ?? [];
  const whole = new Set<string>();
  for (const [, id, w, h] of svg.matchAll(FULL_MASK))
    if (Number(w) >= Number(width) && Number(h) >= Number(height)) whole.add(id!);
  if (whole.size === 0) return svg;
  return svg.replace(/<mask [^>]*>.*?<\/mask>/g, (mask) =>
    mask.replace(/ mask="url\(#([^)]+)\)"/g, (used, id: string) => (whole.has(id) ? "" : used)),
  );
}
