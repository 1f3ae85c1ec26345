// A country drawn by its cities: one dot for each, larger for more people.

import type { City } from "../routes/_atlas/types.ts";

/** SVG source of the map. Areas of dots grow with populations; the capital is on top. */
export function dotMap(
  cities: readonly City[],
  { width, height, dot, capital }: { width: number; height: number; dot: string; capital: string },
): string {
  const points = project(cities);
  const [left, top, right, bottom] = bounds(points);
  const room = 14;
  const scale = Math.min(
    (width - 2 * room) / Math.max(right - left, 0.2),
    (height - 2 * room) / Math.max(bottom - top, 0.2),
  );
  const dx = (width - (right - left) * scale) / 2 - left * scale;
  const dy = (height - (bottom - top) * scale) / 2 - top * scale;
  const most = Math.max(1, ...cities.map(({ population }) => population));
  const least = cities.length > 300 ? 0.9 : 1.6;
  // Large dots first, so that small ones lie on them and stay visible.
  const circles = points.map(({ x, y, city }) => {
    const radius = least + 9 * Math.sqrt(city.population / most);
    const [cx, cy, r] = [x * scale + dx, y * scale + dy, radius].map((value) => value.toFixed(2));
    return city.capital
      ? {
          top: true,
          circle: `<circle cx="${cx}" cy="${cy}" r="${Math.max(Number(r), 3.2)}" fill="${capital}"/>`,
        }
      : { top: false, circle: `<circle cx="${cx}" cy="${cy}" r="${r}" fill="${dot}" fill-opacity="0.62"/>` };
  });
  const inOrder = [...circles.filter((each) => !each.top), ...circles.filter((each) => each.top)];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${inOrder
    .map(({ circle }) => circle)
    .join("")}</svg>`;
}

interface Point {
  x: number;
  y: number;
  city: City;
}

/** Degrees of longitude are shortened by the country's middle latitude; a date line inside it is moved out. */
function project(cities: readonly City[]): Point[] {
  const longitudes = cities.map(({ longitude }) => longitude);
  const wide = Math.max(...longitudes) - Math.min(...longitudes) > 200;
  const latitudes = cities.map(({ latitude }) => latitude).sort((a, b) => a - b);
  const middle = latitudes[Math.floor(latitudes.length / 2)] ?? 0;
  const shorten = Math.cos((middle * Math.PI) / 180);
  return cities.map((city) => {
    const longitude = wide && city.longitude < 0 ? city.longitude + 360 : city.longitude;
    return { x: longitude * shorten, y: -city.latitude, city };
  });
}

function bounds(points: readonly Point[]): [left: number, top: number, right: number, bottom: number] {
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}
