// From degrees to pixels: a flat map that is true in the middle of what it shows.

export interface MapFrame {
  /** Pixels. */
  width: number;
  height: number;
  /** Pixels that stay free around the places. */
  margin: number;
  /** Longitude that is not to be cut in two. Default: the middle of the places. */
  center?: number;
}

export interface Projection {
  project(longitude: number, latitude: number): [x: number, y: number];
  /** The graticule as one SVG path, at round degrees. */
  lines: string;
}

/**
 * Longitudes shrink with the cosine of the latitude. Of many places, far outliers (distant islands)
 * may fall outside.
 */
export function createProjection(
  places: readonly { latitude: number; longitude: number }[],
  { width, height, margin, center = middleOf(places) }: MapFrame,
): Projection {
  const turned = (longitude: number) => ((((longitude - center + 180) % 360) + 360) % 360) - 180;
  const [west, east] = extent(places.map((place) => turned(place.longitude)));
  const [south, north] = extent(places.map((place) => place.latitude));
  const [x0, y0] = [(west + east) / 2, (south + north) / 2];
  const stretch = Math.cos((y0 * Math.PI) / 180);
  const across = Math.max((east - west) * stretch, 0.05);
  const along = Math.max(north - south, 0.05);
  const scale = Math.min((width - 2 * margin) / across, (height - 2 * margin) / along);
  const x = (turnedLongitude: number) => round(width / 2 + (turnedLongitude - x0) * stretch * scale);
  const y = (latitude: number) => round(height / 2 - (latitude - y0) * scale);

  // Lines about a hundred pixels apart.
  const step =
    [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20].find((degrees) => degrees * scale > 80) ?? 30;
  const [reachX, reachY] = [width / (2 * stretch * scale), height / (2 * scale)];
  let lines = "";
  for (let at = Math.ceil((x0 - reachX + center) / step) * step; at <= x0 + reachX + center; at += step)
    lines += `M${x(at - center)} 0V${height}`;
  for (let at = Math.ceil((y0 - reachY) / step) * step; at <= y0 + reachY; at += step)
    lines += `M0 ${y(at)}H${width}`;
  return { project: (longitude, latitude) => [x(turned(longitude)), y(latitude)], lines };
}

const round = (value: number) => Math.round(value * 10) / 10;

const middleOf = (places: readonly { longitude: number }[]) => {
  const [west, east] = extent(places.map(({ longitude }) => longitude));
  return (west + east) / 2;
};

/** All but the outermost hundredth on each side, when there are that many. */
function extent(values: number[]): [number, number] {
  if (values.length === 0) return [-1, 1];
  const sorted = values.toSorted((a, b) => a - b);
  const cut = sorted.length >= 60 ? Math.floor(sorted.length / 100) : 0;
  return [sorted[cut]!, sorted[sorted.length - 1 - cut]!];
}
