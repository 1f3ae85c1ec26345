// Places on a map: a route, branches, stations. The nearest graticule, no tiles, nothing fetched.

import { Brand, isRtl, leading, MONO, palette, sheet, tracking, type CardLook } from "./parts.tsx";
import { createProjection } from "../projection.ts";

export interface MapCardProps extends CardLook {
  title: string;
  subtitle?: string;
  /** Named places; the first twelve are labelled. */
  places: readonly { name: string; latitude: number; longitude: number }[];
  /** Joins the places in their order. */
  route?: boolean;
  /** Points without names behind them: towns, say, that draw the land. */
  land?: readonly { latitude: number; longitude: number }[];
}

export const examples: MapCardProps[] = [
  {
    title: "The Danube in nine cities",
    subtitle: "2,850 km, ten countries",
    route: true,
    places: [
      { name: "Ulm", latitude: 48.4, longitude: 9.99 },
      { name: "Regensburg", latitude: 49.02, longitude: 12.1 },
      { name: "Linz", latitude: 48.31, longitude: 14.29 },
      { name: "Wien", latitude: 48.21, longitude: 16.37 },
      { name: "Bratislava", latitude: 48.15, longitude: 17.11 },
      { name: "Budapest", latitude: 47.5, longitude: 19.04 },
      { name: "Београд", latitude: 44.8, longitude: 20.46 },
      { name: "Русе", latitude: 43.85, longitude: 25.97 },
      { name: "Galați", latitude: 45.44, longitude: 28.05 },
    ],
  },
  {
    title: "東海道、八つの駅",
    subtitle: "五百十五キロ",
    route: true,
    places: [
      { name: "東京", latitude: 35.68, longitude: 139.77 },
      { name: "小田原", latitude: 35.26, longitude: 139.15 },
      { name: "静岡", latitude: 34.97, longitude: 138.39 },
      { name: "浜松", latitude: 34.7, longitude: 137.73 },
      { name: "豊橋", latitude: 34.76, longitude: 137.38 },
      { name: "名古屋", latitude: 35.17, longitude: 136.88 },
      { name: "米原", latitude: 35.31, longitude: 136.29 },
      { name: "京都", latitude: 34.99, longitude: 135.76 },
    ],
  },
];

const MAP = { width: 760, height: 630 };
const LABELS = 12;
/** Pixels of a name. */
const LABEL = 22;

export function MapCard({ title, subtitle, places, route = false, land = [], theme, brand }: MapCardProps) {
  const color = palette(theme);
  const night = theme === "dark";
  const ground = night ? "#0a3344" : color.sea;
  const { project, lines } = createProjection([...places, ...land], { ...MAP, margin: 96 });
  const points = places.map((place) => ({ name: place.name, at: project(place.longitude, place.latitude) }));
  const end = isRtl(title);
  const dir = end ? "rtl" : undefined;
  const align = end ? "right" : "left";
  return (
    <div style={{ ...sheet(color), flexDirection: end ? "row-reverse" : "row" }}>
      <div
        style={{
          display: "flex",
          flexDirection: "column",
          justifyContent: "space-between",
          alignItems: end ? "flex-end" : "flex-start",
          width: 440,
          flexShrink: 0,
          boxSizing: "border-box",
          padding: "56px 36px 52px 56px",
        }}
      >
        <Brand color={color} name={brand} />
        <div style={{ display: "flex", flexDirection: "column", gap: 20 }}>
          <div
            dir={dir}
            fit={{ width: 348, height: 330, min: 34, max: 66, lines: 5 }}
            style={{
              display: "block",
              width: 348,
              lineClamp: 5,
              fontWeight: 700,
              lineHeight: leading(title, 1.1),
              letterSpacing: tracking(title, -0.035),
              textAlign: align,
            }}
          >
            {title}
          </div>
          {subtitle ? (
            <div
              dir={dir}
              style={{
                display: "block",
                width: 348,
                lineClamp: 2,
                fontSize: 25,
                lineHeight: 1.4,
                color: color.muted,
                textAlign: align,
              }}
            >
              {subtitle}
            </div>
          ) : null}
        </div>
        <div style={{ display: "flex", fontFamily: MONO, fontSize: 20, color: color.accent }}>
          {coordinates(places)}
        </div>
      </div>
      <div style={{ display: "flex", position: "relative", ...MAP, background: ground, color: "#ffffff" }}>
        <svg width={MAP.width} height={MAP.height} viewBox={`0 0 ${MAP.width} ${MAP.height}`}>
          <path d={lines} fill="none" stroke={night ? "#16485b" : "#246a84"} strokeWidth={1} />
          <path
            d={land.map(({ longitude, latitude }) => dot(project(longitude, latitude), 1.3)).join("")}
            fill="#d3ebf1"
            fillOpacity={0.55}
          />
          {route && points.length > 1 ? (
            <path
              d={`M${points.map(({ at }) => at.join(" ")).join("L")}`}
              fill="none"
              stroke="#ff8b69"
              strokeWidth={4}
              strokeLinejoin="round"
              strokeLinecap="round"
            />
          ) : null}
          <path d={points.map(({ at }) => dot(at, 9)).join("")} fill="#ffffff" />
          <path d={points.map(({ at }) => dot(at, 4.5)).join("")} fill={night ? "#0a3344" : color.sea} />
        </svg>
        {placeLabels(points.slice(0, LABELS)).map(({ name, left, top }) => (
          <div
            style={{
              display: "flex",
              position: "absolute",
              left,
              top,
              fontSize: LABEL,
              fontWeight: 600,
              lineHeight: 1.3,
            }}
          >
            {name}
          </div>
        ))}
      </div>
    </div>
  );
}

/** Each name above its place, or where it covers no other name: below, right, left. */
function placeLabels(points: readonly { name: string; at: readonly [number, number] }[]) {
  const height = LABEL * 1.3;
  const taken: { left: number; top: number; width: number }[] = [];
  const free = (left: number, top: number, width: number) =>
    left > 8 &&
    left + width < MAP.width - 8 &&
    taken.every(
      (box) => left + width < box.left || left > box.left + box.width || Math.abs(top - box.top) > height,
    ) &&
    points.every(
      ({ at: [x, y] }) => x < left - 10 || x > left + width + 10 || y < top - 8 || y > top + height + 8,
    );
  return points.map(({ name, at: [x, y] }) => {
    const width = Array.from(name).reduce((sum, c) => sum + (c > "\u2e80" ? 1.02 : 0.6), 0) * LABEL;
    const spots: [number, number][] = [
      [x - width / 2, y - 14 - height],
      [x - width / 2, y + 14],
      [x + 18, y - height / 2],
      [x - 18 - width, y - height / 2],
      [x + 6, y - 14 - height],
      [x + 6, y + 14],
    ];
    const [left, top] = spots.find(([l, t]) => free(l, t, width)) ?? spots[0]!;
    taken.push({ left, top, width });
    return { name, left: round(left), top: round(top) };
  });
}

const round = (value: number) => Math.round(value * 10) / 10;
const dot = ([x, y]: readonly [number, number], r: number) =>
  `M${round(x - r)} ${round(y)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;

/** 48.4° N 10.0° E */
function coordinates(places: MapCardProps["places"]): string {
  const [first] = places;
  if (!first) return "";
  const { latitude, longitude } = first;
  return `${Math.abs(latitude).toFixed(1)}° ${latitude < 0 ? "S" : "N"} ${Math.abs(longitude).toFixed(1)}° ${longitude < 0 ? "W" : "E"}`;
}
